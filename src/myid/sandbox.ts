/** Sessions that are played: no MyID is asked, and its people are made up. */
import { createHmac } from "node:crypto";
import { formatStamp, microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import { message } from "../platform/i18n.ts";
import { RESULT_CODES, type ResultCode, SUCCESS } from "./result-codes.ts";
import { attemptsOf, closeSession, keepAttempt, takeCode } from "./sandbox.store.ts";
import { personOf } from "./sandbox-people.ts";
import { hashOf } from "./secrets.ts";
import type { PersonData, SessionStatus } from "./sessions.schema.ts";
import type { Attempt, SessionRow } from "./sessions.store.ts";

export const openSandbox = (ctx: Ctx) => ({
  sessionId: crypto.randomUUID() as string,
  lifeSeconds: ctx.config.MYID_SESSION_SECONDS,
});

/** A session's one code, computed whenever it is shown: the table has its hash alone. */
function codeOf(ctx: Ctx, sessionId: string): string {
  const hex = createHmac("sha256", ctx.config.JWT_SECRET).update(`myid code ${sessionId}`).digest("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}

const isCodeGood = ({ code_until, code_used_at }: SessionRow, now: number) =>
  code_used_at === null && (code_until ?? 0) > microseconds(now);

export function sandboxStatus(ctx: Ctx, row: SessionRow): SessionStatus {
  const isClosed = row.code_hash !== null;
  const isExpired = row.expires_at <= microseconds(ctx.now);
  return {
    status: isClosed ? "closed" : isExpired ? "expired" : "in_progress",
    code: isClosed && isCodeGood(row, ctx.now) ? codeOf(ctx, row.id) : null,
    attempts: attemptsOf(row),
  };
}

const attemptOf = (ctx: Ctx, code: ResultCode | typeof SUCCESS): Attempt => ({
  job_id: crypto.randomUUID(),
  timestamp: formatStamp(microseconds(ctx.now)),
  reason: code === SUCCESS ? "Success" : message(RESULT_CODES[code]).in("en"),
  reason_code: code,
});

/** The face step's outcome: the code of a success, where nothing else has ended the session before. */
export async function finishFace(
  ctx: Ctx,
  row: SessionRow,
  result: ResultCode | typeof SUCCESS,
): Promise<string | undefined> {
  const attempt = attemptOf(ctx, result);
  if (result !== SUCCESS) return void (await keepAttempt(ctx, row, attempt));
  const code = codeOf(ctx, row.id);
  return (await closeSession(ctx, row, attempt, await hashOf(code))) ? code : undefined;
}

/** Undefined for a code that is used, expired, foreign or none. */
export async function sandboxData(
  ctx: Ctx,
  code: string,
  taker: Parameters<typeof takeCode>[2],
): Promise<PersonData | undefined> {
  const row = await takeCode(ctx, await hashOf(code), taker);
  if (!row) return undefined;
  const jobId = attemptsOf(row).at(-1)?.job_id ?? "";
  return personOf(row.id, jobId, row.is_repeat === 1, ctx.now);
}
