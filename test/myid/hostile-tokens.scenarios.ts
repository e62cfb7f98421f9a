/** Tokens that somebody else made, or that were made for something else, open nothing of MyID; MyID's open nothing else. */
import { env } from "cloudflare:workers";
import { exportSPKI, importJWK, SignJWT } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { signingKey } from "../../src/myid/signing-keys.ts";
import { configOf } from "../../src/platform/env.ts";
import { cheapPerson, forge } from "../identity/people.ts";
import { tokenOf } from "../support/app.ts";
import { ask } from "../workers/door.ts";
import { type Client, newClient, newPair, SESSIONS } from "./clients.ts";

const INVALID = { detail: "Invalid token" };
let client: Client;
beforeAll(async () => {
  client = await newClient("app");
});

interface Made {
  claims?: Record<string, unknown>;
  header?: Record<string, unknown>;
  key?: CryptoKey;
}

async function made({ claims = {}, header = {}, key }: Made): Promise<string> {
  const { kid, sign } = await signingKey(configOf(env));
  const now = Math.floor(Date.now() / 1000);
  const good = {
    iss: "karvon",
    aud: "myid",
    sub: client.client_id,
    scope: "myid:sessions myid:status",
    gen: 1,
    jti: "j",
    iat: now,
    exp: now + 60,
  };
  const payload = Object.fromEntries(
    Object.entries({ ...good, ...claims }).filter(([, value]) => value !== undefined),
  );
  return new SignJWT(payload)
    .setProtectedHeader({ alg: "RS256", typ: "JWT", kid, ...header })
    .sign(key ?? sign);
}

const strangersKey = async () =>
  (
    (await crypto.subtle.generateKey(
      {
        name: "RSASSA-PKCS1-v1_5",
        hash: "SHA-256",
        modulusLength: 2048,
        publicExponent: new Uint8Array([1, 0, 1]),
      },
      true,
      ["sign", "verify"],
    )) as CryptoKeyPair
  ).privateKey;

/** Our public key as an HMAC's secret: the oldest of tricks. */
async function confused(): Promise<string> {
  const { published, kid } = await signingKey(configOf(env));
  const open = (await importJWK({ ...published }, "RS256", { extractable: true })) as CryptoKey;
  const payload = {
    iss: "karvon",
    aud: "myid",
    sub: client.client_id,
    gen: 1,
    jti: "j",
    scope: "x",
    exp: 9_999_999_999,
  };
  return forge({ header: { alg: "HS256", kid }, payload, secret: await exportSPKI(open) });
}

const none = (payload: object) => {
  const parts = [{ alg: "none", typ: "JWT" }, payload];
  return `${parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".")}.`;
};

test("a token like ours is good", async () => {
  expect((await ask(SESSIONS, { token: await made({}), body: {} })).status).toBe(200);
});

test.each<[string, () => Promise<string> | string]>([
  ["of another issuer", () => made({ claims: { iss: "myid" } })],
  ["for another audience", () => made({ claims: { aud: "karvon" } })],
  ["that has expired", () => made({ claims: { exp: Math.floor(Date.now() / 1000) - 1 } })],
  ["that is not yet good", () => made({ claims: { nbf: Math.floor(Date.now() / 1000) + 60 } })],
  ["without an end", () => made({ claims: { exp: undefined } })],
  ["without a subject", () => made({ claims: { sub: undefined } })],
  ["without a scope", () => made({ claims: { scope: undefined } })],
  ["of an unknown client", () => made({ claims: { sub: "myid_nobody" } })],
  ["of a secret to come", () => made({ claims: { gen: 2 } })],
  ["without its secret's number", () => made({ claims: { gen: undefined } })],
  ["of a session that is not there", () => made({ claims: { sid: crypto.randomUUID(), gen: undefined } })],
  ["signed with a stranger's key under our name", async () => made({ key: await strangersKey() })],
  ["under an unknown key's name", () => made({ header: { kid: "other" } })],
  ["without a key's name", () => made({ header: { kid: undefined } })],
  ["of another type", () => made({ header: { typ: "at+jwt" } })],
  ["signed by HMAC with our public key", confused],
  [
    "that nobody signed",
    () => none({ iss: "karvon", aud: "myid", sub: "x", exp: 9_999_999_999, jti: "j", scope: "x" }),
  ],
  ["in two words", async () => `${await made({})} more`],
  ["of rubbish", () => "rubbish"],
  ["of a user who is gone", () => tokenOf({ id: 99_999_999, username: "x", role: "admin" })],
  ["of a refresh", async () => tokenOf(await cheapPerson("admin"), "refresh")],
  ["of an ended generation", async () => tokenOf(await cheapPerson("admin"), "access", 2)],
])("a token %s is invalid, in MyID's words", async (_, tokenFor) => {
  const answer = await ask(SESSIONS, { token: await tokenFor(), body: {} });
  expect([answer.status, answer.json]).toEqual([401, INVALID]);
});

test.each(["", "Basic dTpw", "Bearer", "bearer", "Token x"])("the header %j is no token", async (header) => {
  const answer = await ask(SESSIONS, { body: {}, headers: header ? { Authorization: header } : {} });
  expect([answer.status, answer.json]).toEqual([401, INVALID]);
});

test.each(["operator", "agent", "bot", "customer"] as const)("a user of role %s may not", async (role) => {
  expect((await ask(SESSIONS, { token: await tokenOf(await cheapPerson(role)), body: {} })).status).toBe(403);
});

describe("MyID's own tokens", () => {
  test("open nothing else of this service, public reads neither", async () => {
    const { appToken, serverToken } = await newPair();
    for (const token of [appToken, serverToken])
      for (const path of ["/api/v1/nomenklatura/", "/api/v1/users/me/", "/api/v1/myid-client/"])
        expect((await ask(path, { token })).status).toBe(401);
  });

  test("of a session open no other session", async () => {
    const { appToken, serverToken } = await newPair();
    for (const token of [appToken, serverToken]) {
      const { access_token } = (await ask(SESSIONS, { token, body: {} })).json;
      expect((await ask(SESSIONS, { token: access_token, body: {} })).status).toBe(403);
    }
  });
});
