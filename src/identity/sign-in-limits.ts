/** Exact limits on sign-in tries: counted in one transaction before any hash is computed, given back on success. */
import sql, { type Sql } from "sql-template-tag";
import type { Ctx } from "../platform/context.ts";
import { throttled } from "../platform/errors.ts";
import type { Row } from "../platform/sql.ts";

const WINDOW_MS = 60_000;

export type FullWindow = { started_at: number };
export type CountedWindow = FullWindow & { key: string };

async function hashOf(...parts: string[]): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(parts.join("\n")));
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}

/**
 * The statements of one try, for the batch that decides on it. It is counted against all three limits or, where
 * one is reached, against none: a refused try for one user does not use up what others at the same address have.
 */
export async function tryOf(ctx: Ctx, username: string, address: string) {
  const { SIGNIN_PER_USER, SIGNIN_PER_ADDRESS, SIGNIN_PER_USER_TOTAL } = ctx.config;
  const keys = JSON.stringify([
    { key: await hashOf("user at address", username, address), most: SIGNIN_PER_USER },
    { key: await hashOf("address", address), most: SIGNIN_PER_ADDRESS },
    { key: await hashOf("user", username), most: SIGNIN_PER_USER_TOTAL },
  ]);
  const since = ctx.now - WINDOW_MS;
  /** The windows that leave no room. */
  const full = sql`SELECT w.started_at FROM json_each(${keys}) k JOIN signin_windows w ON w.key = k.value ->> 'key'
    WHERE w.started_at > ${since} AND w.tries >= k.value ->> 'most'`;
  const count = (onlyIf: Sql) => sql`INSERT INTO signin_windows (key, started_at, tries)
    SELECT value ->> 'key', ${ctx.now}, 1 FROM json_each(${keys}) WHERE ${onlyIf} AND NOT EXISTS (${full})
    ON CONFLICT (key) DO UPDATE SET
      tries = iif(started_at > ${since}, tries + 1, 1),
      started_at = iif(started_at > ${since}, started_at, excluded.started_at)
    RETURNING key, started_at`;
  return { full, count };
}

export function expectRoom(ctx: Ctx, full: readonly FullWindow[]): void {
  if (full.length === 0) return;
  const end = Math.max(...full.map(({ started_at }) => started_at)) + WINDOW_MS;
  throw throttled(Math.max(1, Math.ceil((end - ctx.now) / 1000)));
}

/** Counts a try, or refuses it. `also` is read in the same round trip. */
export async function countTry<T extends Row>(ctx: Ctx, username: string, address: string, also?: Sql) {
  const { full, count } = await tryOf(ctx, username, address);
  const [reached, windows, rows] = await ctx.db.write<[FullWindow, CountedWindow, T]>(
    full,
    count(sql`true`),
    ...(also ? [also] : []),
  );
  expectRoom(ctx, reached);
  return { windows, rows: rows ?? [] };
}

/** A right password does not count; a window that has ended since is left alone. */
export const giveBack = (windows: readonly CountedWindow[]): Sql =>
  sql`UPDATE signin_windows SET tries = max(0, tries - 1)
    WHERE (key, started_at) IN (SELECT value ->> 'key', value ->> 'started_at' FROM json_each(${JSON.stringify(windows)}))`;

export const forgetWindows = (now: number): Sql =>
  sql`DELETE FROM signin_windows WHERE started_at <= ${now - WINDOW_MS}`;
