/** What becomes of a token: refreshed as often as one likes, verified, signed out. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { AccessToken, Nothing } from "../../src/identity/tokens.schema.ts";
import { tokenOf } from "../support/app.ts";
import { ask, logged } from "../workers/door.ts";
import { cheapPerson, claimsOf, forge } from "./people.ts";

const BLACKLISTED = { detail: "Token is blacklisted", code: "token_not_valid" };
const WRONG_TYPE = { detail: "Token has wrong type", code: "token_not_valid" };
const INVALID = { detail: "Token is invalid or expired", code: "token_not_valid" };

const refresh = (token: unknown) => ask("/api/token/refresh/", { body: { refresh: token } });
const verify = (token: unknown) => ask("/api/token/verify/", { body: { token } });
const signOut = (token: unknown) => ask("/api/token/blacklist/", { body: { refresh: token } });

describe("a refresh token", () => {
  test("gives a new access token each time and stays good itself", async () => {
    const who = await cheapPerson("bot");
    const token = await tokenOf(who, "refresh");
    const access = new Set<string>();
    for (let n = 0; n < 3; n++) {
      const answer = await refresh(token);
      expect(answer.status).toBe(200);
      access.add(AccessToken.parse(answer.json).access);
    }
    expect(access.size).toBe(3);
    for (const one of access) expect((await ask("/api/v1/users/me/", { token: one })).json.id).toBe(who.id);
  });
  test("costs one round trip to refresh, and one to verify", async () => {
    const token = await tokenOf(await cheapPerson("agent"), "refresh");
    const { lines } = await logged(async () => {
      await refresh(token);
      await verify(token);
    });
    for (const line of lines)
      expect(line).toMatchObject({ trips: 1, queries: 2, rows_read: 1, rows_written: 0 });
  });
  test("that was signed out is refused at refresh and verify, and the user's other one is not", async () => {
    const who = await cheapPerson("agent");
    const [one, other] = [await tokenOf(who, "refresh"), await tokenOf(who, "refresh")];
    const out = await signOut(one);
    expect([out.status, Nothing.parse(out.json)]).toEqual([200, {}]);
    for (const answer of [await refresh(one), await verify(one)]) {
      expect([answer.status, answer.json]).toEqual([401, BLACKLISTED]);
      expect(answer.headers.get("WWW-Authenticate")).toBe('Bearer realm="api"');
    }
    expect((await refresh(other)).status).toBe(200);
    expect((await signOut(one)).status).toBe(200);
    const { results } = await env.DB.prepare("SELECT expires_at FROM token_blacklist").all<{
      expires_at: number;
    }>();
    expect(results).toHaveLength(1);
    expect(results[0]?.expires_at).toBeGreaterThan(Date.now() / 1000 + 600_000);
  });
  test("of a user who is gone or inactive is not good", async () => {
    const inactive = await cheapPerson("agent", { is_active: 0 });
    for (const token of [
      await tokenOf(inactive, "refresh"),
      forge({ payload: claimsOf(inactive, { token_type: "refresh", user_id: 999_999 }) }),
    ])
      for (const answer of [await refresh(token), await verify(token)])
        expect([answer.status, answer.json]).toEqual([401, INVALID]);
  });
});

test.each<[string, (token: unknown) => ReturnType<typeof ask>, "access" | "refresh", number, unknown]>([
  ["verify takes an access token", verify, "access", 200, {}],
  ["verify takes a refresh token", verify, "refresh", 200, {}],
  ["refresh takes no access token", refresh, "access", 401, WRONG_TYPE],
  ["sign-out takes no access token", signOut, "access", 401, WRONG_TYPE],
])("%s", async (_, work, kind, status, body) => {
  const answer = await work(await tokenOf(await cheapPerson("agent"), kind));
  expect([answer.status, answer.json]).toEqual([status, body]);
});

test("a customer's token is verified by nobody here", async () => {
  const who = await cheapPerson("customer");
  const answer = await verify(forge({ payload: claimsOf(who, { token_type: "customer" }) }));
  expect([answer.status, answer.json]).toEqual([401, WRONG_TYPE]);
});

describe.each([
  ["/api/token/refresh/", "refresh"],
  ["/api/token/verify/", "token"],
  ["/api/token/blacklist/", "refresh"],
])("%s", (path, field) => {
  test.each<[unknown, number, unknown]>([
    [{}, 400, { [field]: ["This field is required."] }],
    [{ [field]: null }, 400, { [field]: ["This field may not be null."] }],
    [{ [field]: " " }, 400, { [field]: ["This field may not be blank."] }],
    [{ [field]: {} }, 400, { [field]: ["Not a valid string."] }],
    [{ [field]: "rubbish" }, 401, INVALID],
    [{ [field]: 5 }, 401, INVALID],
  ])("answers %j with %d", async (body, status, expected) => {
    const answer = await ask(path, { body });
    expect([answer.status, answer.json]).toEqual([status, expected]);
  });
  test("is for POST alone, and says so to anybody", async () => {
    const answer = await ask(path, { method: "GET", headers: { Authorization: "Bearer rubbish" } });
    expect([answer.status, answer.headers.get("Allow")]).toEqual([405, "POST, OPTIONS"]);
    expect(answer.json).toEqual({ detail: 'Method "GET" not allowed.' });
  });
});
