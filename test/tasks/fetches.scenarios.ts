/** The step that reads everything: done by one at a time, never mixed with another, and given up in the end. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { sweepTasks } from "../../src/tasks/index.ts";
import { emptyCatalog, fresh, sql } from "../catalog/api.ts";
import { workbookOf } from "../catalog/excel-files.ts";
import { begin, cancelPath, parkedOf, post, retryPath, stateOf } from "./imports.ts";
import { ctxIn, holding } from "./line.ts";
import { SampleLine } from "./samples.ts";

const line = new SampleLine();
const ROWS = 1001;

beforeAll(emptyCatalog);

/** A file of two pieces, to be read. */
const unread = () => {
  const prefix = fresh("fetch");
  const rows = Array.from({ length: ROWS }, (_, n) => [`${prefix}/${n}`, "N"]);
  return begin(line, "client", workbookOf(["client_code_1c", "name"], ...rows));
};

async function folders(id: string): Promise<number> {
  const { delimitedPrefixes } = await env.FILES.list({ prefix: `tasks/${id}/`, delimiter: "/" });
  return delimitedPrefixes.length;
}

async function expectWhole(id: string): Promise<void> {
  await line.drain();
  expect(await stateOf(id)).toMatchObject({ status: "completed", created: ROWS, total: ROWS, errors: 0 });
  expect(await parkedOf(id)).toEqual([]);
}

/** Calls to the database: the task, the claim, a move for each piece, and the end. */
const [AFTER_ONE_PIECE, AFTER_ALL] = [4, 5];

async function inHand(at: number) {
  const id = await unread();
  const message = line.first();
  const { trouble, reached, release } = holding("db", at);
  const delivery = line.deliver(message, trouble);
  await reached;
  line.lose();
  const finish = () => {
    release();
    return delivery;
  };
  return { id, message, finish };
}

describe("a fetch in hand", () => {
  test.each([1, 2])("is left alone by another delivery meanwhile (attempt %d)", async (attempts) => {
    const { id, message, finish } = await inHand(AFTER_ONE_PIECE);
    expect(await line.deliver({ ...message, attempts })).toBe("ack");
    expect([line.waiting, await folders(id)]).toEqual([[], 1]);
    expect(await finish()).toBe("ack");
    await expectWhole(id);
  });
  test.each([AFTER_ONE_PIECE, AFTER_ALL])(
    "that has not moved for two minutes is begun anew, and takes what it parked along (call %d)",
    async (at) => {
      const { id, finish } = await inHand(at);
      await sweepTasks(ctxIn(line, 3));
      expect(line.waiting.map(({ body }) => body)).toEqual([{ kind: "task", task_id: id }]);
      await line.deliver(line.first());
      expect(await folders(id)).toBe(2);
      expect(await finish()).toBe("ack");
      expect(await folders(id)).toBe(1);
      await expectWhole(id);
    },
  );
  test("that comes to its end after the task has, leaves nothing", async () => {
    const { id, finish } = await inHand(AFTER_ALL);
    await sweepTasks(ctxIn(line, 3));
    await expectWhole(id);
    await finish();
    await expectWhole(id);
  });
  test("stops where its task is cancelled meanwhile, and a retry reads everything", async () => {
    const { id, finish } = await inHand(AFTER_ONE_PIECE);
    await post(line, cancelPath(id));
    await finish();
    expect([await folders(id), line.waiting]).toEqual([0, []]);
    await post(line, retryPath(id));
    await expectWhole(id);
  });
  test("is not taken for lost while it moves", async () => {
    const { id, finish } = await inHand(AFTER_ONE_PIECE);
    await sql("UPDATE tasks SET moved_at = moved_at - 180000000 WHERE id = ?", id);
    await finish();
    await sweepTasks(ctxIn(line, 1.9));
    expect(line.waiting.map(({ body }) => body)).toEqual([{ kind: "task", task_id: id, piece: 0 }]);
    await expectWhole(id);
  });
  test("is not ended by the dead letter of an earlier one", async () => {
    const { id, message, finish } = await inHand(AFTER_ONE_PIECE);
    expect(await line.bury({ ...message })).toBe("ack");
    expect((await stateOf(id)).status).toBe("fetching");
    await finish();
    await expectWhole(id);
  });
});

test("a fetch that stops without a word ten times ends its task, until it is tried again", async () => {
  const id = await unread();
  for (let times = 1; times <= 10; times++) {
    await line.deliver(line.first(), { crash: { at: 3, when: "before" } });
    line.lose();
    await sweepTasks(ctxIn(line, 3));
  }
  const state = await stateOf(id);
  expect(state.status).toBe("error");
  expect(state.error_message).toContain("its reading stopped without a word 10 times");
  expect(line.waiting).toEqual([]);
  await post(line, retryPath(id));
  await expectWhole(id);
});
