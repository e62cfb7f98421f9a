/** A thousand rows through a server of which one call in ten fails. */
import { expect, test } from "vitest";
import { reservationOf } from "../../src/descriptions/count-tokens.ts";
import { promptOf } from "../../src/descriptions/prompts.ts";
import { entityOf, sql } from "../catalog/api.ts";
import { beginAnew, DescribeLine, products, rowsOf, spentTokens, stateOf } from "./runs.ts";

const UNREADABLE = "The model's answer could not be read.";

test("every row is described once or has failed with a reason, no answer is asked for twice, tokens are counted", async () => {
  await beginAnew();
  const line = new DescribeLine("rate=10;seed=7");
  await products(1000);
  const id = await line.begin();
  // Each message twice at once, as a queue may.
  await line.runDown((message) => Promise.all([line.deliver(message), line.deliver({ ...message })]));
  const state = await stateOf(id);
  expect(state).toMatchObject({ status: "completed", total: 1000, processed: 1000, skipped: 0 });
  expect(state.updated + state.errors).toBe(1000);
  // Of the faults by chance four are a row's end, one leaves a good text, two are tried again.
  expect(state.errors).toBeGreaterThan(20);
  expect(state.errors).toBeLessThan(120);

  const rows = await sql(
    `SELECT n.*, d.state, d.reason, d.text FROM description_rows d JOIN nomenklatura n ON n.id = d.row_id WHERE d.task_id = ?`,
    id,
  );
  expect(rows).toHaveLength(1000);
  for (const { state: is, description, metadata, reason, text } of rows) {
    if (is === "described")
      expect([description, JSON.parse(metadata).description_source]).toEqual([text, "ai"]);
    else expect([is, description, reason]).toEqual(["failed", null, expect.stringMatching(/\.$/)]);
  }
  expect(rows.filter(({ state: is }) => is === "described")).toHaveLength(state.updated);

  const { calls, tokens, prompts } = await line.counted();
  expect(prompts).toHaveLength(1000);
  expect(prompts.filter(({ answers, repeated }) => answers !== 1 || repeated)).toEqual([]);
  expect(calls).toBeGreaterThan(1000);

  // What nobody could read told no count: its reservation stands for it.
  const entity = entityOf("nomenklatura");
  const unread = rows.filter(({ reason }) => reason === UNREADABLE);
  const reserved = unread.reduce((sum, row) => sum + reservationOf(promptOf(entity, row, "uz")), 0);
  expect(state.tokens).toBe(tokens + reserved);
  expect(await spentTokens()).toBe(state.tokens);
  expect((await rowsOf(id)).filter(({ state: is }) => is === "asked" || is === "answered")).toEqual([]);
}, 120_000);
