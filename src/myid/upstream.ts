/** Sessions of MyID itself: opened, asked for and exchanged with the service's own credentials. */
import type { Ctx } from "../platform/context.ts";
import { ApiError } from "../platform/errors.ts";
import { type Message, message } from "../platform/i18n.ts";
import type { Asked } from "./read-session-body.ts";
import type { PersonData, SessionStatus } from "./sessions.schema.ts";
import { readData, readFaultyFields, readOpened, readStatus } from "./upstream-answers.ts";
import { callMyid, type UpstreamAnswer, type UpstreamCall } from "./upstream-call.ts";
import { told, UpstreamError } from "./upstream-fault.ts";
import { tokenAfter, upstreamToken } from "./upstream-token.ts";

/** With the service's token; a refused one is replaced once. */
async function authorized(ctx: Ctx, call: UpstreamCall): Promise<UpstreamAnswer> {
  const token = await upstreamToken(ctx);
  const answer = await callMyid(ctx.config, { ...call, token });
  if (answer.status !== 401) return answer;
  const next = await tokenAfter(ctx, token);
  const second = await callMyid(ctx.config, { ...call, token: next });
  if (second.status === 401) throw new UpstreamError({ kind: "not_accepted", status: 401 });
  return second;
}

/** `read` makes something of an answer; what it cannot know of, by its status, is a failure. */
async function ask<T>(
  ctx: Ctx,
  call: UpstreamCall,
  read: (answer: UpstreamAnswer) => T | undefined,
): Promise<T> {
  const started = Date.now();
  try {
    const answer = await authorized(ctx, call);
    const made = read(answer);
    if (made !== undefined) return made;
    const { status, retryAfter } = answer;
    throw new UpstreamError({ kind: "failed", status, retryAfter });
  } catch (fault) {
    throw fault instanceof UpstreamError ? told(fault.fault) : fault;
  } finally {
    ctx.log.add({ myid_ms: Date.now() - started });
  }
}

/** MyID knows more of a document than its form: what it refuses was still the caller's. */
function refusedFields(json: unknown, asked: Asked): ApiError {
  const fields = readFaultyFields(json, Object.keys(asked));
  const words: [string, Message[]][] = (fields.length ? fields : ["non_field_errors"]).map((name) => [
    name,
    [message("MyID refuses this value.")],
  ]);
  const body = { detail: message("Invalid session parameters"), errors: Object.fromEntries(words) };
  return new ApiError(400, body, {}, `myid: refused ${fields.join(", ") || "the session"}`);
}

export const openUpstream = (ctx: Ctx, asked: Asked) =>
  ask(ctx, { method: "POST", path: "/api/v2/sdk/sessions", body: { ...asked } }, ({ status, json }) => {
    if (status === 400 || status === 422) throw refusedFields(json, asked);
    if (status !== 200 && status !== 201) return undefined;
    const { session_id, expires_in = ctx.config.MYID_SESSION_SECONDS } = readOpened(json);
    return { sessionId: session_id, lifeSeconds: Math.max(1, Math.floor(expires_in)) };
  });

/** Undefined for a session that MyID does not know, or no more. */
export async function upstreamStatus(ctx: Ctx, sessionId: string): Promise<SessionStatus | undefined> {
  const path = `/api/v1/sdk/sessions/${sessionId}`;
  const { found } = await ask(ctx, { method: "GET", path }, ({ status, json }) => {
    if (status === 404) return { found: undefined };
    return status === 200 ? { found: readStatus(json) } : undefined;
  });
  return found;
}

/** Undefined for a code that MyID does not take: used, expired or none. */
export async function upstreamData(ctx: Ctx, code: string): Promise<PersonData | undefined> {
  const path = `/api/v1/sdk/data?${new URLSearchParams({ code })}`;
  const { found } = await ask(ctx, { method: "GET", path }, ({ status, json }) => {
    if ([400, 404, 422].includes(status)) return { found: undefined };
    return status === 200 ? { found: readData(json) } : undefined;
  });
  return found;
}
