/** A report on the wire, and what may be asked of one. */
import * as z from "zod";
import { plain } from "../platform/filters.ts";
import { message } from "../platform/i18n.ts";
import { date, integer } from "../platform/kinds.ts";
import { optional, required } from "../platform/validate.ts";

const count = z.number().int().nonnegative();
const day = z.iso.date();
const named = z.array(z.strictObject({ name: z.string(), count }));

const counts = {
  total_added: count,
  total_approved: count,
  total_rejected: count,
  top_regions: named,
  top_districts: named,
  top_users: z.array(z.strictObject({ full_name: z.string(), count })),
};

export const DailyReport = z.strictObject({ date: day, ...counts }).meta({ id: "DailyReport" });
export type DailyReport = z.infer<typeof DailyReport>;

export const RangeReport = z
  .strictObject({
    date_from: day,
    date_to: day,
    ...counts,
    days: z.array(z.strictObject({ date: day, added: count, approved: count, rejected: count })),
  })
  .meta({ id: "RangeReport" });
export type RangeReport = z.infer<typeof RangeReport>;

const narrowing = {
  limit: optional(integer(1, 50)),
  region: plain("Of this region alone: its id or one of its names."),
};

export const DailyQuery = z.object({ date: optional(date), ...narrowing });
export type DailyQuery = z.output<typeof DailyQuery>;

const MOST_DAYS = 366;
const DAY_MS = 86_400_000;

const fault = (text: Parameters<typeof message>[0], values?: Record<string, number>) => ({
  code: "custom" as const,
  message: text,
  params: { message: message(text, values) },
});

export const RangeQuery = z
  .object({ date_from: required(date), date_to: required(date), ...narrowing })
  .superRefine(({ date_from, date_to }, context) => {
    const days = (Date.parse(date_to) - Date.parse(date_from)) / DAY_MS + 1;
    if (days < 1) context.addIssue(fault("date_from must not be after date_to."));
    else if (days > MOST_DAYS)
      context.addIssue(fault("A range must have no more than {limit} days.", { limit: MOST_DAYS }));
  });
export type RangeQuery = z.output<typeof RangeQuery>;
