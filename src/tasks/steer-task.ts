/** What people do with a task: look, cancel, try again; and what the minute cron does for those that stand still. */
import sql from "sql-template-tag";
import { microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import { ApiError } from "../platform/errors.ts";
import { message } from "../platform/i18n.ts";
import { isDuplicate } from "../platform/sql.ts";
import { sendStep } from "./run-task.ts";
import type { TaskRow } from "./task.ts";
import { taskState } from "./task-state.ts";
import { deleteParked, endTask, findTask, findTaskWithErrors } from "./tasks.store.ts";

const unknownTask = () => new ApiError(404, { error: "Task not found" });

export async function tellTask(ctx: Ctx, id: string) {
  const { task, errors } = await findTaskWithErrors(ctx, id);
  if (!task) throw unknownTask();
  return taskState(task, errors);
}

/** The piece in hand is still finished; a task that has ended stays as it is. */
export async function cancelTask(ctx: Ctx, id: string) {
  const task = await findTask(ctx, id);
  if (!task) throw unknownTask();
  await ctx.db.write(sql`UPDATE tasks SET cancelled = 1 WHERE id = ${id} AND ended_at IS NULL`);
  if (task.ended_at === null) await sendStep(ctx, id, task.pieces === null ? undefined : task.next_piece);
  return tellTask(ctx, id);
}

const notRetryable = () =>
  new ApiError(409, { detail: message("Only a task that ended with an error can be tried again.") });

/** From the first piece that is not done, or from the fetch where that had failed. */
export async function retryTask(ctx: Ctx, id: string): Promise<TaskRow> {
  const task = await findTask(ctx, id);
  if (!task) throw unknownTask();
  const status = task.pieces === null ? "fetching" : "processing";
  try {
    const [changed] = await ctx.db.write<[{ id: string }]>(
      sql`UPDATE tasks SET status = ${status}, cancelled = 0, message = 'Started again', error_message = NULL,
        error_details = NULL, ended_at = NULL, moved_at = ${microseconds(ctx.now)}
        WHERE id = ${id} AND status = 'error' RETURNING id`,
    );
    if (!changed.length) throw notRetryable();
  } catch (fault) {
    throw isDuplicate(fault, "tasks.kind") ? notRetryable() : fault;
  }
  await sendStep(ctx, id, task.pieces === null ? undefined : task.next_piece);
  return task;
}

const MINUTE_US = 60_000_000;
/** A step may take this long before its message is taken for lost. */
const LOST_AFTER_US = 2 * MINUTE_US;
const DEAD_AFTER_US = 15 * MINUTE_US;
const AT_ONCE = 100;

/** Every minute: a message that was lost is sent again, a task that does not move any more is ended. */
export async function sweepTasks(ctx: Ctx): Promise<void> {
  const now = microseconds(ctx.now);
  const tasks = await ctx.db.rows<Pick<TaskRow, "id" | "pieces" | "next_piece" | "moved_at">>(
    sql`SELECT id, pieces, next_piece, moved_at FROM tasks INDEXED BY tasks_moving
      WHERE ended_at IS NULL AND moved_at < ${now - LOST_AFTER_US} ORDER BY moved_at LIMIT ${AT_ONCE}`,
  );
  for (const { id, pieces, next_piece, moved_at } of tasks) {
    if (moved_at < now - DEAD_AFTER_US) {
      const errorMessage = "The task has not moved for 15 minutes. Start a retry.";
      await endTask(ctx, id, { status: "error", message: errorMessage, errorMessage });
    } else await sendStep(ctx, id, pieces === null ? undefined : next_piece);
  }
}

const KEPT_US = 7 * 24 * 60 * MINUTE_US;

/** Nightly: a week after its end nothing of a task is parked any more; its row stays, as history. */
export async function forgetParked(ctx: Ctx): Promise<void> {
  const from = microseconds(ctx.now) - KEPT_US;
  const tasks = await ctx.db.rows<{ id: string }>(
    sql`SELECT id FROM tasks INDEXED BY tasks_ended WHERE ended_at BETWEEN ${from - 2 * 24 * 60 * MINUTE_US} AND ${from}`,
  );
  for (const { id } of tasks) await deleteParked(ctx, id, "everything");
}
