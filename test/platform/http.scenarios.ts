/** The HTTPS door itself: caching, origins, the rate limit, hostile bodies, and a configuration that is not one. */
import { describe, expect, test } from "vitest";
import { cheapPerson, claimsOf, forge } from "../identity/people.ts";
import { tokenOf } from "../support/app.ts";
import { type Asked, ask, freshAddress, logged, PRODUCTION } from "../workers/door.ts";
import { abyss } from "./said.ts";

describe("a public read", () => {
  const PATH = "/api/v1/";
  test("has a weak ETag, and is 304 for whoever has it, in any of its forms", async () => {
    const first = await ask(PATH);
    const etag = first.headers.get("ETag") ?? "";
    expect(etag).toMatch(/^W\/"[^"]+"$/);
    expect(first.headers.get("Cache-Control")).toBe("no-cache");
    expect((await ask(PATH)).headers.get("ETag")).toBe(etag);
    for (const header of [etag, etag.slice(2), ` ${etag} `, `"x", ${etag}`, "*"]) {
      const again = await ask(PATH, { headers: { "If-None-Match": header } });
      expect([header, again.status, again.text]).toEqual([header, 304, ""]);
      expect(again.headers.get("ETag")).toBe(etag);
    }
    for (const header of ['W/"other"', "", "x", etag.slice(0, -2)])
      expect((await ask(PATH, { headers: { "If-None-Match": header } })).status).toBe(200);
    const head = await ask(PATH, { method: "HEAD" });
    expect([head.status, head.text, head.headers.get("ETag")]).toEqual([200, "", etag]);
  });
  test("is refused before it is found unchanged", async () => {
    const headers = { "If-None-Match": "*" };
    expect((await ask(PATH, { headers, token: "rubbish" })).status).toBe(401);
    const own = await ask("/api/v1/users/me/", { headers, token: await tokenOf(await cheapPerson("agent")) });
    expect([own.status, own.headers.has("ETag")]).toEqual([200, false]);
  });
  test("varies by who asks and in which language, and is never framed, sniffed or sent on", async () => {
    for (const path of [PATH, "/nowhere/", "/api/v1/users/me/"]) {
      const { headers } = await ask(path);
      expect(headers.get("Vary")).toContain("Authorization, Accept-Language");
      expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
      expect(headers.get("X-Frame-Options")).toBe("DENY");
      expect(headers.get("Content-Security-Policy")).toContain("default-src 'none'");
      expect(headers.get("X-Request-Id")).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});

describe("origins", () => {
  const from = async (Origin: string, origins?: string, method = "GET") => {
    const asked: Asked = { method, headers: { Origin } };
    if (origins !== undefined) asked.env = { CORS_ORIGINS: origins };
    const { headers } = await ask("/api/reports/health/", asked);
    return headers.get("Access-Control-Allow-Origin");
  };
  test("are any where nothing is said, and never with credentials", async () => {
    expect(await from("https://anyone.uz")).toBe("*");
    const { headers } = await ask("/api/reports/health/", { headers: { Origin: "https://anyone.uz" } });
    expect(headers.has("Access-Control-Allow-Credentials")).toBe(false);
  });
  test("are those of the configuration alone, compared whole", async () => {
    const origins = "https://a.uz, https://b.uz";
    for (const method of ["GET", "OPTIONS"]) {
      expect(await from("https://b.uz", origins, method)).toBe("https://b.uz");
      for (const origin of [
        "https://b.uz.evil.example",
        "http://b.uz",
        "https://sub.b.uz",
        "null",
        "https://B.uz",
      ])
        expect(await from(origin, origins, method)).toBeNull();
    }
    const { headers } = await ask("/api/reports/health/", { env: { CORS_ORIGINS: origins } });
    expect(headers.get("Vary")).toContain("Origin");
  });
});

describe("the rate limit", () => {
  const statuses = async (count: number, asked: Asked) => {
    const answers = await Promise.all(
      Array.from({ length: count }, () => ask("/api/reports/health/", asked)),
    );
    return answers.filter(({ status }) => status === 200).length;
  };
  /** Done again where the clock's minute ended in the middle: the binding may count by it. */
  async function inOneMinute<T>(work: () => Promise<T>): Promise<T> {
    const minute = () => Math.floor(Date.now() / 60_000);
    const begun = minute();
    const done = await work();
    return minute() === begun ? done : work();
  }
  test("lets an address through 120 times a minute, and says when to come back", async () => {
    const { passed, refused, told } = await inOneMinute(async () => {
      const address = freshAddress();
      return {
        passed: await statuses(130, { address }),
        refused: await ask("/api/reports/health/", { address, method: "HEAD" }),
        told: await ask("/api/v1/core/health/status/", { address }),
      };
    });
    expect(passed).toBe(120);
    expect([refused.status, refused.headers.get("Retry-After")]).toEqual([429, "60"]);
    expect(told.json).toEqual({ detail: "Request was throttled. Expected available in 60 seconds." });
    expect(await statuses(5, { address: freshAddress() })).toBe(5);
  });
  test("is a user's own, wherever he calls from, and his token has to be right first", async () => {
    const who = await cheapPerson("bot");
    const token = await tokenOf(who);
    const address = freshAddress();
    for (let n = 0; n < 125; n++) await ask("/api/reports/health/", { address });
    expect(await statuses(5, { address, token })).toBe(5);
    const forged = forge({ payload: claimsOf(who), secret: "f".repeat(32) });
    expect((await ask("/api/reports/health/", { address, token: forged })).status).toBe(401);
  });
  test("comes after 403 and before 405 and 413", async () => {
    const limits = { THROTTLE_USER: { limit: () => Promise.resolve({ success: false }) } };
    const asked = async (role: "admin" | "agent"): Promise<Asked> => ({
      env: limits,
      token: await tokenOf(await cheapPerson(role)),
    });
    expect((await ask("/api/v1/users/", await asked("agent"))).status).toBe(403);
    expect((await ask("/api/v1/users/", await asked("admin"))).status).toBe(429);
    expect((await ask("/api/v1/users/", { ...(await asked("admin")), method: "PUT" })).status).toBe(429);
    const large = { method: "POST", headers: { "Content-Length": "99999999" } };
    expect((await ask("/api/v1/users/", { ...(await asked("admin")), ...large })).status).toBe(429);
  });
});

describe("a hostile body", () => {
  test.each<[string, number, string]>([
    ["100,000 lists in each other", 400, abyss()],
    ["100,000 lists in a field", 400, `{"username":"u","password":"12345678","role":${abyss()}}`],
    ["100,000 lists beside a number of 20 digits", 400, `{"role":${abyss()},"x":12345678901234567890}`],
    ["100,000 objects in each other", 400, `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`],
    ["a prototype's name for every key", 400, '{"__proto__":{"username":"x"},"constructor":5,"toString":6}'],
    ["a million characters", 400, `{"username":"${"a".repeat(1_000_000)}","password":"12345678"}`],
    ["more than a mebibyte", 413, `{"username":"${"a".repeat(1_048_577)}"}`],
  ])("of %s is answered with %d", async (_, status, body) => {
    const token = await tokenOf(await cheapPerson("admin"));
    const { value, lines } = await logged(() => ask("/api/v1/users/", { token, body }));
    expect([value.status, lines[0]?.["level"]]).toEqual([status, "info"]);
    expect(value.text.length).toBeLessThan(2000);
  });
});

describe("in production", () => {
  const production = (secret: unknown, more: Record<string, unknown> = {}) => ({
    env: { ...PRODUCTION, JWT_SECRET: secret, ...more },
  });
  test.each<[string, unknown, Record<string, unknown>?]>([
    ["a known secret", "change-me-change-me-change-me-change-me"],
    ["a short secret", "kX7pQ2vN9wR4tY8uB3mZ"],
    ["no secret", undefined],
    [
      "a known previous secret",
      "kX7pQ2vN9wR4tY8uB3mZ6cF1hJ5gD0aL",
      { JWT_SECRET_PREVIOUS: "this-is-a-test-secret-of-forty-characters" },
    ],
    ["an unknown environment", "kX7pQ2vN9wR4tY8uB3mZ6cF1hJ5gD0aL", { ENVIRONMENT: "prod" }],
  ])("%s makes every request 500, with the cause in the log alone", async (_, secret, more) => {
    for (const [path, asked] of [
      ["/api/reports/health/", {}],
      ["/nowhere/", {}],
      ["/api/token/", { body: { username: "a", password: "b" } }],
      ["/api/v1/", { method: "OPTIONS", headers: { Origin: "https://a.uz" } }],
    ] as const) {
      const { value, lines } = await logged(() => ask(path, { ...asked, ...production(secret, more) }));
      expect([path, value.status, value.json]).toEqual([path, 500, { detail: "Internal server error" }]);
      expect(lines[0]?.["error"]).toMatch(/JWT_SECRET|ENVIRONMENT/);
      if (typeof secret === "string") expect(lines[0]?.["error"]).not.toContain(secret);
    }
  });
  test("a random secret serves", async () => {
    expect((await ask("/api/reports/health/", production("kX7pQ2vN9wR4tY8uB3mZ6cF1hJ5gD0aL"))).status).toBe(
      200,
    );
  });
});
