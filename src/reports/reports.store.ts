/** The kept counts of reports: read by their periods alone, whatever the number of submissions. */
import sql, { raw, type Sql } from "sql-template-tag";
import type { Ctx } from "../platform/context.ts";
import { regionSql } from "./regions.store.ts";

const TOPS = ["region", "district", "user"] as const;
type Top = (typeof TOPS)[number];

export type DayCounts = { period: string; added: number; approved: number; rejected: number };
/** A period's regions, districts and users, each a JSON text: ids, names and what was added, in the same order. */
export type PeriodTops = Record<Top, string>;

/** Rows are put together as text: sorted or grouped here, each of them would be read twice. */
const topSql = (top: Top, within: Sql): Sql =>
  sql`(SELECT json_array(json_group_array(id), json_group_array(name), json_group_array(added))
    FROM report_counts WHERE period = wanted.value AND kind = ${raw(`'${top}'`)} ${within}) AS ${raw(top)}`;

const wanted = (periods: readonly string[]): Sql => sql`json_each(${JSON.stringify(periods)}) AS wanted`;

export interface Wanted {
  days: readonly string[];
  /** Whole months and single days that together are these days. */
  periods: readonly string[];
  region: string | undefined;
}

/** One round trip; `isKnown` is false where the region is none. */
export async function readCounts(ctx: Ctx, { days, periods, region }: Wanted) {
  const id = region === undefined ? undefined : sql`(SELECT id FROM region WHERE id = ${regionSql(region)})`;
  const within = id ? sql`AND scope = ${id}` : sql``;
  const [known, counts, tops] = await ctx.db.read<[{ known: number }, DayCounts, PeriodTops]>(
    sql`SELECT ${id ? sql`${id} IS NOT NULL` : raw("1")} AS known`,
    // `CROSS JOIN` keeps the planner from walking the table: every day is a seek of its own.
    sql`SELECT period, added, approved, rejected FROM ${wanted(days)} CROSS JOIN report_counts
      ON period = wanted.value AND kind = ${raw(id ? "'region'" : "'total'")} ${within}`,
    sql`SELECT ${topSql("region", within)}, ${topSql("district", within)},
      ${topSql("user", id ? within : sql`AND scope = 0`)} FROM ${wanted(periods)}`,
  );
  return { isKnown: known[0]?.known === 1, counts, tops };
}
