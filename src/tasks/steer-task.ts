/** What people do with a task: look, cancel, try again; and what the minute cron does for those that stand still. */
import sql from "sql-template-tag";
import { microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import { ApiError } from "../platform/errors.ts";
import { message } from "../platform/i18n.ts";
import { isDuplicate } from "../platform/sql.ts";
import { askStep, cancelled, sendStep } from "./run-task.ts";
import type { TaskRow } from "./task.ts";
import { taskState } from "./task-state.ts";
import {
  deleteParked,
  endTask,
  findTask,
  findTaskWithErrors,
  isKept,
  KEPT_US,
  type TaskStep,
} from "./tasks.store.ts";

const unknownTask = () => new ApiError(404, { error: "Task not found" });

export async function tellTask(ctx: Ctx, id: string) {
  const { task, errors } = await findTaskWithErrors(ctx, id);
  if (!task) throw unknownTask();
  return taskState(task, errors, isKept(ctx, task));
}

/** Whoever has a piece in hand still finishes it, and then ends the task; one that has ended stays as it is. */
export async function cancelTask(ctx: Ctx, id: string) {
  const task = await findTask(ctx, id);
  if (!task) throw unknownTask();
  await ctx.db.write(sql`UPDATE tasks SET cancelled = 1 WHERE id = ${id} AND ended_at IS NULL`);
  // While everything is fetched no piece is in hand.
  if (task.pieces === null) await endTask(ctx, task, cancelled);
  return tellTask(ctx, id);
}

const notRetryable = () =>
  new ApiError(409, { detail: message("Only a task that ended with an error can be tried again.") });

/** The piece that is next; none where everything is still to be fetched. */
const dueOf = ({ pieces, next_piece }: TaskStep) => (pieces === null ? undefined : next_piece);

/** From the first piece that is not done, or from the fetch where that had failed. */
export async function retryTask(ctx: Ctx, id: string): Promise<TaskRow> {
  const task = await findTask(ctx, id);
  if (!task) throw unknownTask();
  try {
    const [[again]] = await ctx.db.write<[TaskStep]>(
      sql`UPDATE tasks SET status = iif(pieces IS NULL, 'fetching', 'processing'), cancelled = 0,
        message = 'Started again', error_message = NULL, error_details = NULL, ended_at = NULL,
        moved_at = ${microseconds(ctx.now)} WHERE id = ${id} AND status = 'error' RETURNING id, pieces, next_piece`,
    );
    if (!again) throw notRetryable();
    await askStep(ctx, id, dueOf(again));
  } catch (fault) {
    throw isDuplicate(fault, "tasks.kind") ? notRetryable() : fault;
  }
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
  const tasks = await ctx.db.rows<TaskStep & Pick<TaskRow, "moved_at">>(
    sql`SELECT id, pieces, next_piece, moved_at FROM tasks INDEXED BY tasks_moving
      WHERE ended_at IS NULL AND moved_at < ${now - LOST_AFTER_US} ORDER BY moved_at LIMIT ${AT_ONCE}`,
  );
  for (const task of tasks) {
    if (task.moved_at < now - DEAD_AFTER_US) {
      const errorMessage = "The task has not moved for 15 minutes. Start a retry.";
      await endTask(ctx, task, { status: "error", message: errorMessage, errorMessage });
    } else await sendStep(ctx, task.id, dueOf(task));
  }
}

/** Nightly: a week after its end nothing of a task is parked any more; its row stays, as history. */
export async function forgetParked(ctx: Ctx): Promise<void> {
  const from = microseconds(ctx.now) - KEPT_US;
  const tasks = await ctx.db.rows<{ id: string }>(
    sql`SELECT id FROM tasks INDEXED BY tasks_ended WHERE ended_at BETWEEN ${from - 2 * 24 * 60 * MINUTE_US} AND ${from}`,
  );
  for (const { id } of tasks) await deleteParked(ctx, id, "everything");
}
