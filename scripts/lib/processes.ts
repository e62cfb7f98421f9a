/** Processes as the system sees them: children, CPU time, and children that must not outlive this one. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";

/** Milliseconds of one tick of /proc/PID/stat: USER_HZ is 100 on every Linux. */
const TICK_MS = 10;

interface Stat {
  name: string;
  parent: number;
  cpuMs: number;
}

/** Undefined for a process that is gone, and off Linux. */
function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const end = text.lastIndexOf(")");
    const fields = text.slice(end + 2).split(" ");
    const ticks = Number(fields[11]) + Number(fields[12]);
    return {
      name: text.slice(text.indexOf("(") + 1, end),
      parent: Number(fields[1]),
      cpuMs: ticks * TICK_MS,
    };
  } catch {
    return undefined;
  }
}

function linuxChildren(parent: number): number[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => statOf(pid)?.parent === parent);
}

function childrenOf(parent: number): number[] {
  if (process.platform === "linux") return linuxChildren(parent);
  try {
    const text = execFileSync("pgrep", ["-P", String(parent)], { encoding: "utf8" });
    return text.trim().split("\n").map(Number);
  } catch {
    return [];
  }
}

const nameOf = (pid: number): string =>
  process.platform === "linux"
    ? (statOf(pid)?.name ?? "")
    : execFileSync("ps", ["-o", "comm=", "-p", String(pid)], { encoding: "utf8" });

export const childrenNamed = (name: string): number[] =>
  childrenOf(process.pid).filter((pid) => nameOf(pid).includes(name));

function treeOf(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap(treeOf)];
}

export interface Resident {
  name: string;
  bytes: number;
}

/** What a process and each below it has in memory now; nothing where the system has no /proc. */
export function residentBytesOf(pid: number): Resident[] {
  if (process.platform !== "linux") return [];
  return treeOf(pid).flatMap((one) => {
    try {
      const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${one}/status`, "utf8"))?.[1];
      return kib === undefined ? [] : [{ name: nameOf(one), bytes: Number(kib) * 1024 }];
    } catch {
      return [];
    }
  });
}

/** CPU time of a process and all below it since their start; undefined where the system has no /proc. */
export function cpuMsOf(pid: number): number | undefined {
  if (process.platform !== "linux") return undefined;
  return treeOf(pid).reduce((sum, one) => sum + (statOf(one)?.cpuMs ?? 0), 0);
}

/**
 * Kills these processes when this one is gone, however it went: a shell that waits for the end of its
 * input does it. Answers what ends the watch.
 */
export function endWithMe(pids: readonly number[]): () => Promise<void> {
  if (process.platform === "win32" || pids.length === 0) return async () => {};
  const script = 'trap "" INT TERM HUP; read -r _; kill -9 "$@" 2>/dev/null';
  const watcher = spawn("/bin/sh", ["-c", script, "sh", ...pids.map(String)], {
    stdio: ["pipe", "ignore", "ignore"],
  });
  watcher.unref();
  return async () => {
    const ended = once(watcher, "exit");
    watcher.ref();
    watcher.kill("SIGKILL");
    await ended;
  };
}
