/** What people do with a task: look, cancel, try again; and what the minute cron does for those that stand still. */
import sql from "sql-template-tag";
import { microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import { ApiError } from "../platform/errors.ts";
import { message } from "../platform/i18n.ts";
import { isDuplicate, limited, type Row } from "../platform/sql.ts";
import { isKept } from "./parked.store.ts";
import { askStep, cancelled, sendStep, UNREADABLE } from "./run-task.ts";
import { AHEAD_US, type TaskRow } from "./task.ts";
import { taskStarted, taskState } from "./task-state.ts";
import type { TaskStarted } from "./tasks.schema.ts";
import { endTask, errorsOf, findTask, type TaskErrorRow, type TaskStep, taskById } from "./tasks.store.ts";

const unknownTask = () => new ApiError(404, { error: "Task not found" });

const stateOf = (ctx: Ctx, task: TaskRow | undefined, errors: readonly TaskErrorRow[]) => {
  if (!task) throw unknownTask();
  return taskState(task, errors, isKept(ctx, task));
};

export async function tellTask(ctx: Ctx, id: string) {
  const [[task], errors] = await ctx.db.read<[TaskRow, TaskErrorRow]>(taskById(id), errorsOf(id));
  return stateOf(ctx, task, errors);
}

/**
 * Whoever has a piece in hand still finishes it, and then ends the task; while everything is fetched, and while a task
 * waits, no piece is in hand. One that has ended stays as it is.
 */
export async function cancelTask(ctx: Ctx, id: string) {
  const now = microseconds(ctx.now);
  const endsNow = sql`(pieces IS NULL OR moved_at > ${now + AHEAD_US})`;
  const [, [task], errors] = await ctx.db.write<[Row, TaskRow, TaskErrorRow]>(
    sql`UPDATE tasks SET cancelled = 1, status = iif(${endsNow}, 'error', status),
      message = iif(${endsNow}, ${cancelled.message}, message), ended_at = iif(${endsNow}, ${now}, NULL)
      WHERE id = ${id} AND ended_at IS NULL`,
    taskById(id),
    errorsOf(id),
  );
  return stateOf(ctx, task, errors);
}

const notRetryable = () =>
  new ApiError(409, { detail: message("Only a task that ended with an error can be tried again.") });

/** The piece that is next; none where everything is still to be fetched. */
const dueOf = ({ pieces, next_piece }: TaskStep) => (pieces === null ? undefined : next_piece);

/** From the first piece that is not done, or from the fetch where that had failed. */
export async function retryTask(ctx: Ctx, id: string): Promise<TaskStarted> {
  const task = await findTask(ctx, id);
  if (!task) throw unknownTask();
  try {
    const [[again]] = await ctx.db.write<[TaskStep]>(
      sql`UPDATE tasks SET status = 'processing', cancelled = 0,
        message = 'Started again', fetch = iif(pieces IS NULL, NULL, fetch), fetches = 0, error_message = NULL,
        error_details = NULL, ended_at = NULL, moved_at = ${microseconds(ctx.now)}
        WHERE id = ${id} AND status = 'error' RETURNING id, pieces, next_piece, fetch`,
    );
    if (!again) throw notRetryable();
    await askStep(ctx, id, dueOf(again));
  } catch (fault) {
    throw isDuplicate(fault, "tasks.kind") ? notRetryable() : fault;
  }
  return taskStarted(task, "started", `Started again: ${task.label}`);
}

const MINUTE_US = 60_000_000;
/** A step may take this long without a sign of life before its message is taken for lost. */
const LOST_AFTER_US = 2 * MINUTE_US;
const DEAD_AFTER_US = 15 * MINUTE_US;
/** A fetch that ends without a word each time, as where memory runs out, is not begun for ever. */
const MOST_FETCHES = 10;
const AT_ONCE = 100;

type Standing = TaskStep & Pick<TaskRow, "moved_at" | "fetches">;

/** What a task that stands still has come to; undefined where its message is sent once more. */
function endOf({ moved_at, pieces, fetches }: Standing, now: number): string | undefined {
  if (moved_at < now - DEAD_AFTER_US) return "The task has not moved for 15 minutes. Start a retry.";
  if (pieces !== null || fetches < MOST_FETCHES) return undefined;
  return `${UNREADABLE}: its reading stopped without a word ${fetches} times. Start a retry, or look into the log.`;
}

/** Every minute: a message that was lost is sent again, a task that does not move any more is ended. */
export async function sweepTasks(ctx: Ctx): Promise<void> {
  const now = microseconds(ctx.now);
  const isStanding = sql`ended_at IS NULL AND moved_at < ${now - LOST_AFTER_US}`;
  const [, tasks] = await ctx.db.write<[Row, Standing]>(
    // Whoever had a fetch in hand is gone: it is the next one's.
    sql`UPDATE tasks INDEXED BY tasks_moving SET fetch = NULL WHERE ${isStanding} AND pieces IS NULL AND fetch IS NOT NULL`,
    sql`SELECT id, pieces, next_piece, fetch, fetches, moved_at FROM tasks INDEXED BY tasks_moving
      WHERE ${isStanding} ORDER BY moved_at ${limited(AT_ONCE)}`,
  );
  for (const task of tasks) {
    const words = endOf(task, now);
    const stoodSince = task.moved_at;
    if (words) await endTask(ctx, task, { status: "error", message: words, errorMessage: words, stoodSince });
    else await sendStep(ctx, task.id, dueOf(task));
  }
}
