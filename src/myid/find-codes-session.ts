/** Whose session a code of MyID is: MyID knows all of ours as one client's, so that groups are told apart here. */
import sql from "sql-template-tag";
import { microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import { limited } from "../platform/sql.ts";
import { hashOf } from "./secrets.ts";
import { keepCode, type SessionRow, sessionByCode, sessionById } from "./sessions.store.ts";
import { upstreamStatus } from "./upstream.ts";

interface Taker {
  group: string;
  sessionId: string | undefined;
}

/** Somebody shows a face within that time, or not at all. */
const RECENT_MS = 3_600_000;
/** How many statuses are asked for to find a code that was never seen: Workers has six connections. */
const MOST_ASKED = 6;

/** Whether the session's status has this code; whichever code it has is known from then on. */
async function hasCode(ctx: Ctx, id: string, code: string): Promise<boolean> {
  const found = (await upstreamStatus(ctx, id))?.code ?? null;
  if (found !== null) await keepCode(ctx, { id, code_hash: null }, await hashOf(found));
  return found === code;
}

/** A failure counts only where none of the others says yes. */
async function anyOf(answers: readonly Promise<boolean>[]): Promise<boolean> {
  const settled = await Promise.allSettled(answers);
  if (settled.some((one) => one.status === "fulfilled" && one.value)) return true;
  const failed = settled.find((one) => one.status === "rejected");
  if (failed) throw failed.reason;
  return false;
}

/** Sessions without a known code: the newest of the group, and whether any other group has one. */
const openSessions = (group: string, since: number) => [
  sql`SELECT id FROM myid_sessions WHERE code_hash IS NULL AND "group" = ${group} AND created_at > ${since}
    ORDER BY created_at DESC ${limited(MOST_ASKED)}`,
  sql`SELECT 1 AS other FROM myid_sessions WHERE code_hash IS NULL AND "group" < ${group} LIMIT 1`,
  sql`SELECT 1 AS other FROM myid_sessions WHERE code_hash IS NULL AND "group" > ${group} LIMIT 1`,
];

/**
 * A named session is asked for its code; a code that a status has shown is known by its hash. An unknown one is
 * ours where no other group has open sessions, else it is looked for among the group's newest.
 */
export async function findCodesSession(
  ctx: Ctx,
  code: string,
  { group, sessionId }: Taker,
): Promise<boolean> {
  const [named, known, newest, ...others] = await ctx.db.read<
    [SessionRow, SessionRow, { id: string }, { other: number }, { other: number }]
  >(
    sessionById(sessionId ?? ""),
    sessionByCode(await hashOf(code)),
    ...openSessions(group, microseconds(ctx.now - RECENT_MS)),
  );
  const [owner] = known;
  if (owner) return owner.group === group && (sessionId === undefined || owner.id === sessionId);
  if (sessionId !== undefined) return named[0]?.group === group && hasCode(ctx, sessionId, code);
  if (others.every((rows) => rows.length === 0)) return true;
  return anyOf(newest.map(({ id }) => hasCode(ctx, id, code)));
}
