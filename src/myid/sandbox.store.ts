/** How the sandbox's sessions go on: passport, tries, the code and its one use. */
import sql from "sql-template-tag";
import { microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import type { Attempt, SessionRow } from "./sessions.store.ts";

const CODE_MS = 300_000;
const MOST_ATTEMPTS = 20;

/** A session that nothing more can happen to is left as it is. */
const isOpen = (ctx: Ctx, id: string) =>
  sql`id = ${id} AND code_hash IS NULL AND expires_at > ${microseconds(ctx.now)}`;

export const markPassport = (ctx: Ctx, id: string) =>
  ctx.db.write(sql`UPDATE myid_sessions SET has_passport = 1 WHERE ${isOpen(ctx, id)}`);

const withAttempt = (attempts: readonly Attempt[], attempt: Attempt) =>
  JSON.stringify([...attempts, attempt].slice(-MOST_ATTEMPTS));

export const keepAttempt = (ctx: Ctx, row: SessionRow, attempt: Attempt) =>
  ctx.db.write(
    sql`UPDATE myid_sessions SET attempts = ${withAttempt(attemptsOf(row), attempt)} WHERE ${isOpen(ctx, row.id)}`,
  );

export const attemptsOf = ({ attempts }: SessionRow) => JSON.parse(attempts) as Attempt[];

/** False where the session was closed or has expired meanwhile. */
export async function closeSession(ctx: Ctx, row: SessionRow, attempt: Attempt, codeHash: string) {
  const [closed] = await ctx.db.write<[{ id: string }]>(
    sql`UPDATE myid_sessions SET attempts = ${withAttempt(attemptsOf(row), attempt)}, code_hash = ${codeHash},
        code_until = ${microseconds(ctx.now + CODE_MS)}
      WHERE ${isOpen(ctx, row.id)} RETURNING id`,
  );
  return closed.length > 0;
}

interface Taker {
  group: string;
  /** Of a session's own token. */
  sessionId: string | undefined;
}

/** The session of a code, once: the statement that marks it used decides a race. */
export async function takeCode(ctx: Ctx, hash: string, { group, sessionId }: Taker) {
  const now = microseconds(ctx.now);
  const [[row]] = await ctx.db.write<[SessionRow]>(
    sql`UPDATE myid_sessions SET code_used_at = ${now}
      WHERE code_hash = ${hash} AND "group" = ${group} AND code_until > ${now} AND code_used_at IS NULL
        AND id = coalesce(${sessionId ?? null}, id)
      RETURNING id, attempts, is_repeat`,
  );
  return row;
}
