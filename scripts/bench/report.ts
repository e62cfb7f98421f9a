/** The figures of a bench as a table, and its bars passed or failed. */
import { tableOf } from "../lib/table.ts";
import type { Bar } from "./bench.ts";
import type { Figures } from "./measure.ts";

export interface Result {
  scenario: string;
  /** Ours first. */
  figures: Figures[];
  bar?: Bar;
}

const fixed = (value: number | undefined, places: number) =>
  value === undefined || Number.isNaN(value) ? "" : value.toFixed(places);

const ratioOf = (own: number | undefined, other: number | undefined) =>
  own === undefined || other === undefined ? "" : `${(own / other).toFixed(2)}x`;

const HEADER = "scenario,server,req/s,p50 ms,p99 ms,CPU ms,CPU ratio,bytes,trips,read,written".split(",");

export function tableOfResults(results: readonly Result[]): string {
  const rows = results.flatMap(({ scenario, figures }) =>
    figures.map((one) => [
      scenario,
      one.server,
      fixed(one.requestsPerSecond, 0),
      fixed(one.p50Ms, 2),
      fixed(one.p99Ms, 2),
      fixed(one.cpuMs, 3),
      ratioOf(figures[0]?.cpuMs, one.cpuMs),
      fixed(one.bytes, 0),
      fixed(one.trips, 0),
      fixed(one.rowsRead, 0),
      fixed(one.rowsWritten, 0),
    ]),
  );
  return tableOf(HEADER, rows);
}

export interface Verdict {
  scenario: string;
  passed: boolean;
  says: string;
}

/** Where the CPU time cannot be read, no bar is judged. */
export function judge({ scenario, figures, bar }: Result): Verdict | undefined {
  const [ours, bare] = figures.map(({ cpuMs }) => cpuMs);
  if (!bar || ours === undefined || bare === undefined) return undefined;
  if (bar.kind === "times") {
    const passed = ours <= bare * bar.limit;
    return {
      scenario,
      passed,
      says: `CPU ${ratioOf(ours, bare)} of the bare Worker (at most ${bar.limit}x)`,
    };
  }
  const over = ours - bare;
  const says = `CPU ${over.toFixed(3)} ms over the bare Worker (at most ${bar.limit})`;
  return { scenario, passed: over <= bar.limit, says };
}
