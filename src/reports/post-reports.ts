/** The day's report to Telegram: planned at 18:00 in Tashkent, sent once to each chat, tried again where it was refused. */
import { formatStamp, microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import { duePosts, movePost, type Post, planPosts, takePost } from "./posts.store.ts";
import { reportText, type ToldReport } from "./report-text.ts";
import { isConfigured, sendMessage, type Verdict } from "./telegram-client.ts";

type ReadReport = (ctx: Ctx, day: string) => Promise<ToldReport>;

/** With a minute after the first, doubled each time, some four hours. */
const MOST_TRIES = 9;
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 6 * 3_600_000;

/** The evening's job: every chat gets a row of the day, then what is due is sent. */
export async function postReports(ctx: Ctx, read: ReadReport): Promise<void> {
  if (!isConfigured(ctx.config)) return;
  await planPosts(ctx, formatStamp(microseconds(ctx.now)).slice(0, 10));
  await sendDuePosts(ctx, read);
}

/** The minute's job: what waited long enough, and what an evening that was cut short has left. */
export async function sendDuePosts(ctx: Ctx, read: ReadReport): Promise<void> {
  if (!isConfigured(ctx.config)) return;
  const texts = new Map<string, string>();
  for (const post of await duePosts(ctx)) {
    const text = texts.get(post.day) ?? (await textOf(ctx, post.day, read));
    texts.set(post.day, text);
    if (await takePost(ctx, post)) await settle(ctx, post, await sendMessage(ctx.config, post.chat, text));
  }
}

/** Read at the time of sending; a day that is over is told as it was at its end. */
async function textOf(ctx: Ctx, day: string, read: ReadReport): Promise<string> {
  const [today, time] = formatStamp(microseconds(ctx.now)).split(/[T.+]/);
  return reportText(await read(ctx, day), today === day ? (time ?? "").slice(0, 5) : "24:00");
}

async function settle(ctx: Ctx, post: Post, verdict: Verdict): Promise<void> {
  if (verdict.kind === "sent") return void (await movePost(ctx, post, { state: "sent" }));
  const { kind, fault } = verdict;
  // Without the chat: a person's is the person's number at Telegram.
  ctx.log.warn(`telegram: ${kind}: ${fault}`);
  if (kind === "unknown") return void (await movePost(ctx, post, { state: "sending", fault }));
  const waitMs =
    kind === "later" ? Math.max(verdict.seconds * 1000, FIRST_WAIT_MS * 2 ** post.tries) : Infinity;
  const mayRetry = waitMs <= LONGEST_WAIT_MS && post.tries + 1 < MOST_TRIES;
  if (mayRetry) await movePost(ctx, post, { state: "waiting", fault, dueAt: Date.now() + waitMs });
  else await movePost(ctx, post, { state: "failed", fault });
}
