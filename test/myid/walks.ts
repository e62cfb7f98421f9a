/** A person's way through the sandbox, as far as a test needs it. */
import { expect } from "vitest";
import { OpenedSession, SessionStatus } from "../../src/myid/sessions.schema.ts";
import { ask } from "../workers/door.ts";
import { DATA, SESSIONS } from "./clients.ts";

export const statusPath = (id: string) => `/api/v1/sdk/sessions/${id}`;
export const dataPath = (code: string) => `${DATA}?code=${code}`;
export const WRONG_CODE = { status: 400, json: { detail: "The code is wrong, used or expired" } };
export const FORBIDDEN = { status: 403 };

export async function opened(token: string, body: Record<string, unknown> = {}) {
  const { status, json } = await ask(SESSIONS, { token, body });
  expect(status).toBe(200);
  return OpenedSession.parse(json);
}

/** The person shows a face that is recognised; the code is what the status then tells. */
export async function recognised(session: { session_id: string; access_token: string }): Promise<string> {
  const page = `/myid/sandbox/${session.session_id}`;
  await ask(page, { body: { step: "passport", pass_data: "AA1234567", birth_date: "1990-01-15" } });
  await ask(page, { body: { step: "face", result: "1" } });
  const { json } = await ask(statusPath(session.session_id), { token: session.access_token });
  return SessionStatus.parse(json).code ?? "none";
}
