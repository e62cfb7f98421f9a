/** POST /customer/token on our own users: the document's calls, every refusal in its order, and single use. */
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import { encrypted, mint, payloadOf, signed } from "../../scripts/lib/integrity-tokens.ts";
import * as passwords from "../../src/identity/passwords.ts";
import { PASSWORD, type Person, type Received, tokenOf } from "../support/app.ts";
import { ask, freshAddress, logged, PRODUCTION } from "../workers/door.ts";
import { askToken, DEVICE, ME, outcome, TOKEN, UNTRUSTED, WRONG } from "./customers.ts";
import { cheapPerson, claimsOf, forge, rowOf, tokenRefusal } from "./people.ts";

const hashes = () => vi.mocked(passwords.checkPassword).mock.calls.length;

afterEach(() => void vi.mocked(passwords.checkPassword).mockClear());

/** The document's example, with this service's address. */
const CURL = `
curl -X POST "https://karvon.test/customer/token" \\
  -H "Content-Type: application/x-www-form-urlencoded" \\
  -H "integrity-token: {YOUR_INTEGRITY_TOKEN}" \\
  -H "X-App-Source: PlayMarket" \\
  -H "App-Version-Code: 1.3.2-pm" \\
  -H "App-Version-Name: 1.3.2-pm" \\
  -H "Device-Id: 550e8400-e29b-41d4-a716-446655440000" \\
  -H "Device-Name: Xiaomi M2101K7AG" \\
  -H "Device-Manufacturer: Xiaomi" \\
  -H "Device-Model: M2101K7AG" \\
  -H "Android-OS: 34" \\
  -H "Accept-Language: uz" \\
  -H "User-Agent: okhttp/4.9.3" \\
  -d "username=MTT_LOGIN" \\
  -d "password=mtt-password"`;

async function curl(words: Record<string, string>): Promise<Received> {
  const filled = Object.entries(words).reduce((text, [from, to]) => text.replace(from, to), CURL);
  const headers = [...filled.matchAll(/-H "([^:]+): ([^"]*)"/g)].map(([, name, value]) => [name, value]);
  const body = [...filled.matchAll(/-d "([^"]*)"/g)].map(([, pair]) => pair).join("&");
  return ask(TOKEN, { method: "POST", headers: Object.fromEntries(headers), body });
}

describe("the document's call", () => {
  test("gets an access_token, which /customer/me/ takes and nothing else", async () => {
    const who = await cheapPerson("customer");
    const right = {
      MTT_LOGIN: who.username,
      "mtt-password": PASSWORD,
      "{YOUR_INTEGRITY_TOKEN}": await mint(),
    };
    const answer = await curl(right);
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.json)).toEqual(["access_token"]);
    const token = answer.json.access_token as string;
    const claims = JSON.parse(atob(token.split(".")[1] ?? ""));
    expect(claims).toMatchObject({ token_type: "customer", user_id: who.id, exp: claims.iat + 86_400 });
    expect((await rowOf(who)).last_login).toBeGreaterThan(0);

    const me = await ask(ME, { token });
    expect(outcome(me)).toEqual([
      200,
      { id: who.id, username: who.username, first_name: "", last_name: "", role: "customer" },
    ]);
    expect(Object.keys(me.json)).toEqual(["id", "username", "first_name", "last_name", "role"]);
    for (const path of ["/api/v1/users/me/", "/api/v1/client/", "/api/v1/project/"])
      expect([path, (await ask(path, { token })).status]).toEqual([path, 403]);
    expect((await ask("/api/token/verify/", { body: { token } })).status).toBe(401);
  });
  test("with wrong credentials is answered as the document says, in the language that it asks for", async () => {
    const words = { "{YOUR_INTEGRITY_TOKEN}": await mint() };
    const answer = await curl(words);
    expect([answer.status, answer.headers.get("WWW-Authenticate")]).toEqual([401, 'Bearer realm="api"']);
    expect(Object.keys(answer.json)).toEqual(["detail"]);
    expect(outcome(await curl({ ...words, "Accept-Language: uz": "Accept-Language: en" }))).toEqual([
      403,
      UNTRUSTED,
    ]);
  });
  test("of its Python example trims what was typed, and so do we", async () => {
    const who = await cheapPerson("agent");
    const body = new URLSearchParams({ username: `  ${who.username} `, password: `\t${PASSWORD}\n` });
    expect((await askToken({ body })).status).toBe(200);
  });
});

test("the language of a refusal is the app's", async () => {
  const words = await Promise.all(
    ["uz", "ru", "en", "fr"].map(async (language) => {
      const answer = await askToken({ headers: { "Accept-Language": language, "Device-Id": "1" } });
      return answer.json.detail;
    }),
  );
  expect(words).toEqual([
    "Device-Id sarlavhasi UUID bo‘lsin.",
    "Заголовок Device-Id должен быть UUID.",
    "Header Device-Id must be a UUID.",
    "Header Device-Id must be a UUID.",
  ]);
});

describe("whoever may not come in", () => {
  test("is told the same after the same work: unknown, inactive, wrong password, a demo user in production", async () => {
    const active = await cheapPerson("customer");
    const cast = [
      { who: { username: "nobody-at-all" } },
      { who: await cheapPerson("customer", { is_active: 0 }) },
      { who: await cheapPerson("customer", { password: "malformed" }) },
      { who: active, password: "wrong" },
      { who: { username: active.username.toUpperCase() } },
    ];
    for (const [index, call] of cast.entries()) {
      expect(outcome(await askToken(call))).toEqual([401, WRONG]);
      expect(hashes()).toBe(index + 1);
    }
  });
});

describe("the order of refusals", () => {
  const FAULTS = [
    ["415", { headers: { "Content-Type": "application/json" }, body: '{"username":"a","password":"b"}' }],
    ["400", { headers: { "Device-Id": "1" } }],
    ["426", { env: { CUSTOMER_MIN_APP_VERSION: "1.4" } }],
    ["429", { env: { SIGNIN_PER_ADDRESS: "1" } }],
    ["403", { headers: { "integrity-token": "rubbish" } }],
    ["401", { password: "wrong" }],
  ] as const;
  test.each(FAULTS.map(([status], index) => [status, index] as const))(
    "a call with every fault from %s on is told that one",
    async (status, index) => {
      const address = freshAddress();
      await askToken({ address, password: "wrong" });
      const faults = FAULTS.slice(index).map(([, call]) => call as Record<string, unknown>);
      const merged = (key: string) => Object.assign({}, ...faults.map((one) => one[key]));
      const [whole] = [Object.assign({}, ...faults)];
      const answer = await askToken({ ...whole, address, headers: merged("headers"), env: merged("env") });
      expect(answer.status, answer.text).toBe(Number(status));
    },
  );
  test("another content type is 415 whatever the body, and an empty form lacks its fields", async () => {
    for (const type of ["application/json", "multipart/form-data; boundary=x", "text/plain"])
      for (const body of ["", "username=a&password=b"])
        expect((await askToken({ headers: { "Content-Type": type }, body })).status).toBe(415);
    const form = { "Content-Type": "application/x-www-form-urlencoded; charset=utf-8" };
    for (const body of [
      "",
      "username=a",
      "password=b",
      "username=%20&password=b",
      "username=a&password=",
      "%%%",
    ]) {
      const answer = await askToken({ headers: form, body });
      expect([body, answer.status, Object.keys(answer.json)]).toEqual([body, 400, ["detail"]]);
    }
  });
  test("every required header that is missing is named in a 400, the integrity token's absence is a 403", async () => {
    for (const name of Object.keys(DEVICE).filter((one) => one !== "User-Agent"))
      expect(outcome(await askToken({ headers: { [name]: undefined } }))).toEqual([
        400,
        { detail: `Header ${name} is missing.` },
      ]);
    expect((await askToken({ headers: { "User-Agent": undefined } })).status).toBe(401);
    expect(outcome(await askToken({ headers: { "integrity-token": undefined } }))).toEqual([403, UNTRUSTED]);
  });
  test("an app that is too old reads which version it needs", async () => {
    const answer = await askToken({ env: { CUSTOMER_MIN_APP_VERSION: "1.4.0" } });
    expect(outcome(answer)).toEqual([
      426,
      { detail: "This version of the app is too old: update it to 1.4.0 or newer." },
    ]);
  });
});

describe("/customer/me/", () => {
  test("takes a customer's token and no other", async () => {
    const who = await cheapPerson("agent");
    const wrongType = [401, tokenRefusal("Token has wrong type")];
    for (const kind of ["access", "refresh"] as const)
      expect(outcome(await ask(ME, { token: await tokenOf(who, kind) }))).toEqual(wrongType);
    expect((await ask(ME)).json).toEqual({ detail: "Authentication credentials were not provided." });
    const own = await ask(ME, { token: await tokenOf(who, "customer") });
    expect([own.status, own.json.role]).toEqual([200, "agent"]);
    const old = forge({ payload: claimsOf(who, { token_type: "customer", exp: 1 }) });
    expect(outcome(await ask(ME, { token: old }))).toEqual([
      401,
      tokenRefusal("Token is invalid or expired"),
    ]);
  });
  test("ends with the account", async () => {
    const who = await cheapPerson("customer");
    const token = await tokenOf(who);
    const admin = await tokenOf(await cheapPerson("admin"));
    await ask(`/api/v1/users/${who.id}/`, { method: "DELETE", token: admin });
    expect((await ask(ME, { token })).status).toBe(401);
  });
});

describe("in production", () => {
  const NAME = "uz.shop.app";
  const DECRYPTION = "Zq0v8Rk3m1T7yXw5bNf2Jd9LcHsAoUeGiQpKzVyW4t0=";
  async function withOwnKeys() {
    const algorithm = { name: "ECDSA", namedCurve: "P-256" };
    const pair = (await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as CryptoKeyPair;
    const spki = (await crypto.subtle.exportKey("spki", pair.publicKey)) as ArrayBuffer;
    const variables = {
      ...PRODUCTION,
      INTEGRITY_DECRYPTION_KEY: DECRYPTION,
      INTEGRITY_VERIFICATION_KEY: Buffer.from(spki).toString("base64"),
      INTEGRITY_PACKAGE_NAMES: NAME,
    };
    const token = async () =>
      encrypted(
        await signed(payloadOf({ packageName: NAME }), pair.privateKey),
        new Uint8Array(Buffer.from(DECRYPTION, "base64")),
      );
    return { variables, token };
  }

  test("an app's own keys let its users in, and no demo user", async () => {
    const { variables, token } = await withOwnKeys();
    const askedBy = async (who: Person) =>
      askToken({ who, env: variables, headers: { "integrity-token": await token() } });
    expect((await askedBy(await cheapPerson("customer"))).status).toBe(200);
    expect(outcome(await askedBy(await cheapPerson("customer", { is_demo: 1 })))).toEqual([401, WRONG]);
  });
  test("a token under the development keys is refused", async () => {
    const { variables } = await withOwnKeys();
    expect((await askToken({ env: variables, minting: { packageName: NAME } })).status).toBe(403);
  });
  test("the development keys end every request as 500 with their variable in the log", async () => {
    const { INTEGRITY_DECRYPTION_KEY, INTEGRITY_VERIFICATION_KEY } = env;
    const { variables } = await withOwnKeys();
    for (const known of [{ INTEGRITY_DECRYPTION_KEY }, { INTEGRITY_VERIFICATION_KEY }]) {
      const { value, lines } = await logged(() => askToken({ env: { ...variables, ...known } }));
      expect(outcome(value)).toEqual([500, { detail: "Internal server error" }]);
      expect(lines[0]?.["error"]).toContain(Object.keys(known)[0]);
    }
  });
  test("a service without keys says what it lacks, and serves the rest", async () => {
    const answer = await askToken({ env: PRODUCTION });
    const missing = "INTEGRITY_DECRYPTION_KEY, INTEGRITY_VERIFICATION_KEY, INTEGRITY_PACKAGE_NAMES";
    expect(outcome(answer)).toEqual([503, { detail: `Customer tokens are not configured: ${missing}` }]);
    expect((await ask("/api/reports/health/", { env: PRODUCTION })).status).toBe(200);
  });
});
