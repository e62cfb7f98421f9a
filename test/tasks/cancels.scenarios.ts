/** Cancelling a task: the piece in hand is finished, no other is begun, and a retry goes on from there. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { emptyCatalog, fresh } from "../catalog/api.ts";
import { workbookOf } from "../catalog/excel-files.ts";
import { begin, cancelPath, parkedOf, parkedPiece, post, retryPath, stateOf } from "./imports.ts";
import { holding } from "./line.ts";
import { SampleLine } from "./samples.ts";

const line = new SampleLine();

const CANCELLED = {
  ...{ status: "error", message: "Cancelled", cancelled: true },
  ...{ error_message: null, error_details: null },
};

beforeAll(emptyCatalog);

describe("a cancelled task", () => {
  test.each([0, 1, 3])(
    "does no piece after the %d that are done, and a retry does the others",
    async (done) => {
      const task = await line.sample(done);
      const answer = await post(line, cancelPath(task.id));
      expect([answer.status, answer.json]).toMatchObject([200, { status: "processing", cancelled: true }]);
      await line.drain();
      expect(await stateOf(task.id)).toMatchObject({ ...CANCELLED, processed: 4 * done });
      for (const piece of [0, 1, 2, 3])
        await line.deliver(line.send({ kind: "task", task_id: task.id, piece }, 2));
      expect(await stateOf(task.id)).toMatchObject({ ...CANCELLED, processed: 4 * done });
      expect(await parkedOf(task.id)).toEqual(
        expect.arrayContaining([0, 1, 2, 3].map((n) => `rows-${n}.json`)),
      );
      await line.expectRetried(task);
    },
  );
  test.each([0, 2, 3])("still finishes piece %d where that is in hand", async (piece) => {
    const task = await line.sample(piece);
    // The third call to the database is the write.
    const { trouble, reached, release } = holding("db", 3);
    const inHand = line.deliver(line.first(), trouble);
    await reached;
    line.lose();
    const answer = await post(line, cancelPath(task.id));
    expect(answer.json).toMatchObject({ cancelled: true, processed: 4 * piece });
    await line.drain();
    release();
    await inHand;
    await line.drain();
    expect(await stateOf(task.id)).toMatchObject({ ...CANCELLED, processed: 4 * (piece + 1) });
    await line.expectRetried(task);
  });
  test("whose last piece was just done is cancelled all the same, and a retry finds nothing left to do", async () => {
    const task = await line.sample(3);
    // The fifth call to the database is the one that ends the task.
    const { trouble, reached, release } = holding("db", 5);
    const inHand = line.deliver(line.first(), trouble);
    await reached;
    await post(line, cancelPath(task.id));
    release();
    await inHand;
    await line.drain();
    expect(await stateOf(task.id)).toMatchObject({ ...CANCELLED, processed: 16, progress_percent: 99 });
    await line.expectRetried(task);
  });
  test("whose file is still to be read ends at once, and a retry reads it", async () => {
    const prefix = fresh("unread");
    const id = await begin(line, "client", workbookOf(["client_code_1c", "name"], [`${prefix}/a`, "N"]));
    const answer = await post(line, cancelPath(id));
    expect(answer.json).toMatchObject(CANCELLED);
    await line.drain();
    expect(await stateOf(id)).toMatchObject({ ...CANCELLED, total: 0 });
    expect((await post(line, retryPath(id))).status).toBe(202);
    expect((await stateOf(id)).status).toBe("processing");
    await line.drain();
    expect(await stateOf(id)).toMatchObject({ status: "completed", created: 1, cancelled: false });
  });
  test("that then fails is still one that was cancelled", async () => {
    const task = await line.sample(1);
    const rows = await (await env.FILES.get(parkedPiece(task.id, 1)))?.text();
    const { trouble, reached, release } = holding("files", 1);
    const inHand = line.deliver(line.first(), trouble);
    await reached;
    await post(line, cancelPath(task.id));
    await env.FILES.delete(parkedPiece(task.id, 1));
    release();
    await inHand;
    expect(await stateOf(task.id)).toMatchObject({ ...CANCELLED, processed: 4 });
    await env.FILES.put(parkedPiece(task.id, 1), rows ?? "");
    await line.expectRetried(task);
  });
  test("that had ended before stays as it was", async () => {
    const task = await line.sample();
    await line.drain();
    const before = await stateOf(task.id);
    const answer = await post(line, cancelPath(task.id));
    expect([answer.status, answer.json]).toEqual([200, before]);
    expect(line.waiting).toEqual([]);
  });
});
