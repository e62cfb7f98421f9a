/** One import or export of a server, from the call to its end, with what it cost. */
import { setTimeout as pause } from "node:timers/promises";
import { Refusal } from "../lib/options.ts";
import { Progress } from "../lib/progress.ts";
import { startClock } from "./clock.ts";
import { type Peaks, watchMemory } from "./memory.ts";
import type { Contender } from "./servers.ts";
import { COLUMNS, workbook } from "./xlsx-file.ts";

export interface Cost {
  what: string;
  server: string;
  rows: number;
  cells: number;
  seconds: number;
  cpuSeconds: number | undefined;
  /** Of the file. */
  megabytes: number;
  /** Of an export: until the first byte of its body. */
  firstByteMs: number | undefined;
  peaks: Peaks | undefined;
}

const PATH = "/api/v1/nomenklatura/";
const POLL_MS = 500;

interface Measured {
  what: string;
  rows: number;
  columns: number;
}

interface Caller {
  origin: string;
  headers: Record<string, string>;
}

async function measured(
  server: Contender,
  { what, rows, columns }: Measured,
  work: (caller: Caller) => Promise<{ bytes: number; firstByteMs?: number }>,
): Promise<Cost> {
  // A sign-in is dear, and none of this.
  const caller = { origin: server.origin, headers: { Authorization: `Bearer ${await server.token()}` } };
  console.error(`${what}: ${rows} rows, ${server.label} …`);
  const [stopClock, stopWatch, started] = [
    startClock(server.pid),
    watchMemory(server.pid),
    performance.now(),
  ];
  const { bytes, firstByteMs } = await work(caller);
  const seconds = (performance.now() - started) / 1000;
  const { cpuMs } = stopClock();
  const cpuSeconds = cpuMs === undefined ? undefined : cpuMs / 1000;
  const peaks = stopWatch();
  const figures = { seconds, cpuSeconds, megabytes: bytes / 1_000_000, firstByteMs, peaks };
  return { what, server: server.label, rows, cells: rows * columns, ...figures };
}

async function send({ origin, headers }: Caller, file: Uint8Array): Promise<Record<string, unknown>> {
  const body = new FormData();
  body.set("file", new File([file as Uint8Array<ArrayBuffer>], "bench.xlsx"));
  const answer = await fetch(`${origin}${PATH}import-xlsx/`, { method: "POST", headers, body });
  const text = await answer.text();
  if (!answer.ok) throw new Refusal(`The file was refused: ${answer.status} ${text.slice(0, 300)}`);
  return JSON.parse(text) as Record<string, unknown>;
}

/** Followed as a person would, live. */
async function follow({ origin, headers }: Caller, id: string, rows: number) {
  const progress = new Progress("rows", rows);
  for (;;) {
    const answer = await fetch(`${origin}/api/v1/integration/sync/status/${id}/`, { headers });
    const state = (await answer.json()) as Record<string, unknown>;
    progress.at(Number(state["processed"] ?? 0));
    if (state["status"] === "completed") return state;
    if (state["status"] === "error") throw new Refusal(`The import failed: ${state["error_message"]}`);
    await pause(POLL_MS);
  }
}

export interface Sent {
  what: string;
  columns: keyof typeof COLUMNS;
  /** Of the codes: another one makes other rows. */
  prefix: string;
  rows: number;
  /** Which of the answer's counts all rows have to be in. */
  all: "created" | "unchanged" | "updated";
}

export async function importFile(
  server: Contender,
  { what, columns, prefix, rows, all }: Sent,
): Promise<Cost> {
  const file = await workbook(columns, prefix, rows);
  return measured(server, { what, rows, columns: COLUMNS[columns] }, async (caller) => {
    const answer = await send(caller, file);
    const { task_id: id } = answer;
    const counts = typeof id === "string" ? await follow(caller, id, rows) : answer;
    if (counts[all] !== rows) throw new Refusal(`Of ${rows} rows ${counts[all]} were ${all}`);
    return { bytes: file.length };
  });
}

export function exportFile(
  server: Contender,
  rows: number,
  columns: keyof typeof COLUMNS,
  what = "export",
): Promise<Cost> {
  return measured(server, { what, rows, columns: COLUMNS[columns] }, async ({ headers }) => {
    const started = performance.now();
    const answer = await fetch(`${server.origin}${PATH}export-xlsx/`, { headers });
    let [bytes, firstByteMs] = [0, Number.NaN];
    for await (const piece of answer.body ?? []) {
      if (!bytes) firstByteMs = performance.now() - started;
      bytes += piece.length;
    }
    if (!answer.ok) throw new Refusal(`${server.label} refused the export: ${answer.status}`);
    return { bytes, firstByteMs };
  });
}

/** The same file and as many rows, without Excel. */
export async function importBare(server: Contender, rows: number): Promise<Cost> {
  const file = await workbook("all", "A", rows);
  return measured(server, { what: "the same without Excel", rows, columns: COLUMNS.all }, async () => {
    const body = file as Uint8Array<ArrayBuffer>;
    const answer = await fetch(`${server.origin}/?rows=${rows}`, { method: "POST", body });
    const text = await answer.text();
    if (!answer.ok) throw new Refusal(`The bare Worker failed: ${answer.status} ${text.slice(0, 300)}`);
    return { bytes: file.length };
  });
}

/** Of calls one after another, with the highest peaks. */
export function sumOf(costs: readonly Cost[]): Cost {
  const [first] = costs;
  if (!first) throw new Error("There is nothing to add up");
  const sum = (of: (cost: Cost) => number) => costs.reduce((total, one) => total + of(one), 0);
  const highest = (of: (peaks: Peaks) => number) =>
    Math.max(...costs.map(({ peaks }) => (peaks ? of(peaks) : Number.NaN)));
  return {
    ...first,
    rows: sum(({ rows }) => rows),
    cells: sum(({ cells }) => cells),
    seconds: sum(({ seconds }) => seconds),
    cpuSeconds: sum(({ cpuSeconds = Number.NaN }) => cpuSeconds),
    megabytes: sum(({ megabytes }) => megabytes),
    peaks: first.peaks && {
      node: highest(({ node }) => node),
      workerd: highest(({ workerd }) => workerd),
      nodeMore: highest(({ nodeMore }) => nodeMore),
    },
  };
}
