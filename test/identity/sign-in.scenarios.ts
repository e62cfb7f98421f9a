/** Signing in: who gets tokens, what everybody else is told, and what a token says. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { LoginPair, TokenPair } from "../../src/identity/tokens.schema.ts";
import { PASSWORD, type Person } from "../support/app.ts";
import { type Asked, ask, freshAddress, logged, PRODUCTION } from "../workers/door.ts";
import { cheapPerson, rowOf } from "./people.ts";

const BEARER = 'Bearer realm="api"';
const NO_ACCOUNT = { detail: "No active account found with the given credentials" };
const INVALID = { detail: "Invalid credentials" };
const BOTH = { detail: "Both username and password are required" };
const REQUIRED = ["This field is required."];
const BLANK = ["This field may not be blank."];
const NULL = ["This field may not be null."];
const STRING = ["Not a valid string."];
const LONG = ["Ensure this field has no more than 150 characters."];

interface Cast {
  agent: Person;
  customer: Person;
  inactive: Person;
  demo: Person;
}

async function cast(): Promise<Cast> {
  const [agent, customer, inactive, demo] = await Promise.all([
    cheapPerson("agent"),
    cheapPerson("customer"),
    cheapPerson("agent", { is_active: 0 }),
    cheapPerson("agent", { is_demo: 1 }),
  ]);
  return { agent, customer, inactive, demo };
}

const signIn = (path: string, body: unknown, asked: Asked = {}) =>
  ask(path, { method: "POST", body, address: freshAddress(), ...asked });

type Row = [
  title: string,
  body: (cast: Cast) => unknown,
  status: number,
  token: unknown,
  login?: unknown,
  asked?: Asked,
];
const as =
  (who: keyof Cast, password = PASSWORD) =>
  (people: Cast) => ({ username: people[who].username, password });

const table: Row[] = [
  ["the right password", as("agent"), 200, undefined],
  ["the right password in a form", (people) => new URLSearchParams(as("agent")(people)), 200, undefined],
  [
    "a name with space around it",
    ({ agent }) => ({ username: ` ${agent.username}\n`, password: PASSWORD }),
    200,
    undefined,
  ],
  [
    "keys that nobody asked for",
    (people) => ({ ...as("agent")(people), role: "admin", is_admin: true }),
    200,
    undefined,
  ],
  ["a demo user locally", as("demo"), 200, undefined],
  ["a demo user in production", as("demo"), 401, NO_ACCOUNT, INVALID, { env: PRODUCTION }],
  ["another user in production", as("agent"), 200, undefined, undefined, { env: PRODUCTION }],
  ["a wrong password", as("agent", "x"), 401, NO_ACCOUNT, INVALID],
  ["the password in capitals", as("agent", PASSWORD.toUpperCase()), 401, NO_ACCOUNT, INVALID],
  ["an unknown user", () => ({ username: "nobody", password: PASSWORD }), 401, NO_ACCOUNT, INVALID],
  [
    "the name in capitals",
    ({ agent }) => ({ username: agent.username.toUpperCase(), password: PASSWORD }),
    401,
    NO_ACCOUNT,
    INVALID,
  ],
  ["an inactive user", as("inactive"), 401, NO_ACCOUNT, INVALID],
  ["a customer", as("customer"), 401, NO_ACCOUNT, INVALID],
  [
    "a quotation mark",
    () => ({ username: "' OR 1=1 --", password: "' OR 1=1 --" }),
    401,
    NO_ACCOUNT,
    INVALID,
  ],
  [
    "nothing",
    () => ({}),
    400,
    { username: REQUIRED, password: REQUIRED },
    { username: REQUIRED, password: REQUIRED },
  ],
  [
    "no password",
    ({ agent }) => ({ username: agent.username }),
    400,
    { password: REQUIRED },
    { password: REQUIRED },
  ],
  [
    "null",
    () => ({ username: null, password: null }),
    400,
    { username: NULL, password: NULL },
    { username: NULL, password: NULL },
  ],
  [
    "no texts",
    () => ({ username: {}, password: [] }),
    400,
    { username: STRING, password: STRING },
    { username: STRING, password: STRING },
  ],
  [
    "a long name",
    () => ({ username: "u".repeat(151), password: "x" }),
    400,
    { username: LONG },
    { username: LONG },
  ],
  [
    "a NUL",
    () => ({ username: "a\u0000b", password: "\u0000" }),
    400,
    expect.objectContaining({ password: ["Null characters are not allowed."] }),
    expect.objectContaining({ username: ["Null characters are not allowed."] }),
  ],
  [
    "a list",
    () => [],
    400,
    { non_field_errors: ["Invalid data. Expected a dictionary, but got list."] },
    { non_field_errors: ["Invalid data. Expected a dictionary, but got list."] },
  ],
];

describe.each(table)("signing in with %s", (_, bodyOf, status, atToken, atLogin, asked) => {
  test("at /api/token/", async () => {
    const answer = await signIn("/api/token/", bodyOf(await cast()), asked);
    expect(answer.status).toBe(status);
    if (status !== 200) return expect(answer.json).toEqual(atToken);
    expect(Object.keys(TokenPair.parse(answer.json))).toEqual(["refresh", "access"]);
    expect(answer.headers.get("Cache-Control")).toBe("private, no-store");
  });
  test("at /api/login/", async () => {
    const answer = await signIn("/api/login/", bodyOf(await cast()), asked);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("WWW-Authenticate")).toBe(status === 401 ? BEARER : null);
    if (status !== 200) return expect(answer.json).toEqual(atLogin);
    expect(Object.keys(LoginPair.parse(answer.json))).toEqual(["access", "refresh"]);
  });
});

test.each([
  [{ username: "", password: "" }],
  [{ username: "someone", password: "" }],
  [{ username: "  ", password: "x" }],
])("the bot's door answers %j with 401, the other one with 400", async (body) => {
  const bot = await signIn("/api/login/", body);
  expect([bot.status, bot.json]).toEqual([401, BOTH]);
  const other = await signIn("/api/token/", body);
  expect(other.status).toBe(400);
  expect(Object.values(other.json)).toEqual(Object.values(other.json).map(() => BLANK));
});

describe("a sign-in", () => {
  test("reads no Authorization header, however wrong it is", async () => {
    const { agent } = await cast();
    const body = { username: agent.username, password: PASSWORD };
    for (const Authorization of ["Bearer rubbish", "Bearer", "Bearer a b"])
      expect((await signIn("/api/token/", body, { headers: { Authorization } })).status).toBe(200);
  });
  test("is two round trips to the database, the first of which carries the user's row", async () => {
    const { agent } = await cast();
    const body = { username: agent.username, password: PASSWORD };
    const { lines } = await logged(() => signIn("/api/token/", body));
    expect(lines).toEqual([expect.objectContaining({ route: "/api/token/", status: 200, trips: 2 })]);
    expect(Number(lines[0]?.["rows_read"])).toBeLessThan(40);
    const wrong = await logged(() => signIn("/api/token/", { ...body, password: "x" }));
    expect(wrong.lines).toEqual([expect.objectContaining({ status: 401, trips: 1, level: "info" })]);
  });
  test("keeps the time of it, and a hash with old parameters is made anew", async () => {
    const { agent } = await cast();
    const before = await rowOf(agent);
    await signIn("/api/token/", { username: agent.username, password: PASSWORD });
    const after = await rowOf(agent);
    expect(before.last_login).toBeNull();
    expect(Math.abs(Number(after.last_login) / 1000 - Date.now())).toBeLessThan(60_000);
    expect(after.password).toMatch(/^\$scrypt\$ln=14,r=8,p=5\$/);
    expect(after.token_gen).toBe(before.token_gen);
    expect((await signIn("/api/token/", { username: agent.username, password: PASSWORD })).status).toBe(200);
    expect((await rowOf(agent)).password).toBe(after.password);
  });
  test("that fails leaves nothing behind on the user's row", async () => {
    const { agent } = await cast();
    const before = await rowOf(agent);
    await signIn("/api/token/", { username: agent.username, password: "wrong" });
    expect(await rowOf(agent)).toEqual(before);
  });
  test("is answered in the caller's language", async () => {
    const headers = { "Accept-Language": "ru-RU,ru;q=0.9" };
    const answer = await signIn("/api/token/", { username: "nobody", password: "x" }, { headers });
    expect(answer.json.detail).toBe("Не найдено активной учетной записи с указанными данными");
  });
  test("with a malformed stored hash is a wrong password, not our fault", async () => {
    const agent = await cheapPerson("agent", { password: "$scrypt$ln=14,r=8,p=5$AAAA$A" });
    expect((await signIn("/api/token/", { username: agent.username, password: "x" })).status).toBe(401);
  });
});

const part = (token: string, index: number): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split(".")[index] ?? "", "base64url").toString());

test("a token has exactly the contract's header and claims", async () => {
  const { agent } = await cast();
  const now = Math.floor(Date.now() / 1000);
  const { json } = await signIn("/api/token/", { username: agent.username, password: PASSWORD });
  for (const [kind, seconds] of [
    ["access", 3600],
    ["refresh", 604_800],
  ] as const) {
    expect(part(json[kind], 0)).toEqual({ alg: "HS256", typ: "JWT" });
    const claims = part(json[kind], 1);
    expect(claims).toEqual({
      token_type: kind,
      exp: Number(claims["iat"]) + seconds,
      iat: expect.any(Number) as unknown,
      jti: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
      user_id: agent.id,
      gen: 1,
    });
    expect(Number(claims["iat"]) - now).toBeLessThan(60);
  }
  expect(part(json.access, 1)["jti"]).not.toBe(part(json.refresh, 1)["jti"]);
});

test("no name and no address is stored with the tries", async () => {
  const { agent } = await cast();
  await signIn("/api/token/", { username: agent.username, password: "x" }, { address: "198.51.100.77" });
  const { results } = await env.DB.prepare("SELECT * FROM signin_windows").all();
  expect(results.length).toBeGreaterThan(2);
  const stored = JSON.stringify(results);
  for (const mark of [agent.username, "198.51.100.77"]) expect(stored).not.toContain(mark);
});
