/** What happens beside a run, and wherever its Worker stops: a person's words stay, and no answer is asked for twice. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { bulk, change, one, PRODUCTS, sql } from "../catalog/api.ts";
import type { Crash } from "../tasks/line.ts";
import { beginAnew, DescribeLine, product, products, rowsOf, stateOf } from "./runs.ts";

beforeEach(beginAnew);

const FILLED = "Skipped: the row has got a description meanwhile.";

/** The calls to the database of the message that works off a piece of one row, up to the one that writes it. */
const CALLS = [1, 2, 3, 4, 5];

describe("a description that somebody writes while the run is on", () => {
  test.each(CALLS)("stays, written before call %d to the database", async (at) => {
    const line = new DescribeLine();
    const [code = ""] = await products(1);
    const id = await line.begin();
    await line.deliver(line.first());
    let calls = 0;
    await line.deliver(line.first(), {
      before: async (where) => {
        if (where === "db" && ++calls === at)
          await change(one(PRODUCTS, code), { description: "<p>Inson</p>" });
      },
    });
    expect(calls).toBeGreaterThanOrEqual(CALLS.length - 2);
    await line.runDown();
    const row = await product(code);
    expect([row.description, row.metadata]).toEqual(["<p>Inson</p>", {}]);
    const state = await stateOf(id);
    expect(state).toMatchObject({ status: "completed", updated: 0, errors: 0, skipped: 1 });
    expect(state.item_errors).toMatchObject([{ code, error: FILLED }]);
  });

  test("stays where many rows are written at once, as a sync does; the others are described", async () => {
    const line = new DescribeLine();
    const codes = await products(20);
    const id = await line.begin();
    await line.deliver(line.first());
    const filled = codes.filter((_, index) => index % 3 === 0);
    let writes = 0;
    await line.deliver(line.first(), {
      before: async (where) => {
        // Some are being asked about, one or two may be written.
        if (where !== "db" || ++writes !== 12) return;
        await bulk(
          PRODUCTS,
          filled.map((code_1c) => ({ code_1c, description: "1C dan", brand: "Yangi" })),
        );
      },
    });
    await line.runDown();
    const { updated, skipped = 0, errors } = await stateOf(id);
    expect([updated + skipped, errors, updated >= 13, skipped > 0]).toEqual([20, 0, true, true]);
    for (const [index, code] of codes.entries()) {
      const { description, metadata, brand } = await product(code);
      if (index % 3 === 0) expect([description, metadata, brand]).toEqual(["1C dan", {}, "Yangi"]);
      else
        expect([description, metadata.description_source]).toEqual([
          expect.stringContaining("Emulator"),
          "ai",
        ]);
    }
  });

  test("and another change of the row are both kept", async () => {
    const line = new DescribeLine();
    const [code = ""] = await products(1);
    await line.begin();
    await line.deliver(line.first());
    let calls = 0;
    await line.deliver(line.first(), {
      before: async (where) => {
        if (where === "db" && ++calls === 5)
          await change(one(PRODUCTS, code), { metadata: { shelf: 3 }, name: "Yangi" });
      },
    });
    expect(await product(code)).toMatchObject({
      ...{
        name: "Yangi",
        description: expect.stringContaining("Emulator"),
        metadata: { shelf: 3, description_source: "ai" },
      },
    });
  });
});

test.each([
  ["deleted", "DELETE", undefined, "Skipped: the row was deleted meanwhile."],
  ["switched off", "PATCH", { is_active: false }, "Skipped: the row is not active any more."],
  [
    "given other metadata",
    "PATCH",
    { metadata: ["a list"] },
    "Skipped: the row's metadata have no room for the mark of a description's origin.",
  ],
])("a row that was %s meanwhile is not asked about", async (_, method, body, error) => {
  const line = new DescribeLine();
  const [code = ""] = await products(1);
  const id = await line.begin();
  await change(one(PRODUCTS, code), body, method);
  await line.runDown();
  const state = await stateOf(id);
  expect([state.skipped, state.item_errors]).toMatchObject([1, [{ code, error }]]);
  expect((await line.counted()).calls).toBe(0);
});

test("the same message twice at once changes nothing: each row has one call, whoever makes it", async () => {
  const line = new DescribeLine("slow=20");
  const codes = await products(45);
  const id = await line.begin();
  await line.runDown(async (message) => {
    await Promise.all([line.deliver(message), line.deliver({ ...message, attempts: 2 })]);
  });
  expect(await stateOf(id)).toMatchObject({ status: "completed", processed: 45, updated: 45, errors: 0 });
  const { calls, prompts, tokens } = await line.counted();
  expect([calls, prompts.length]).toEqual([45, codes.length]);
  expect((await stateOf(id)).tokens).toBe(tokens);
});

test("two runs over the same rows ask about each of them once", async () => {
  const line = new DescribeLine("slow=20");
  await products(20);
  const ids = [await line.begin(), await line.begin()];
  await line.deliver(line.first());
  await line.deliver(line.first());
  const [first, second] = [...line.waiting];
  if (!first || !second) throw new Error("Two pieces should wait");
  await Promise.all([line.deliver(first), line.deliver(second)]);
  await line.runDown();
  const [one, other] = [await stateOf(ids[0] ?? ""), await stateOf(ids[1] ?? "")];
  expect([one.status, other.status, one.updated + other.updated]).toEqual(["completed", "completed", 20]);
  expect((await line.counted()).calls).toBe(20);
});

/** A piece of three rows makes fewer calls to the outside than this. */
const MOST_CALLS = 14;

test("a Worker that is gone at any call is made good, and asks again only where no answer was kept", async () => {
  for (let at = 1; at <= MOST_CALLS; at++)
    for (const when of ["before", "after"] satisfies Crash["when"][]) {
      const line = new DescribeLine();
      await products(3);
      const id = await line.begin();
      await line.deliver(line.first());
      await line.deliver(line.first(), { crash: { at, when } });
      const kept = (await rowsOf(id)).filter(
        ({ state }) => state === "answered" || state === "described",
      ).length;
      const before = (await line.counted()).calls;
      await line.runDown();
      expect([at, when, await stateOf(id)]).toMatchObject([
        at,
        when,
        { status: "completed", updated: 3, errors: 0 },
      ]);
      expect([at, when, (await line.counted()).calls - before]).toEqual([at, when, 3 - kept]);
    }
});

test("a row about which a Worker is lost each time is given up, and what its calls had reserved is counted", async () => {
  const line = new DescribeLine();
  await products(1);
  const id = await line.begin();
  await line.deliver(line.first());
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  for (let lost = 0; lost < 5; lost++) {
    // The third call to the database takes the row: the Worker is gone before it has asked.
    await line.deliver(line.first(), { crash: { at: 3, when: "after" } });
    vi.setSystemTime(Date.now() + 121_000);
  }
  vi.useRealTimers();
  await sql("UPDATE description_rows SET free_at = 0");
  await line.runDown();
  const state = await stateOf(id);
  expect(state).toMatchObject({ status: "completed", updated: 0, skipped: 1 });
  expect(state.item_errors[0]?.error).toContain("the service stopped each time");
  expect((await line.counted()).calls).toBe(0);
});
