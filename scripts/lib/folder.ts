/** The data folder of a local server: writable, and of one process at a time. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Refusal } from "./options.ts";

const SQLITE_BUSY = 5;

/** Node's own recursive form never ends where the system has no room for folders, as in /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

export function ensureFolder(path: string): string {
  const folder = resolve(path);
  const probe = join(folder, `.probe-${process.pid}`);
  try {
    makeFolder(folder);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (fault) {
    const { code } = fault as NodeJS.ErrnoException;
    throw new Refusal(`${folder} cannot be written (${code}): choose another folder with --data`);
  }
  return folder;
}

/** A server that is stopping at this moment lets go within this time. */
const PATIENCE_MS = 3000;

/** The system itself lets go of a lock when its process ends, however it ends. */
function lock(folder: string, timeout: number): DatabaseSync | undefined {
  const database = new DatabaseSync(join(folder, "lock"), { timeout });
  try {
    database.exec("BEGIN EXCLUSIVE");
    return database;
  } catch (fault) {
    database.close();
    if ((fault as { errcode?: number }).errcode !== SQLITE_BUSY) throw fault;
    return undefined;
  }
}

export function isFolderInUse(folder: string): boolean {
  const held = lock(folder, 0);
  held?.close();
  return held === undefined;
}

/** Answers what lets go of it. */
export function lockFolder(folder: string): () => void {
  const held = lock(folder, PATIENCE_MS);
  if (!held) throw new Refusal(`A server is using ${folder}: stop it, or choose another folder with --data`);
  return () => held.close();
}
