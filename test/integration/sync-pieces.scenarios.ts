/** What 1C sent lies in pieces, and each is applied once and in its order, whatever the queue does. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import type { Row } from "../catalog/api.ts";
import { cancelPath, post, stateOf } from "../tasks/imports.ts";
import { holding } from "../tasks/line.ts";
import { integrate, SyncLine, stored } from "./syncs.ts";

const line = new SyncLine();

describe("pieces", () => {
  /** Of the pieces, by the objects that they lie in. */
  const sizes = async (id: string): Promise<number[][]> => {
    const { objects } = await env.FILES.list({ prefix: `tasks/${id}/` });
    const parcels = objects.map(async ({ key }) => (await env.FILES.get(key))?.json<unknown[][]>());
    return (await Promise.all(parcels)).map((parcel) => parcel?.map((piece) => piece.length) ?? []);
  };

  test.each([
    [
      50,
      741,
      [
        [100, 100, 100, 100, 100],
        [100, 100, 41],
      ],
    ],
    [501, 241, [[100, 100, 41]]],
    [5000, 1101, [Array(10).fill(100), [100, 1]]],
  ])("of a chunk_size of %d are, of %d items, %j", async (chunk_size, items, expected) => {
    const id = await line.begin(await integrate(`n=${items};fields=usual`, { chunk_size }));
    await line.deliver(line.first());
    expect(await sizes(id)).toEqual(expected);
    expect(await stateOf(id)).toMatchObject({ status: "processing", total: items, processed: 0 });
    await post(line, cancelPath(id));
    line.lose();
  });
  test("are counted while they are read", async () => {
    const id = await line.begin(await integrate("n=241;fields=usual"));
    // Calls to the database: the task, the claim, the integration, and a move at the first item and every second.
    const { trouble, reached, release } = holding("db", 5);
    const reading = line.deliver(line.first(), trouble);
    await reached;
    expect(await stateOf(id)).toMatchObject({ status: "fetching", total: 1, progress_percent: 0 });
    release();
    await reading;
    await post(line, cancelPath(id));
    line.lose();
  });
  test("are applied once and in order, delivered twice at once, late, early, and after a crash", async () => {
    const integration = await integrate("n=241;fields=usual;duplicates=4");
    const id = await line.begin(integration);
    await line.deliver(line.first());
    for (let piece = 0; piece < 3; piece++) {
      line.lose();
      const message = line.send({ kind: "task", task_id: id, piece });
      expect(await line.deliver(line.send({ ...message.body, piece: piece + 1 }))).toBe("retry");
      // The fourth call writes the piece: the Worker is gone before that is acknowledged.
      expect(await line.deliver(message, { crash: { at: 4, when: "after" } })).toBe("crash");
      await Promise.all([2, 3].map((attempts) => line.deliver({ ...message, attempts })));
    }
    await line.drain();
    expect(await stateOf(id)).toMatchObject({
      ...{ status: "completed", total: 301, processed: 301, created: 241, updated: 60, errors: 0 },
    });
    const calm = await integrate("n=241;fields=usual;duplicates=4");
    await line.whole(calm);
    const kept = (rows: Row[]) => rows.map(({ code_1c, name, base_price }) => [code_1c, name, base_price]);
    expect(kept(await stored(integration))).toEqual(kept(await stored(calm)));
  });
  test("that lie together are done for one message, and the parcel is read once", async () => {
    const id = await line.begin(await integrate("n=741;fields=usual"));
    await line.deliver(line.first());
    const calls: string[] = [];
    const before = (where: string) => void calls.push(where);
    await line.deliver(line.first(), { before });
    expect(await stateOf(id)).toMatchObject({ processed: 500, created: 500 });
    // The task, five times what is there and what is written, and the task once more.
    expect(calls.filter((where) => where === "db")).toHaveLength(12);
    expect(calls.filter((where) => where === "files")).toHaveLength(1);
    expect(line.waiting.map(({ body }) => body.piece)).toEqual([5]);
    await line.drain();
    expect(await stateOf(id)).toMatchObject({ status: "completed", processed: 741, created: 741 });
  });
  test("after the first of a message are begun no more once the sync was cancelled", async () => {
    const id = await line.begin(await integrate("n=741;fields=usual"));
    await line.deliver(line.first());
    // The sixth call to the database reads what is there of the third piece.
    const { trouble, reached, release } = holding("db", 6);
    const inHand = line.deliver(line.first(), trouble);
    await reached;
    await post(line, cancelPath(id));
    release();
    await inHand;
    expect(await stateOf(id)).toMatchObject({ status: "error", message: "Cancelled", processed: 200 });
  });
  test("that fail in the middle of a parcel are tried again by a message of their own", async () => {
    const id = await line.begin(await integrate("n=741;fields=usual"));
    await line.deliver(line.first());
    let calls = 0;
    const before = (where: string) => {
      if (where === "db" && ++calls === 7) throw new Error("D1 is gone for a moment");
    };
    expect(await line.deliver(line.first(), { before })).toBe("ack");
    expect(line.waiting).toMatchObject([{ attempts: 1, body: { piece: 2 } }]);
    await line.drain();
    expect(await stateOf(id)).toMatchObject({ status: "completed", processed: 741, created: 741, errors: 0 });
  });
});
