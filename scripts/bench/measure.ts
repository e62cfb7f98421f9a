/** Rounds that take turns between calls and between servers, and the medians of what they cost. */
import { Refusal } from "../lib/options.ts";
import type { Call, Scenario } from "./bench.ts";
import { startClock, untilQuiet } from "./clock.ts";
import { filledCall, runLoad, takeNumbers } from "./load.ts";
import type { Contender } from "./servers.ts";

export interface Settings {
  seconds: number;
  rounds: number;
  connections: number;
}

/** What the database did for one call, as the server tells an administrator. */
export interface DatabaseWork {
  trips?: number;
  rowsRead?: number;
  rowsWritten?: number;
}

export interface Figures extends DatabaseWork {
  server: string;
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** User and system time of the server's processes. */
  cpuMs: number | undefined;
  /** The share of the machine's CPU that went to neither the server nor the load. */
  others: number;
  bytes: number;
  rounds: number;
  note: string;
}

type Round = Pick<Figures, "requestsPerSecond" | "p50Ms" | "p99Ms" | "cpuMs" | "others" | "bytes">;

export interface Turn extends Pick<Scenario, "as" | "requests"> {
  contender: Contender;
  call: Call;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

async function callBy(as: Turn["as"], { call, contender }: Turn): Promise<Call> {
  if (as === "anonymous") return call;
  return { ...call, headers: { ...call.headers, Authorization: `Bearer ${await contender.token()}` } };
}

async function measure(turn: Turn, { seconds, connections }: Omit<Settings, "rounds">): Promise<Round> {
  const { label, origin, pid } = turn.contender;
  const call = await callBy(turn.as, turn);
  const load = turn.requests === undefined ? { connections } : { connections: 1, requests: turn.requests };
  const stop = startClock(pid);
  const counted = await runLoad({ origin, call, seconds, requests: Number.POSITIVE_INFINITY, ...load });
  const { cpuMs, others } = stop();
  if (counted.failures.length)
    throw new Refusal(`${label} failed at ${call.path}: ${counted.failures.join(", ")}`);
  const { requests, p50Ms, p99Ms, bytes } = counted;
  return {
    requestsPerSecond: requests / counted.seconds,
    p50Ms,
    p99Ms,
    cpuMs: cpuMs === undefined ? undefined : cpuMs / requests,
    others,
    bytes,
  };
}

/** With more than this taken by others, a round is run once more, when they have finished or patience has. */
const DISTURBED = 0.1;
const PATIENCE_SECONDS = 10;

async function measureQuietly(turn: Turn, settings: Settings): Promise<Round> {
  const first = await measure(turn, settings);
  if (first.others <= DISTURBED) return first;
  await untilQuiet(DISTURBED, PATIENCE_SECONDS);
  const second = await measure(turn, settings);
  return second.others < first.others ? second : first;
}

/** `db;desc="trips=1 rows_read=20 rows_written=0";dur=3` */
async function databaseWork(turn: Turn): Promise<DatabaseWork> {
  const call = filledCall(await callBy("administrator", turn), takeNumbers(1));
  const { path, method = "GET", headers = {}, body } = call;
  const answer = await fetch(turn.contender.origin + path, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  await answer.arrayBuffer();
  const entries = answer.headers.get("Server-Timing")?.matchAll(/(\w+)=(\d+)(?=[ "])/g) ?? [];
  const told = new Map([...entries].map(([, name = "", value]) => [name, Number(value)]));
  const work: DatabaseWork = {};
  const [trips, read, written] = [told.get("trips"), told.get("rows_read"), told.get("rows_written")];
  if (trips !== undefined) work.trips = trips;
  if (read !== undefined) work.rowsRead = read;
  if (written !== undefined) work.rowsWritten = written;
  return work;
}

function figuresOf(turn: Turn, rounds: readonly Round[], work: DatabaseWork): Figures {
  const of = (value: (round: Round) => number) => median(rounds.map(value));
  const cpu = rounds.map(({ cpuMs }) => cpuMs).filter((value) => value !== undefined);
  return {
    server: turn.contender.label,
    requestsPerSecond: of((round) => round.requestsPerSecond),
    p50Ms: of((round) => round.p50Ms),
    p99Ms: of((round) => round.p99Ms),
    cpuMs: cpu.length ? median(cpu) : undefined,
    others: of((round) => round.others),
    bytes: of((round) => round.bytes),
    rounds: rounds.length,
    note: turn.call.note ?? "",
    ...work,
  };
}

/** Code is compiled and caches are filled before anything counts. */
const WARM_UP_SECONDS = 2;

/** A B, A B, A B: what disturbs the machine disturbs both. */
export async function compare(turns: readonly Turn[], settings: Settings): Promise<Figures[]> {
  const warmUp = { ...settings, seconds: WARM_UP_SECONDS };
  for (const turn of turns) await measure(turn, warmUp);
  const results = turns.map((turn) => ({ turn, measured: [] as Round[] }));
  for (let round = 0; round < settings.rounds; round += 1)
    for (const { turn, measured } of results) measured.push(await measureQuietly(turn, settings));
  const figures: Figures[] = [];
  for (const { turn, measured } of results) figures.push(figuresOf(turn, measured, await databaseWork(turn)));
  return figures;
}
