/** Tokens of bots: who makes them, what is kept of them, which are good, and where. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { Role } from "../../src/platform/access.ts";
import { tokenOf } from "../support/app.ts";
import { type Asked, ask, brokenDatabase, freshAddress, logged } from "../workers/door.ts";
import { cheapPerson } from "./people.ts";

const MAKE = "/api/generate_bot_token/";
const LIST = "/api/bot_tokens/";
const HEALTH = "/api/reports/health/";
const REFUSAL = { detail: "Invalid bot token" };
const MINUTE_MS = 60_000;

const as = async (role: Role) => tokenOf(await cheapPerson(role));
let admin: string;
beforeAll(async () => {
  admin = await as("admin");
});

async function make(body?: unknown): Promise<{ bot_token: string; expires_at: string | null }> {
  const { status, json, text } = await ask(MAKE, { method: "POST", token: admin, body });
  expect(status, text).toBe(201);
  return json;
}

const withToken = (bot: string, asked: Asked = {}, path = HEALTH) =>
  ask(path, { ...asked, headers: { ...asked.headers, "X-Bot-Token": bot } });
const rowOf = (bot: string) =>
  env.DB.prepare("SELECT * FROM bot_tokens WHERE prefix = ?").bind(bot.slice(0, 12)).first();
const listed = async (bot: string) =>
  (await ask(`${LIST}?page_size=100`, { token: admin })).json.results.find(
    ({ prefix }: { prefix: string }) => prefix === bot.slice(0, 12),
  );

describe("a bot's token", () => {
  test("is made without a body, is shown once in the form that bots know, and is kept as a hash", async () => {
    const made = await make();
    expect(made).toEqual({ bot_token: expect.stringMatching(/^bot_[\w-]{33}$/), expires_at: null });
    expect((await make()).bot_token).not.toBe(made.bot_token);
    const { results } = await env.DB.prepare("SELECT * FROM bot_tokens").all();
    expect(JSON.stringify(results)).not.toContain(made.bot_token.slice(12));
    const list = await ask(LIST, { token: admin });
    expect(Object.keys(list.json)).toEqual(["count", "next", "previous", "results"]);
    expect(list.text).not.toContain(made.bot_token.slice(12));
    expect(list.text).not.toContain("hash");
    expect(await listed(made.bot_token)).toEqual({
      id: expect.any(Number),
      name: "",
      prefix: made.bot_token.slice(0, 12),
      created_at: expect.stringMatching(/\+05:00$/),
      last_used_at: null,
      expires_at: null,
    });
  });

  test("has a name and an end where they are given, and faulty ones are refused", async () => {
    const { bot_token, expires_at } = await make({ name: " Hisobot boti ", expires_in_days: "30" });
    const ends = Date.parse(expires_at ?? "") - Date.now();
    expect(Math.abs(ends - 30 * 86_400_000)).toBeLessThan(MINUTE_MS);
    expect(await listed(bot_token)).toMatchObject({ name: "Hisobot boti", expires_at });
    expect((await make({ expires_in_days: null })).expires_at).toBeNull();
    const faulty = { name: "x".repeat(151), expires_in_days: 0 };
    expect((await ask(MAKE, { token: admin, body: faulty })).json).toEqual({
      name: ["Ensure this field has no more than 150 characters."],
      expires_in_days: ["Ensure this value is greater than or equal to 1."],
    });
  });

  test("is an administrator's to make, to see and to revoke", async () => {
    const id = (await listed((await make()).bot_token)).id;
    for (const [method, path] of [
      ["POST", MAKE],
      ["GET", LIST],
      ["DELETE", `${LIST}${id}/`],
    ] as const) {
      expect((await ask(path, { method })).status).toBe(401);
      for (const role of ["operator", "agent", "bot"] as const)
        expect([role, (await ask(path, { method, token: await as(role) })).status]).toEqual([role, 403]);
    }
  });

  test("opens reports in one round trip, until it is revoked", async () => {
    const { bot_token } = await make();
    // The minute's first use is written down, beside the answer.
    expect((await withToken(bot_token)).status).toBe(200);
    const { value, lines } = await logged(() => withToken(bot_token));
    expect([value.status, lines[0]?.["trips"], lines[0]?.["rows_read"]]).toEqual([200, 1, 1]);
    for (const path of ["daily/", "range/?date_from=2026-11-01&date_to=2026-11-25"]) {
      const report = await logged(() => withToken(bot_token, {}, `/api/reports/${path}`));
      expect([path, report.value.status, report.lines[0]?.["trips"]]).toEqual([path, 200, 1]);
    }
    const { id } = await listed(bot_token);
    expect((await ask(`${LIST}${id}/`, { method: "DELETE", token: admin })).status).toBe(204);
    const refused = await withToken(bot_token);
    expect([refused.status, refused.json]).toEqual([401, REFUSAL]);
    expect(refused.headers.get("WWW-Authenticate")).toBe('Bearer realm="api"');
    for (const path of [`${LIST}${id}/`, `${LIST}x/`])
      expect((await ask(path, { method: "DELETE", token: admin })).status).toBe(404);
  });

  test("is good to its last moment and no longer", async () => {
    const { bot_token, expires_at } = await make({ expires_in_days: 1 });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.parse(expires_at ?? "") - 1 });
    try {
      expect((await withToken(bot_token)).status).toBe(200);
      vi.setSystemTime(Date.parse(expires_at ?? ""));
      const refused = await withToken(bot_token);
      expect([refused.status, refused.json]).toEqual([401, REFUSAL]);
    } finally {
      vi.useRealTimers();
    }
  });

  test("is told from every other one, whatever of it is right, and nothing of it is logged", async () => {
    const { bot_token: good } = await make();
    const other = (await make()).bot_token;
    const last = good.at(-1) === "A" ? "B" : "A";
    const almost = [
      good.slice(0, -1) + last,
      good.slice(0, 12) + other.slice(12),
      other.slice(0, 12) + good.slice(12),
      good.slice(0, -1),
      `${good}A`,
      good.slice(4),
      good.toUpperCase(),
      "bot_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
      "test_token",
      "",
    ];
    for (const bot of almost) {
      const { value, text } = await logged(() => withToken(bot));
      expect([bot, value.status, value.json]).toEqual([bot, 401, REFUSAL]);
      if (bot) expect(text).not.toContain(bot);
    }
    const uz = await withToken("test_token", { headers: { "Accept-Language": "uz" } });
    expect(uz.json).toEqual({ detail: "Bot tokeni yaroqsiz" });
    const { value, text } = await logged(() => withToken(good, { env: brokenDatabase() }));
    expect(value.status).toBe(500);
    expect(text + value.text).not.toContain(good.slice(12));
  });

  test("counts before a Bearer token on reports, and is ignored everywhere else", async () => {
    const { bot_token } = await make();
    expect((await withToken(bot_token, { token: "rubbish" })).status).toBe(200);
    expect((await withToken("test_token", { token: admin })).status).toBe(401);
    expect((await ask(HEALTH, { token: "rubbish" })).status).toBe(401);
    expect((await withToken(bot_token, {}, "/api/v1/users/me/")).status).toBe(401);
    expect((await withToken("test_token", { token: admin }, "/api/v1/users/me/")).status).toBe(200);
    expect((await withToken("test_token", {}, "/api/v1/project/")).status).toBe(200);
  });

  test("remembers when it was last used, once a minute", async () => {
    const { bot_token } = await make();
    const usedAt = async () => (await rowOf(bot_token))?.["last_used_at"];
    const start = 1_900_000_000_000;
    vi.useFakeTimers({ toFake: ["Date"], now: start });
    try {
      await withToken(bot_token);
      expect(await usedAt()).toBe(start * 1000);
      vi.setSystemTime(start + MINUTE_MS - 1);
      await withToken(bot_token);
      expect(await usedAt()).toBe(start * 1000);
      vi.setSystemTime(start + MINUTE_MS);
      await withToken(bot_token, { method: "HEAD" });
      expect(await usedAt()).toBe((start + MINUTE_MS) * 1000);
    } finally {
      vi.useRealTimers();
    }
  });

  test("that is invented anew for each request counts against its sender's address", async () => {
    const keys: string[] = [];
    const THROTTLE_USER = {
      limit: ({ key }: { key: string }) => {
        keys.push(key);
        return Promise.resolve({ success: keys.length < 2 });
      },
    };
    const address = freshAddress();
    const invented = () => `bot_${crypto.randomUUID().replaceAll("-", "").padEnd(33, "x")}`;
    const asked = { address, env: { THROTTLE_USER } };
    expect((await withToken(invented(), asked)).json).toEqual(REFUSAL);
    expect((await withToken((await make()).bot_token, asked)).status).toBe(429);
    expect(keys).toEqual([`bot:${address}`, `bot:${address}`]);
  });
});
