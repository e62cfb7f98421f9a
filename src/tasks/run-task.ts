/** The queue's verb: the next step of a task, done once whatever the queue delivers. */
import type { Ctx } from "../platform/context.ts";
import { TaskFailure, type TaskKind, type TaskKindName, type TaskRow } from "./task.ts";
import { deleteParked, endTask, findTask, isPieceTaken, pieceDoneSql, setFetched } from "./tasks.store.ts";

export type TaskKinds = Partial<Record<TaskKindName, TaskKind>>;

/** `piece` is absent for the step that fetches everything. */
export interface TaskMessage {
  kind: "task";
  task_id: string;
  piece?: number | undefined;
}

export const sendStep = (ctx: Ctx, id: string, piece?: number) =>
  ctx.tasks.send({ kind: "task", task_id: id, ...(piece === undefined ? {} : { piece }) });

/** The piece before is not done yet: the message is put back. */
export class TooEarly extends Error {}

const kindOf = (kinds: TaskKinds, task: TaskRow): TaskKind => {
  const kind = kinds[task.kind];
  if (!kind) throw new Error(`Nobody works off tasks of kind ${task.kind}`);
  return kind;
};

async function complete(ctx: Ctx, task: TaskRow, message: string): Promise<void> {
  await endTask(ctx, task.id, { status: "completed", message });
  await deleteParked(ctx, task.id, "all but bad rows");
}

const doneMessage = ({ created, updated, unchanged, errors }: TaskRow) =>
  `Completed: ${created} created, ${updated} updated, ${unchanged} unchanged, ${errors} errors`;

/** Goes on with the piece that is next, or ends the task. */
async function goOn(ctx: Ctx, id: string): Promise<void> {
  const task = await findTask(ctx, id);
  if (task?.status !== "processing") return;
  if (task.cancelled) await endTask(ctx, id, cancelled);
  else if (task.next_piece < (task.pieces ?? 0)) await sendStep(ctx, id, task.next_piece);
  else await complete(ctx, task, doneMessage(task));
}

export const cancelled = { status: "error", message: "Cancelled" } as const;

async function fetchStep(ctx: Ctx, kinds: TaskKinds, task: TaskRow): Promise<void> {
  const fetched = await kindOf(kinds, task).fetch(ctx, task);
  const [, [now]] = await setFetched(ctx, task, fetched);
  if (now?.pieces === 0 && fetched.emptyMessage) await complete(ctx, now, fetched.emptyMessage);
  else await goOn(ctx, task.id);
}

/** Whoever does a piece sends the next; of a piece that is done already, only a message that comes again does. */
async function pieceStep(
  ctx: Ctx,
  kinds: TaskKinds,
  task: TaskRow,
  { piece, again }: Delivery,
): Promise<void> {
  if (piece > task.next_piece) throw new TooEarly(`Piece ${piece} came before ${task.next_piece}`);
  if (piece === task.next_piece) {
    try {
      await kindOf(kinds, task).work(ctx, task, piece, (counts) => pieceDoneSql(ctx, task, piece, counts));
    } catch (fault) {
      if (isPieceTaken(fault)) return;
      throw fault;
    }
  } else if (!again) return;
  await goOn(ctx, task.id);
}

interface Delivery {
  piece: number;
  /** The queue has delivered this message before: whoever had it may have stopped half-way. */
  again: boolean;
}

export async function runTask(
  ctx: Ctx,
  kinds: TaskKinds,
  { task_id, piece }: TaskMessage,
  attempts: number,
): Promise<void> {
  const task = await findTask(ctx, task_id);
  if (!task || task.ended_at !== null) return;
  try {
    if (task.cancelled) await endTask(ctx, task.id, cancelled);
    else if (task.status === "fetching") await fetchStep(ctx, kinds, task);
    else await pieceStep(ctx, kinds, task, { piece: piece ?? task.next_piece, again: attempts > 1 });
  } catch (fault) {
    if (!(fault instanceof TaskFailure)) throw fault;
    const { message, details } = fault;
    await endTask(ctx, task.id, { status: "error", message, errorMessage: message, errorDetails: details });
  }
}

/**
 * The dead-letter queue's verb: the step that failed too often ends its task, and later pieces are not applied.
 * A message of another step than the one that is due decides nothing.
 */
export async function giveUpTask(ctx: Ctx, { task_id, piece }: TaskMessage): Promise<void> {
  const task = await findTask(ctx, task_id);
  const isDue = piece === undefined ? task?.pieces === null : task?.next_piece === piece;
  if (!task || !isDue) return;
  const message =
    piece === undefined ? "The data could not be read" : `Piece ${piece + 1} could not be applied`;
  const errorMessage = `${message}: it failed several times. Start a retry, or look into the log.`;
  await endTask(ctx, task_id, { status: "error", message, errorMessage });
}
