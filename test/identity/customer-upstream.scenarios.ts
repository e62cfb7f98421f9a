/** An outside identity server checks the password: what goes out, and what of its answers comes back. */
import { describe, expect, test } from "vitest";
import { mint } from "../../scripts/lib/integrity-tokens.ts";
import { askUpstream } from "../../src/identity/upstream-client.ts";
import { configOf } from "../../src/platform/env.ts";
import { ApiError } from "../../src/platform/errors.ts";
import type { Received } from "../support/app.ts";
import { ask, envWith, freshAddress, logged } from "../workers/door.ts";
import { askToken, askUpstreamAs, DEVICE, ME, outcome, UNTRUSTED, upstream, WRONG } from "./customers.ts";

const UNREAD = { CUSTOMER_INTEGRITY: "upstream" };
const claimsOf = ({ json }: Received) =>
  JSON.parse(atob(json.access_token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")));

const FAILED = { detail: "The identity server failed. Try again later." };

test("the right password gets the server's own token and nothing else of its answer", async () => {
  const answer = await askUpstreamAs("");
  expect(answer.status).toBe(200);
  expect(Object.keys(answer.json)).toEqual(["access_token"]);
  expect(claimsOf(answer).sub).toBe("MTT_LOGIN");
});

test("what goes out is the form, the app's headers and its integrity token, and no header besides", async () => {
  const token = await mint();
  const base = crypto.randomUUID();
  const answer = await askUpstreamAs("", {
    headers: {
      "integrity-token": token,
      "Base-Device-Id": base,
      "Accept-Language": "ru",
      Authorization: "Bearer x",
      Cookie: "a=b",
      "X-Forwarded-For": "10.0.0.1",
      "X-Whatever": "1",
      traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    },
  });
  const { headers } = claimsOf(answer) as { headers: Record<string, string> };
  const told = Object.entries({ ...DEVICE, "Accept-Language": "ru", "Base-Device-Id": base });
  const expected = Object.fromEntries(told.map(([name, value]) => [name.toLowerCase(), value]));
  // What every HTTP client says of itself and of the body.
  const {
    host,
    "content-length": length,
    connection,
    "accept-encoding": encoding,
    accept,
    ...given
  } = headers;
  expect([host, length, connection, encoding, accept].join()).not.toMatch(/karvon|Bearer|10\.0/);
  expect(given).toMatchObject({
    ...expected,
    "integrity-token": token,
    "content-type": "application/x-www-form-urlencoded",
  });
  const extra = Object.keys(given).filter((name) => !(name in expected));
  expect(
    extra.filter(
      (name) => !["integrity-token", "content-type"].includes(name) && !/^(cf-|x-forwarded)/.test(name),
    ),
  ).toEqual([]);
});

test("our own integrity check comes first; a token of the server's own goes out in its place", async () => {
  const own = { env: { CUSTOMER_UPSTREAM_INTEGRITY_TOKEN: "the-pre-shared-token" } };
  expect(claimsOf(await askUpstreamAs("", own)).headers["integrity-token"]).toBe("the-pre-shared-token");
  const headers = { "integrity-token": "rubbish" };
  expect(outcome(await askUpstreamAs("status=500", { ...own, headers }))).toEqual([403, UNTRUSTED]);
  const used = { "integrity-token": await mint() };
  expect((await askUpstreamAs("", { headers: used })).status).toBe(200);
  expect((await askUpstreamAs("status=500", { headers: used })).status).toBe(403);
});

test("where the server checks integrity itself, any token is passed on unread, none is 403, and nothing is kept", async () => {
  const headers = { "integrity-token": "of-no-kind-that-we-know", "Base-Device-Id": crypto.randomUUID() };
  const [one, other] = [
    await askUpstreamAs("", { env: UNREAD, headers }),
    await askUpstreamAs("", { env: UNREAD, headers }),
  ];
  expect(claimsOf(one).headers["integrity-token"]).toBe("of-no-kind-that-we-know");
  expect(claimsOf(other).jti).not.toBe(claimsOf(one).jti);
  const missing = { env: UNREAD, headers: { "integrity-token": undefined } };
  expect(outcome(await askUpstreamAs("", missing))).toEqual([403, UNTRUSTED]);
});

describe("a refusal of the server's is ours, in its words", () => {
  test.each<[string, number, unknown]>([
    ["status=401", 401, "Foydalanuvchi bloklangan"],
    ["status=423;says=error", 423, "Foydalanuvchi bloklangan"],
    ["status=403;says=detail", 403, "Foydalanuvchi bloklangan"],
    ["status=422;says=nothing", 422, "The identity server refused the call."],
    ["status=400", 400, "Foydalanuvchi bloklangan"],
  ])("%s", async (switches, status, detail) => {
    expect(outcome(await askUpstreamAs(switches))).toEqual([status, { detail }]);
  });
  test("a wrong password is told as the document has it", async () => {
    const answer = await askUpstreamAs("", { password: "wrong" });
    expect(outcome(answer)).toEqual([401, WRONG]);
    expect(answer.headers.get("WWW-Authenticate")).toBe('Bearer realm="api"');
  });
  test("of too many calls keeps the time to wait", async () => {
    const answer = await askUpstreamAs("status=429");
    expect(outcome(answer)).toEqual([
      429,
      { detail: "Request was throttled. Expected available in 7 seconds." },
    ]);
    expect(answer.headers.get("Retry-After")).toBe("7");
  });
});

describe("a failure of the server's is 502 in our words, its own in no answer and no log", () => {
  test.each([
    ...["status=500", "status=503", "status=504", "status=599", "status=500;says=html"],
    ...["status=404;says=html", "status=401;says=html", "redirect=here", "redirect=elsewhere", "status=304"],
    ...["body=html", "body=list", "body=broken", "body=no-token", "body=empty-token", "body=number"],
  ])("%s", async (switches) => {
    const { value, text, lines } = await logged(() => askUpstreamAs(switches));
    expect(outcome(value)).toEqual([502, FAILED]);
    expect(lines[0]?.["reason"]).toMatch(/^identity server: /);
    for (const words of ["Traceback", "qwerty", "Kindergarten", "127.0.0.1", "localhost"])
      expect(value.text + text).not.toContain(words);
  });
  test("a busy server's time to wait is passed on", async () => {
    expect((await askUpstreamAs("status=503")).headers.get("Retry-After")).toBe("7");
  });
  test("one that cannot be reached", async () => {
    const unreachable = { ...upstream(), CUSTOMER_UPSTREAM_URL: "http://127.0.0.1:9/customer/token" };
    const { value, lines } = await logged(() => askToken({ env: unreachable }));
    expect(outcome(value)).toEqual([502, FAILED]);
    expect(lines[0]).toMatchObject({ reason: "identity server: it cannot be reached" });
  });
  test.each(["slow=5000", "stall=5000"])(
    "%s is 504 once the deadline is over, head and body alike",
    async (switches) => {
      const call = { username: "MTT_LOGIN", password: "mtt-password", device: DEVICE, integrityToken: "x" };
      const fault = await askUpstream(call, configOf(envWith(upstream(switches))), 150).catch(
        (thrown) => thrown,
      );
      expect(fault).toBeInstanceOf(ApiError);
      expect(fault).toMatchObject({ status: 504, reason: "identity server: no answer within the deadline" });
    },
  );
});

describe("tries", () => {
  test("are counted before the server is asked, and given back when it agrees", async () => {
    const address = freshAddress();
    for (let n = 0; n < 11; n++) expect((await askUpstreamAs("", { address })).status).toBe(200);
    for (let n = 0; n < 10; n++)
      expect((await askUpstreamAs("", { address, password: "wrong" })).status).toBe(401);
    expect((await askUpstreamAs("", { address })).status).toBe(429);
  });
});

test("the token is the server's to read: /customer/me/ is not there", async () => {
  const token = (await askUpstreamAs("")).json.access_token;
  for (const asked of [{ token }, {}]) {
    const answer = await ask(ME, { ...asked, env: upstream() });
    expect(outcome(answer)).toEqual([404, { detail: "Not found." }]);
  }
});
