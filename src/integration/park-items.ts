/** 1C's items into object storage as they come in: in pieces, in their order, never all of them in memory. */
import type { Ctx } from "../platform/context.ts";
import { moveTask, piecePath, type TaskRow } from "../tasks/index.ts";
import type { OnecItem } from "./onec-answer.ts";

/** A piece is in memory as a whole. */
const MOST_CHARACTERS = 2_000_000;
/** As often as somebody who watches would want to see it; a fetch that says nothing for minutes is taken for lost. */
const TELL_EVERY_MS = 1000;

/** How many there were, and in how many pieces of at most `mostItems` they lie; told while they come, too. */
export async function parkItems(
  ctx: Ctx,
  task: TaskRow,
  items: AsyncIterable<OnecItem>,
  mostItems: number,
): Promise<{ total: number; pieces: number }> {
  let [total, pieces, characters, toldAt] = [0, 0, 0, 0];
  let texts: string[] = [];
  const park = async () => {
    await ctx.files.put(piecePath(task, pieces), `[${texts.join()}]`);
    pieces += 1;
    texts = [];
    characters = 0;
  };
  for await (const item of items) {
    const text = JSON.stringify(item);
    const isFull = texts.length >= mostItems || characters + text.length > MOST_CHARACTERS;
    if (texts.length && isFull) await park();
    texts.push(text);
    characters += text.length;
    total += 1;
    if (Date.now() - toldAt < TELL_EVERY_MS) continue;
    await moveTask(ctx, task, total);
    toldAt = Date.now();
  }
  if (texts.length) await park();
  return { total, pieces };
}
