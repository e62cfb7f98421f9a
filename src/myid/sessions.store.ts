/** MyID's sessions and how many an address opened: whether passport data came is known here, and nothing of it. */
import sql, { raw, type Sql } from "sql-template-tag";
import { microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import type { ClientRow } from "./clients.store.ts";
import type { SessionStatus } from "./sessions.schema.ts";

export type SessionRow = {
  id: string;
  client_id: number | null;
  group: string;
  has_passport: number;
  is_repeat: number;
  code_hash: string | null;
  code_until: number | null;
  code_used_at: number | null;
  attempts: string;
  created_at: number;
  expires_at: number;
};

/** A session with the client that opened it: none where that was an administrator, or is gone. */
export type SessionClientRow = {
  session_id: string;
  owner: number | null;
  id: number | null;
  client_id: string | null;
  is_active: number | null;
} & Pick<ClientRow, "kind" | "group" | "allowed_fields">;

const COLUMNS = raw(
  'id, client_id, "group", has_passport, is_repeat, code_hash, code_until, code_used_at, attempts, created_at, expires_at',
);

export type Attempt = SessionStatus["attempts"][number];

export const sessionById = (id: string): Sql => sql`SELECT ${COLUMNS} FROM myid_sessions WHERE id = ${id}`;

export const sessionWithClient = (id: string): Sql =>
  sql`SELECT s.id AS session_id, s.client_id AS owner, c.id, c.client_id, c.is_active, c.kind, c."group", c.allowed_fields
    FROM myid_sessions s LEFT JOIN myid_clients c ON c.id = s.client_id WHERE s.id = ${id}`;

export type NewSession = Pick<SessionRow, "id" | "client_id" | "group" | "has_passport" | "is_repeat"> & {
  lifeSeconds: number;
};

export const keepSession = (ctx: Ctx, { lifeSeconds, ...row }: NewSession) =>
  ctx.db.write(
    sql`INSERT INTO myid_sessions (id, client_id, "group", has_passport, is_repeat, created_at, expires_at)
      VALUES (${row.id}, ${row.client_id}, ${row.group}, ${row.has_passport}, ${row.is_repeat},
        ${microseconds(ctx.now)}, ${microseconds(ctx.now + lifeSeconds * 1000)})`,
  );

/** What MyID's own status has shown: by its hash a code is known for its session's. */
export const keepCode = async (
  ctx: Ctx,
  { id, code_hash }: Pick<SessionRow, "id" | "code_hash">,
  hash: string,
) =>
  code_hash === hash
    ? undefined
    : ctx.db.write(
        sql`UPDATE OR IGNORE myid_sessions SET code_hash = ${hash} WHERE id = ${id} AND code_hash IS NULL`,
      );

export const sessionByCode = (hash: string): Sql =>
  sql`SELECT ${COLUMNS} FROM myid_sessions WHERE code_hash = ${hash}`;

const WINDOW_MS = 3_600_000;

/** Counts a session against an address; with as many as allowed it says when the hour ends, in milliseconds. */
export async function countOpening(ctx: Ctx, key: string, most: number): Promise<number | undefined> {
  const since = ctx.now - WINDOW_MS;
  const [counted, windows] = await ctx.db.write<[{ key: string }, { started_at: number }]>(
    sql`INSERT INTO myid_windows (key, started_at, sessions) VALUES (${key}, ${ctx.now}, 1)
      ON CONFLICT (key) DO UPDATE SET
        sessions = iif(started_at > ${since}, sessions + 1, 1),
        started_at = iif(started_at > ${since}, started_at, excluded.started_at)
      WHERE started_at <= ${since} OR sessions < ${most} RETURNING key`,
    sql`SELECT started_at FROM myid_windows WHERE key = ${key}`,
  );
  return counted.length ? undefined : (windows[0]?.started_at ?? ctx.now) + WINDOW_MS;
}

/** Whoever asks late still learns that a session has expired. */
const KEPT_MS = 30 * 86_400_000;

export const forgetSessions = (ctx: Ctx) =>
  ctx.db.write(
    sql`DELETE FROM myid_sessions WHERE expires_at < ${microseconds(ctx.now - KEPT_MS)}`,
    sql`DELETE FROM myid_windows WHERE started_at <= ${ctx.now - WINDOW_MS}`,
  );
