/** What a report costs among 500,000 submissions of a year: a day, 30 days, 366 days. */
import type { Bar, Bench, Scenario } from "./bench.ts";
import { copyYear, dayBefore } from "./reports-rows.ts";

const DAILY = `/api/reports/daily/?date=${dayBefore(0)}`;
/** The last so many days. */
const rangeOf = (days: number) =>
  `/api/reports/range/?date_from=${dayBefore(days - 1)}&date_to=${dayBefore(0)}`;
const REGION = "1718";

const reading = (name: string, path: string, bars: readonly Bar[]): Scenario => ({
  name,
  as: "administrator",
  call: () => ({ path }),
  bars: [{ kind: "trips", limit: 1 }, ...bars],
});
const compared = (scenario: Scenario, path: string): Scenario => ({ ...scenario, peer: () => ({ path }) });

export const reports: Bench = {
  about: "reports of a day, 30 days and a year among 500,000 submissions",
  emulators: "without emulators",
  async prepare(folder) {
    await copyYear(folder);
    const daily = reading("daily", DAILY, [
      { kind: "rows read", limit: 700 },
      { kind: "times peer", limit: 1 / 4 },
    ]);
    const month = reading("range, 30 days", rangeOf(30), [
      { kind: "rows read", limit: 16_000 },
      { kind: "times peer", limit: 1 / 50 },
    ]);
    const year = reading("range, 366 days", rangeOf(366), [{ kind: "rows read", limit: 40_000 }]);
    return [
      [compared(daily, DAILY), compared(month, rangeOf(30)), year],
      [
        reading("daily, a region", `${DAILY}&region=${REGION}`, []),
        reading("range, 30 days, a region", `${rangeOf(30)}&region=${REGION}`, []),
        reading("range, 366 days, a region", `${rangeOf(366)}&region=${REGION}`, []),
      ],
    ];
  },
};
