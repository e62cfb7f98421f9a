/** The day's report in Telegram: once for each day and chat, whatever goes wrong on the way. */
import { createExecutionContext, createScheduledController } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { postReports, sendDuePosts } from "../../src/reports/post-reports.ts";
import { forgetPosts, planPosts } from "../../src/reports/posts.store.ts";
import { telegramSystem } from "../../src/reports/telegram-system.ts";
import worker from "../../workers/index.ts";
import { envWith, logged } from "../workers/door.ts";
import { add, at as atTime, named, PLACES } from "./field.ts";
import { TOKEN, telegram } from "./telegram.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** 18:00 in Tashkent, today. */
const evening = () => Math.floor(Date.now() / DAY_MS) * DAY_MS + 13 * HOUR_MS;

describe("the day's report", () => {
  test("is what was counted, and is posted to every chat once, whoever else is posting at the same moment", async () => {
    const at = telegram();
    const now = evening();
    const ali = await named("agent", "Ali <b>", "& Vali");
    const today = new Date(now).toISOString().slice(0, 10);
    for (const place of [PLACES[0], PLACES[1]]) await atTime(`${today}T09:00`, () => add(ali, place));
    await Promise.all([1, 2, 3].map(() => postReports(at.ctxAt(now))));
    await postReports(at.ctxAt(now + MINUTE_MS));
    await sendDuePosts(at.ctxAt(now + HOUR_MS));
    const { calls, posted } = await at.seen();
    expect([calls, posted.map(({ chat }) => chat).sort()]).toEqual([2, [...at.chats].sort()]);
    const [year, month, day] = today.split("-");
    expect(posted[0]?.text).toBe(`<b>Kunlik hisobot — ${day}.${month}.${year}</b>
Soat 18:00 holatiga ko‘ra

Qo‘shildi: <b>2</b>
Tasdiqlandi: <b>0</b>
Rad etildi: <b>0</b>

<b>Viloyatlar</b>
1. Samarqand viloyati — 2

<b>Tumanlar</b>
1. Ishtixon tumani — 1
2. Urgut tumani — 1

<b>Xodimlar</b>
1. Ali &lt;b&gt; &amp; Vali — 2`);
    expect(await at.rows()).toEqual(
      [...at.chats].sort().map((chat) => ({ chat, state: "sent", tries: 1, fault: null })),
    );
    await postReports(at.ctxAt(now + DAY_MS));
    expect((await at.seen()).calls).toBe(4);
  });

  test("waits as long as Telegram asks, then goes to those who have not got it", async () => {
    const at = telegram("fault=flood;retry_after=600;times=1;only=A");
    const now = Date.now();
    await postReports(at.ctxAt(now));
    const fault = "429 Too Many Requests: retry after 600";
    expect(await at.rows()).toContainEqual({ chat: at.chats[0], state: "waiting", tries: 1, fault });
    for (const early of [MINUTE_MS, 9 * MINUTE_MS]) await sendDuePosts(at.ctxAt(now + early));
    expect((await at.seen()).calls).toBe(2);
    await sendDuePosts(at.ctxAt(now + 11 * MINUTE_MS));
    const { calls, posted } = await at.seen();
    expect([calls, posted.map(({ chat }) => chat)]).toEqual([3, [at.chats[1], at.chats[0]]]);
    expect(await at.rows()).toContainEqual({ chat: at.chats[0], state: "sent", tries: 2, fault: null });
  });

  test("is tried again after Telegram's own errors, later each time, and given up after some hours", async () => {
    const at = telegram("fault=server;only=A");
    const due = env.DB.prepare("SELECT due_at FROM telegram_posts WHERE chat = ? AND state = 'waiting'");
    const dueAt = async () => ((await due.bind(at.chats[0]).first<number>("due_at")) ?? 0) / 1000;
    const minutes: number[] = [];
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    try {
      await postReports(at.ctxAt(Date.now()));
      for (let next = await dueAt(); next; next = await dueAt()) {
        minutes.push((next - Date.now()) / MINUTE_MS);
        await sendDuePosts(at.ctxAt(next - 1));
        expect(await dueAt()).toBe(next);
        vi.setSystemTime(next);
        await sendDuePosts(at.ctxAt(next));
      }
    } finally {
      vi.useRealTimers();
    }
    expect(minutes).toEqual([1, 2, 4, 8, 16, 32, 64, 128]);
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
        await postReports(ctx);
        ctx.log.end({});
      });
      await sendDuePosts(at.ctxAt(now + DAY_MS / 2));
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
    await postReports(at.ctxAt(now));
    for (const later of [HOUR_MS, DAY_MS / 2]) await sendDuePosts(at.ctxAt(now + later));
    const seen = await at.seen();
    expect([seen.calls, seen.posted.length]).toEqual([2, posted]);
    for (const row of await at.rows()) expect(row).toMatchObject({ state: "sending", tries: 1, fault });
  });

  test("of an evening that was cut short before a send is finished by the next minute", async () => {
    const at = telegram();
    const now = evening();
    await planPosts(at.ctxAt(now), new Date(now).toISOString().slice(0, 10));
    await sendDuePosts(at.ctxAt(now + MINUTE_MS));
    expect((await at.seen()).posted).toHaveLength(2);
  });

  test("is read once for all chats, and a retry after midnight tells the whole day", async () => {
    const at = telegram("fault=flood;times=2");
    const now = evening();
    const ctx = at.ctxAt(now);
    await atTime(new Date(now).toISOString(), () => postReports(ctx));
    // The plan, what is due, the report, and two for each chat.
    expect(ctx.db.stats.trips).toBe(3 + 2 * 2);
    await sendDuePosts(at.ctxAt(now + DAY_MS / 2));
    expect((await at.seen()).posted[0]?.text).toContain("Soat 24:00 holatiga ko‘ra");
  });

  test("that nobody could send for a day is not sent any more", async () => {
    const at = telegram("fault=flood;times=2");
    const now = Date.now();
    await postReports(at.ctxAt(now));
    await sendDuePosts(at.ctxAt(now + DAY_MS + 2 * MINUTE_MS));
    expect(await at.seen()).toMatchObject({ calls: 2, posted: [] });
    await sendDuePosts(at.ctxAt(now + DAY_MS));
    expect((await at.seen()).posted).toHaveLength(2);
  });

  test("goes nowhere without a token or without chats, and asks the database nothing", async () => {
    const at = telegram();
    for (const missing of ["TELEGRAM_BOT_TOKEN", "TELEGRAM_CHAT_IDS"] as const) {
      const without = { ...at.variables, [missing]: undefined };
      const ctx = telegram("", TOKEN).ctxAt(evening());
      Object.assign(ctx.config, without, missing === "TELEGRAM_CHAT_IDS" ? { [missing]: [] } : {});
      await postReports(ctx);
      await sendDuePosts(ctx);
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
    await postReports(at.ctxAt(now));
    const idle = at.ctxAt(now + MINUTE_MS);
    await sendDuePosts(idle);
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

test("the evening's cron posts, the minute's goes on, and the log of neither has the token", async () => {
  const at = telegram("fault=flood;times=1;only=A");
  const fire = async (cron: string, now: number) => {
    const controller = createScheduledController({ scheduledTime: new Date(now), cron });
    const run = () => worker.scheduled(controller, envWith(at.variables), createExecutionContext());
    return (await logged(() => atTime(new Date(now).toISOString(), run))).text;
  };
  const first = await fire("0 13 * * *", evening());
  expect(first).toMatch(/"job":"post_reports".*"reason":"telegram: later: 429 /);
  const second = await fire("* * * * *", evening() + 2 * MINUTE_MS);
  expect(second).toContain('"job":"send_due_posts"');
  const { calls, posted } = await at.seen();
  expect([calls, posted.map(({ chat }) => chat)]).toEqual([3, [at.chats[1], at.chats[0]]]);
  for (const secret of [TOKEN, ...at.chats]) expect(first + second).not.toContain(secret);
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
