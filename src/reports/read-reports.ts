/** What was added, approved and rejected on a day or in a range of days. */
import { formatStamp, microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import { invalid } from "../platform/errors.ts";
import { message } from "../platform/i18n.ts";
import { daysOf, periodsOf } from "./periods.ts";
import type { DailyReport, RangeQuery, RangeReport } from "./reports.schema.ts";
import { type DayCounts, type PeriodTops, readCounts } from "./reports.store.ts";

export interface ReportOptions {
  /** Of each top; 5 where nothing is said. */
  limit?: number | undefined;
  /** An id or a name. */
  region?: string | undefined;
}

const STANDARD_LIMIT = 5;

const todayOf = (ctx: Ctx) => formatStamp(microseconds(ctx.now)).slice(0, 10);

const sumOf = (counts: readonly DayCounts[], of: "added" | "approved" | "rejected") =>
  counts.reduce((sum, one) => sum + one[of], 0);

type Columns = [ids: number[], names: string[], added: number[]];

/** By count, then name; a name is that of the first of the periods in which it was counted. */
function topOf(texts: readonly string[], limit: number) {
  const rows = new Map<number, { id: number; name: string; count: number }>();
  for (const text of texts) {
    const [ids, names, added] = JSON.parse(text) as Columns;
    for (const [index, id] of ids.entries()) {
      const row = rows.get(id);
      if (row) row.count += added[index] ?? 0;
      else rows.set(id, { id, name: names[index] ?? "", count: added[index] ?? 0 });
    }
  }
  const counted = [...rows.values()].filter(({ count }) => count > 0);
  const byName = (a: string, b: string) => Number(a > b) - Number(a < b);
  counted.sort((a, b) => b.count - a.count || byName(a.name, b.name) || a.id - b.id);
  return counted.slice(0, limit).map(({ name, count }) => ({ name, count }));
}

async function readDays(ctx: Ctx, days: readonly string[], options: ReportOptions) {
  const { limit = STANDARD_LIMIT, region } = options;
  const { isKnown, counts, tops } = await readCounts(ctx, { days, periods: periodsOf(days), region });
  if (!isKnown)
    throw invalid({ region: [message('"{input}" is not a valid choice.', { input: region ?? "" })] });
  const top = (of: keyof PeriodTops) =>
    topOf(
      tops.map((period) => period[of]),
      limit,
    );
  const report = {
    total_added: sumOf(counts, "added"),
    total_approved: sumOf(counts, "approved"),
    total_rejected: sumOf(counts, "rejected"),
    top_regions: top("region"),
    top_districts: top("district"),
    top_users: top("user").map(({ name, count }) => ({ full_name: name, count })),
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
