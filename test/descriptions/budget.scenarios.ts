/** The tokens of a day: reserved before a call, given back after it, and never exceeded, whoever calls at the same time. */
import { beforeEach, expect, test, vi } from "vitest";
import { reservationOf } from "../../src/descriptions/count-tokens.ts";
import { sql } from "../catalog/api.ts";
import { beginAnew, DescribeLine, GENERATE, products, spentTokens, stateOf } from "./runs.ts";

beforeEach(beginAnew);

const used = (budget: number) => `Skipped: the day's budget of ${budget} tokens is used up.`;

test("is never exceeded under parallel consumers, and is used as far as it goes", async () => {
  const budget = 20_000;
  const line = new DescribeLine("slow=5;rate=10;seed=3", { AI_DAILY_TOKEN_BUDGET: String(budget) });
  const ids: string[] = [];
  for (let run = 0; run < 3; run++) {
    ids.push(await line.begin({ codes: await products(40) }));
  }
  let most = 0;
  const before = async (where: string) => {
    if (where === "db") most = Math.max(most, await spentTokens());
  };
  // Everything that waits at once, and each of it twice.
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  while (line.waiting.length) {
    const messages = [...line.waiting];
    vi.setSystemTime(
      Date.now() + 1000 * Math.max(0, ...messages.map(({ delaySeconds = 0 }) => delaySeconds)),
    );
    await Promise.all(
      messages.flatMap((one) => [line.deliver(one, { before }), line.deliver({ ...one, attempts: 2 })]),
    );
  }
  vi.useRealTimers();
  const states = await Promise.all(ids.map(stateOf));
  for (const { status } of states) expect(status).toBe("completed");
  expect(most).toBeLessThanOrEqual(budget);
  expect(most).toBeGreaterThan(budget / 2);
  const spent = await spentTokens();
  expect(states.reduce((sum, { tokens = 0 }) => sum + tokens, 0)).toBe(spent);
  const { tokens, prompts } = await line.counted();
  expect(tokens).toBeLessThanOrEqual(budget);
  expect(prompts.filter(({ repeated }) => repeated)).toEqual([]);
  // Nobody was skipped for the sake of what others gave back: fewer are left than one call more could take.
  expect(budget - spent).toBeLessThan(1600);
  const skipped = states
    .flatMap(({ item_errors }) => item_errors)
    .filter(({ error }) => error === used(budget));
  expect(skipped.length).toBeGreaterThan(0);
}, 60_000);

test("has room for one call after another where it has none for several at once", async () => {
  const line = new DescribeLine("", { AI_DAILY_TOKEN_BUDGET: "2500" });
  await products(6);
  const state = await line.whole();
  expect(state).toMatchObject({ status: "completed", errors: 0 });
  expect(state.updated).toBeGreaterThanOrEqual(3);
  expect(state.updated + (state.skipped ?? 0)).toBe(6);
  expect(state.tokens).toBeLessThanOrEqual(2500);
});

test("is a day's of Tashkent: at midnight there it is whole again", async () => {
  await products(9);
  const line = new DescribeLine();
  const { prompts } = (await line.post(GENERATE, { dry_run: true })).json;
  // Exactly one call: what it takes is given back, and is too little for another.
  const budget = reservationOf(prompts[0].messages);
  line.variables["AI_DAILY_TOKEN_BUDGET"] = String(budget);
  const day = async (at: string) => {
    const id = await line.begin({ limit: 3 });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.parse(at) });
    await line.drain();
    vi.useRealTimers();
    return stateOf(id);
  };
  const first = await day("2031-05-01T18:59:58Z");
  expect([first.status, first.updated, first.skipped]).toEqual(["completed", 1, 2]);
  expect(first.item_errors.map(({ error }) => error)).toEqual([used(budget), used(budget)]);
  expect((await day("2031-05-01T18:59:59Z")).updated).toBe(0);
  expect((await day("2031-05-01T19:00:00Z")).updated).toBe(1);
  const days = await sql("SELECT day FROM token_days ORDER BY day");
  expect(days.map((one) => one.day)).toEqual(["2031-05-01", "2031-05-02"]);
});

test("without one nothing is skipped, and the day's tokens are counted all the same", async () => {
  const line = new DescribeLine("", { AI_DAILY_TOKEN_BUDGET: "0" });
  await products(8);
  const state = await line.whole();
  expect(state).toMatchObject({ updated: 8, skipped: 0 });
  expect(await spentTokens()).toBe(state.tokens);
});
