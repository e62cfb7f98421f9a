/** The day's report in Telegram: once for each day and chat, whatever goes wrong on the way. */
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { postReports, sendDuePosts } from "../../src/reports/post-reports.ts";
import { forgetPosts } from "../../src/reports/posts.store.ts";
import type { ToldReport } from "../../src/reports/report-text.ts";
import { telegramSystem } from "../../src/reports/telegram-system.ts";
import { logged } from "../workers/door.ts";
import { TOKEN, telegram } from "./telegram.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** 18:00 in Tashkent, today. */
const evening = () => Math.floor(Date.now() / DAY_MS) * DAY_MS + 13 * HOUR_MS;

const read = (_: unknown, date: string): Promise<ToldReport> =>
  Promise.resolve({
    ...{ date, total_added: 53, total_approved: 41, total_rejected: 12 },
    top_regions: [{ name: "Farg‘ona viloyati", count: 30 }],
    top_districts: [{ name: "Qo‘qon shahri", count: 20 }],
    top_users: [{ full_name: "Ali <b>& Vali", count: 9 }],
  });

describe("the day's report", () => {
  test("is posted to every chat once, whoever else is posting at the same moment", async () => {
    const at = telegram();
    const now = evening();
    await Promise.all([1, 2, 3].map(() => postReports(at.ctxAt(now), read)));
    await postReports(at.ctxAt(now + MINUTE_MS), read);
    await sendDuePosts(at.ctxAt(now + HOUR_MS), read);
    const { calls, posted } = await at.seen();
    expect([calls, posted.map(({ chat }) => chat).sort()]).toEqual([2, [...at.chats].sort()]);
    expect(posted[0]?.text).toContain("Soat 18:00 holatiga ko‘ra");
    expect(posted[0]?.text).toContain("1. Ali &lt;b&gt;&amp; Vali — 9");
    expect(await at.rows()).toEqual(
      [...at.chats].sort().map((chat) => ({ chat, state: "sent", tries: 1, fault: null })),
    );
    await postReports(at.ctxAt(now + DAY_MS), read);
    expect((await at.seen()).calls).toBe(4);
  });

  test("waits as long as Telegram asks, then goes to those who have not got it", async () => {
    const at = telegram("fault=flood;retry_after=600;times=1;only=A");
    const now = Date.now();
    await postReports(at.ctxAt(now), read);
    const fault = "429 Too Many Requests: retry after 600";
    expect(await at.rows()).toContainEqual({ chat: at.chats[0], state: "waiting", tries: 1, fault });
    for (const early of [MINUTE_MS, 9 * MINUTE_MS]) await sendDuePosts(at.ctxAt(now + early), read);
    expect((await at.seen()).calls).toBe(2);
    await sendDuePosts(at.ctxAt(now + 11 * MINUTE_MS), read);
    const { calls, posted } = await at.seen();
    expect([calls, posted.map(({ chat }) => chat)]).toEqual([3, [at.chats[1], at.chats[0]]]);
    expect(await at.rows()).toContainEqual({ chat: at.chats[0], state: "sent", tries: 2, fault: null });
  });

  test("is tried again after Telegram's own errors, later each time, and given up after some hours", async () => {
    const at = telegram("fault=server;only=A");
    const real = Date.now();
    vi.useFakeTimers({ toFake: ["Date"], now: real });
    try {
      await postReports(at.ctxAt(real), read);
      const tries = [0];
      for (let minute = 1; minute <= 600; minute++) {
        vi.setSystemTime(real + minute * MINUTE_MS);
        const before = (await at.rows())[0]?.tries ?? 0;
        await sendDuePosts(at.ctxAt(Date.now()), read);
        if (((await at.rows())[0]?.tries ?? 0) > before) tries.push(minute);
      }
      expect(tries).toEqual([0, 1, 3, 7, 15, 31, 63, 127, 255]);
    } finally {
      vi.useRealTimers();
    }
    expect(await at.rows()).toContainEqual({
      ...{ chat: at.chats[0], state: "failed", tries: 9, fault: "500 Internal Server Error" },
    });
    expect((await at.seen()).posted.map(({ chat }) => chat)).toEqual([at.chats[1]]);
  });

  test.each([
    ["blocked", "403 Forbidden: bot was blocked by the user"],
    ["no-chat", "400 Bad Request: chat not found"],
    ["unauthorized", "401 Unauthorized"],
    ["redirect", "302 no answer of Telegram's"],
    [
      "moved",
      "400 Bad Request: group chat was upgraded to a supergroup chat; the group is now -1009876543210: put that into TELEGRAM_CHAT_IDS",
    ],
    ["flood;retry_after=30000", "429 Too Many Requests: retry after 30000"],
  ])(
    "that is refused for good (%s) is recorded and not sent again, and the other chat has it",
    async (how, fault) => {
      const at = telegram(`fault=${how};only=A`);
      const now = Date.now();
      const { text } = await logged(async () => {
        const ctx = at.ctxAt(now);
        await postReports(ctx, read);
        ctx.log.end({});
      });
      await sendDuePosts(at.ctxAt(now + DAY_MS / 2), read);
      expect(await at.rows()).toContainEqual({ chat: at.chats[0], state: "failed", tries: 1, fault });
      const { calls, posted } = await at.seen();
      expect([calls, posted.map(({ chat }) => chat)]).toEqual([2, [at.chats[1]]]);
      expect(JSON.parse(text)).toMatchObject({ level: "warn", reason: expect.stringContaining(fault) });
      for (const secret of [TOKEN, ...at.chats]) expect(text).not.toContain(secret);
    },
  );

  test.each([
    ["lost=1", "no whole answer", 2],
    ["fault=gateway", "502 no answer of Telegram's", 0],
    ["fault=html", "200 no answer of Telegram's", 0],
  ])("whose fate nobody knows (%s) is not sent a second time", async (switches, fault, posted) => {
    const at = telegram(switches);
    const now = Date.now();
    await postReports(at.ctxAt(now), read);
    for (const later of [HOUR_MS, DAY_MS / 2]) await sendDuePosts(at.ctxAt(now + later), read);
    const seen = await at.seen();
    expect([seen.calls, seen.posted.length]).toEqual([2, posted]);
    for (const row of await at.rows()) expect(row).toMatchObject({ state: "sending", tries: 1, fault });
  });

  test("of an evening that was cut short before a send is finished by the next minute", async () => {
    const at = telegram();
    const now = evening();
    let reads = 0;
    const failing = (ctx: unknown, date: string) => {
      reads += 1;
      return reads === 1 ? Promise.reject(new Error("cut short")) : read(ctx, date);
    };
    await expect(postReports(at.ctxAt(now), failing)).rejects.toThrow("cut short");
    expect((await at.seen()).calls).toBe(0);
    await sendDuePosts(at.ctxAt(now + MINUTE_MS), failing);
    expect((await at.seen()).posted).toHaveLength(2);
  });

  test("is read once for all chats, and a retry after midnight tells the whole day", async () => {
    const at = telegram("fault=flood;times=2");
    const now = evening();
    vi.useFakeTimers({ toFake: ["Date"], now });
    const days: string[] = [];
    const counted = (ctx: unknown, date: string) => {
      days.push(date);
      return read(ctx, date);
    };
    await postReports(at.ctxAt(now), counted);
    await sendDuePosts(at.ctxAt(now + DAY_MS / 2), counted);
    vi.useRealTimers();
    const day = new Date(now).toISOString().slice(0, 10);
    expect(days).toEqual([day, day]);
    expect((await at.seen()).posted[0]?.text).toContain("Soat 24:00 holatiga ko‘ra");
  });

  test("that nobody could send for a day is not sent any more", async () => {
    const at = telegram("fault=flood;times=2");
    const now = Date.now();
    await postReports(at.ctxAt(now), read);
    await sendDuePosts(at.ctxAt(now + DAY_MS + 2 * MINUTE_MS), read);
    expect(await at.seen()).toMatchObject({ calls: 2, posted: [] });
    await sendDuePosts(at.ctxAt(now + DAY_MS), read);
    expect((await at.seen()).posted).toHaveLength(2);
  });

  test("goes nowhere without a token or without chats, and asks the database nothing", async () => {
    const at = telegram();
    for (const missing of ["TELEGRAM_BOT_TOKEN", "TELEGRAM_CHAT_IDS"] as const) {
      const without = { ...at.variables, [missing]: undefined };
      const ctx = telegram("", TOKEN).ctxAt(evening());
      Object.assign(ctx.config, without, missing === "TELEGRAM_CHAT_IDS" ? { [missing]: [] } : {});
      await postReports(ctx, read);
      await sendDuePosts(ctx, read);
      expect(ctx.db.stats.trips).toBe(0);
      expect(await telegramSystem(ctx)).toEqual({
        mode: "not_configured",
        status: "unknown",
        latency_ms: null,
      });
    }
    expect((await at.seen()).calls).toBe(0);
  });

  test("costs one read while nothing is due, and its rows are forgotten after ninety days", async () => {
    const at = telegram();
    const now = Date.now();
    await postReports(at.ctxAt(now), read);
    const idle = at.ctxAt(now + MINUTE_MS);
    await sendDuePosts(idle, read);
    expect(idle.db.stats).toMatchObject({ trips: 1, rowsWritten: 0 });
    expect(idle.db.stats.rowsRead).toBeLessThanOrEqual(10);
    await forgetPosts(at.ctxAt(now + 89 * DAY_MS));
    expect(await at.rows()).toHaveLength(2);
    await forgetPosts(at.ctxAt(now + 91 * DAY_MS));
    expect(await at.rows()).toEqual([]);
    const left = await env.DB.prepare("SELECT count(*) AS n FROM telegram_posts").first("n");
    expect(left).toBe(0);
  });
});

test("health tells whether Telegram is played, and whether it answers", async () => {
  const system = async (at = telegram()) => telegramSystem(at.ctxAt(Date.now()));
  expect(await system()).toEqual({ mode: "emulated", status: "ok", latency_ms: expect.any(Number) });
  const down = telegram();
  const ctx = down.ctxAt(Date.now());
  Object.assign(ctx.config, { TELEGRAM_API_URL: "http://127.0.0.1:9/telegram" });
  const { value, text } = await logged(() => telegramSystem(ctx));
  expect([value, text]).toEqual([{ mode: "emulated", status: "down", latency_ms: null }, ""]);
});
