/** Sessions of the sandbox from their opening to a person's data: who may, once, and within their time. */
import { env } from "cloudflare:workers";
import { createLocalJWKSet, decodeJwt, jwtVerify } from "jose";
import { describe, expect, test } from "vitest";
import { newSigningKey } from "../../scripts/lib/signing-key.ts";
import { SessionStatus } from "../../src/myid/sessions.schema.ts";
import { cheapPerson } from "../identity/people.ts";
import { send, tokenOf } from "../support/app.ts";
import { ask, freshAddress } from "../workers/door.ts";
import { clientToken, newClient, newPair, SESSIONS, sessionRow } from "./clients.ts";
import { dataPath, FORBIDDEN, opened, recognised, statusPath, WRONG_CODE } from "./walks.ts";

const NOT_FOUND = { status: 404, json: { detail: "Not found." } };

describe("an opened session", () => {
  test("has a token that anyone can verify at the key set, bound to it and to its client", async () => {
    const { app, appToken } = await newPair();
    const session = await opened(appToken);
    expect(Object.keys(session)).toEqual(["session_id", "access_token", "expires_in", "token_type"]);
    const keys = (await ask("/.well-known/jwks.json")).json;
    const { payload } = await jwtVerify(session.access_token, createLocalJWKSet(keys), {
      algorithms: ["RS256"],
      audience: "myid",
      issuer: "karvon",
    });
    expect(Object.keys(payload).sort()).toEqual(["aud", "exp", "iat", "iss", "jti", "scope", "sid", "sub"]);
    expect(payload).toMatchObject({ sid: session.session_id, sub: app.client_id, scope: "myid:status" });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(session.expires_in);
    expect(keys.keys.every((key: object) => !("d" in key))).toBe(true);
  });

  test.each<[Record<string, unknown>, number, number]>([
    [{}, 0, 0],
    [{ pass_data: "AA1234567", birth_date: "1990-01-15", phone_number: "998901234567" }, 1, 0],
    [{ pinfl: "12345678901234", birth_date: "1990-01-15" }, 1, 0],
    [{ reuid: crypto.randomUUID() }, 0, 1],
  ])("of %j keeps whether passport data came, and nothing of it", async (body, has_passport, is_repeat) => {
    const { app, appToken } = await newPair();
    const row = await sessionRow((await opened(appToken, body)).session_id);
    expect(row).toMatchObject({ has_passport, is_repeat, client_id: app.id, group: app.group });
    for (const value of Object.values(body)) expect(JSON.stringify(row)).not.toContain(String(value));
  });

  test("ends with its token, after what the configuration says", async () => {
    const { appToken } = await newPair();
    const { json } = await ask(SESSIONS, { token: appToken, body: {}, env: { MYID_SESSION_SECONDS: "90" } });
    expect(json.expires_in).toBe(90);
    const { exp = 0, iat = 0 } = decodeJwt(json.access_token);
    const row = await sessionRow(json.session_id);
    expect([exp - iat, (Number(row?.["expires_at"]) - Number(row?.["created_at"])) / 1e6]).toEqual([90, 90]);
  });

  test.each([0, 1])(
    "may be asked for without a body, sent as an empty one or not at all",
    async (isStream) => {
      const { appToken: token } = await newPair();
      const body = isStream ? new Response("").body : undefined;
      const headers = { "CF-Connecting-IP": freshAddress() };
      expect((await send(SESSIONS, { method: "POST", token, body, headers })).status).toBe(200);
    },
  );

  test("may be an administrator's, which no client sees", async () => {
    const admin = await cheapPerson("admin");
    const token = await tokenOf(admin);
    const session = await opened(token);
    expect(decodeJwt(session.access_token)).toMatchObject({ sub: `user:${admin.id}`, scope: "myid:status" });
    expect((await ask(statusPath(session.session_id), { token })).status).toBe(200);
    expect((await ask(statusPath(session.session_id), { token: session.access_token })).status).toBe(200);
    const { appToken, serverToken } = await newPair();
    for (const other of [appToken, serverToken])
      expect(await ask(statusPath(session.session_id), { token: other })).toMatchObject(NOT_FOUND);
    const code = await recognised(session);
    expect(await ask(dataPath(code), { token: serverToken })).toMatchObject(WRONG_CODE);
    for (const own of [token, session.access_token])
      expect(await ask(dataPath(code), { token: own })).toMatchObject(FORBIDDEN);
  });
});

describe("too many sessions", () => {
  test("of apps from one address are refused exactly, for the rest of its hour; servers are not", async () => {
    const address = freshAddress();
    const { appToken, serverToken } = await newPair();
    const limit = { address, env: { MYID_APP_SESSIONS_PER_HOUR: "5" } };
    const all = await Promise.all(
      Array.from({ length: 12 }, () => ask(SESSIONS, { token: appToken, body: {}, ...limit })),
    );
    expect(all.filter(({ status }) => status === 200)).toHaveLength(5);
    const refused = all.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(7);
    expect(Number(refused[0]?.headers.get("Retry-After"))).toBeGreaterThan(3500);
    const other = await clientToken(await newClient("app"));
    expect((await ask(SESSIONS, { token: other, body: {}, ...limit })).status).toBe(429);
    expect((await ask(SESSIONS, { token: serverToken, body: {}, ...limit })).status).toBe(200);
    expect(
      (await ask(SESSIONS, { token: appToken, body: {}, ...limit, address: freshAddress() })).status,
    ).toBe(200);
    await env.DB.prepare("UPDATE myid_windows SET started_at = started_at - 3600000").run();
    expect((await ask(SESSIONS, { token: appToken, body: {}, ...limit })).status).toBe(200);
  });

  test("are not counted by a body that is refused", async () => {
    const address = freshAddress();
    const { appToken } = await newPair();
    const limit = { address, token: appToken, env: { MYID_APP_SESSIONS_PER_HOUR: "1" } };
    for (const _ of [1, 2])
      expect((await ask(SESSIONS, { ...limit, body: { threshold: 2 } })).status).toBe(400);
    expect((await ask(SESSIONS, { ...limit, body: {} })).status).toBe(200);
  });
});

describe("a session's status", () => {
  test("is told to its group and its own token, on both paths, and to nobody else", async () => {
    const { appToken, serverToken } = await newPair();
    const [session, sibling] = [await opened(appToken), await opened(appToken)];
    const foreign = await newPair();
    for (const path of [statusPath(session.session_id), `/api/v2/sdk/sessions/${session.session_id}/`]) {
      for (const token of [appToken, serverToken, session.access_token]) {
        const { status, json } = await ask(path, { token });
        expect([status, SessionStatus.parse(json)]).toEqual([
          200,
          { status: "in_progress", code: null, attempts: [] },
        ]);
      }
      for (const token of [foreign.appToken, foreign.serverToken, sibling.access_token])
        expect(await ask(path, { token })).toMatchObject(NOT_FOUND);
    }
  });

  test("is expired when its time is over", async () => {
    const { appToken } = await newPair();
    const { session_id } = await opened(appToken);
    await env.DB.prepare("UPDATE myid_sessions SET expires_at = 1 WHERE id = ?").bind(session_id).run();
    const { json } = await ask(statusPath(session_id), { token: appToken });
    expect(json).toEqual({ status: "expired", code: null, attempts: [] });
    expect((await ask(`/myid/sandbox/${session_id}?lang=en`)).text).toContain("This session has expired");
  });
});

describe("a signing key", () => {
  test("that was replaced still opens for its tokens, and is gone when it is taken away", async () => {
    const { appToken } = await newPair();
    const [old, next] = [String(env["MYID_SIGNING_KEY"]), newSigningKey()];
    const rotated = { MYID_SIGNING_KEY: next, MYID_SIGNING_KEY_PREVIOUS: old };
    const { keys } = (await ask("/.well-known/jwks.json", { env: rotated })).json;
    expect(new Set(keys.map(({ kid }: { kid: string }) => kid)).size).toBe(2);
    expect((await ask(SESSIONS, { token: appToken, body: {}, env: rotated })).status).toBe(200);
    expect((await ask(SESSIONS, { token: appToken, body: {}, env: { MYID_SIGNING_KEY: next } })).status).toBe(
      401,
    );
  });
});
