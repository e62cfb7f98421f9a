/** The rate limits' counters in memory: Miniflare would write each request's count to the disk and wait for it. */
import { accessSync, constants, mkdirSync, mkdtempSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { persistencePath } from "./runtime.ts";

/** Linux's file system in memory; elsewhere the counters stay on the disk. */
const MEMORY = "/dev/shm";

function removeOld(link: string): void {
  try {
    const target = readlinkSync(link);
    if (target.startsWith(`${MEMORY}/karvon-`)) rmSync(target, { recursive: true, force: true });
  } catch {
    // A folder, from a start that had no such memory, or nothing.
  }
  rmSync(link, { recursive: true, force: true });
}

/** Answers what removes them. A killed server's are removed by the next start. */
export function countInMemory(folder: string): () => void {
  const link = join(persistencePath(folder), "ratelimit");
  try {
    accessSync(MEMORY, constants.W_OK);
  } catch {
    return () => {};
  }
  removeOld(link);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(mkdtempSync(join(MEMORY, "karvon-")), link);
  return () => removeOld(link);
}
