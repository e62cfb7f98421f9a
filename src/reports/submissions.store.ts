/** Submissions in D1: rows in and out. What reports count of them is kept by triggers of the same transaction. */
import sql, { raw, type Sql } from "sql-template-tag";
import { formatStamp, microseconds, stampOrNull } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import { formatDecimal } from "../platform/decimals.ts";
import { foldText } from "../platform/search.ts";
import type { Status, Submission, SubmissionBody } from "./submissions.schema.ts";

export type SubmissionRow = {
  id: number;
  kind: string;
  title: string;
  region: string;
  district: string;
  latitude: number | null;
  longitude: number | null;
  area_ha: number | null;
  note: string | null;
  metadata: string;
  external_id: string | null;
  status: Status;
  created_by: number;
  author: string;
  created_at: number;
  reviewed_by: number | null;
  reviewer: string | null;
  reviewed_at: number | null;
  reject_reason: string | null;
};

const personOf = (column: string) =>
  `(SELECT json_object('id', id, 'username', username, 'full_name',
    coalesce(nullif(trim(first_name || ' ' || last_name), ''), username)) FROM users WHERE id = submissions.${column})`;

/** Whom a row names are read beside it: a submission knows them by their numbers. */
export const COLUMNS = raw(`id, kind, title, (SELECT name FROM region WHERE id = region_id) AS region,
  (SELECT name FROM district WHERE id = district_id) AS district, latitude, longitude, area_ha, note, metadata,
  external_id, status, created_by, reviewed_by, ${personOf("created_by")} AS author, created_at,
  ${personOf("reviewed_by")} AS reviewer, reviewed_at, reject_reason`);

const decimalOrNull = (units: number | null, places: number) =>
  units === null ? null : formatDecimal(units, places);

export const submissionShape = (row: SubmissionRow): Submission => ({
  id: row.id,
  kind: row.kind,
  title: row.title,
  region: row.region,
  district: row.district,
  latitude: decimalOrNull(row.latitude, 6),
  longitude: decimalOrNull(row.longitude, 6),
  area_ha: decimalOrNull(row.area_ha, 2),
  note: row.note,
  metadata: JSON.parse(row.metadata),
  external_id: row.external_id,
  status: row.status,
  created_by: JSON.parse(row.author),
  created_at: formatStamp(row.created_at),
  reviewed_by: JSON.parse(row.reviewer ?? "null"),
  reviewed_at: stampOrNull(row.reviewed_at),
  reject_reason: row.reject_reason,
});

export const submissionById = (id: number | Sql): Sql =>
  sql`SELECT ${COLUMNS} FROM submissions WHERE id = ${id}`;

export const submissionByExternalId = (userId: number, externalId: string | null): Sql =>
  sql`SELECT ${COLUMNS} FROM submissions WHERE created_by = ${userId} AND external_id = ${externalId}`;

/** Nothing where the user has sent this `external_id` before. */
export function insertSubmissionSql(
  ctx: Ctx,
  body: SubmissionBody,
  place: { region: number; district: number },
): Sql {
  return sql`INSERT INTO submissions (kind, title, region_id, district_id, latitude, longitude, area_ha, note,
      metadata, external_id, created_by, created_at, fold)
    VALUES (${body.kind ?? "plantation"}, ${body.title}, ${place.region}, ${place.district}, ${body.latitude ?? null},
      ${body.longitude ?? null}, ${body.area_ha ?? null}, ${body.note ?? null}, ${body.metadata ?? "{}"},
      ${body.external_id ?? null}, ${ctx.user.id}, ${microseconds(ctx.now)}, ${foldText(body.title)})
    ON CONFLICT (created_by, external_id) WHERE external_id IS NOT NULL DO NOTHING`;
}

/** Changes, and answers the ids of, those alone that were not decided so before: among simultaneous ones a single one. */
export function reviewSql(ctx: Ctx, ids: readonly number[], status: Status, reason: string | null): Sql {
  return sql`UPDATE submissions SET status = ${status}, reviewed_by = ${ctx.user.id},
      reviewed_at = ${microseconds(ctx.now)}, reject_reason = ${reason}
    WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)})) AND status <> ${status} RETURNING id`;
}

export const idsThatAre = (ids: readonly number[]): Sql =>
  sql`SELECT id FROM submissions WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
