/** Makes, changes and rotates MyID's clients, and gives a client its token for its secret. */
import type { Ctx } from "../platform/context.ts";
import { ApiError, invalid } from "../platform/errors.ts";
import { message } from "../platform/i18n.ts";
import { CLIENT_TOKEN_SECONDS, signAccessToken } from "./access-tokens.ts";
import type { ClientChange, ClientCreate, ClientCredentials } from "./clients.schema.ts";
import {
  type ClientRow,
  type ClientValues,
  clientShape,
  findClient,
  insertClient,
  replaceSecret,
  updateClient,
  useSecret,
} from "./clients.store.ts";
import { hashOf, newClientId, newSecret } from "./secrets.ts";

const STANDARD_FIELDS = ["comparison_value", "job_id"];
/** For apps in the field to be given the new one. */
const OLD_SECRET_MS = 86_400_000;

export async function createClient(ctx: Ctx, input: ClientCreate) {
  const client_id = newClientId();
  const client_secret = newSecret();
  const row = await insertClient(ctx, {
    client_id,
    secret_hash: await hashOf(client_secret),
    name: input.name,
    kind: input.kind ?? "app",
    group: input.group ?? client_id,
    allowed_fields: JSON.stringify(input.allowed_fields ?? STANDARD_FIELDS),
    is_active: Number(input.is_active ?? true),
  });
  return { ...clientShape(row), client_secret };
}

/** A secret that is in an app may have been read out of it: it never becomes a server's. */
function refuseOtherKind({ kind }: ClientRow, input: ClientChange): void {
  if (input.kind !== undefined && input.kind !== kind)
    throw invalid({ kind: [message("The kind of a client cannot change: make another client.")] });
}

export async function changeClient(ctx: Ctx, id: string | undefined, input: ClientChange) {
  refuseOtherKind(await findClient(ctx, id), input);
  const { kind: _, allowed_fields, is_active, ...rest } = input;
  const given = Object.entries(rest).filter(([, value]) => value !== undefined);
  const change: Partial<ClientValues> = Object.fromEntries(given);
  if (allowed_fields !== undefined) change.allowed_fields = JSON.stringify(allowed_fields);
  if (is_active !== undefined) change.is_active = Number(is_active);
  return clientShape(await updateClient(ctx, id, change));
}

export async function rotateSecret(ctx: Ctx, id: string | undefined) {
  const client_secret = newSecret();
  const row = await replaceSecret(ctx, id, await hashOf(client_secret), ctx.now + OLD_SECRET_MS);
  return { client_id: row.client_id, client_secret };
}

export async function giveClientToken(ctx: Ctx, { client_id, client_secret }: ClientCredentials) {
  const row = await useSecret(ctx, client_id, await hashOf(client_secret));
  if (!row) throw new ApiError(400, { detail: message("Incorrect client_id or client_secret") });
  const access_token = await signAccessToken(ctx.config, {
    subject: row.client_id,
    sessionId: undefined,
    secretNumber: row.used_number,
    readsData: row.kind === "server",
    now: ctx.now,
    lifeSeconds: CLIENT_TOKEN_SECONDS,
  });
  return { access_token, expires_in: CLIENT_TOKEN_SECONDS, token_type: "Bearer" };
}
