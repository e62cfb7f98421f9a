/** Tasks in D1, and what they park in R2. */
import sql, { raw, type Sql } from "sql-template-tag";
import { microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import type { Fetched, ItemError, PieceCounts, TaskKindName, TaskRow } from "./task.ts";

/** A status shows so many faults; a file of bad rows has them all. */
export const SHOWN_ERRORS = 100;

const COLUMNS = raw(
  "id, kind, integration_id, label, status, input, result, pieces, next_piece, total, processed, created, updated, unchanged, errors, message, error_message, error_details, cancelled, created_by, created_at, moved_at, ended_at",
);

export const taskById = (id: string): Sql => sql`SELECT ${COLUMNS} FROM tasks WHERE id = ${id}`;

export const findTask = (ctx: Ctx, id: string) => ctx.db.first<TaskRow>(taskById(id));

export type TaskErrorRow = { item: number | null; code: string | null; error: string; created_at: number };

export async function findTaskWithErrors(ctx: Ctx, id: string) {
  const [tasks, errors] = await ctx.db.read<[TaskRow, TaskErrorRow]>(
    taskById(id),
    sql`SELECT item, code, error, created_at FROM task_errors WHERE task_id = ${id}
      ORDER BY piece, place LIMIT ${SHOWN_ERRORS}`,
  );
  return { task: tasks[0], errors };
}

export interface NewTask {
  id: string;
  kind: TaskKindName;
  integrationId?: number;
  label: string;
  input: Record<string, unknown>;
  message: string;
}

export const insertTaskSql = (ctx: Ctx, task: NewTask): Sql => {
  const now = microseconds(ctx.now);
  return sql`INSERT INTO tasks (id, kind, integration_id, label, status, input, message, created_by, created_at, moved_at)
    VALUES (${task.id}, ${task.kind}, ${task.integrationId ?? null}, ${task.label}, 'fetching',
      ${JSON.stringify(task.input)}, ${task.message}, ${ctx.user.id}, ${now}, ${now})`;
};

/** Everything is parked: the pieces begin. Another fetch of the same task that was faster is not undone. */
export const setFetched = (
  ctx: Ctx,
  task: TaskRow,
  { total, pieces, result = {}, emptyMessage }: Fetched,
) => {
  const told = { ...result, ...(emptyMessage && !pieces ? { empty_message: emptyMessage } : {}) };
  return ctx.db.write(
    sql`UPDATE tasks SET status = 'processing', pieces = ${pieces}, total = ${total},
      result = json_patch(result, ${JSON.stringify(told)}), moved_at = max(moved_at, ${microseconds(ctx.now)})
      WHERE id = ${task.id} AND status = 'fetching' AND pieces IS NULL`,
  );
};

/** Says that a fetch goes on, and how much it has found: it may last far longer than its trigger's own instant. */
export const moveTask = (ctx: Ctx, id: string, total: number) =>
  ctx.db.write(sql`UPDATE tasks SET total = max(total, ${total}), moved_at = ${microseconds(Date.now())}
    WHERE id = ${id} AND ended_at IS NULL AND pieces IS NULL`);

const errorsSql = (ctx: Ctx, task: TaskRow, piece: number, errors: readonly ItemError[]): Sql[] => {
  const shown = errors.slice(0, Math.max(0, SHOWN_ERRORS - task.errors));
  if (!shown.length) return [];
  return [
    sql`INSERT INTO task_errors (task_id, piece, place, item, code, error, created_at)
      SELECT ${task.id}, ${piece}, key, value ->> 'item', value ->> 'code', value ->> 'error', ${microseconds(ctx.now)}
      FROM json_each(${JSON.stringify(shown)}) WHERE true ON CONFLICT DO NOTHING`,
  ];
};

/** The piece's mark, in the transaction of its rows; one that is not the next of a running task undoes them. */
export const pieceDoneSql = (ctx: Ctx, task: TaskRow, piece: number, counts: PieceCounts): Sql[] => [
  sql`INSERT INTO guards (ok) SELECT 2 WHERE NOT EXISTS
    (SELECT 1 FROM tasks WHERE id = ${task.id} AND status = 'processing' AND next_piece = ${piece})`,
  ...errorsSql(ctx, task, piece, counts.errors),
  sql`UPDATE tasks SET next_piece = ${piece + 1}, processed = processed + ${counts.processed},
    created = created + ${counts.created}, updated = updated + ${counts.updated},
    unchanged = unchanged + ${counts.unchanged}, errors = errors + ${counts.errors.length},
    moved_at = max(moved_at, ${microseconds(ctx.now)}) WHERE id = ${task.id}`,
];

/** Somebody else did this piece, or the task was ended. */
export const isPieceTaken = (fault: unknown) =>
  fault instanceof Error && fault.message.includes("piece_not_next");

export interface Ending {
  status: "completed" | "error";
  message: string;
  errorMessage?: string;
  errorDetails?: string | undefined;
}

/** The step at which a task was seen: what was decided about it holds no longer once somebody has done the step. */
export type TaskStep = Pick<TaskRow, "id" | "pieces" | "next_piece">;

/** Ends a task that has not ended and is still at this step; one that was cancelled ends as that, whatever it came to. */
export const endTask = (ctx: Ctx, { id, pieces, next_piece }: TaskStep, ending: Ending) => {
  const { status, message, errorMessage = null, errorDetails = null } = ending;
  const now = microseconds(ctx.now);
  return ctx.db.write(
    sql`UPDATE tasks SET status = iif(cancelled, 'error', ${status}), message = iif(cancelled, 'Cancelled', ${message}),
      error_message = iif(cancelled, NULL, ${errorMessage}), error_details = iif(cancelled, NULL, ${errorDetails}),
      ended_at = ${now}, moved_at = ${now}
      WHERE id = ${id} AND ended_at IS NULL AND pieces IS ${pieces} AND next_piece = ${next_piece}`,
  );
};

export const KEPT_US = 7 * 86_400_000_000;

/** Whether what a task parked is still there for sure. */
export const isKept = (ctx: Ctx, { ended_at }: TaskRow): boolean =>
  ended_at === null || ended_at > microseconds(ctx.now) - KEPT_US;

const folder = (id: string) => `tasks/${id}/`;
export const parkedAt = (id: string, name: string) => folder(id) + name;
export const piecePath = (id: string, piece: number) => parkedAt(id, `rows-${piece}.json`);
export const badRowsPath = (id: string, piece: number) => parkedAt(id, `bad-${piece}.json`);

/** Deletes what a task parked: everything, or all but its bad rows. */
export async function deleteParked(
  ctx: Ctx,
  id: string,
  what: "everything" | "all but bad rows",
): Promise<void> {
  let cursor: string | undefined;
  do {
    const page = await ctx.files.list({ prefix: folder(id), ...(cursor ? { cursor } : {}) });
    const keys = page.objects.map(({ key }) => key);
    const gone = what === "everything" ? keys : keys.filter((key) => !key.startsWith(parkedAt(id, "bad-")));
    if (gone.length) await ctx.files.delete(gone);
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor);
}
