/** Steps that fail for good: the dead letters end their task, and only the step that is due decides. */
import { beforeAll, describe, expect, test } from "vitest";
import { emptyCatalog, fresh } from "../catalog/api.ts";
import { workbookOf } from "../catalog/excel-files.ts";
import { begin, post, retryPath, stateOf } from "./imports.ts";
import { holding, type Waiting } from "./line.ts";
import { SampleLine } from "./samples.ts";

const line = new SampleLine();

beforeAll(emptyCatalog);

describe("a dead letter", () => {
  /** The step fails until it is a dead letter. */
  async function kill(message: Waiting): Promise<Waiting> {
    const trouble = {
      before: (where: string) => {
        if (where === "files") throw new Error("R2 is down");
      },
    };
    let next: Waiting | undefined = message;
    while (next) {
      expect(await line.deliver(next, trouble)).toBe("retry");
      next = line.waiting.at(-1);
    }
    return line.dead.at(-1) ?? message;
  }

  test("ends its task with its piece's reason; later pieces wait for a retry", async () => {
    const task = await line.sample(1);
    const letter = await kill(line.first());
    expect(letter.attempts).toBe(7);
    expect((await stateOf(task.id)).status).toBe("processing");
    expect(await line.bury(letter)).toBe("ack");
    const ended = await stateOf(task.id);
    expect(ended).toMatchObject({ status: "error", message: "Piece 2 could not be applied", processed: 4 });
    expect(ended.error_message).toContain("Piece 2 could not be applied: it failed several times.");
    expect(JSON.stringify(ended)).not.toContain("R2 is down");
    for (const piece of [1, 2, 3]) await line.deliver(line.send({ kind: "task", task_id: task.id, piece }));
    expect((await stateOf(task.id)).processed).toBe(4);
    expect((await post(line, retryPath(task.id))).status).toBe(202);
    await line.drain();
    await line.expectClean(task);
  });
  test("of the step that reads the file ends its task, and a retry reads it", async () => {
    const id = await begin(line, "client", workbookOf(["client_code_1c", "name"], [fresh("dead"), "N"]));
    expect(await line.bury(await kill(line.first()))).toBe("ack");
    expect(await stateOf(id)).toMatchObject({ status: "error", message: "The data could not be read" });
    await post(line, retryPath(id));
    await line.drain();
    expect(await stateOf(id)).toMatchObject({ status: "completed", created: 1 });
  });
  test("of a step that is not the one that is due ends nothing: done, later, of the file, of nobody", async () => {
    const task = await line.sample(2);
    for (const piece of [0, 1, 3, 9, undefined])
      for (const task_id of [task.id, crypto.randomUUID()]) {
        const body = { kind: "task" as const, task_id, ...(piece === undefined ? {} : { piece }) };
        expect(await line.bury({ id: "late", body, attempts: 1 })).toBe("ack");
      }
    expect((await stateOf(task.id)).status).toBe("processing");
    await line.drain();
    expect(
      await line.bury({ id: "late", body: { kind: "task", task_id: task.id, piece: 3 }, attempts: 1 }),
    ).toBe("ack");
    await line.expectClean(task);
  });
  test("of a step that somebody does at this very moment ends nothing", async () => {
    const task = await line.sample();
    const { trouble, reached, release } = holding("db", 2);
    const { replaced } = line.bindings(trouble);
    const message = line.first();
    const buried = line.bury({ ...message }, replaced);
    await reached;
    await line.deliver(message);
    release();
    await buried;
    expect(await stateOf(task.id)).toMatchObject({ status: "processing", processed: 4 });
    await line.drain();
    await line.expectClean(task);
  });
});

test("a step that fails because another has done it meanwhile, and threw its rows away, ends nothing", async () => {
  const task = await line.sample(3);
  const message = line.first();
  const slow = holding("files", 1);
  const slowly = line.deliver({ ...message, attempts: 2 }, slow.trouble);
  await slow.reached;
  // The fifth call to the database is the one that ends the task: its rows are gone by then.
  const fast = holding("db", 5);
  const quickly = line.deliver(message, fast.trouble);
  await fast.reached;
  slow.release();
  expect(await slowly).toBe("ack");
  expect((await stateOf(task.id)).status).toBe("processing");
  fast.release();
  await quickly;
  await line.drain();
  await line.expectClean(task);
});
