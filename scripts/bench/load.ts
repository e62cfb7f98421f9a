/** Sends one call over and over on kept connections, in a thread of its own, and counts the answers. */
import { Agent, type IncomingMessage, request } from "node:http";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import type { Call } from "./bench.ts";

export interface Load {
  origin: string;
  call: Call;
  connections: number;
  seconds: number;
  /** So many at most. */
  requests: number;
}

export interface Counted {
  requests: number;
  /** Statuses other than 2xx, and calls that were not answered. */
  failures: string[];
  seconds: number;
  p50Ms: number;
  p99Ms: number;
  bytes: number;
}

/** The call as it is sent the nth time. */
export function filledCall(call: Call, n: number): Call {
  const { values = {} } = call;
  const fill = (text: string) =>
    text
      .replace(/\{(\w+)\}/g, (whole, name: string) => {
        const list = values[name] ?? [];
        return list[n % list.length] ?? whole;
      })
      .replaceAll("{n}", String(n));
  const headers = Object.entries(call.headers ?? {}).map(([name, value]) => [name, fill(value)]);
  return {
    ...call,
    path: fill(call.path),
    headers: Object.fromEntries(headers),
    ...(typeof call.body === "string" ? { body: fill(call.body) } : {}),
  };
}

function drain(answer: IncomingMessage): Promise<number> {
  return new Promise((resolve, reject) => {
    let bytes = 0;
    answer.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
    });
    answer.on("end", () => resolve(bytes));
    answer.on("error", reject);
  });
}

function send(agent: Agent, origin: string, call: Call): Promise<{ status: number; bytes: number }> {
  const { path, method = "GET", headers = {}, body } = call;
  return new Promise((resolve, reject) => {
    const sent = request(origin + path, { agent, method, headers }, (answer) => {
      drain(answer).then((bytes) => resolve({ status: answer.statusCode ?? 0, bytes }), reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

const percentile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

async function count(load: Load, first: number): Promise<Counted> {
  const { origin, call, connections } = load;
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  const failures: string[] = [];
  let [bytes, begun] = [0, 0];
  const started = performance.now();
  const end = started + load.seconds * 1000;
  const connection = async () => {
    while (performance.now() < end && begun < load.requests && failures.length < 5) {
      const next = filledCall(call, first + begun);
      begun += 1;
      const sentAt = performance.now();
      const answer = await send(agent, origin, next).catch((fault: unknown) => ({
        status: String(fault),
        bytes: 0,
      }));
      times.push(performance.now() - sentAt);
      bytes = answer.bytes;
      if (!/^2\d\d$/.test(String(answer.status))) failures.push(String(answer.status));
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  const [p50Ms, p99Ms] = [percentile(times, 0.5), percentile(times, 0.99)];
  return { requests: times.length, failures, seconds, p50Ms, p99Ms, bytes };
}

let sent = 0;

/** Takes so many of the run's numbers for itself. */
export function takeNumbers(count: number): number {
  const first = sent;
  sent += count;
  return first;
}

export async function runLoad(load: Load): Promise<Counted> {
  const counted = await new Promise<Counted>((resolve, reject) => {
    const thread = new Worker(import.meta.filename, { workerData: { load, first: sent } });
    thread.once("message", resolve);
    thread.once("error", reject);
  });
  takeNumbers(counted.requests);
  return counted;
}

if (!isMainThread) {
  const { load, first } = workerData as { load: Load; first: number };
  parentPort?.postMessage(await count(load, first));
}
