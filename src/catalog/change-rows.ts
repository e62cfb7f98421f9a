/** Changes rows that are named by their ids, each by what it says at that moment; all or nothing, like every write. */
import type { Sql } from "sql-template-tag";
import { microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import type { Entity, EntityRow } from "./entity.ts";
import { byIds, type Update, writeRows } from "./resource.store.ts";
import { changedColumns, derive, type Values } from "./row.ts";
import { ATTEMPTS, contested } from "./upsert-many.ts";

/** What becomes of the row; undefined leaves it as it is. */
export type Change = (row: EntityRow) => Values | undefined;

function updateOf(entity: Entity, before: EntityRow, values: Values | undefined, nowUs: number): Update[] {
  if (!values) return [];
  const row = derive(entity, { ...before, ...values } as EntityRow);
  const columns = changedColumns(entity, before, row);
  row.updated_at = Math.max(nowUs, before.updated_at + 1);
  return columns.length ? [{ row, was: before.updated_at, columns }] : [];
}

/** `alongside` is told which rows change, and its statements are of the same transaction; without any, of none. */
export async function changeRows(
  ctx: Ctx,
  entity: Entity,
  ids: readonly number[],
  change: Change,
  alongside: (changed: ReadonlySet<number>) => readonly Sql[],
): Promise<ReadonlySet<number>> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const rows = ids.length ? await ctx.db.rows<EntityRow>(byIds(entity, ids)) : [];
    const updates = rows.flatMap((row) => updateOf(entity, row, change(row), microseconds(Date.now())));
    const changed = new Set(updates.map(({ row }) => row.id));
    if (await writeRows(ctx, entity, [], updates, alongside(changed))) return changed;
  }
  throw contested();
}
