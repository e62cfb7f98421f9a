/** Tokens that are good, that were good once, and that are good for something else. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { PASSWORD, type Person, tokenOf } from "../support/app.ts";
import { ask, logged, PRODUCTION } from "../workers/door.ts";
import { cheapPerson, claimsOf, forge, SECRET, tokenRefusal } from "./people.ts";

const INVALID = tokenRefusal("Token is invalid or expired");
const NOBODY = { detail: "Authentication credentials were not provided." };
const INACTIVE = { detail: "User is inactive", code: "user_inactive" };
const now = () => Math.floor(Date.now() / 1000);

describe("the signature's secret", () => {
  const old = "old-0123456789-0123456789-0123456789";
  const by = (secret: string) => (who: Person) => forge({ payload: claimsOf(who), secret });
  test("may be the previous one while it is named, and no older one", async () => {
    const who = await cheapPerson("agent");
    const asked = { env: { JWT_SECRET_PREVIOUS: old } };
    expect((await ask("/api/v1/users/me/", { ...asked, token: by(old)(who) })).status).toBe(200);
    expect((await ask("/api/v1/users/me/", { ...asked, token: by(SECRET())(who) })).status).toBe(200);
    const older = await ask("/api/v1/users/me/", { ...asked, token: by(`${old}-older`)(who) });
    expect([older.status, older.json]).toEqual([401, INVALID]);
    expect((await ask("/api/v1/users/me/", { token: by(old)(who) })).status).toBe(401);
  });
  test("in its previous form makes no wrong token right", async () => {
    const who = await cheapPerson("agent");
    for (const changes of [{ exp: now() - 1 }, { gen: 2 }, { token_type: "refresh" }]) {
      const token = forge({ payload: claimsOf(who, changes), secret: old });
      expect((await ask("/api/v1/users/me/", { token, env: { JWT_SECRET_PREVIOUS: old } })).status).toBe(401);
    }
  });
});

describe("a token that was good", () => {
  const change = async (who: Person, body: Record<string, unknown>, method = "PATCH") => {
    const admin = await cheapPerson("admin");
    const answer = await ask(`/api/v1/users/${who.id}/`, { method, body, token: await tokenOf(admin) });
    expect(answer.status).toBeOneOf([200, 204]);
  };
  test.each<[string, Record<string, unknown>, unknown]>([
    ["a new password", { password: "another password" }, INVALID],
    ["the same password set again", { password: PASSWORD }, INVALID],
    ["another role", { role: "operator" }, INVALID],
    ["deactivation", { is_active: false }, INACTIVE],
  ])("is ended by %s, the refresh token too", async (_, body, expected) => {
    const who = await cheapPerson("agent");
    const [access, refresh] = [await tokenOf(who), await tokenOf(who, "refresh")];
    expect((await ask("/api/v1/users/me/", { token: access })).status).toBe(200);
    await change(who, body);
    const answer = await ask("/api/v1/users/me/", { token: access });
    expect([answer.status, answer.json]).toEqual([401, expected]);
    for (const token of [access, refresh])
      expect((await ask("/api/token/verify/", { body: { token } })).status).toBe(401);
    expect((await ask("/api/token/refresh/", { body: { refresh } })).json).toEqual({
      detail: "Token is invalid or expired",
      code: "token_not_valid",
    });
  });
  test("stays ended when its user is active again", async () => {
    const who = await cheapPerson("agent");
    const token = await tokenOf(who);
    await change(who, { is_active: false });
    await change(who, { is_active: true });
    expect((await ask("/api/v1/users/me/", { token })).json).toEqual(INVALID);
  });
  test("outlives what changes nothing about the account", async () => {
    const who = await cheapPerson("agent");
    const token = await tokenOf(who);
    await change(who, { role: "agent", is_active: true, first_name: "Aziza", agent_code: "A-1" });
    expect((await ask("/api/v1/users/me/", { token })).json).toMatchObject({ first_name: "Aziza" });
  });
  test("of a demo user is nobody's in production, whoever signed it", async () => {
    const who = await cheapPerson("admin", { is_demo: 1 });
    const secret = PRODUCTION.JWT_SECRET;
    const production = { env: PRODUCTION };
    for (const [path, status] of [
      ["/api/v1/users/me/", 401],
      ["/api/v1/users/", 401],
    ] as const)
      expect(
        (await ask(path, { ...production, token: forge({ payload: claimsOf(who), secret }) })).status,
      ).toBe(status);
    const refresh = forge({ payload: claimsOf(who, { token_type: "refresh" }), secret });
    expect((await ask("/api/token/refresh/", { ...production, body: { refresh } })).status).toBe(401);
    expect((await ask("/api/v1/users/me/", { token: await tokenOf(who) })).status).toBe(200);
  });
  test("expires with its second", async () => {
    const who = await cheapPerson("agent");
    const token = forge({ payload: claimsOf(who, { exp: now() }) });
    expect((await ask("/api/v1/users/me/", { token })).json).toEqual(INVALID);
  });
});

describe("a customer's token", () => {
  test.each([
    "/api/v1/users/me/",
    "/api/v1/users/",
    "/api/reports/health/",
    "/api/v1/",
    "/api/v1/core/health/status/",
    "/api/v1/project/",
  ])("opens nothing outside /customer/: %s is 403", async (path) => {
    for (const who of [await cheapPerson("customer"), await cheapPerson("admin")]) {
      const answer = await ask(path, {
        token: forge({ payload: claimsOf(who, { token_type: "customer" }) }),
      });
      expect([answer.status, answer.json]).toEqual([
        403,
        { detail: "You do not have permission to perform this action." },
      ]);
    }
  });
  test("does not exist as an access token either", async () => {
    const who = await cheapPerson("customer");
    expect((await ask("/api/v1/users/me/", { token: await tokenOf(who) })).status).toBe(403);
  });
});

test("a header that names other keys is not followed: the good token in it stays good, and nothing goes out", async () => {
  const who = await cheapPerson("agent");
  for (const header of [
    { jku: "https://evil.example/jwks.json" },
    { x5u: "https://evil.example/c.pem" },
    { jwk: { kty: "oct", k: "AAAA" } },
    { kid: "x" },
  ])
    expect(
      (await ask("/api/v1/users/me/", { token: forge({ header, payload: claimsOf(who) }) })).status,
    ).toBe(200);
});

test("white space around a good token is none of its business", async () => {
  const token = await tokenOf(await cheapPerson("agent"));
  for (const value of [`Bearer ${token} `, `Bearer   ${token}`, `Bearer\t${token}`])
    expect((await ask("/api/v1/users/me/", { headers: { Authorization: value } })).status).toBe(200);
});

test.each(["Token abc", "bearer x", "BEARER x", "Basic YTpi", "abc", "Bearer,x", "JWT x"])(
  "another scheme (%s) is as no credentials",
  async (value) => {
    const headers = { Authorization: value };
    const own = await ask("/api/v1/users/me/", { headers });
    expect([own.status, own.json]).toEqual([401, NOBODY]);
    expect((await ask("/api/reports/health/", { headers })).status).toBe(200);
  },
);

test("no token, good or bad, gets into the log", async () => {
  const who = await cheapPerson("agent");
  const good = await tokenOf(who);
  const bad = forge({ payload: claimsOf(who), secret: "f".repeat(32) });
  const { text, lines } = await logged(async () => {
    for (const token of [good, bad]) {
      await ask("/api/v1/users/me/", { token });
      await ask("/api/token/verify/", { body: { token } });
    }
  });
  expect(lines).toHaveLength(4);
  for (const token of [good, bad])
    for (const part of token.split(".").slice(1)) expect(text).not.toContain(part);
  expect(text).not.toContain(String(env["JWT_SECRET"]));
});
