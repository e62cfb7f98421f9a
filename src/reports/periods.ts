/** The days of a range, and the fewest periods that make it up: whole months, and the single days beside them. */
import { parseDay } from "../platform/clock.ts";

const DAY_MS = 86_400_000;

export function daysOf(from: string, to: string): string[] {
  const [first, last] = [parseDay(from) ?? 0, parseDay(to) ?? 0];
  return Array.from({ length: (last - first) / DAY_MS + 1 }, (_, index) =>
    new Date(first + index * DAY_MS).toISOString().slice(0, 10),
  );
}

function lengthOf(month: string): number {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number, 0)).getUTCDate();
}

/** `YYYY-MM` and `YYYY-MM-DD`, of days that follow one another. */
export function periodsOf(days: readonly string[]): string[] {
  const months = Map.groupBy(days, (day) => day.slice(0, 7));
  return [...months].flatMap(([month, its]) => (its.length === lengthOf(month) ? [month] : its));
}
