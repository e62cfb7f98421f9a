/** One line for each request, with what an operator looks for and nothing about anybody. */
import { describe, expect, test } from "vitest";
import { cheapPerson } from "../identity/people.ts";
import { PASSWORD, tokenOf } from "../support/app.ts";
import { type Asked, ask, brokenDatabase, freshAddress, type Line, logged } from "../workers/door.ts";

const any = (type: unknown): unknown => expect.any(type) as unknown;
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern) as unknown;

/** Every field of a request's line, with what it is where nothing happened. */
const lineWith = (own: Line) => ({
  time: matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  level: "info",
  door: "http",
  request_id: matching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  method: "GET",
  user_id: null,
  trips: 0,
  queries: 0,
  rows_read: 0,
  rows_written: 0,
  ms: any(Number),
  ...own,
});

describe("the line of a request", () => {
  test("names its id, its trace, its route by pattern, its cost and its user", async () => {
    const admin = await cheapPerson("admin");
    const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    const asked = { token: await tokenOf(admin), headers: { traceparent } };
    const { value, lines } = await logged(() => ask(`/api/v1/users/${admin.id}/?x=y`, asked));
    expect(lines).toEqual([
      lineWith({
        traceparent,
        route: "/api/v1/users/:id/",
        status: 200,
        user_id: admin.id,
        trips: 1,
        queries: 2,
        rows_read: 2,
      }),
    ]);
    expect(value.headers.get("X-Request-Id")).toBe(lines[0]?.["request_id"]);
  });
  test.each<[string, string, Asked, Line]>([
    ["an unknown path", "/api/v1/nobody-knows/", {}, { route: null, status: 404 }],
    ["no credentials", "/api/v1/users/", {}, { route: "/api/v1/users/", status: 401 }],
    ["a wrong token", "/api/v1/users/5/", { token: "x.y.z" }, { route: "/api/v1/users/:id/", status: 401 }],
    [
      "a wrong method",
      "/api/token/",
      { method: "PUT" },
      { route: "/api/token/", method: "PUT", status: 405 },
    ],
    ["broken JSON", "/api/token/", { body: "{" }, { route: "/api/token/", method: "POST", status: 400 }],
    [
      "a preflight",
      "/api/v1/users/",
      { method: "OPTIONS", headers: { Origin: "https://a.uz" } },
      { route: "/api/v1/users/", method: "OPTIONS", status: 204 },
    ],
    [
      "HEAD",
      "/api/reports/health/",
      { method: "HEAD" },
      { route: "/api/reports/health/", method: "HEAD", status: 200 },
    ],
    [
      "a trace that is none",
      "/api/reports/health/",
      { headers: { traceparent: "tracker=aziza@b.uz" } },
      { route: "/api/reports/health/", status: 200 },
    ],
  ])("of %s is there too, whole", async (_, path, asked, own) => {
    const { lines } = await logged(() => ask(path, asked));
    expect(lines).toEqual([lineWith(own)]);
  });
  test("of a refused caller names the user only once he is known", async () => {
    const agent = await cheapPerson("agent");
    const { lines } = await logged(async () => ask("/api/v1/users/", { token: await tokenOf(agent) }));
    expect(lines).toEqual([expect.objectContaining({ status: 403, user_id: agent.id, trips: 1 })]);
    const ended = await logged(async () =>
      ask("/api/v1/users/", { token: await tokenOf(agent, "access", 2) }),
    );
    expect(ended.lines).toEqual([
      expect.objectContaining({ status: 401, user_id: null, reason: "token was ended" }),
    ]);
  });
});

test("nothing personal is in any line: no name, e-mail, password, token, address or search", async () => {
  const mark = "MARKED";
  const admin = await cheapPerson("admin", { username: `${mark}-admin` });
  const token = await tokenOf(admin);
  const address = "2001:db8:feed::77";
  const username = `${mark}-name`;
  const password = `${mark}-password`;
  const { text, lines, value } = await logged(async () => {
    const sent = { token, address };
    const body = {
      username,
      password,
      first_name: `${mark}-first`,
      last_name: `${mark}-last`,
      email: `${mark}@mail.uz`,
      agent_code: `${mark}-code`,
    };
    const { json } = await ask("/api/v1/users/", { ...sent, body });
    await ask("/api/v1/users/", { ...sent, body });
    await ask("/api/v1/users/", {
      ...sent,
      body: { ...body, email: `${mark}-no-mail`, role: `${mark}-role` },
    });
    await ask("/api/v1/users/", { ...sent, body: `{"username":"${mark}` });
    await ask(`/api/v1/users/?search=${mark}&role=${mark}&cursor=${mark}`, sent);
    await ask(`/api/v1/users/${mark}/`, sent);
    await ask(`/${mark}/?${mark}=1`, sent);
    await ask("/api/v1/users/me/", {
      ...sent,
      method: "PATCH",
      body: { password: `${mark}-new`, old_password: `${mark}-old` },
    });
    await ask("/api/token/", { address, body: { username, password } });
    for (let n = 0; n < 3; n++)
      await ask("/api/login/", {
        address,
        body: { username, password: `${mark}-wrong` },
        env: { SIGNIN_PER_USER: "1" },
      });
    const pair = await ask("/api/token/", { address: freshAddress(), body: { username, password } });
    await ask("/api/token/refresh/", { address, body: { refresh: pair.json.refresh } });
    await ask("/api/token/verify/", { address, body: { token: `${mark}.${mark}.${mark}` } });
    await ask("/api/token/blacklist/", { address, body: { refresh: pair.json.refresh } });
    await ask("/api/v1/users/me/", {
      address,
      headers: { Authorization: `Bearer ${mark}`, "User-Agent": mark, "X-Request-Id": mark },
    });
    await ask(`/api/v1/users/${json.id}/`, { ...sent, method: "DELETE" });
    return pair.json;
  });
  expect(lines.length).toBeGreaterThan(17);
  expect(new Set(lines.map(({ status }) => status))).toEqual(new Set([200, 201, 204, 400, 401, 404, 429]));
  const secrets = [
    mark,
    mark.toLowerCase(),
    address,
    PASSWORD,
    token,
    value.access,
    value.refresh,
    "$scrypt",
  ];
  for (const secret of secrets.filter(Boolean)) expect(text).not.toContain(secret);
});

describe("an error that nobody expected", () => {
  const failing = async (asked: Asked = {}) => {
    const token = await tokenOf(await cheapPerson("admin"));
    return logged(() =>
      ask("/api/v1/users/?search=aziza", {
        token,
        env: brokenDatabase('near "secret_table": syntax error'),
        ...asked,
      }),
    );
  };
  test("is 500 in general words with a request id, and its text is in the log alone", async () => {
    const { value, lines } = await failing();
    expect([value.status, value.json]).toEqual([500, { detail: "Internal server error" }]);
    expect(value.headers.get("X-Request-Id")).toBe(lines[0]?.["request_id"]);
    expect([...value.headers].join()).not.toContain("secret_table");
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      level: "error",
      status: 500,
      error: matching(/secret_table.*\n {4}at /s),
    });
    expect(value.headers.get("Server-Timing")).toBeNull();
  });
  test("is told in the caller's language, and not at all to HEAD", async () => {
    const headers = { "Accept-Language": "uz" };
    expect((await failing({ headers })).value.json).toEqual({ detail: "Serverda ichki xato" });
    const { value } = await failing({ method: "HEAD" });
    expect([value.status, value.text]).toEqual([500, ""]);
  });
  test("in a sign-in tells nothing about who tried", async () => {
    const body = { username: "MARKED-name", password: "MARKED-password" };
    const { value, text } = await logged(() => ask("/api/token/", { body, env: brokenDatabase() }));
    expect([value.status, value.json]).toEqual([500, { detail: "Internal server error" }]);
    expect(text).not.toContain("MARKED");
  });
});

describe("what the database did", () => {
  test.each([
    ["admin", true],
    ["operator", true],
    ["agent", false],
    ["bot", false],
  ] as const)("is told to %s: %j", async (role, told) => {
    const token = await tokenOf(await cheapPerson(role));
    const own = await ask("/api/v1/users/me/", { token });
    const pattern = /^db;desc="trips=1 queries=1 rows_read=1 rows_written=0";dur=\d+$/;
    if (told) expect(own.headers.get("Server-Timing")).toMatch(pattern);
    else expect(own.headers.has("Server-Timing")).toBe(false);
    expect((await ask("/api/reports/health/", { token })).headers.has("Server-Timing")).toBe(told);
  });
  test("is nobody else's business", async () => {
    expect((await ask("/api/reports/health/")).headers.has("Server-Timing")).toBe(false);
    const { username } = await cheapPerson("admin");
    const pair = await ask("/api/token/", { body: { username, password: PASSWORD } });
    expect([pair.status, pair.headers.has("Server-Timing")]).toEqual([200, false]);
  });
});
