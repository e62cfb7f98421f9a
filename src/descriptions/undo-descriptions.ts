/** Takes the descriptions of a run away again, where nobody has changed them since. */
import { changeRows, type Entity } from "../catalog/index.ts";
import type { Ctx } from "../platform/context.ts";
import { ApiError, invalid } from "../platform/errors.ts";
import { message } from "../platform/i18n.ts";
import { findTask } from "../tasks/index.ts";
import { DESCRIBED } from "./describe-task.ts";
import type { Undone } from "./descriptions.schema.ts";
import { undescribe } from "./provenance.ts";
import { describedOf, undoneSql } from "./rows.store.ts";

/** Written in one transaction. */
const ROWS_AT_ONCE = 1000;

async function undoEntity(ctx: Ctx, taskId: string, entity: Entity): Promise<Undone> {
  const told: Undone = { undone: 0, skipped: 0 };
  let from = 0;
  for (;;) {
    const written = await describedOf(ctx, { taskId, entity, from, size: ROWS_AT_ONCE });
    const last = written.at(-1);
    if (!last) return told;
    const byId = new Map(written.map((one) => [one.row_id, one]));
    const undone = await changeRows(
      ctx,
      entity,
      [...byId.keys()],
      (row) => undescribe(row, byId.get(row.id)?.text ?? null),
      (ids) => [
        undoneSql(
          taskId,
          entity,
          [...ids].flatMap((id) => byId.get(id)?.place ?? []),
        ),
      ],
    );
    told.undone += undone.size;
    told.skipped += written.length - undone.size;
    from = last.place + 1;
  }
}

/** Each hundreds of rows are a transaction: where it breaks off, the next call goes on. */
export async function undoDescriptions(ctx: Ctx, taskId: string): Promise<Undone> {
  const task = await findTask(ctx, taskId);
  if (task?.kind !== "descriptions")
    throw invalid({ task_id: [message('Invalid pk "{input}" - object does not exist.', { input: taskId })] });
  if (task.ended_at === null)
    throw new ApiError(409, { detail: message("The run has not ended: wait for it, or cancel it first.") });
  const all: Undone = { undone: 0, skipped: 0 };
  for (const entity of DESCRIBED) {
    const { undone, skipped } = await undoEntity(ctx, taskId, entity);
    all.undone += undone;
    all.skipped += skipped;
  }
  return all;
}
