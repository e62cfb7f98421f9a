/** The kept counts of reports: read by their periods alone, whatever the number of submissions. */
import sql, { raw, type Sql } from "sql-template-tag";
import type { Ctx } from "../platform/context.ts";
import { regionSql } from "./regions.store.ts";

export type DayCounts = { period: string; added: number; approved: number; rejected: number };
export type Top = { name: string; count: number };

export interface Wanted {
  days: readonly string[];
  /** Whole months and single days that together are these days. */
  periods: readonly string[];
  limit: number;
  region: string | undefined;
}

/** Every period is a seek of its own: `CROSS JOIN` keeps the planner from walking the table instead. */
const countsOf = (periods: readonly string[], kind: string): Sql =>
  sql`json_each(${JSON.stringify(periods)}) AS wanted CROSS JOIN report_counts AS c
    ON c.period = wanted.value AND c.kind = ${raw(`'${kind}'`)}`;

/** A name is that of the first of the periods in which the row was counted. */
const topSql = ({ periods, limit }: Wanted, kind: string, scope: Sql): Sql =>
  sql`SELECT name, count FROM
      (SELECT c.id, name, sum(added) AS count, min(period) FROM ${countsOf(periods, kind)} ${scope} GROUP BY c.id)
    WHERE count > 0 ORDER BY count DESC, name, id LIMIT ${limit}`;

/** One round trip; `isKnown` is false where the region is none. */
export async function readCounts(ctx: Ctx, wanted: Wanted) {
  const { days, region } = wanted;
  const id = region === undefined ? undefined : sql`(SELECT id FROM region WHERE id = ${regionSql(region)})`;
  const within = id ? sql`AND c.scope = ${id}` : sql``;
  const [known, counts, regions, districts, users] = await ctx.db.read<
    [{ known: number }, DayCounts, Top, Top, Top]
  >(
    sql`SELECT ${id ? sql`${id} IS NOT NULL` : raw("1")} AS known`,
    sql`SELECT period, added, approved, rejected FROM ${countsOf(days, id ? "region" : "total")} ${within}`,
    topSql(wanted, "region", within),
    topSql(wanted, "district", within),
    topSql(wanted, "user", id ? within : sql`AND c.scope = 0`),
  );
  return { isKnown: known[0]?.known === 1, counts, regions, districts, users };
}
