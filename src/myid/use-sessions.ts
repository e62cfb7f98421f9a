/** A session from its opening to a person's data, wherever sessions come from. */
import { microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import { addressOf } from "../platform/endpoint.ts";
import { ApiError, notFound, throttled } from "../platform/errors.ts";
import { message } from "../platform/i18n.ts";
import { signAccessToken } from "./access-tokens.ts";
import { type Caller, callerOf } from "./callers.ts";
import { pickAllowed } from "./data-fields.schema.ts";
import { findCodesSession } from "./find-codes-session.ts";
import type { Asked } from "./read-session-body.ts";
import { openSandbox, sandboxData, sandboxStatus } from "./sandbox.ts";
import { hashOf } from "./secrets.ts";
import type { PersonData, SessionStatus } from "./sessions.schema.ts";
import { countOpening, keepCode, keepSession, type SessionRow, sessionById } from "./sessions.store.ts";
import { openUpstream, upstreamData, upstreamStatus } from "./upstream.ts";

const isPlayed = (ctx: Ctx) => ctx.config.MYID_MODE === "sandbox";

/** An app's secret can be read out of it: whoever has it opens a few sessions and no more. */
async function refuseFlood(ctx: Ctx, address: string): Promise<void> {
  const key = await hashOf(`myid sessions from ${address}`);
  const until = await countOpening(ctx, key, ctx.config.MYID_APP_SESSIONS_PER_HOUR);
  if (until !== undefined) throw throttled(Math.max(1, Math.ceil((until - ctx.now) / 1000)));
}

export async function openSession(ctx: Ctx, asked: Asked, request: Request) {
  await ctx.db.admit();
  const { client, subject } = callerOf(ctx);
  ctx.log.add({ myid_client: client?.id ?? null });
  if (client?.kind === "app") await refuseFlood(ctx, addressOf(request));
  const { sessionId, lifeSeconds } = isPlayed(ctx) ? openSandbox(ctx) : await openUpstream(ctx, asked);
  await keepSession(ctx, {
    id: sessionId,
    client_id: client?.id ?? null,
    group: client?.group ?? "",
    has_passport: Number(asked.pass_data !== undefined || asked.pinfl !== undefined),
    is_repeat: Number(asked.reuid !== undefined),
    lifeSeconds,
  });
  const access_token = await signAccessToken(ctx.config, {
    subject,
    sessionId,
    secretNumber: undefined,
    readsData: client?.kind === "server",
    now: ctx.now,
    lifeSeconds,
  });
  return { session_id: sessionId, access_token, expires_in: lifeSeconds, token_type: "Bearer" };
}

function mayRead({ client, sessionId }: Caller, row: SessionRow): boolean {
  if (sessionId !== undefined) return sessionId === row.id;
  return client === undefined || client.group === row.group;
}

/** The session of a path, for whom it is there. */
async function findSession(ctx: Ctx, id: string): Promise<SessionRow> {
  const row = await ctx.db.first<SessionRow>(sessionById(id));
  if (!row || !mayRead(callerOf(ctx), row)) throw notFound();
  return row;
}

export async function readStatus(ctx: Ctx, id: string): Promise<SessionStatus> {
  const row = await findSession(ctx, id);
  if (isPlayed(ctx)) return sandboxStatus(ctx, row);
  if (row.expires_at <= microseconds(ctx.now)) return { status: "expired", code: null, attempts: [] };
  const status = await upstreamStatus(ctx, row.id);
  if (!status) throw notFound();
  if (status.code !== null) await keepCode(ctx, row, await hashOf(status.code));
  return status;
}

async function dataOf(ctx: Ctx, caller: Caller, code: string, sessionId: string | undefined) {
  const taker = { group: caller.client?.group ?? "", sessionId: caller.sessionId ?? sessionId };
  if (isPlayed(ctx)) return sandboxData(ctx, code, taker);
  return (await findCodesSession(ctx, code, taker)) ? upstreamData(ctx, code) : undefined;
}

export async function readPerson(
  ctx: Ctx,
  { code, session_id }: { code?: string | undefined; session_id?: string | undefined },
): Promise<PersonData> {
  await ctx.db.admit();
  if (code === undefined) throw new ApiError(400, { detail: message("Code parameter is required") });
  const caller = callerOf(ctx);
  const person = await dataOf(ctx, caller, code, session_id);
  if (!person) throw new ApiError(400, { detail: message("The code is wrong, used or expired") });
  const allowed = JSON.parse(caller.client?.allowed_fields ?? "[]") as string[];
  return { data: pickAllowed(person.data, allowed), reuid: person.reuid };
}
