/** What is asked of Excel, passed or failed. */
import type { Verdict } from "./judge.ts";
import type { Cost } from "./xlsx-calls.ts";

/** What was run; against a peer nothing but that. */
export interface Runs {
  atOnce?: Cost[];
  task?: { cost: Cost; longestMessageMs: number };
  taskOfFew?: Cost;
  /** As many rows as the task's, in ten files, one after another in one server. */
  tenTasks?: Cost;
  bareOfFew?: Cost;
  bare?: Cost;
  exportOfFew?: Cost;
  /** As many rows as the export's, in ten files. */
  tenExports?: Cost;
  export?: Cost;
  littleHeap?: Cost[];
  peer?: { ours: Cost[]; theirs: Cost[]; export: Cost; theirExport: Cost };
}

const MOST_GROWTH_MB = 40;
const FIRST_BYTE_MS = 200;
const LEAST_CELLS = 300_000;
const TASK_SECONDS = 75;
const MESSAGE_MS = 20_000;
const TIMES_PEER = 4;

const speed = ({ cells, cpuSeconds }: Cost) => cells / (cpuSeconds ?? Number.NaN);

const verdict = (scenario: string, passed: boolean, says: string): Verdict => ({ scenario, passed, says });

const most = (scenario: string, value: number, limit: number, unit: string) =>
  verdict(scenario, value <= limit, `${value.toFixed(0)} ${unit} (at most ${limit})`);

function grown(few: Cost | undefined, many: Cost | undefined): number | undefined {
  const [low, high] = [few?.peaks, many?.peaks];
  return low && high && Math.max(0, high.nodeMore - low.nodeMore) + high.workerd - low.workerd;
}

const growth = (scenario: string, few: Cost | undefined, many: Cost | undefined): Verdict[] => {
  const value = grown(few, many);
  return value === undefined ? [] : [most(scenario, value, MOST_GROWTH_MB, "MB more")];
};

/** What the local engine keeps of the same work, whoever asks for it. */
function growthOverBare({ taskOfFew, task, bareOfFew, bare }: Runs): Verdict[] {
  const [ours, theirs] = [grown(taskOfFew, task?.cost), grown(bareOfFew, bare)];
  if (ours === undefined || theirs === undefined) return [];
  return [
    most("import, growth over that of the same without Excel", ours - theirs, MOST_GROWTH_MB, "MB more"),
  ];
}

function judgeExport(one: Cost): Verdict[] {
  return [
    most("export, first byte", one.firstByteMs ?? Number.NaN, FIRST_BYTE_MS, "ms"),
    verdict(
      "export, cells a CPU second",
      speed(one) >= LEAST_CELLS,
      `${speed(one).toFixed(0)} (at least ${LEAST_CELLS})`,
    ),
  ];
}

function timesPeer(ours: Cost, theirs: Cost): Verdict {
  const times = speed(ours) / speed(theirs);
  const says = `${times.toFixed(1)} x the cells a CPU second of the peer (at least ${TIMES_PEER})`;
  return verdict(ours.what, times >= TIMES_PEER, says);
}

const judgePeer = ({ ours, theirs, ...peer }: NonNullable<Runs["peer"]>): Verdict[] => [
  ...ours.flatMap((one, index) => {
    const other = theirs[index];
    return other ? [timesPeer(one, other)] : [];
  }),
  timesPeer(peer.export, peer.theirExport),
];

export function judgeXlsx(runs: Runs): Verdict[] {
  const { task, peer } = runs;
  return [
    ...(task ? [most("import of 100,000 rows", task.cost.seconds, TASK_SECONDS, "s")] : []),
    ...(task ? [most("longest queue message", task.longestMessageMs, MESSAGE_MS, "ms")] : []),
    ...(runs.export ? judgeExport(runs.export) : []),
    ...growth("import, 100,000 rows over 10,000", runs.taskOfFew, task?.cost),
    ...growthOverBare(runs),
    ...growth("import, 100,000 rows in one file over ten files", runs.tenTasks, task?.cost),
    ...growth("export, 100,000 rows over 10,000", runs.exportOfFew, runs.export),
    ...growth("export, 100,000 rows in one file over ten files", runs.tenExports, runs.export),
    ...(runs.littleHeap ? [verdict("in a heap of 112 MB", true, "both ways ended well")] : []),
    ...(peer ? judgePeer(peer) : []),
  ];
}
