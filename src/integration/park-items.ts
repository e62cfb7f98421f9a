/** 1C's items into object storage as they come in: in parcels of pieces, in their order, never all of them in memory. */
import type { Ctx } from "../platform/context.ts";
import { moveTask, rowsPath, type TaskRow } from "../tasks/index.ts";
import type { OnecItem } from "./onec-answer.ts";

/** A parcel is in memory as a whole. */
const MOST_CHARACTERS = 2_000_000;
/** As often as somebody who watches would want to see it; a fetch that says nothing for minutes is taken for lost. */
const TELL_EVERY_MS = 1000;

export interface Packing {
  /** A piece has so many items at most. */
  pieceItems: number;
  /** So many pieces are a parcel: they lie in one object. */
  together: number;
}

/** How many there were, and in how many pieces they lie; told while they come, too. */
export async function parkItems(
  ctx: Ctx,
  task: TaskRow,
  items: AsyncIterable<OnecItem>,
  { pieceItems, together }: Packing,
): Promise<{ total: number; pieces: number }> {
  let [total, pieces, characters, toldAt] = [0, 0, 0, 0];
  let parcel: string[][] = [];
  let texts: string[] = [];
  const park = async () => {
    const parked = parcel.map((piece) => `[${piece.join()}]`);
    await ctx.files.put(rowsPath(task, Math.ceil(pieces / together) - 1), `[${parked.join()}]`);
    parcel = [];
  };
  for await (const item of items) {
    const text = JSON.stringify(item);
    const isFull = texts.length === pieceItems || characters + text.length > MOST_CHARACTERS / together;
    if (!total || isFull) {
      if (parcel.length === together) await park();
      texts = [];
      characters = 0;
      parcel.push(texts);
      pieces += 1;
    }
    texts.push(text);
    characters += text.length;
    total += 1;
    if (Date.now() - toldAt < TELL_EVERY_MS) continue;
    await moveTask(ctx, task, total);
    toldAt = Date.now();
  }
  if (total) await park();
  return { total, pieces };
}
