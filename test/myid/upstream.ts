/** Sessions of MyID as its stand-in plays it, over HTTP, with an address of its own for each test. */
import { expect, inject } from "vitest";
import { ask, freshAddress } from "../workers/door.ts";
import { SESSIONS } from "./clients.ts";

let count = 0;

export interface Upstream {
  /** Variables for a request of ours. */
  env: Record<string, string>;
  calls(): Promise<
    Record<"token" | "session" | "status" | "data", number> & { last_session: Record<string, unknown> }
  >;
  /** Ends every token that MyID has given. */
  expire(): Promise<void>;
  /** The person's face is recognised: the code that the SDK gets. */
  finish(sessionId: string, result?: number): Promise<string>;
}

export function upstream(switches = ""): Upstream {
  const host = `${inject("standIns")}/myid/label=test-${++count}${switches && `;${switches}`}`;
  const get = async (path: string) => (await (await fetch(`${host}/${path}`)).json()) as never;
  return {
    env: {
      MYID_MODE: "upstream",
      MYID_HOST: host,
      MYID_CLIENT_ID: "us",
      MYID_CLIENT_SECRET: "s3cret-of-myid",
    },
    calls: () => get("calls"),
    expire: () => get("expire"),
    finish: async (id, result = 1) =>
      (await (get(`finish/${id}?result=${result}`) as Promise<{ code: string }>)).code,
  };
}

/** Opens a session for a client; each comes from an address of its own. */
export const open = (at: Upstream, token: string, body: Record<string, unknown> = {}) =>
  ask(SESSIONS, { token, body, env: at.env, address: freshAddress() });

export async function openedAt(at: Upstream, token: string, body: Record<string, unknown> = {}) {
  const { status, json, text } = await open(at, token, body);
  expect(status, text).toBe(200);
  return json as { session_id: string; access_token: string; expires_in: number };
}
