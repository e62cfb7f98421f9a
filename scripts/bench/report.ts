/** The figures of a bench as tables. */
import { tableOf } from "../lib/table.ts";
import type { Bar } from "./bench.ts";
import type { Figures } from "./measure.ts";

export interface Result {
  /** The number of rows; 0 where it does not matter. */
  rows: number;
  scenario: string;
  /** Ours first. */
  figures: Figures[];
  bars: readonly Bar[];
}

const fixed = (value: number | undefined, places: number) =>
  value === undefined || Number.isNaN(value) ? "" : value.toFixed(places);

export const ratioOf = (own: number | undefined, other: number | undefined) =>
  own === undefined || other === undefined ? "" : `${(own / other).toFixed(2)}x`;

export const rowsText = (rows: number) => (rows ? `${rows.toLocaleString("en-US")} rows` : "");

const HEADER =
  "scenario,server,req/s,p50 ms,p99 ms,CPU ms,CPU ratio,others,bytes,trips,read,written,asked for".split(",");

function tableOfSize(results: readonly Result[]): string {
  const rows = results.flatMap(({ scenario, figures }) =>
    figures.map((one) => [
      scenario,
      one.server,
      fixed(one.requestsPerSecond, one.requestsPerSecond < 20 ? 1 : 0),
      fixed(one.p50Ms, 2),
      fixed(one.p99Ms, 2),
      fixed(one.cpuMs, 3),
      ratioOf(figures[0]?.cpuMs, one.cpuMs),
      `${fixed(100 * one.others, 0)}%`,
      fixed(one.bytes, 0),
      fixed(one.trips, 0),
      fixed(one.rowsRead, 0),
      fixed(one.rowsWritten, 0),
      one.note,
    ]),
  );
  return tableOf(HEADER, rows);
}

export function tablesOfResults(results: readonly Result[]): string {
  const sizes = [...new Set(results.map(({ rows }) => rows))];
  return sizes
    .map((rows) => {
      const table = tableOfSize(results.filter((one) => one.rows === rows));
      return rows ? `${rowsText(rows)}\n\n${table}` : table;
    })
    .join("\n\n");
}
