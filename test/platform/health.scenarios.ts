/** What works and what does not: told to anyone from what the cron found, taken anew for administrators. */
import { createExecutionContext, createScheduledController } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import { healthRoutes } from "../../src/platform/health.ts";
import worker from "../../workers/index.ts";
import { systemsOf } from "../../workers/systems.ts";
import { cheapPerson } from "../identity/people.ts";
import { tokenOf } from "../support/app.ts";
import { ask, brokenDatabase, envWith, logged } from "../workers/door.ts";

const PATH = "/api/v1/core/health/status/";
const Health = healthRoutes(systemsOf)[0]?.answer.shape;

beforeEach(async () => {
  await env.DB.prepare("DELETE FROM health").run();
});

async function take(replaced: Record<string, unknown> = {}) {
  const controller = createScheduledController({ scheduledTime: new Date(), cron: "* * * * *" });
  await logged(() => worker.scheduled(controller, envWith(replaced), createExecutionContext()));
}

const setKept = (name: string, us: number, document: unknown) =>
  env.DB.prepare(
    "INSERT INTO health VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET checked_at = ?2, document = ?3",
  )
    .bind(name, us, JSON.stringify(document))
    .run();

describe("the stored result", () => {
  test("is what anyone is told, in the contract's shape, from one row in one round trip", async () => {
    await take();
    const first = await ask(PATH);
    expect(first.status).toBe(200);
    expect(Health?.parse(first.json)).toEqual(first.json);
    expect(Object.keys(first.json)).toEqual(["status", "checked_at", "checks", "systems"]);
    expect(first.json).toMatchObject({
      status: "ok",
      checks: { database: { status: "ok" }, cache: { status: "ok" }, storage: { status: "ok" } },
    });
    const { value, lines } = await logged(() => ask(PATH));
    expect(value.json).toEqual(first.json);
    expect(lines[0]).toMatchObject({ trips: 1, queries: 1, rows_read: 1, rows_written: 0 });
  });
  test("is taken once where there is none yet", async () => {
    expect((await ask(PATH)).status).toBe(200);
    const row = await env.DB.prepare("SELECT checked_at FROM health WHERE name = 'status'").first();
    await ask(PATH);
    expect(await env.DB.prepare("SELECT checked_at FROM health WHERE name = 'status'").first()).toEqual(row);
  });
  test("is not overwritten by an older one", async () => {
    await setKept("status", (Date.now() + 60_000) * 1000, { status: "later" });
    await take();
    expect(await env.DB.prepare("SELECT document FROM health WHERE name = 'status'").first("document")).toBe(
      '{"status":"later"}',
    );
  });
  test("tells no host, address, version or secret", async () => {
    await take();
    expect((await ask(PATH)).text).not.toMatch(/https?:|\d+\.\d+\.\d+|secret|karvon/i);
  });
});

describe("now=1", () => {
  test.each([
    [undefined, 401],
    ["agent", 403],
    ["operator", 403],
    ["bot", 403],
    ["customer", 403],
    ["admin", 200],
  ] as const)("as %s answers %d, and probes for an administrator alone", async (role, status) => {
    await setKept("status", 1000, { status: "ok", kept: true });
    const token = role && (await tokenOf(await cheapPerson(role)));
    const answer = await ask(`${PATH}?now=1`, { token });
    expect(answer.status).toBe(status);
    if (role === "admin")
      expect(Math.abs(Date.parse(answer.json.checked_at) - Date.now())).toBeLessThan(60_000);
    const row = await env.DB.prepare("SELECT checked_at FROM health WHERE name = 'status'").first<{
      checked_at: number;
    }>();
    expect(row?.checked_at === 1000).toBe(role !== "admin");
  });
  test("with another value asks for nothing", async () => {
    for (const now of ["0", "true", "", "null", "2"])
      expect((await ask(`${PATH}?now=${now}`)).status).toBe(200);
  });
});

describe("without a database", () => {
  test("it is 503 with the same shape, and the cause in the log alone", async () => {
    const { value, lines } = await logged(() => ask(PATH, { env: brokenDatabase("marked cause") }));
    expect(value.status).toBe(503);
    expect(Health?.parse(value.json)).toMatchObject({
      status: "down",
      checks: { database: { status: "down", latency_ms: null } },
    });
    expect(value.headers.get("Cache-Control")).toBe("private, no-store");
    expect(value.text).not.toContain("marked cause");
    expect(lines[0]).toMatchObject({
      level: "error",
      status: 503,
      error: expect.stringContaining("marked cause") as unknown,
    });
  });
});

test("a refused caller is refused, and is no failure of ours", async () => {
  const inactive = await cheapPerson("admin", { is_active: 0 });
  const { value, lines } = await logged(async () => ask(PATH, { token: await tokenOf(inactive) }));
  expect([value.status, value.json.code]).toEqual([401, "user_inactive"]);
  expect(lines[0]).toMatchObject({ level: "info", status: 401, trips: 1 });
  const bot = await logged(async () => ask(PATH, { token: await tokenOf(await cheapPerson("bot")) }));
  expect([bot.value.status, bot.lines[0]?.["level"]]).toEqual([403, "info"]);
});

describe("the parts", () => {
  const probed = async (replaced: Record<string, unknown> = {}) => {
    const token = await tokenOf(await cheapPerson("admin"));
    return (await ask(`${PATH}?now=1`, { token, env: replaced })).json;
  };
  const failing = (method: string) => ({ [method]: () => Promise.reject(new Error("down")) });
  test.each([
    ["cache", { KV: failing("get") }],
    ["storage", { FILES: failing("head") }],
    ["queue", { TASKS: failing("send") }],
  ])("the %s alone being down makes the whole degraded, not down", async (part, replaced) => {
    const health = await probed(replaced);
    expect(health.status).toBe("degraded");
    expect(health.checks[part]).toEqual({ status: "down", latency_ms: null });
  });
  test.each([
    ["no ping was ever sent", undefined, undefined, "pending"],
    ["the last came back", -60, -60, "ok"],
    ["the last has not come back yet", -60, -120, "ok"],
    ["none has come back for three minutes", -60, -240, "down"],
    ["none ever came back", -60, undefined, "down"],
    ["the cron itself stood still", -3600, -3600, "pending"],
  ] as const)("the queue where %s is %s", async (_, sent, back, expected) => {
    const us = (seconds: number) => (Date.now() + seconds * 1000) * 1000;
    if (sent !== undefined) await setKept("status", us(sent), {});
    if (back !== undefined) await setKept("queue", us(back), { latency_ms: 5 });
    expect((await probed()).checks.queue.status).toBe(expected);
  });
});
