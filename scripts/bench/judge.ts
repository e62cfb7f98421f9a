/** Bars passed or failed. */
import type { Bar } from "./bench.ts";
import { type Result, ratioOf, rowsText } from "./report.ts";

export interface Verdict {
  scenario: string;
  passed: boolean;
  says: string;
}

type Judged = Omit<Verdict, "scenario"> | undefined;

function times(own: number | undefined, other: number | undefined, limit: number, of: string): Judged {
  if (own === undefined || other === undefined) return undefined;
  const most = Number(limit.toFixed(3));
  return { passed: own <= other * limit, says: `CPU ${ratioOf(own, other)} of ${of} (at most ${most}x)` };
}

function milliseconds(own: number | undefined, limit: number, what: string): Judged {
  if (own === undefined) return undefined;
  return { passed: own <= limit, says: `CPU ${own.toFixed(3)} ms${what} (at most ${limit})` };
}

function counted(value: number | undefined, limit: number, what: string): Judged {
  return value === undefined
    ? undefined
    : { passed: value <= limit, says: `${what}: ${value} (at most ${limit})` };
}

function sameRowsRead({ scenario }: Result, results: readonly Result[]): Judged {
  const all = results.filter((one) => one.scenario === scenario).map(({ figures }) => figures[0]?.rowsRead);
  return all.length > 1
    ? { passed: new Set(all).size === 1, says: `rows read by size: ${all.join(", ")} (the same)` }
    : undefined;
}

/** Where the CPU time cannot be read, or what it is held against was not run, nothing is said. */
function judgeBar(bar: Bar, result: Result, results: readonly Result[]): Judged {
  const [ours, ...others] = result.figures;
  const cpu = ours?.cpuMs;
  const bare = others.find(({ server }) => server !== "peer")?.cpuMs;
  const peer = others.find(({ server }) => server === "peer")?.cpuMs;
  switch (bar.kind) {
    case "ms":
      return milliseconds(cpu, bar.limit, "");
    case "ms over bare":
      return bare === undefined || cpu === undefined
        ? undefined
        : milliseconds(cpu - bare, bar.limit, " over the bare Worker");
    case "times bare":
      return times(cpu, bare, bar.limit, "the bare Worker");
    case "times peer":
      return times(cpu, peer, bar.limit, "the peer");
    case "times": {
      const other = results.find((one) => one.scenario === bar.of && one.rows === result.rows);
      return times(cpu, other?.figures[0]?.cpuMs, bar.limit, bar.of);
    }
    case "trips":
      return counted(ours?.trips, bar.limit, bar.kind);
    case "rows read":
      return counted(ours?.rowsRead, bar.limit, bar.kind);
    case "rows written":
      return counted(ours?.rowsWritten, bar.limit, bar.kind);
    case "same rows read":
      return sameRowsRead(result, results);
  }
}

export function judge(results: readonly Result[]): Verdict[] {
  return results.flatMap((result) =>
    result.bars.flatMap((bar) => {
      const judged = judgeBar(bar, result, results);
      const scenario = [result.scenario, rowsText(result.rows)].filter(Boolean).join(", ");
      return judged ? [{ scenario, ...judged }] : [];
    }),
  );
}
