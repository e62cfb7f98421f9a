/** Pieces are bounded by their characters too, so that long texts do not fill the memory. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { parkItems } from "../../src/integration/park-items.ts";
import { findTask, type TaskRow } from "../../src/tasks/index.ts";
import { sql } from "../catalog/api.ts";
import { context } from "./fetches.ts";
import { integrate, SyncLine } from "./syncs.ts";

async function* items(count: number, characters: number) {
  for (let n = 0; n < count; n++) yield { Code: String(n), Description: "x".repeat(characters) };
}

test.each([
  [45, 100_000, 45],
  [3, 3_000_000, 3],
  [1001, 1, 11],
  [0, 1, 0],
])(
  "%d items of %d characters are %d pieces, ten to a parcel, in their order",
  async (count, characters, expected) => {
    const line = new SyncLine();
    const id = await line.begin(await integrate("n=1"));
    await sql("UPDATE tasks SET fetch = 'one' WHERE id = ?", id);
    const ctx = context();
    const task = (await findTask(ctx, id)) as TaskRow;
    const packing = { pieceItems: 100, together: 10 };
    expect(await parkItems(ctx, task, items(count, characters), packing)).toEqual({
      total: count,
      pieces: expected,
    });
    const codes: string[] = [];
    const { objects } = await env.FILES.list({ prefix: `tasks/${id}/one/` });
    expect(objects).toHaveLength(Math.ceil(expected / 10));
    for (const at of objects.keys()) {
      const parked = await env.FILES.get(`tasks/${id}/one/rows-${at}.json`);
      const parcel = (await parked?.json<{ Code: string }[][]>()) ?? [];
      expect(parcel).toHaveLength(Math.min(10, expected - 10 * at));
      for (const piece of parcel) codes.push(...piece.map(({ Code }) => Code));
    }
    expect(codes).toEqual(Array.from({ length: count }, (_, n) => String(n)));
  },
);
