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

/** For those who answer a person: the task is written, and what cannot be sent now is sent by the sweeper. */
export const askStep = (ctx: Ctx, id: string, piece?: number) =>
  sendStep(ctx, id, piece).catch((fault: unknown) => ctx.log.fail(fault));

/** The piece before is not done yet: the message is put back. */
export class TooEarly extends Error {}

const kindOf = (kinds: TaskKinds, task: TaskRow): TaskKind => {
  const kind = kinds[task.kind];
  if (!kind) throw new Error(`Nobody works off tasks of kind ${task.kind}`);
  return kind;
};

function doneMessage({ result, created, updated, unchanged, errors }: TaskRow): string {
  const { empty_message } = JSON.parse(result) as { empty_message?: string };
  const counts = `${created} created, ${updated} updated, ${unchanged} unchanged, ${errors} errors`;
  return empty_message ?? `Completed: ${counts}`;
}

/** Everything is done. Whoever stops in between is followed by somebody who finds nothing parked, and needs nothing. */
async function complete(ctx: Ctx, task: TaskRow): Promise<void> {
  await deleteParked(ctx, task.id, "all but bad rows");
  await endTask(ctx, task, { status: "completed", message: doneMessage(task) });
}

/** Goes on with the piece that is next, or ends the task. */
async function goOn(ctx: Ctx, id: string): Promise<void> {
  const task = await findTask(ctx, id);
  if (task?.status !== "processing") return;
  if (task.cancelled) await endTask(ctx, task, cancelled);
  else if (task.next_piece < (task.pieces ?? 0)) await sendStep(ctx, id, task.next_piece);
  else await complete(ctx, task);
}

export const cancelled = { status: "error", message: "Cancelled" } as const;

async function fetchStep(ctx: Ctx, kinds: TaskKinds, task: TaskRow): Promise<void> {
  await setFetched(ctx, task, await kindOf(kinds, task).fetch(ctx, task));
  await goOn(ctx, task.id);
}

/** Whoever does a piece sends the next; of a piece that is done already, only a message that comes again does. */
async function pieceStep(
  ctx: Ctx,
  kinds: TaskKinds,
  task: TaskRow,
  { piece, again }: Delivery,
): Promise<void> {
  if (piece > task.next_piece) throw new TooEarly(`Piece ${piece} came before ${task.next_piece}`);
  // After the last piece only the end is due.
  if (piece === task.next_piece && piece < (task.pieces ?? 0)) {
    try {
      await kindOf(kinds, task).work(ctx, task, piece, (counts) => pieceDoneSql(ctx, task, piece, counts));
    } catch (fault) {
      if (isPieceTaken(fault)) return;
      throw fault;
    }
  } else if (piece < task.next_piece && !again) return;
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
    if (task.cancelled) await endTask(ctx, task, cancelled);
    else if (task.status === "fetching") await fetchStep(ctx, kinds, task);
    else await pieceStep(ctx, kinds, task, { piece: piece ?? task.next_piece, again: attempts > 1 });
  } catch (fault) {
    if (!(fault instanceof TaskFailure)) throw fault;
    const { message, details } = fault;
    await endTask(ctx, task, { status: "error", message, errorMessage: message, errorDetails: details });
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
  await endTask(ctx, task, { status: "error", message, errorMessage });
}
