/** What was added, approved and rejected on a day or in a range of days. */
import { formatStamp, microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import { invalid } from "../platform/errors.ts";
import { message } from "../platform/i18n.ts";
import { daysOf, periodsOf } from "./periods.ts";
import type { DailyReport, RangeQuery, RangeReport } from "./reports.schema.ts";
import { type DayCounts, readCounts } from "./reports.store.ts";

export interface ReportOptions {
  /** Of each top; 5 where nothing is said. */
  limit?: number | undefined;
  /** An id or a name. */
  region?: string | undefined;
}

const STANDARD_LIMIT = 5;

export const todayOf = (ctx: Ctx) => formatStamp(microseconds(ctx.now)).slice(0, 10);

const sumOf = (counts: readonly DayCounts[], of: "added" | "approved" | "rejected") =>
  counts.reduce((sum, one) => sum + one[of], 0);

async function readDays(ctx: Ctx, days: readonly string[], options: ReportOptions) {
  const { limit = STANDARD_LIMIT, region } = options;
  const read = await readCounts(ctx, { days, periods: periodsOf(days), limit, region });
  if (!read.isKnown)
    throw invalid({ region: [message('"{input}" is not a valid choice.', { input: region ?? "" })] });
  const { counts, regions, districts, users } = read;
  const report = {
    total_added: sumOf(counts, "added"),
    total_approved: sumOf(counts, "approved"),
    total_rejected: sumOf(counts, "rejected"),
    top_regions: regions,
    top_districts: districts,
    top_users: users.map(({ name, count }) => ({ full_name: name, count })),
  };
  return { report, counts };
}

export async function readDailyReport(
  ctx: Ctx,
  date: string = todayOf(ctx),
  options: ReportOptions = {},
): Promise<DailyReport> {
  const { report } = await readDays(ctx, [date], options);
  return { date, ...report };
}

/** Days on which nothing happened are there too. */
export async function readRangeReport(ctx: Ctx, query: RangeQuery): Promise<RangeReport> {
  const { date_from, date_to, ...options } = query;
  const days = daysOf(date_from, date_to);
  const { report, counts } = await readDays(ctx, days, options);
  const byDay = new Map(counts.map((one) => [one.period, one]));
  return {
    date_from,
    date_to,
    ...report,
    days: days.map((date) => {
      const { added = 0, approved = 0, rejected = 0 } = byDay.get(date) ?? {};
      return { date, added, approved, rejected };
    }),
  };
}
