/** One sync from 1C's stand-in, from the call to its end, with what it cost and what readers felt meanwhile. */
import { setTimeout as pause } from "node:timers/promises";
import { Api } from "../lib/api.ts";
import { Refusal } from "../lib/options.ts";
import { Progress } from "../lib/progress.ts";
import { watchMemory } from "./memory.ts";
import { ADMINISTRATOR, type Contender, type QueueLine } from "./servers.ts";

export interface SyncCost {
  what: string;
  items: number;
  seconds: number;
  /** Until everything was fetched and parked. */
  fetchSeconds: number;
  trips: number;
  rowsWritten: number;
  messages: number;
  /** Of workerd, in MB: before, at the most, and the most above before. */
  idleMb: number | undefined;
  peakMb: number | undefined;
  aboveIdleMb: number | undefined;
  /** Of one reader of the catalogue's first page, if there was one. */
  idleP95Ms: number | undefined;
  p95Ms: number | undefined;
  state: Record<string, unknown>;
}

const LIST = "/api/v1/nomenklatura/";
const POLL_MS = 250;
const IDLE_READ_MS = 5000;
const BETWEEN_READS_MS = 20;

type Reader = () => Promise<number | undefined>;
const nobody: Reader = async () => undefined;

/** Reads the first page again and again; answers what ends that and tells the 95th percentile. */
function startReader({ origin }: Contender, token: string): Reader {
  const times: number[] = [];
  let isOver = false;
  const reading = (async () => {
    while (!isOver) {
      const started = performance.now();
      const answer = await fetch(origin + LIST, { headers: { Authorization: `Bearer ${token}` } });
      await answer.arrayBuffer();
      if (!answer.ok) throw new Refusal(`A read was refused meanwhile: ${answer.status}`);
      times.push(performance.now() - started);
      await pause(BETWEEN_READS_MS);
    }
  })();
  return async () => {
    isOver = true;
    await reading;
    return times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN;
  };
}

/** Followed as a person would, live. */
async function follow(api: Api, id: string, items: number) {
  const progress = new Progress("items", items);
  const started = performance.now();
  let fetchSeconds = 0;
  for (;;) {
    const state = await api.call<Record<string, unknown>>(`/api/v1/integration/sync/status/${id}/`);
    if (state["status"] === "fetching") fetchSeconds = (performance.now() - started) / 1000;
    else progress.at(Number(state["processed"]));
    if (state["status"] === "completed") return { state, fetchSeconds };
    if (state["status"] === "error") throw new Refusal(`The sync failed: ${state["error_message"]}`);
    await pause(POLL_MS);
  }
}

export interface Asked {
  what: string;
  integrationId: number;
  items: number;
  /** Whether somebody reads the catalogue meanwhile, which leaves memory of its own behind. */
  isRead: boolean;
}

export async function runSync(
  server: Contender,
  logged: () => QueueLine[],
  { what, integrationId, items, isRead }: Asked,
): Promise<SyncCost> {
  const api = new Api(server.origin, ADMINISTRATOR);
  const token = await server.token();
  console.error(`${what}: ${items} items …`);
  const reader = () => (isRead ? startReader(server, token) : nobody);
  const idleReader = reader();
  const idleWatch = watchMemory(server.pid);
  await pause(IDLE_READ_MS);
  const idleP95Ms = await idleReader();
  const idleMb = idleWatch()?.workerd;

  const before = logged().length;
  const [stopReader, stopWatch, started] = [reader(), watchMemory(server.pid), performance.now()];
  const begun = await api.call<{ task_id: string }>(
    `/api/v1/integration/sync/nomenklatura/${integrationId}/`,
    {},
  );
  const { state, fetchSeconds } = await follow(api, begun.task_id, items);
  const seconds = (performance.now() - started) / 1000;
  const peakMb = stopWatch()?.workerd;
  const p95Ms = await stopReader();
  const lines = logged().slice(before);
  const sum = (of: (line: QueueLine) => number) => lines.reduce((all, line) => all + of(line), 0);
  return {
    ...{ what, items, seconds, fetchSeconds, idleP95Ms, p95Ms, idleMb, peakMb, state },
    trips: sum(({ trips }) => trips),
    rowsWritten: sum(({ rows_written }) => rows_written),
    messages: lines.length,
    aboveIdleMb: peakMb === undefined || idleMb === undefined ? undefined : peakMb - idleMb,
  };
}
