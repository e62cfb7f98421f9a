/** CPU time of a server while something runs, and the share of the machine that others took meanwhile. */
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { cpuMsOf } from "../lib/processes.ts";

/** Milliseconds of one tick of /proc/stat: USER_HZ is 100 on every Linux. */
const TICK_MS = 10;

/** Of all processors since the machine started; undefined where the system has no /proc. */
function busyMs(): number | undefined {
  if (process.platform !== "linux") return undefined;
  const [line = ""] = readFileSync("/proc/stat", "utf8").split("\n", 1);
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = line.split(/\s+/).slice(1).map(Number);
  return (user + nice + system + irq + softirq) * TICK_MS;
}

function ownMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

export interface Elapsed {
  cpuMs: number | undefined;
  /** From 0 to 1; 0 where it is not known. */
  others: number;
}

/** Answers what tells how much it was since. */
export function startClock(pid: number | undefined): () => Elapsed {
  const read = () => ({
    server: pid === undefined ? undefined : cpuMsOf(pid),
    busy: busyMs(),
    own: ownMs(),
    at: performance.now(),
  });
  const before = read();
  return () => {
    const after = read();
    const cpuMs =
      before.server === undefined || after.server === undefined ? undefined : after.server - before.server;
    if (before.busy === undefined || after.busy === undefined) return { cpuMs, others: 0 };
    const others = after.busy - before.busy - (cpuMs ?? 0) - (after.own - before.own);
    return { cpuMs, others: Math.max(0, others / (after.at - before.at) / cpus().length) };
  };
}

/** Waits until nobody else keeps the machine busy, but not for ever. */
export async function untilQuiet(mostOthers: number, seconds: number): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    const stop = startClock(undefined);
    await pause(500);
    if (stop().others <= mostOthers) return;
  }
}
