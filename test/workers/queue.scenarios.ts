/** The queue door: each message alone is worked off, given up or put back. */
import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import worker from "../../workers/index.ts";
import { brokenDatabase, envWith, logged } from "./door.ts";

interface Sent {
  id: string;
  body: unknown;
  attempts?: number;
}

async function deliver(queue: string, sent: readonly Sent[], replaced: Record<string, unknown> = {}) {
  const timestamp = new Date();
  const messages = sent.map(({ attempts = 1, ...rest }) => ({ ...rest, attempts, timestamp }));
  const batch = createMessageBatch(queue, messages);
  const context = createExecutionContext();
  const retries = batch.messages.map((message) => vi.spyOn(message, "retry"));
  const { lines } = await logged(() => worker.queue(batch, envWith(replaced), context));
  const delays = retries.flatMap(({ mock }) => mock.calls.map(([options]) => options?.delaySeconds));
  return { verdict: await getQueueResult(batch, context), lines, delays };
}

const ping = (id: string, sent_at: number, attempts = 1): Sent => ({
  id,
  attempts,
  body: { kind: "ping", sent_at },
});
const kept = () =>
  env.DB.prepare("SELECT * FROM health WHERE name = 'queue'").first<{
    checked_at: number;
    document: string;
  }>();

describe("a ping", () => {
  test("is acknowledged, and kept as the proof that the queue moves", async () => {
    const sentAt = Date.now() - 40;
    const { verdict, lines } = await deliver("karvon-tasks", [ping("a", sentAt)]);
    expect(verdict).toMatchObject({ explicitAcks: ["a"], retryMessages: [] });
    const row = await kept();
    expect(row?.checked_at).toBe(sentAt * 1000);
    expect(JSON.parse(row?.document ?? "").latency_ms).toBeGreaterThanOrEqual(40);
    expect(lines).toEqual([
      {
        time: expect.any(String) as unknown,
        level: "info",
        door: "queue",
        queue: "karvon-tasks",
        request_id: "a",
        attempts: 1,
        trips: 1,
        queries: 1,
        rows_read: expect.any(Number) as unknown,
        rows_written: expect.any(Number) as unknown,
        outcome: "ack",
        ms: expect.any(Number) as unknown,
      },
    ]);
  });
  test("delivered twice, late or out of order changes nothing", async () => {
    const sentAt = Date.now() + 1000;
    await deliver("karvon-tasks", [ping("a", sentAt)]);
    await env.DB.prepare(`UPDATE health SET document = '{"latency_ms":1}' WHERE name = 'queue'`).run();
    const before = await kept();
    const { verdict } = await deliver("karvon-tasks", [ping("a", sentAt, 2), ping("b", sentAt - 60_000)]);
    expect(verdict.explicitAcks).toEqual(["a", "b"]);
    expect(await kept()).toEqual(before);
  });
});

test.each<[string, unknown]>([
  ["no kind", {}],
  ["an unknown kind", { kind: "from-the-future", sent_at: 1 }],
  ["a kind without its fields", { kind: "ping" }],
  ["fields of another type", { kind: "ping", sent_at: "now" }],
  ["a time that is no whole number", { kind: "ping", sent_at: 1.5 }],
  ["more than its fields", { kind: "ping", sent_at: 1, password: "marked-secret" }],
  ["text", "ping"],
  ["nothing", null],
  ["a list", [{ kind: "ping", sent_at: 1 }]],
])(
  "a message of an unknown form (%s) is acknowledged and logged as an error without its content",
  async (_, body) => {
    const { verdict, lines } = await deliver("karvon-tasks", [{ id: "x", body }]);
    expect(verdict).toMatchObject({ explicitAcks: ["x"], retryMessages: [] });
    expect(lines).toEqual([expect.objectContaining({ level: "error", outcome: "ack", request_id: "x" })]);
    expect(lines[0]?.["error"]).toContain("unknown form");
    expect(JSON.stringify(lines)).not.toContain("marked-secret");
  },
);

test("a failing message is put back alone, and its neighbours are worked off", async () => {
  const bad = Date.now() + 5000;
  await env.DB.prepare(
    `CREATE TRIGGER refuse BEFORE INSERT ON health WHEN NEW.checked_at = ${bad * 1000} BEGIN SELECT RAISE(ABORT, 'made to fail'); END`,
  ).run();
  try {
    const batch = [ping("a", bad - 1), ping("bad", bad), { id: "odd", body: 5 }, ping("c", bad + 1)];
    const { verdict, lines } = await deliver("karvon-tasks", batch);
    expect(verdict.explicitAcks).toEqual(["a", "odd", "c"]);
    expect(verdict.retryMessages).toEqual([{ msgId: "bad" }]);
    expect(lines.map(({ outcome }) => outcome)).toEqual(["ack", "retry", "ack", "ack"]);
    expect((await kept())?.checked_at).toBe((bad + 1) * 1000);
  } finally {
    await env.DB.prepare("DROP TRIGGER refuse").run();
  }
});

test.each([
  [1, 10],
  [2, 20],
  [3, 40],
  [6, 320],
  [7, 600],
  [100, 600],
])("after attempt %d it comes back in %d seconds", async (attempts, delaySeconds) => {
  const { verdict, lines, delays } = await deliver(
    "karvon-tasks",
    [ping("a", 1, attempts)],
    brokenDatabase(),
  );
  expect(verdict).toMatchObject({ explicitAcks: [], retryMessages: [{ msgId: "a" }] });
  expect(delays).toEqual([delaySeconds]);
  expect(lines[0]).toMatchObject({ level: "error", attempts, outcome: "retry" });
});

test("where a variable is missing nothing is lost: the message comes back", async () => {
  const { verdict, lines } = await deliver("karvon-tasks", [ping("a", 1)], { JWT_SECRET: undefined });
  expect(verdict).toMatchObject({ explicitAcks: [], retryMessages: [{ msgId: "a" }] });
  expect(lines[0]?.["error"]).toContain("JWT_SECRET");
});

test("what was given up is logged as an error, acknowledged, and done no more", async () => {
  const before = await kept();
  const { verdict, lines } = await deliver("karvon-dead", [
    ping("a", Date.now() + 90_000, 6),
    { id: "b", body: "?" },
  ]);
  expect(verdict).toMatchObject({ explicitAcks: ["a", "b"], retryMessages: [] });
  expect(lines.map(({ level, queue }) => [level, queue])).toEqual([
    ["error", "karvon-dead"],
    ["error", "karvon-dead"],
  ]);
  expect(lines[0]?.["error"]).toContain("A message of kind ping was given up");
  expect(await kept()).toEqual(before);
});
