/** The day's report to Telegram: planned at 18:00 in Tashkent, sent once to each chat, tried again where it was refused. */
import { formatStamp, microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import { duePosts, endPost, type Post, type PostEnd, planPosts, takePost } from "./posts.store.ts";
import { readDailyReport } from "./read-reports.ts";
import { reportText } from "./report-text.ts";
import { isConfigured, sendMessage, type Verdict } from "./telegram-client.ts";

/** With a minute after the first, doubled each time, some four hours. */
const MOST_TRIES = 9;
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 6 * 3_600_000;

/** The evening's job: every chat gets a row of the day, then what is due is sent. */
export async function postReports(ctx: Ctx): Promise<void> {
  if (!isConfigured(ctx.config)) return;
  await planPosts(ctx, formatStamp(microseconds(ctx.now)).slice(0, 10));
  await sendDuePosts(ctx);
}

/** The minute's job: what waited long enough, and what an evening that was cut short has left. */
export async function sendDuePosts(ctx: Ctx): Promise<void> {
  if (!isConfigured(ctx.config)) return;
  const texts = new Map<string, string>();
  for (const post of await duePosts(ctx)) {
    const text = texts.get(post.day) ?? (await textOf(ctx, post.day));
    texts.set(post.day, text);
    if (await takePost(ctx, post)) await sendOne(ctx, post, text);
  }
}

/** Read at the time of sending; a day that is over is told as it was at its end. */
async function textOf(ctx: Ctx, day: string): Promise<string> {
  const [today, time] = formatStamp(microseconds(ctx.now)).split(/[T.+]/);
  return reportText(await readDailyReport(ctx, day), today === day ? (time ?? "").slice(0, 5) : "24:00");
}

function endOf({ tries }: Post, verdict: Verdict): PostEnd {
  if (verdict.kind === "sent") return { state: "sent" };
  const { kind, fault } = verdict;
  if (kind === "unknown") return { state: "sending", fault };
  const waitMs = kind === "later" ? Math.max(verdict.seconds * 1000, FIRST_WAIT_MS * 2 ** tries) : Infinity;
  const mayRetry = waitMs <= LONGEST_WAIT_MS && tries + 1 < MOST_TRIES;
  return mayRetry ? { state: "waiting", fault, dueAt: Date.now() + waitMs } : { state: "failed", fault };
}

async function sendOne(ctx: Ctx, post: Post, text: string): Promise<void> {
  const verdict = await sendMessage(ctx.config, post.chat, text);
  // Without the chat: a person's is the person's number at Telegram.
  if (verdict.kind !== "sent") ctx.log.warn(`telegram: ${verdict.kind}: ${verdict.fault}`);
  await endPost(ctx, post, endOf(post, verdict));
}
