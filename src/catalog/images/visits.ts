/** Visits: what pictures of clients tell of who was where, one by one and as kept counts of days. */
import sql, { type Sql } from "sql-template-tag";
import type { Ctx } from "../../platform/context.ts";
import { apartSql } from "../../platform/drift.ts";

export type VisitRow = {
  id: number;
  client_name: string;
  created_at: number;
  category: string;
  /** The picture's status by its code. */
  status: string | null;
};

/** The pictures of clients of a time (microseconds UTC, both ends included) whose uploader's name has the code in it. */
export const visitsSql = (agentCode: string, first: number, last: number): Sql =>
  sql`SELECT i.id, c.name AS client_name, i.created_at, i.category, i.status_text ->> 'code' AS status
    FROM images i INDEXED BY images_shown CROSS JOIN clients c ON c.id = i.parent_id
    WHERE i.entity = 'client' AND i.is_deleted = 0 AND i.parent_deleted = 0
      AND i.created_at BETWEEN ${first} AND ${last}
      AND instr(i.source_text ->> 'uploader_name', ${agentCode}) > 0
    ORDER BY i.created_at, i.id`;

/** How many there are in whole days (`image_days`), as column n; without a code those of all agents. */
export const visitCountSql = (agentCode: string | undefined, firstDay: number, lastDay: number): Sql =>
  sql`SELECT ifnull(sum(d.n), 0) AS n FROM image_sources s CROSS JOIN image_days d
      ON d.source_id = s.id AND d.day BETWEEN ${firstDay} AND ${lastDay}
    WHERE s.is_deleted = 0 AND ${
      agentCode === undefined ? sql`s.uploader_type = 'agent'` : sql`instr(s.uploader_name, ${agentCode}) > 0`
    }`;

/** What `image_days` should hold. */
const EXPECTED = sql`SELECT source_id, (created_at + 18000000000) / 86400000000 AS day, count(*) AS n FROM images
  WHERE entity = 'client' AND is_deleted = 0 AND parent_deleted = 0 AND source_id IS NOT NULL GROUP BY 1, 2`;

/** The sources and days that have another number of pictures than is kept. */
export const visitDriftSql: Sql = apartSql(EXPECTED, sql`SELECT source_id, day, n FROM image_days`);

export const recountVisits = (ctx: Ctx) =>
  ctx.db.write(sql`DELETE FROM image_days`, sql`INSERT INTO image_days (source_id, day, n) ${EXPECTED}`);
