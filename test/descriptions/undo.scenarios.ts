/** A run's descriptions are taken away again where they still are what the run has written. */
import { beforeEach, expect, test } from "vitest";
import { Undone } from "../../src/descriptions/descriptions.schema.ts";
import { forgetRows } from "../../src/descriptions/index.ts";
import { change, list, one, PRODUCTS } from "../catalog/api.ts";
import { workbookOf } from "../catalog/excel-files.ts";
import { begin } from "../tasks/imports.ts";
import { ctxIn } from "../tasks/line.ts";
import { beginAnew, clients, DescribeLine, product, products, rowsOf, stateOf, UNDO } from "./runs.ts";

beforeEach(beginAnew);

const undo = async (line: DescribeLine, task_id: string) => {
  const { status, json } = await line.post(UNDO, { task_id });
  expect(status).toBe(200);
  return Undone.parse(json);
};

test("what was changed since stays, everything else is as before, and a second time there is nothing to do", async () => {
  const line = new DescribeLine();
  const codes = await products(6, () => ({ metadata: { shelf: 1 } }));
  await clients(2);
  const { task_id } = await line.whole();
  const at = (index: number) => one(PRODUCTS, codes[index] ?? "");
  await change(at(0), { description: "<p>Inson</p>" });
  await change(at(1), { name: "Boshqa nom", base_price: "5.00" });
  await change(at(2), { metadata: { description_source: "human" } });
  await change(at(3), undefined, "DELETE");
  expect(await undo(line, task_id)).toEqual({ undone: 6, skipped: 2 });
  const rows = await Promise.all([0, 1, 2, 4].map((index) => product(codes[index] ?? "")));
  expect(rows.map(({ description }) => description)).toEqual([...["<p>Inson</p>", null], ...[null, null]]);
  // Whoever changes the words makes them their own; whoever loses the mark alone does not.
  expect(Object.keys(rows[0]?.metadata)).toEqual(["shelf"]);
  expect(rows[1]).toMatchObject({ name: "Boshqa nom", base_price: "5.00", metadata: { shelf: 1 } });
  expect(Object.keys(rows[3]?.metadata)).toEqual(["shelf"]);
  expect((await list(`${PRODUCTS}?description_status=without`)).count).toBe(4);
  expect(await undo(line, task_id)).toEqual({ undone: 0, skipped: 2 });
});

test("another run's descriptions of the same rows are its own", async () => {
  const line = new DescribeLine();
  const [code = ""] = await products(1);
  const first = await line.whole();
  expect(await undo(line, first.task_id)).toEqual({ undone: 1, skipped: 0 });
  const second = await line.whole();
  expect(second.updated).toBe(1);
  expect(await undo(line, first.task_id)).toEqual({ undone: 0, skipped: 0 });
  expect((await product(code)).description).toContain("Emulator");
  expect(await undo(line, second.task_id)).toEqual({ undone: 1, skipped: 0 });
});

test("more rows than one transaction takes are undone", async () => {
  const line = new DescribeLine();
  await products(1020);
  const { task_id, updated } = await line.whole();
  expect([updated, await undo(line, task_id)]).toEqual([1020, { undone: 1020, skipped: 0 }]);
  expect((await list(`${PRODUCTS}?description_status=with`)).count).toBe(0);
}, 60_000);

test("a run that has not ended, and a task that is none, are told apart", async () => {
  const line = new DescribeLine();
  await products(1);
  const id = await line.begin();
  expect(await line.post(UNDO, { task_id: id })).toMatchObject({
    ...{ status: 409, json: { detail: "The run has not ended: wait for it, or cancel it first." } },
  });
  const unknown = { task_id: ['Invalid pk "nowhere" - object does not exist.'] };
  expect(await line.post(UNDO, { task_id: "nowhere" })).toMatchObject({ status: 400, json: unknown });
  const file = await begin(line, "client", workbookOf(["client_code_1c", "name"], ["a", "N"]));
  expect((await line.post(UNDO, { task_id: file })).status).toBe(400);
  expect(await line.post(UNDO, {})).toMatchObject({
    status: 400,
    json: { task_id: ["This field is required."] },
  });
  await line.runDown();
  expect((await stateOf(id)).updated).toBe(1);
});

test("is possible for 90 days; of the other rows of a run nothing is kept after a week", async () => {
  const line = new DescribeLine("fault=refusal;only=-1.");
  await products(3);
  const { task_id } = await line.whole();
  const DAY = 24 * 60;
  const states = async () => (await rowsOf(task_id)).map(({ state }) => state);
  await forgetRows(ctxIn(line, 6.9 * DAY));
  expect(await states()).toEqual(["described", "failed", "described"]);
  await forgetRows(ctxIn(line, 7.1 * DAY));
  expect(await states()).toEqual(["described", "described"]);
  await forgetRows(ctxIn(line, 89.9 * DAY));
  expect(await undo(line, task_id)).toEqual({ undone: 2, skipped: 0 });
  await forgetRows(ctxIn(line, 90.1 * DAY));
  expect(await states()).toEqual([]);
  expect(await undo(line, task_id)).toEqual({ undone: 0, skipped: 0 });
});
