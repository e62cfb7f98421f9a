/** Which day was posted to which chat: a row is taken before it is sent, so that nobody sends it twice. */
import sql, { type Sql } from "sql-template-tag";
import { microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import type { Row } from "../platform/sql.ts";

export type Post = { day: string; chat: string; tries: number };

const DAY_US = 86_400_000_000;
const DAYS_KEPT = 90;

const chatsOf = ({ config }: Ctx): Sql =>
  sql`SELECT value FROM json_each(${JSON.stringify(config.TELEGRAM_CHAT_IDS)})`;

/** A day that is there already stays as it is. */
export const planPosts = (ctx: Ctx, day: string) => {
  const now = microseconds(ctx.now);
  return ctx.db.write(
    sql`INSERT INTO telegram_posts (day, chat, state, due_at, moved_at)
      SELECT ${day}, value, 'waiting', ${now}, ${now} FROM (${chatsOf(ctx)}) WHERE true ON CONFLICT DO NOTHING`,
  );
};

/** Those of chats that are still configured; what a service that stood still has left for a day is no news any more. */
export const duePosts = (ctx: Ctx): Promise<Post[]> => {
  const now = microseconds(ctx.now);
  return ctx.db.rows<Post>(
    sql`SELECT day, chat, tries FROM telegram_posts
      WHERE state = 'waiting' AND due_at BETWEEN ${now - DAY_US} AND ${now} AND chat IN (${chatsOf(ctx)})
      ORDER BY due_at LIMIT 100`,
  );
};

/** Whether it is ours to send; nobody else's from then on. */
export async function takePost(ctx: Ctx, { day, chat, tries }: Post): Promise<boolean> {
  const [[taken]] = await ctx.db.write<[Row]>(
    sql`UPDATE telegram_posts SET state = 'sending', tries = tries + 1, moved_at = ${microseconds(Date.now())}
      WHERE day = ${day} AND chat = ${chat} AND state = 'waiting' AND tries = ${tries} RETURNING tries`,
  );
  return taken !== undefined;
}

export interface PostEnd {
  state: "waiting" | "sending" | "sent" | "failed";
  fault?: string;
  /** Milliseconds UTC. */
  dueAt?: number;
}

/** What became of a try; whose fate is unknown stays in `sending`, and nobody takes it any more. */
export const endPost = (ctx: Ctx, { day, chat }: Post, { state, fault, dueAt }: PostEnd) =>
  ctx.db.write(
    sql`UPDATE telegram_posts SET state = ${state}, fault = ${fault ?? null},
      due_at = ${dueAt === undefined ? sql`due_at` : microseconds(dueAt)}, moved_at = ${microseconds(Date.now())}
      WHERE day = ${day} AND chat = ${chat} AND state = 'sending'`,
  );

/** Nightly. */
export const forgetPosts = (ctx: Ctx) =>
  ctx.db.write(
    sql`DELETE FROM telegram_posts WHERE moved_at < ${microseconds(ctx.now) - DAYS_KEPT * DAY_US}`,
  );
