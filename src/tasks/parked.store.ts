/** What tasks park in R2: under which keys, for how long, and how it is thrown away. */
import sql from "sql-template-tag";
import { microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import type { TaskRow } from "./task.ts";

const DAY_MS = 86_400_000;
const KEPT_MS = 7 * DAY_MS;

/** Whether what a task parked is still there for sure. */
export const isKept = (ctx: Ctx, { ended_at }: TaskRow): boolean =>
  ended_at === null || ended_at > microseconds(ctx.now - KEPT_MS);

const ROOT = "tasks/";
const folder = (id: string) => `${ROOT}${id}/`;
export const parkedAt = (id: string, name: string) => folder(id) + name;
type OfFetch = Pick<TaskRow, "id" | "fetch">;
const fetchFolder = ({ id, fetch }: OfFetch) => parkedAt(id, `${fetch}/`);
/** What each fetch parks lies apart; `at` counts its objects. */
export const rowsPath = (task: OfFetch, at: number) => `${fetchFolder(task)}rows-${at}.json`;
export const badRowsPath = (id: string, piece: number) => parkedAt(id, `bad-${piece}.json`);

async function deleteWhere(ctx: Ctx, prefix: string, isGone: (object: R2Object) => boolean): Promise<void> {
  let cursor: string | undefined;
  do {
    const page = await ctx.files.list({ prefix, ...(cursor ? { cursor } : {}) });
    const gone = page.objects.filter(isGone).map(({ key }) => key);
    if (gone.length) await ctx.files.delete(gone);
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor);
}

/** All but its bad rows. */
export const deleteWorkedOff = (ctx: Ctx, id: string) =>
  deleteWhere(ctx, folder(id), ({ key }) => !key.startsWith(parkedAt(id, "bad-")));

/** What a fetch parked that is not the one that counts. */
export const deleteFetched = (ctx: Ctx, task: OfFetch) => deleteWhere(ctx, fetchFolder(task), () => true);

/** The tasks that have something parked, as pages of ids. */
async function* parkedIds(ctx: Ctx): AsyncGenerator<string[]> {
  let cursor: string | undefined;
  do {
    const page = await ctx.files.list({ prefix: ROOT, delimiter: "/", ...(cursor ? { cursor } : {}) });
    yield page.delimitedPrefixes.map((prefix) => prefix.slice(ROOT.length, -1));
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor);
}

/** Ended a week ago, or never written: what was uploaded and then left alone by a crash. */
const forgettable = (ctx: Ctx, ids: readonly string[]) =>
  ctx.db.rows<{ id: string; stray: number }>(
    sql`SELECT value AS id, t.id IS NULL AS stray FROM json_each(${JSON.stringify(ids)})
      LEFT JOIN tasks t ON t.id = value
      WHERE t.id IS NULL OR t.ended_at <= ${microseconds(ctx.now - KEPT_MS)}`,
  );

/** Folders that one night clears; the next goes on with those that are left. */
const A_NIGHT = 1000;

/** Nightly: nothing is parked a week after a task's end, nor a day without a task. Its row stays, as history. */
export async function forgetParked(ctx: Ctx): Promise<void> {
  let left = A_NIGHT;
  for await (const ids of parkedIds(ctx))
    for (const { id, stray } of await forgettable(ctx, ids)) {
      if (left === 0) return;
      left -= 1;
      // An upload that comes in at this moment has no task yet.
      const before = stray ? ctx.now - DAY_MS : Number.POSITIVE_INFINITY;
      await deleteWhere(ctx, folder(id), ({ uploaded }) => uploaded.getTime() < before);
    }
}
