/** Sends one call over and over on kept connections, in a thread of its own, and counts the answers. */
import { Agent, type IncomingMessage, request } from "node:http";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import type { Call } from "./bench.ts";

export interface Load {
  origin: string;
  call: Call;
  connections: number;
  seconds: number;
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

function send(agent: Agent, { origin, call }: Load): Promise<{ status: number; bytes: number }> {
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

async function count(load: Load): Promise<Counted> {
  const agent = new Agent({ keepAlive: true, maxSockets: load.connections });
  const times: number[] = [];
  const failures: string[] = [];
  let bytes = 0;
  const started = performance.now();
  const end = started + load.seconds * 1000;
  const connection = async () => {
    while (performance.now() < end && failures.length < 5) {
      const sentAt = performance.now();
      const answer = await send(agent, load).catch((fault: unknown) => ({ status: String(fault), bytes: 0 }));
      times.push(performance.now() - sentAt);
      bytes = answer.bytes;
      if (!/^2\d\d$/.test(String(answer.status))) failures.push(String(answer.status));
    }
  };
  await Promise.all(Array.from({ length: load.connections }, connection));
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  const [p50Ms, p99Ms] = [percentile(times, 0.5), percentile(times, 0.99)];
  return { requests: times.length, failures, seconds, p50Ms, p99Ms, bytes };
}

export function runLoad(load: Load): Promise<Counted> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(import.meta.filename, { workerData: load });
    thread.once("message", resolve);
    thread.once("error", reject);
  });
}

if (!isMainThread) parentPort?.postMessage(await count(workerData as Load));
