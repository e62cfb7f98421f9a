/** What a server's processes hold in memory while something runs: the highest that was seen of each. */
import { residentBytesOf } from "../lib/processes.ts";

export interface Peaks {
  /** Of Node and of workerd, in MB. */
  node: number;
  workerd: number;
  /** What Node held more than at the beginning: its start alone takes 60 MB more or less from one time to the next. */
  nodeMore: number;
}

const EVERY_MS = 50;
const MB = 1_000_000;

/** Answers what ends the watch. Undefined where the system has no /proc. */
export function watchMemory(pid: number | undefined): () => Peaks | undefined {
  const peaks = new Map<string, number>();
  const look = () => {
    for (const { name, bytes } of pid === undefined ? [] : residentBytesOf(pid))
      peaks.set(name, Math.max(peaks.get(name) ?? 0, bytes));
  };
  look();
  const begin = new Map(peaks);
  const timer = setInterval(look, EVERY_MS);
  return () => {
    look();
    clearInterval(timer);
    const workerd = peaks.get("workerd");
    const [node] = [...peaks].find(([name]) => name !== "workerd" && name !== "sh") ?? [];
    if (workerd === undefined || node === undefined) return undefined;
    const most = peaks.get(node) ?? 0;
    return { node: most / MB, workerd: workerd / MB, nodeMore: (most - (begin.get(node) ?? 0)) / MB };
  };
}
