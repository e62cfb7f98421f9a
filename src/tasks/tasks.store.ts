/** Tasks in D1: begun, moved, done piece by piece, ended once. */
import sql, { raw, type Sql } from "sql-template-tag";
import { microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import type { Row } from "../platform/sql.ts";
import { limited } from "../platform/sql.ts";
import type { Fetched, PieceCounts, TaskKindName, TaskRow } from "./task.ts";

/** A status shows so many faults; a file of bad rows has them all. */
export const SHOWN_ERRORS = 100;

const COLUMNS = raw(
  "id, kind, integration_id, label, status, input, result, fetch, fetches, pieces, next_piece, total, processed, created, updated, unchanged, errors, skipped, tokens, message, error_message, error_details, cancelled, created_by, created_at, moved_at, ended_at",
);

export const taskById = (id: string): Sql => sql`SELECT ${COLUMNS} FROM tasks WHERE id = ${id}`;

export const findTask = (ctx: Ctx, id: string) => ctx.db.first<TaskRow>(taskById(id));

export type TaskErrorRow = { item: number | null; code: string | null; error: string; created_at: number };

export const errorsOf = (id: string | Sql): Sql =>
  sql`SELECT item, code, error, created_at FROM task_errors WHERE task_id = ${id}
    ORDER BY piece, place ${limited(SHOWN_ERRORS)}`;

/** The same of each task `t` of a list, as one JSON text. */
export const errorsAsJson = sql`(SELECT json_group_array(json_object('item', item, 'code', code, 'error', error,
  'created_at', created_at)) FROM (${errorsOf(raw("t.id"))}))`;

export interface NewTask {
  id: string;
  kind: TaskKindName;
  integrationId?: number;
  label: string;
  input: object;
  message: string;
  /** What forbids it, decided where it is written. */
  unless?: Sql;
}

/** Not where one of its kind and integration runs. */
export const insertTaskSql = (ctx: Ctx, task: NewTask): Sql => {
  const now = microseconds(ctx.now);
  return sql`INSERT INTO tasks (id, kind, integration_id, label, status, input, message, created_by, created_at, moved_at)
    SELECT ${task.id}, ${task.kind}, ${task.integrationId ?? null}, ${task.label}, 'fetching',
      ${JSON.stringify(task.input)}, ${task.message}, ${ctx.actor?.id ?? 0}, ${now}, ${now}
    WHERE ${task.unless ? sql`NOT EXISTS (${task.unless})` : 1} ON CONFLICT DO NOTHING RETURNING id`;
};

/** Another fetch of the same task took its place, or the task has ended. */
export class FetchTaken extends Error {}

/**
 * A fetch begins under a name of its own, in which what it parks cannot be mixed up with anything else; not while
 * another is in hand.
 */
export const claimFetch = async (ctx: Ctx, id: string): Promise<TaskRow | undefined> => {
  const [claimed] = await ctx.db.write<[TaskRow]>(
    sql`UPDATE tasks SET fetch = ${crypto.randomUUID()}, fetches = fetches + 1, total = 0,
      moved_at = max(moved_at, ${microseconds(ctx.now)})
      WHERE id = ${id} AND ended_at IS NULL AND pieces IS NULL AND fetch IS NULL
      RETURNING ${COLUMNS}`,
  );
  return claimed[0];
};

/** A fetch that failed leaves its place to the next one. */
export const releaseFetch = (ctx: Ctx, { id, fetch }: TaskStep) =>
  ctx.db.write(sql`UPDATE tasks SET fetch = NULL WHERE id = ${id} AND fetch = ${fetch} AND pieces IS NULL`);

/** Throws FetchTaken where this fetch is not the one in hand any more. */
async function changeInHand(ctx: Ctx, { id, fetch }: TaskStep, sets: Sql): Promise<void> {
  const [[changed]] = await ctx.db.write<[Row]>(
    sql`UPDATE tasks SET ${sets}, moved_at = max(moved_at, ${microseconds(Date.now())})
      WHERE id = ${id} AND ended_at IS NULL AND pieces IS NULL AND fetch = ${fetch} RETURNING id`,
  );
  if (!changed) throw new FetchTaken(`Fetch ${fetch} is no longer the one in hand`);
}

/** Says that a fetch goes on, and how much it has found: it may last far longer than its trigger's own instant. */
export const moveTask = (ctx: Ctx, task: TaskRow, total: number) =>
  changeInHand(ctx, task, sql`total = ${total}`);

/** Everything is parked: the pieces begin. */
export function setFetched(ctx: Ctx, task: TaskRow, { total, pieces, result = {}, emptyMessage }: Fetched) {
  const told = { ...result, ...(emptyMessage && !pieces ? { empty_message: emptyMessage } : {}) };
  return changeInHand(
    ctx,
    task,
    sql`status = 'processing', pieces = ${pieces}, total = ${total},
      result = json_patch(result, ${JSON.stringify(told)})`,
  );
}

const errorsSql = (ctx: Ctx, task: TaskRow, { errors }: PieceCounts): Sql[] => {
  const shown = errors.slice(0, Math.max(0, SHOWN_ERRORS - task.errors));
  if (!shown.length) return [];
  return [
    sql`INSERT INTO task_errors (task_id, piece, place, item, code, error, created_at)
      SELECT ${task.id}, ${task.next_piece}, key, value ->> 'item', value ->> 'code', value ->> 'error', ${microseconds(ctx.now)}
      FROM json_each(${JSON.stringify(shown)}) WHERE true ON CONFLICT DO NOTHING`,
  ];
};

/**
 * The piece's mark, in the transaction of its rows; one that is not the next of a running task undoes them. A task that
 * is cancelled meanwhile finishes the piece that it had `inHand`, and no other.
 */
export const pieceDoneSql = (ctx: Ctx, task: TaskRow, counts: PieceCounts, inHand: boolean): Sql[] => [
  sql`INSERT INTO guards (ok) SELECT 2 WHERE NOT EXISTS
    (SELECT 1 FROM tasks WHERE id = ${task.id} AND status = 'processing' AND next_piece = ${task.next_piece}
      ${inHand ? sql`` : sql`AND cancelled = 0`})`,
  ...errorsSql(ctx, task, counts),
  sql`UPDATE tasks SET next_piece = ${task.next_piece + 1}, processed = processed + ${counts.processed},
    created = created + ${counts.created}, updated = updated + ${counts.updated},
    unchanged = unchanged + ${counts.unchanged}, errors = errors + ${counts.errors.length},
    moved_at = ${microseconds(Date.now())} WHERE id = ${task.id}`,
];

/** One item of a piece, where its items are done one by one; told as far as there is room. */
export const itemDoneSql = (
  id: string,
  { piece, place }: { piece: number; place: number },
  {
    state,
    code,
    reason,
  }: { state: "described" | "failed" | "skipped"; code: string; reason?: string | undefined },
): Sql[] => {
  const now = microseconds(Date.now());
  const told = sql`INSERT INTO task_errors (task_id, piece, place, code, error, created_at)
    SELECT ${id}, ${piece}, ${place}, ${code}, ${reason ?? ""}, ${now}
    WHERE (SELECT count(*) FROM task_errors WHERE task_id = ${id}) < ${SHOWN_ERRORS} ON CONFLICT DO NOTHING`;
  const counted = sql`UPDATE tasks SET processed = processed + 1, updated = updated + ${Number(state === "described")},
    errors = errors + ${Number(state === "failed")}, skipped = skipped + ${Number(state === "skipped")},
    moved_at = max(moved_at, ${now}) WHERE id = ${id}`;
  return state === "described" ? [counted] : [counted, told];
};

/** What a part of a piece has cost; a sign that it goes on. */
export const tokensSql = (id: string, tokens: number): Sql =>
  sql`UPDATE tasks SET tokens = tokens + ${tokens}, moved_at = max(moved_at, ${microseconds(Date.now())})
    WHERE id = ${id}`;

/**
 * Nothing happens before that instant: whoever looks for tasks that stand still leaves it alone until then. False where
 * somebody else has said so already, and sees to it that it goes on.
 */
export const waitUntil = async (ctx: Ctx, { id, next_piece }: TaskStep, ms: number): Promise<boolean> => {
  const [[waits]] = await ctx.db.write<[Row]>(
    sql`UPDATE tasks SET moved_at = ${microseconds(ms)} WHERE id = ${id} AND ended_at IS NULL AND cancelled = 0
      AND next_piece = ${next_piece} AND moved_at < ${microseconds(ms)} RETURNING id`,
  );
  return waits !== undefined;
};

/** Somebody else did this piece, or the task was ended. */
export const isPieceTaken = (fault: unknown) =>
  fault instanceof Error && fault.message.includes("piece_not_next");

export interface Ending {
  status: "completed" | "error";
  message: string;
  errorMessage?: string;
  errorDetails?: string | undefined;
  /** Its `moved_at` when that was decided: whoever has it in hand again is left alone. */
  stoodSince?: number;
}

/** The step at which a task was seen: what was decided about it holds no longer once somebody has done the step. */
export type TaskStep = Pick<TaskRow, "id" | "pieces" | "next_piece" | "fetch">;

/** Ends a task that has not ended and is still at this step; one that was cancelled ends as that, whatever it came to. */
export const endTask = (ctx: Ctx, { id, pieces, next_piece, fetch }: TaskStep, ending: Ending) => {
  const { status, message, errorMessage = null, errorDetails = null, stoodSince = null } = ending;
  const now = microseconds(Date.now());
  return ctx.db.write(
    sql`UPDATE tasks SET status = iif(cancelled, 'error', ${status}), message = iif(cancelled, 'Cancelled', ${message}),
      error_message = iif(cancelled, NULL, ${errorMessage}), error_details = iif(cancelled, NULL, ${errorDetails}),
      ended_at = ${now}, moved_at = ${now}
      WHERE id = ${id} AND ended_at IS NULL AND pieces IS ${pieces} AND next_piece = ${next_piece} AND fetch IS ${fetch}
        AND moved_at = coalesce(${stoodSince}, moved_at)`,
  );
};
