/** Integrity tokens and nonces through the door: single use, single winner, and what a try costs. */
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import { encrypted, mint, payloadOf, signed } from "../../scripts/lib/integrity-tokens.ts";
import * as passwords from "../../src/identity/passwords.ts";
import type { Received } from "../support/app.ts";
import { ask, freshAddress, logged } from "../workers/door.ts";
import { askToken, outcome, UNTRUSTED } from "./customers.ts";
import { cheapPerson } from "./people.ts";

const hashes = () => vi.mocked(passwords.checkPassword).mock.calls.length;
const spent = () => env.DB.prepare("SELECT count(*) AS n FROM spent_nonces").first<number>("n");
const tries = () => env.DB.prepare("SELECT sum(tries) AS n FROM signin_windows").first<number>("n");
/** How many of them ended with which status. */
function tallyOf(answers: readonly Received[]): Record<number, number> {
  const tally: Record<number, number> = {};
  for (const { status } of answers) tally[status] = (tally[status] ?? 0) + 1;
  return tally;
}

afterEach(() => {
  vi.useRealTimers();
  vi.mocked(passwords.checkPassword).mockClear();
});

describe("an integrity token", () => {
  test.each<[string, () => Promise<string>, string]>([
    ["rubbish", async () => "rubbish", "wrong header"],
    ["too old", () => mint({ at: Date.now() - 301_000 }), "expired"],
    ["of another app", () => mint({ packageName: "uz.somebody.else" }), "another package"],
    [
      "of an app that Play does not know",
      async () =>
        encrypted(await signed({ ...payloadOf(), appIntegrity: { appRecognitionVerdict: "UNEVALUATED" } })),
      "app not recognized",
    ],
  ])("that is %s is 403 without a hash, its reason in the log alone", async (_, make, reason) => {
    const token = await make();
    const before = await tries();
    const { value, lines } = await logged(() => askToken({ headers: { "integrity-token": token } }));
    expect(outcome(value)).toEqual([403, UNTRUSTED]);
    expect(lines).toEqual([expect.objectContaining({ status: 403, reason: `integrity token: ${reason}` })]);
    expect([hashes(), await tries()]).toEqual([0, before]);
  });
  test("of ten that come at once with one token, one wins", async () => {
    const who = await cheapPerson("customer");
    const headers = { "integrity-token": await mint() };
    const answers = await Promise.all(Array.from({ length: 10 }, () => askToken({ who, headers })));
    expect(tallyOf(answers)).toEqual({ 200: 1, 403: 9 });
    expect(hashes()).toBe(1);
  });
  test("of ten tokens around one nonce, one wins", async () => {
    const nonce = crypto.randomUUID();
    const answers = await Promise.all(Array.from({ length: 10 }, () => askToken({ minting: { nonce } })));
    expect(tallyOf(answers)).toEqual({ 401: 1, 403: 9 });
  });
  test("is spent whatever the password or Play's verdict says", async () => {
    const who = await cheapPerson("customer");
    const headers = { "integrity-token": await mint() };
    expect((await askToken({ who, headers, password: "wrong" })).status).toBe(401);
    expect(outcome(await askToken({ who, headers }))).toEqual([403, UNTRUSTED]);

    const payload = { ...payloadOf(), deviceIntegrity: { deviceRecognitionVerdict: [] } };
    const rooted = { "integrity-token": await encrypted(await signed(payload)) };
    const reasons = [];
    for (let n = 0; n < 2; n++) {
      const { lines } = await logged(() => askToken({ headers: rooted }));
      reasons.push(lines[0]?.["reason"]);
    }
    expect(reasons).toEqual(["integrity token: device not recognized", "integrity token: already used"]);
  });
  test("of a call that broke a rule is not spent", async () => {
    const headers = { "integrity-token": await mint() };
    const before = await spent();
    expect((await askToken({ headers: { ...headers, "Device-Id": "1" } })).status).toBe(400);
    expect(await spent()).toBe(before);
    expect((await askToken({ headers })).status).toBe(401);
  });
  test("may be used again and again where that is configured, each use with a warning, until it is too old", async () => {
    const allow = { env: { INTEGRITY_REPLAY: "allow" } };
    const headers = { "integrity-token": await mint() };
    const before = await spent();
    const { value, lines } = await logged(() =>
      Promise.all([1, 2, 3].map(() => askToken({ ...allow, headers }))),
    );
    expect(tallyOf(value)).toEqual({ 401: 3 });
    expect(lines.map(({ level, reason }) => [level, reason])).toEqual(
      Array(3).fill([
        "warn",
        "an integrity token was accepted that may be used again (INTEGRITY_REPLAY=allow)",
      ]),
    );
    expect(await spent()).toBe(before);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 301_000 });
    expect((await askToken({ ...allow, headers })).status).toBe(403);
  });
});

describe("a nonce of ours", () => {
  const issued = { env: { INTEGRITY_NONCE: "issued" } };
  const newNonce = async () => (await ask("/customer/nonce")).json.nonce as string;
  test("is given to anyone, never kept by a cache, and stored nowhere", async () => {
    const before = await spent();
    const answer = await ask("/customer/nonce");
    const form = { nonce: expect.stringMatching(/^[\w-]{43}$/) as string, expires_in: 300 };
    expect(outcome(answer)).toEqual([200, form]);
    expect(answer.headers.get("Cache-Control")).toBe("private, no-store");
    expect(await newNonce()).not.toBe(answer.json.nonce);
    expect(await spent()).toBe(before);
  });
  test("is the only one that is accepted where that is configured: once, for five minutes", async () => {
    const nonce = await newNonce();
    expect((await askToken({ ...issued, minting: { nonce } })).status).toBe(401);
    expect((await askToken({ ...issued, minting: { nonce } })).status).toBe(403);
    const { value, lines } = await logged(() => askToken(issued));
    expect(outcome(value)).toEqual([403, UNTRUSTED]);
    expect(lines[0]?.["reason"]).toBe("integrity token: nonce was not issued or is too old");
    const late = await newNonce();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 301_000 });
    expect((await askToken({ ...issued, minting: { nonce: late } })).status).toBe(403);
  });
  test("is good where any is", async () => {
    expect((await askToken({ minting: { nonce: await newNonce() } })).status).toBe(401);
  });
});

describe("the limits on tries", () => {
  test("let ten of thirty tries at once reach the hash, and the right password waits with the rest", async () => {
    const who = await cheapPerson("customer");
    const address = freshAddress();
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => askToken({ who, address, password: "wrong" })),
    );
    expect(tallyOf(answers)).toEqual({ 401: 10, 429: 20 });
    expect(hashes()).toBe(10);
    const right = await askToken({ who, address });
    expect([right.status, Number(right.headers.get("Retry-After"))]).toEqual([429, expect.any(Number)]);
    expect((await askToken({ address, password: "wrong" })).status).toBe(401);
  });
  test("count no call whose integrity token has not passed", async () => {
    const who = await cheapPerson("customer");
    const [address, headers] = [freshAddress(), { "integrity-token": await mint() }];
    expect((await askToken({ who, address, headers, password: "wrong" })).status).toBe(401);
    for (let n = 0; n < 15; n++)
      expect((await askToken({ who, address, headers, password: "wrong" })).status).toBe(403);
    expect((await askToken({ who, address })).status).toBe(200);
  });
  test("count with the tries at our other doors, and a success gives its own back", async () => {
    const [who, address] = [await cheapPerson("agent"), freshAddress()];
    const body = { username: who.username, password: "wrong" };
    for (let n = 0; n < 9; n++) await ask("/api/token/", { address, body });
    for (let n = 0; n < 2; n++) expect((await askToken({ who, address })).status).toBe(200);
    expect((await askToken({ who, address, password: "wrong" })).status).toBe(401);
    expect((await askToken({ who, address })).status).toBe(429);
  });
});

test("a call costs two round trips, and reads as many rows whatever was spent before", async () => {
  const who = await cheapPerson("customer");
  await env.DB.exec(
    "INSERT INTO spent_nonces WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT 'x' || i, 'y', 1e15 FROM n",
  );
  const { lines } = await logged(() => askToken({ who }));
  expect(lines).toEqual([expect.objectContaining({ status: 200, trips: 2 })]);
  expect(Number(lines[0]?.["rows_read"])).toBeLessThan(40);
});
