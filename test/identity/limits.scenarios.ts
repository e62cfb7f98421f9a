/** The limits on sign-in tries are exact, whatever comes at once, and hold nobody else up. */
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import * as passwords from "../../src/identity/passwords.ts";
import { PASSWORD, type Person, type Received } from "../support/app.ts";
import { ask, freshAddress } from "../workers/door.ts";
import { cheapPerson } from "./people.ts";

const tryOnce = (who: Person | string, address: string, password = "wrong", path = "/api/token/") =>
  ask(path, { address, body: { username: typeof who === "string" ? who : who.username, password } });

const times = <T>(count: number, work: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

const countOf = (answers: readonly Received[], status: number) =>
  answers.filter((answer) => answer.status === status).length;

const hashes = () => vi.mocked(passwords.checkPassword).mock.calls.length;

afterEach(() => {
  vi.useRealTimers();
  vi.mocked(passwords.checkPassword).mockClear();
});

describe("a hundred parallel tries for one user from one address", () => {
  test("let exactly ten reach the hash, the right password among the refused", async () => {
    const [agent, other] = [await cheapPerson("agent"), await cheapPerson("agent")];
    const address = freshAddress();
    const answers = await times(100, () => tryOnce(agent, address));
    expect([countOf(answers, 401), countOf(answers, 429)]).toEqual([10, 90]);
    expect(hashes()).toBe(10);

    const right = await tryOnce(agent, address, PASSWORD);
    expect(right.status).toBe(429);
    expect(hashes()).toBe(10);
    const seconds = right.headers.get("Retry-After") ?? "";
    expect(seconds).toMatch(/^[1-9]\d?$/);
    expect(Number(seconds)).toBeLessThanOrEqual(60);
    expect(right.json).toEqual({
      detail: `Request was throttled. Expected available in ${seconds} seconds.`,
    });

    expect((await tryOnce(other, address, PASSWORD)).status).toBe(200);
    expect((await tryOnce(agent, freshAddress(), PASSWORD)).status).toBe(200);
  });
  test("for one who does not exist are limited no differently", async () => {
    const answers = await times(30, () => tryOnce("nobody-at-all", "198.51.100.1"));
    expect([countOf(answers, 401), countOf(answers, 429)]).toEqual([10, 20]);
    expect(hashes()).toBe(10);
  });
  test("through both doors are counted together", async () => {
    const agent = await cheapPerson("agent");
    const address = freshAddress();
    const answers = await times(20, (n) =>
      tryOnce(agent, address, "wrong", n % 2 ? "/api/login/" : "/api/token/"),
    );
    expect(countOf(answers, 401)).toBe(10);
  });
});

test("whoever it is that may not sign in, his try is hashed like any other's", async () => {
  const refused = [
    "nobody-at-all-either",
    await cheapPerson("customer"),
    await cheapPerson("agent", { is_active: 0 }),
    await cheapPerson("agent", { password: "malformed" }),
  ];
  for (const [index, who] of refused.entries()) {
    expect((await tryOnce(who, freshAddress(), PASSWORD)).status).toBe(401);
    expect(hashes()).toBe(index + 1);
  }
});

test("fifty tries from one address are all, for however many users, and the refused ones cost no user anything", async () => {
  const people = await times(7, () => cheapPerson("agent"));
  const address = freshAddress();
  const answers = await times(70, (n) => tryOnce(people[n % 7] as Person, address));
  expect([countOf(answers, 401), countOf(answers, 429)]).toEqual([50, 20]);
  expect(hashes()).toBe(50);
  expect((await tryOnce("someone else", address)).status).toBe(429);
  const [first] = people as [Person];
  expect((await tryOnce(first, freshAddress(), PASSWORD)).status).toBe(200);
});

test("a hundred tries for one user over all addresses are all, and others sign in from there meanwhile", async () => {
  const [agent, other] = [await cheapPerson("agent"), await cheapPerson("agent")];
  const addresses = Array.from({ length: 30 }, freshAddress);
  const answers = await times(130, (n) => tryOnce(agent, addresses[n % 30] as string));
  expect([countOf(answers, 401), countOf(answers, 429)]).toEqual([100, 30]);
  expect(hashes()).toBe(100);
  expect((await tryOnce(agent, freshAddress(), PASSWORD)).status).toBe(429);
  expect((await tryOnce(other, addresses[0] as string, PASSWORD)).status).toBe(200);
});

test("a success gives its try back: eleven in a row, and nine failures still are under the limit", async () => {
  const agent = await cheapPerson("agent");
  const address = freshAddress();
  for (let n = 0; n < 9; n++) expect((await tryOnce(agent, address)).status).toBe(401);
  for (let n = 0; n < 3; n++) expect((await tryOnce(agent, address, PASSWORD)).status).toBe(200);
  expect((await tryOnce(agent, address)).status).toBe(401);
  expect((await tryOnce(agent, address, PASSWORD)).status).toBe(429);
});

test("a minute after the first try the user is free again, and not a second before", async () => {
  const agent = await cheapPerson("agent");
  const address = freshAddress();
  const start = Date.now();
  vi.useFakeTimers({ toFake: ["Date"], now: start });
  await times(10, () => tryOnce(agent, address));
  vi.setSystemTime(start + 30_500);
  expect((await tryOnce(agent, address)).headers.get("Retry-After")).toBe("30");
  vi.setSystemTime(start + 59_500);
  const last = await tryOnce(agent, address, PASSWORD);
  expect(last.headers.get("Retry-After")).toBe("1");
  expect(last.json.detail).toBe("Request was throttled. Expected available in 1 second.");
  vi.setSystemTime(start + 60_000);
  const answers = await times(12, () => tryOnce(agent, address));
  expect(countOf(answers, 401)).toBe(10);
});

test("the address is Cloudflare's word alone: what the caller forwards changes nothing", async () => {
  const agent = await cheapPerson("agent");
  const address = freshAddress();
  const answers = await times(20, (n) =>
    ask("/api/token/", {
      address,
      body: { username: agent.username, password: "wrong" },
      headers: { "X-Forwarded-For": `10.0.0.${n}`, "X-Real-IP": `10.0.0.${n}`, Forwarded: `for=10.0.0.${n}` },
    }),
  );
  expect(countOf(answers, 401)).toBe(10);
});

test("the limits are the configuration's", async () => {
  const agent = await cheapPerson("agent");
  const answers = await times(5, () =>
    ask("/api/token/", {
      address: "198.51.100.2",
      body: { username: agent.username, password: "wrong" },
      env: { SIGNIN_PER_USER: "2" },
    }),
  );
  expect([countOf(answers, 401), countOf(answers, 429)]).toEqual([2, 3]);
});

test("a body that breaks a rule is no try", async () => {
  const count = async () =>
    (await env.DB.prepare("SELECT sum(tries) AS n FROM signin_windows").first("n")) as number;
  const before = await count();
  const address = freshAddress();
  await times(5, () => ask("/api/token/", { address, body: { username: "u" } }));
  await times(5, () => ask("/api/login/", { address, body: { username: "", password: "" } }));
  expect(await count()).toBe(before);
});
