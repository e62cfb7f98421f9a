/** Whatever the queue does with a task's messages, and wherever the Worker stops: what comes of it is what a clean run leaves. */
import { beforeAll, describe, expect, test } from "vitest";
import { sweepTasks } from "../../src/tasks/index.ts";
import { emptyCatalog, fresh, type Row, sql } from "../catalog/api.ts";
import { workbookOf } from "../catalog/excel-files.ts";
import { begin, leftBy, parkedOf, stateOf } from "./imports.ts";
import { type Crash, ctxIn } from "./line.ts";
import { cleanSample, SampleLine, type Task } from "./samples.ts";

const line = new SampleLine();

beforeAll(emptyCatalog);

test("a clean run applies its pieces in order: a later row changes an earlier one, bad rows are kept apart", async () => {
  const clean = await cleanSample();
  expect(clean).toMatchObject({
    ...{ status: "completed", message: "Completed: 7 created, 3 updated, 2 unchanged, 4 errors" },
    ...{ total: 16, processed: 16, created: 7, updated: 3, unchanged: 2, errors: 4 },
  });
  const rows = clean.rows.map((row: Row) => `${row.client_code_1c} ${row.name} ${row.city}`);
  expect(rows.join(", ")).toBe("a A2 Buxoro, b B Xiva, d d null, e E Xiva, f F null, c C null, g G null");
  expect(clean.errors_json.map(({ row }: Row) => row)).toEqual([4, 7, 12, 16]);
});

test("a message holds no rows, and there is one at a time", async () => {
  const task = await line.sample();
  const bodies: unknown[] = [];
  while (line.waiting.length) {
    expect(line.waiting.length).toBe(1);
    bodies.push(line.first().body);
    await line.deliver(line.first());
  }
  expect(bodies).toEqual([0, 1, 2, 3].map((piece) => ({ kind: "task", task_id: task.id, piece })));
  await line.expectClean(task);
});

describe("a piece", () => {
  test.each([1, 2])("delivered again after it was done (attempt %d) is done once", async (attempts) => {
    const task = await line.sample();
    while (line.waiting.length) {
      const message = line.first();
      await line.deliver(message);
      const before = await leftBy(task.id, task.prefix);
      expect(await line.deliver({ ...message, attempts })).toBe("ack");
      const after = await leftBy(task.id, task.prefix);
      for (const name of ["rows", "created", "processed"]) expect(after[name]).toEqual(before[name]);
    }
    await line.expectClean(task);
  });
  test.each([2, 5])("delivered %d times at once is done once", async (times) => {
    const task = await line.sample();
    while (line.waiting.length) {
      const message = line.first();
      const copies = Array.from({ length: times }, (_, n) => ({ ...message, attempts: 1 + (n % 2) }));
      const others = copies.slice(1).map((copy) => line.deliver(copy));
      const verdicts = await Promise.all([line.deliver(message), ...others]);
      expect(new Set(verdicts)).toEqual(new Set(["ack"]));
    }
    await line.expectClean(task);
  });
  test("that comes early is put back, and the pieces of a task delivered in reverse are done in order", async () => {
    const task = await line.sample();
    for (const piece of [3, 2, 1]) line.send({ kind: "task", task_id: task.id, piece });
    for (let rounds = 0; line.waiting.length && rounds < 10; rounds++) {
      const before = await stateOf(task.id);
      const early = line.waiting.filter(({ body }) => (body.piece ?? 0) > before.processed / 4);
      for (const message of early) expect(await line.deliver(message)).toBe("retry");
      expect(await stateOf(task.id)).toEqual(before);
      await line.deliver(
        line.waiting.find(({ body }) => (body.piece ?? 0) * 4 <= before.processed) ?? line.first(),
      );
    }
    await line.expectClean(task);
  });
  test("that was put back so often that it is a dead letter ends nothing that it did not do", async () => {
    const task = await line.sample();
    const early = line.send({ kind: "task", task_id: task.id, piece: 2 }, 6);
    expect(await line.deliver(early)).toBe("retry");
    expect(line.dead).toHaveLength(1);
    expect(await line.bury(line.dead[0] ?? early)).toBe("ack");
    await line.drain();
    await line.expectClean(task);
  });
});

describe("a crash", () => {
  const WHEN = ["before", "after"] as const;

  /** The step whose turn it is meets the crash; everything else goes its calm way. False where the crash never came. */
  async function survives(task: Task, step: number, crash: Crash): Promise<boolean> {
    const verdict = await line.deliver(line.first(), { crash });
    await line.drain();
    await line.expectClean(task, { step, crash });
    return verdict === "crash";
  }

  test.each(WHEN.flatMap((when) => [0, 1, 2, 3].map((piece) => [piece, when] as const)))(
    "in piece %d, at any of its calls (%s it has its effect), is made good by the next delivery",
    async (piece, when) => {
      let at = 1;
      while (await survives(await line.sample(piece), piece, { at, when })) at += 1;
      expect(at).toBeGreaterThan(4);
    },
  );
  /** Who has the file in hand is found to be gone by the sweeper alone. */
  async function recover(): Promise<void> {
    await line.drain();
    await sweepTasks(ctxIn(line, 3));
    await line.drain();
  }

  test.each(WHEN)(
    "in the step that reads the file, at any of its calls (%s), is made good too",
    async (when) => {
      const rows = [
        ["a", "A"],
        ["b", "x".repeat(101)],
        ["a", "B"],
      ] as const;
      for (let at = 1, crashed = true; crashed; at++) {
        const prefix = fresh("read");
        const file = workbookOf(
          ["client_code_1c", "name", "?"],
          ...rows.map(([code, name]) => [`${prefix}/${code}`, name]),
        );
        const id = await begin(line, "client", file);
        crashed = (await line.deliver(line.first(), { crash: { at, when } })) === "crash";
        await recover();
        const left = await leftBy(id, prefix);
        expect([at, left]).toMatchObject([
          at,
          { status: "completed", created: 1, updated: 1, errors: 1, total: 3, rows: [{ name: "B" }] },
        ]);
        expect([at, await parkedOf(id)]).toEqual([at, ["bad-0.json"]]);
        expect((await stateOf(id)).ignored_columns).toEqual(["?"]);
      }
    },
  );
  test.each(WHEN)("in a file without rows leaves it completed, with nothing (%s)", async (when) => {
    for (let at = 1, crashed = true; crashed; at++) {
      const id = await begin(line, "client", workbookOf(["client_code_1c", "name"]));
      crashed = (await line.deliver(line.first(), { crash: { at, when } })) === "crash";
      await recover();
      expect([at, await stateOf(id), await parkedOf(id)]).toMatchObject([
        at,
        { status: "completed", total: 0, progress_percent: 100, error_message: null },
        [],
      ]);
    }
  });
});

describe("a message", () => {
  test("of a task that nobody knows, or that has ended, is acknowledged and changes nothing", async () => {
    const task = await line.sample();
    await line.drain();
    const before = await sql("SELECT * FROM tasks");
    for (const task_id of [task.id, crypto.randomUUID()])
      for (const piece of [undefined, 0, 3, 4, 99]) {
        const body = { kind: "task", task_id, ...(piece === undefined ? {} : { piece }) } as const;
        for (const attempts of [1, 6]) expect(await line.deliver(line.send(body, attempts))).toBe("ack");
      }
    expect(await sql("SELECT * FROM tasks")).toEqual(before);
    await line.expectClean(task);
  });
});
