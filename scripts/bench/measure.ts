/** Rounds that take turns between contenders, and the medians of what they cost. */
import { Refusal } from "../lib/options.ts";
import { cpuMsOf } from "../lib/processes.ts";
import type { Call } from "./bench.ts";
import { runLoad } from "./load.ts";
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
  bytes: number;
  rounds: number;
}

interface Round {
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  cpuMs: number | undefined;
  bytes: number;
}

export interface Turn {
  contender: Contender;
  call: Call;
  /** The same call by an administrator. */
  asAdmin: Call;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

async function measure({ contender, call }: Turn, seconds: number, connections: number): Promise<Round> {
  const { label, origin, pid } = contender;
  const before = pid === undefined ? undefined : cpuMsOf(pid);
  const counted = await runLoad({ origin, call, connections, seconds });
  const after = pid === undefined ? undefined : cpuMsOf(pid);
  if (counted.failures.length)
    throw new Refusal(`${label} failed at ${call.path}: ${counted.failures.join(", ")}`);
  const { requests, p50Ms, p99Ms, bytes } = counted;
  const cpuMs = before === undefined || after === undefined ? undefined : (after - before) / requests;
  return { requestsPerSecond: requests / counted.seconds, p50Ms, p99Ms, cpuMs, bytes };
}

/** `db;desc="trips=1 rows_read=20 rows_written=0";dur=3` */
async function databaseWork({ contender, asAdmin }: Turn): Promise<DatabaseWork> {
  const { path, method = "GET", headers = {}, body } = asAdmin;
  const answer = await fetch(contender.origin + path, {
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
    bytes: of((round) => round.bytes),
    rounds: rounds.length,
    ...work,
  };
}

/** Code is compiled and caches are filled before anything counts. */
const WARM_UP_SECONDS = 2;

/** A B, A B, A B: what disturbs the machine disturbs both. */
export async function compare(turns: readonly Turn[], settings: Settings): Promise<Figures[]> {
  const { seconds, rounds, connections } = settings;
  for (const turn of turns) await measure(turn, WARM_UP_SECONDS, connections);
  const results = turns.map((turn) => ({ turn, measured: [] as Round[] }));
  for (let round = 0; round < rounds; round += 1)
    for (const { turn, measured } of results) measured.push(await measure(turn, seconds, connections));
  const works = await Promise.all(turns.map(databaseWork));
  return results.map(({ turn, measured }, index) => figuresOf(turn, measured, works[index] ?? {}));
}
