/** Paths of reports. */
import { FOR_BOTS } from "../identity/index.ts";
import { reportReaders } from "../platform/access.ts";
import { type Route, route } from "../platform/route.ts";
import { readDailyReport, readRangeReport } from "./read-reports.ts";
import { DailyQuery, DailyReport, RangeQuery, RangeReport } from "./reports.schema.ts";

const read = { ...FOR_BOTS, method: "GET", tag: "Reports", access: reportReaders } as const;

export const countRoutes: Route[] = [
  route({
    ...read,
    path: "/api/reports/daily/",
    name: "Report Daily",
    summary: "What was added and decided on a day, by default today in Tashkent.",
    query: DailyQuery,
    answer: { status: 200, shape: DailyReport },
    run: (ctx, { query: { date, ...options } }) => readDailyReport(ctx, date, options),
  }),
  route({
    ...read,
    path: "/api/reports/range/",
    name: "Report Range",
    summary: "The same of up to 366 days, and of each of them.",
    query: RangeQuery,
    answer: { status: 200, shape: RangeReport },
    run: (ctx, { query }) => readRangeReport(ctx, query),
  }),
];
