/** What is good on a developer's machine alone is refused in production, by name; unset, there is no MyID. */
import { env } from "cloudflare:workers";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { DEVELOPMENT_VARIABLES } from "../../scripts/lib/development-keys.ts";
import { newSigningKey } from "../../scripts/lib/signing-key.ts";
import { routes } from "../../workers/routes.ts";
import { cheapPerson } from "../identity/people.ts";
import { PASSWORD } from "../support/app.ts";
import { ask, logged, PRODUCTION } from "../workers/door.ts";

const KEY = newSigningKey();
/** Everything that a deployed service has. */
const GOOD = {
  ...PRODUCTION,
  MYID_MODE: "upstream",
  MYID_HOST: "https://myid.example",
  MYID_CLIENT_ID: "us",
  MYID_CLIENT_SECRET: "given",
  MYID_SIGNING_KEY: KEY,
};
const CUSTOMERS = { CUSTOMER_IDENTITY: "upstream", TOKEN_ENCRYPTION_KEY: randomBytes(32).toString("base64") };
const UNSET = { ...PRODUCTION, MYID_MODE: undefined, MYID_SIGNING_KEY: undefined };

const health = (variables: Record<string, unknown>) =>
  logged(() => ask("/api/reports/health/", { env: variables }));

test("a deployed service's own settings are good", async () => {
  expect((await health(GOOD)).value.status).toBe(200);
  expect((await ask("/.well-known/jwks.json", { env: GOOD })).json.keys).toHaveLength(1);
});

test.each<[string, Record<string, unknown>, string]>([
  ["the sandbox", { MYID_MODE: "sandbox" }, "MYID_MODE"],
  ["a stand-in's address", { MYID_HOST: "http://localhost:8001/myid" }, "MYID_HOST"],
  ["a stand-in's address by https", { MYID_HOST: "https://127.0.0.1/myid" }, "MYID_HOST"],
  ["an IPv6 loopback", { MYID_HOST: "https://[::1]/myid" }, "MYID_HOST"],
  ["plain http", { MYID_HOST: "http://myid.example" }, "MYID_HOST"],
  ["a local start's key", { MYID_SIGNING_KEY: `local:${KEY}` }, "MYID_SIGNING_KEY"],
  ["a local start's key before", { MYID_SIGNING_KEY_PREVIOUS: `local:${KEY}` }, "MYID_SIGNING_KEY_PREVIOUS"],
  ["a key that is none", { MYID_SIGNING_KEY: "c2VjcmV0" }, "MYID_SIGNING_KEY"],
  ["a damaged key", { MYID_SIGNING_KEY: KEY.slice(0, 800) }, "MYID_SIGNING_KEY"],
  ["no key", { MYID_SIGNING_KEY: undefined }, "MYID_SIGNING_KEY"],
  ["no host", { MYID_HOST: undefined }, "MYID_HOST"],
  ["no client", { MYID_CLIENT_ID: undefined }, "MYID_CLIENT_ID"],
  ["no secret", { MYID_CLIENT_SECRET: undefined }, "MYID_CLIENT_SECRET"],
  ["another mode", { MYID_MODE: "demo" }, "MYID_MODE"],
  ["the development keys of integrity tokens", DEVELOPMENT_VARIABLES, "INTEGRITY_DECRYPTION_KEY"],
  [
    "an identity server's stand-in",
    { ...CUSTOMERS, CUSTOMER_UPSTREAM_URL: "http://localhost:8001/identity/customer/token" },
    "CUSTOMER_UPSTREAM_URL",
  ],
  ["a known JWT secret", { JWT_SECRET: "development-0123456789abcdef01234567" }, "JWT_SECRET"],
])("in production %s makes every request 500, and the log names the variable", async (_, change, name) => {
  const { value, lines } = await health({ ...GOOD, ...change });
  expect([value.status, value.json]).toEqual([500, { detail: "Internal server error" }]);
  expect(lines[0]).toMatchObject({ level: "error", error: expect.stringContaining(name) });
  expect(String(lines[0]?.["error"])).not.toContain(KEY.slice(0, 40));
});

test("in production a demo user's token opens no session, though it is an administrator's", async () => {
  const { username } = await cheapPerson("admin", { is_demo: 1 });
  const local = await ask("/api/token/", { body: { username, password: PASSWORD } });
  const asked = { token: local.json.access, body: {} };
  expect((await ask("/api/v2/sdk/sessions", asked)).status).toBe(200);
  const production = { ...GOOD, JWT_SECRET: env["JWT_SECRET"], JWT_SECRET_PREVIOUS: undefined };
  const known = await ask("/api/v2/sdk/sessions", { ...asked, env: production });
  expect(known.status).toBe(500);
  const rotated = { ...GOOD, JWT_SECRET: PRODUCTION.JWT_SECRET };
  expect((await ask("/api/token/", { body: { username, password: PASSWORD }, env: rotated })).status).toBe(
    401,
  );
});

test("a key of 1024 bits is refused anywhere", async () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
  const small = privateKey.export({ type: "pkcs8", format: "der" }).toString("base64");
  expect((await health({ MYID_SIGNING_KEY: small })).value.status).toBe(500);
});

describe("without MyID", () => {
  const own = routes.filter(({ tag }) => tag === "MyID");

  test.each(own.map((route) => [`${route.method} ${route.path}`, route] as const))(
    "%s answers 503",
    async (_, { method, path }) => {
      const body = method === "GET" ? undefined : {};
      const answer = await ask(path.replace(/:\w+/g, "1"), { method, body, env: UNSET });
      expect([answer.status, answer.json]).toEqual([503, { detail: "MyID is not configured" }]);
    },
  );

  test("everything else is served", async () => {
    expect(own).toHaveLength(15);
    expect((await health(UNSET)).value.status).toBe(200);
  });
});

test("the sandbox's page is there for the sandbox alone", async () => {
  expect((await ask("/myid/sandbox/1", { env: { ...GOOD } })).status).toBe(404);
});
