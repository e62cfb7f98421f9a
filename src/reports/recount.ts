/** Holds the kept counts of reports against the submissions; what a closed day told is never changed by it. */
import sql, { join, raw, type Sql } from "sql-template-tag";
import { formatStamp, microseconds, parseDayOrStamp } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import { apartSql } from "../platform/drift.ts";

const DAY_MS = 86_400_000;

export interface ReportDrift {
  /** A day, or `months` for those that are not the sums of their days. */
  of: string;
  /** Kept rows that differ, are missing or should not be there. */
  rows: number;
}

/** What happened on a day, from the submissions; of a decision that a later one replaced the event alone is left. */
function happenedSql(day: string): Sql {
  const { first, last } = parseDayOrStamp(day) ?? { first: 0, last: 0 };
  return sql`SELECT 'added' AS what, region_id, district_id, created_by AS user_id
      FROM submissions WHERE created_at BETWEEN ${first} AND ${last}
    UNION ALL SELECT status, region_id, district_id, created_by
      FROM submissions WHERE reviewed_at BETWEEN ${first} AND ${last} AND NOT EXISTS (SELECT 1 FROM report_events
        WHERE day = ${day} AND kind = status AND submission_id = submissions.id AND at = reviewed_at)
    UNION ALL SELECT kind, region_id, district_id, user_id
      FROM report_events WHERE day = ${day} AND kind <> 'added'`;
}

const DECIDED = "sum(what = 'added'), sum(what = 'approved'), sum(what = 'rejected')";
const ADDED = "count(*), 0, 0 FROM happened WHERE what = 'added' GROUP BY";

/** The rows that a day should have. */
const expectedSql = (day: string): Sql => sql`WITH happened AS (${happenedSql(day)})
  SELECT ${join(
    [
      raw(`'total', 0, 0, ${DECIDED} FROM happened HAVING count(*) > 0`),
      raw(`'region', region_id, region_id, ${DECIDED} FROM happened GROUP BY region_id`),
      raw(`'district', region_id, district_id, ${ADDED} region_id, district_id`),
      raw(`'user', 0, user_id, ${ADDED} user_id`),
      raw(`'user', region_id, user_id, ${ADDED} region_id, user_id`),
    ],
    " UNION ALL SELECT ",
  )}`;

/** How many rows of two sets are not in both, whose first `keys` columns name a row. */
const differingSql = (one: Sql, other: Sql, keys: string): Sql =>
  sql`WITH one AS (${one}), other AS (${other}) SELECT count(*) AS n
    FROM (SELECT DISTINCT ${raw(keys)} FROM (${apartSql(raw("SELECT * FROM one"), raw("SELECT * FROM other"))}))`;

const dayDriftSql = (day: string): Sql =>
  differingSql(
    sql`SELECT kind, scope, id, added, approved, rejected FROM report_counts WHERE period = ${day}`,
    expectedSql(day),
    "kind, scope, id",
  );

const MONTHS = sql`SELECT period, kind, scope, id, added, approved, rejected FROM report_counts WHERE length(period) = 7`;
const SUMS = sql`SELECT substr(period, 1, 7), kind, scope, id, sum(added), sum(approved), sum(rejected)
  FROM report_counts WHERE length(period) = 10 GROUP BY 1, 2, 3, 4`;

/** The last so many closed days, and all months, in one round trip. */
export async function findReportDrift(ctx: Pick<Ctx, "db" | "now">, days: number): Promise<ReportDrift[]> {
  const closed = Array.from({ length: days }, (_, index) => dayBefore(ctx.now, index + 1));
  const counts = await ctx.db.read<{ n: number }[]>(
    ...closed.map(dayDriftSql),
    differingSql(MONTHS, SUMS, "period, kind, scope, id"),
  );
  return [...closed, "months"].map((of, index) => ({ of, rows: counts[index]?.[0]?.n ?? 0 }));
}

const dayBefore = (now: number, days: number) => formatStamp(microseconds(now - days * DAY_MS)).slice(0, 10);

/** Nightly: drift should never be, so it is a warning in the log, with the day that a person has to look at. */
export async function recountYesterday(ctx: Ctx): Promise<void> {
  const day = dayBefore(ctx.now, 1);
  const row = await ctx.db.first<{ n: number }>(dayDriftSql(day));
  if (row?.n) ctx.log.warn(`The report of ${day} differs from a recount in ${row.n} rows`);
}
