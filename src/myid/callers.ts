/** Who calls MyID's paths: a client by its token or a session's, or an administrator. */
import { authenticate } from "../identity/index.ts";
import type { Credential, Ctx } from "../platform/context.ts";
import { type Authenticate, addressOf } from "../platform/endpoint.ts";
import { ApiError, unauthorized } from "../platform/errors.ts";
import { message } from "../platform/i18n.ts";
import type { Row } from "../platform/sql.ts";
import { type Claims, readAccessToken } from "./access-tokens.ts";
import { type ClientRow, clientByName } from "./clients.store.ts";
import { type SessionClientRow, sessionWithClient } from "./sessions.store.ts";

export interface Caller {
  /** As a token names it: a client's `client_id`, or `user:` and an administrator's id. */
  subject: string;
  client: Pick<ClientRow, "id" | "kind" | "group" | "allowed_fields"> | undefined;
  /** Of a session's own token. */
  sessionId: string | undefined;
}

export function callerOf(ctx: Ctx): Caller {
  const { id, role, row } = ctx.user;
  if (role === "admin") return { subject: `user:${id}`, client: undefined, sessionId: undefined };
  if (role.endsWith("_session")) return sessionCaller(row as SessionClientRow);
  const client = row as ClientRow;
  return { subject: client.client_id, client, sessionId: undefined };
}

function sessionCaller(row: SessionClientRow): Caller {
  const { id, kind, group, allowed_fields, session_id } = row;
  const client = id === null ? undefined : { id, kind, group, allowed_fields };
  return { subject: row.client_id ?? "", client, sessionId: session_id };
}

const refused = (reason: string) => unauthorized({ detail: message("Invalid token") }, reason);

/** Of two secrets at most: the one that is valid, and the one before for a day. */
function isCurrent({ secretNumber }: Claims, row: ClientRow, now: number): boolean {
  if (secretNumber === row.secret_number) return true;
  return secretNumber === row.secret_number - 1 && (row.old_secret_until ?? 0) > now * 1000;
}

function clientCredential(claims: Claims, now: number, address: string): Credential {
  return {
    // An app's secret is known to every phone: one that floods us is not to stop the others.
    throttleKey: `myid:${claims.subject}:${address}`,
    statement: clientByName(claims.subject),
    admit(found: Row | undefined) {
      const row = found as ClientRow | undefined;
      if (!row?.is_active) throw refused("the client is gone or inactive");
      if (!isCurrent(claims, row, now)) throw refused("the token was got with an ended secret");
      return { id: row.id, role: `myid_${row.kind}`, row };
    },
  };
}

function sessionCredential(sessionId: string): Credential {
  return {
    throttleKey: `myid:${sessionId}`,
    statement: sessionWithClient(sessionId),
    admit(found: Row | undefined) {
      const row = found as SessionClientRow | undefined;
      if (!row) throw refused("the session is gone");
      const isOwned = row.owner !== null;
      if (isOwned && !row.is_active) throw refused("the client is gone or inactive");
      return { id: row.id ?? 0, role: `myid_${row.kind ?? "app"}_session`, row };
    },
  };
}

/** An administrator's credential; whatever is wrong with it is told in MyID's words. */
async function userCredential(...call: Parameters<Authenticate>): Promise<Credential> {
  const told = (fault: unknown): never => {
    if (fault instanceof ApiError && fault.status === 401) throw refused(fault.reason ?? "no token of ours");
    throw fault;
  };
  const credential = await authenticate(...call).catch(told);
  if (!credential) throw refused("no token");
  const admit = (row: Row | undefined) => {
    try {
      return credential.admit(row);
    } catch (fault) {
      return told(fault);
    }
  };
  return { ...credential, admit };
}

export const authenticateMyid: Authenticate = async (request, config, now) => {
  const [, token] = /^Bearer +(\S+)$/.exec(request.headers.get("Authorization") ?? "") ?? [];
  const claims = token === undefined ? undefined : await readAccessToken(token, config, now);
  if (!claims) return userCredential(request, config, now);
  return claims.sessionId === undefined
    ? clientCredential(claims, now, addressOf(request))
    : sessionCredential(claims.sessionId);
};
