/** The queue's verb: the next step of a task, done once whatever the queue delivers. */
import type { Ctx } from "../platform/context.ts";
import { deleteFetched, deleteWorkedOff } from "./parked.store.ts";
import { TaskFailure, type TaskKind, type TaskKindName, type TaskRow, Wait } from "./task.ts";
import {
  claimFetch,
  endTask,
  FetchTaken,
  findTask,
  isPieceTaken,
  pieceDoneSql,
  releaseFetch,
  setFetched,
  waitUntil,
} from "./tasks.store.ts";

export type TaskKinds = Partial<Record<TaskKindName, TaskKind>>;

/** `piece` is absent for the step that fetches everything. */
export interface TaskMessage {
  kind: "task";
  task_id: string;
  piece?: number | undefined;
}

export const sendStep = (ctx: Ctx, id: string, piece?: number, delaySeconds = 0) =>
  ctx.tasks.send({ kind: "task", task_id: id, ...(piece === undefined ? {} : { piece }) }, { delaySeconds });

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

function doneMessage(task: TaskRow): string {
  const { kind, result, created, updated, unchanged, errors, skipped } = task;
  const { empty_message } = JSON.parse(result) as { empty_message?: string };
  if (empty_message) return empty_message;
  if (kind === "descriptions") return `Completed: ${updated} described, ${errors} failed, ${skipped} skipped`;
  const counts = `${created} created, ${updated} updated, ${unchanged} unchanged, ${errors} errors`;
  return `Completed: ${counts}`;
}

/** Everything is done. Whoever stops in between is followed by somebody who finds nothing parked, and needs nothing. */
async function complete(ctx: Ctx, task: TaskRow): Promise<void> {
  await deleteWorkedOff(ctx, task.id);
  await endTask(ctx, task, { status: "completed", message: doneMessage(task) });
}

/** Goes on with the piece that is next, or ends the task. */
async function goOn(ctx: Ctx, id: string): Promise<void> {
  const task = await findTask(ctx, id);
  if (task?.status !== "processing" || task.pieces === null) return;
  if (task.cancelled) await endTask(ctx, task, cancelled);
  else if (task.next_piece < task.pieces) await sendStep(ctx, id, task.next_piece);
  else await complete(ctx, task);
}

const fail = async (ctx: Ctx, task: TaskRow, { message, details }: TaskFailure) => {
  await endTask(ctx, task, { status: "error", message, errorMessage: message, errorDetails: details });
};

export const cancelled = { status: "error", message: "Cancelled" } as const;

/** What is parked under the name of a fetch that is not the one that counts is of use to nobody. */
async function leaveFetch(ctx: Ctx, held: TaskRow): Promise<void> {
  const task = await findTask(ctx, held.id);
  if (task?.fetch !== held.fetch || task?.pieces === null) await deleteFetched(ctx, held);
}

/** Whoever comes while another has it in hand leaves it: if that one is gone, the sweeper sends again. */
async function fetchStep(ctx: Ctx, kinds: TaskKinds, id: string): Promise<void> {
  const held = await claimFetch(ctx, id);
  if (!held) return;
  try {
    await setFetched(ctx, held, await kindOf(kinds, held).fetch(ctx, held));
  } catch (fault) {
    // What cannot be thrown away now goes when the task ends.
    if (fault instanceof FetchTaken)
      return leaveFetch(ctx, held).catch((other: unknown) => ctx.log.fail(other));
    if (fault instanceof TaskFailure) return fail(ctx, held, fault);
    // Where that fails too, the sweeper finds out that nobody has it in hand any more.
    await releaseFetch(ctx, held).catch((other: unknown) => ctx.log.fail(other));
    throw fault;
  }
  await goOn(ctx, id);
}

/** A message of its own and not the old one once more: to wait is no failure, of which a message may have five. */
async function comeAgain(ctx: Ctx, task: TaskRow, { untilMs }: Wait): Promise<void> {
  if (!(await waitUntil(ctx, task, untilMs))) {
    const now = await findTask(ctx, task.id);
    return now?.cancelled ? void (await endTask(ctx, now, cancelled)) : undefined;
  }
  await sendStep(ctx, task.id, task.next_piece, Math.max(1, Math.ceil((untilMs - Date.now()) / 1000)));
}

interface Delivery {
  piece: number;
  /** The queue has delivered this message before: whoever had it may have stopped half-way. */
  again: boolean;
}

/** Where the database is in the same process, whoever else calls would otherwise wait for a whole parcel. */
const turnToOthers = () => scheduler.wait(1);

/** Answers the task as it stands after its next piece. `inHand`: it was not cancelled when it was read. */
async function workPiece(ctx: Ctx, { work }: TaskKind, task: TaskRow, inHand: boolean): Promise<TaskRow> {
  const { next_piece: piece } = task;
  let after = task;
  await work(ctx, task, piece, (counts) => {
    after = { ...task, next_piece: piece + 1, errors: task.errors + counts.errors.length };
    return pieceDoneSql(ctx, task, counts, inHand);
  });
  return after;
}

/** The pieces of a parcel, from the next one on; answers the task as it stands then, and what stopped it. */
async function workParcel(
  ctx: Ctx,
  kind: TaskKind,
  task: TaskRow,
): Promise<{ at: TaskRow; fault?: unknown }> {
  const together = kind.together?.(task) ?? 1;
  const end = (Math.floor(task.next_piece / together) + 1) * together;
  let at = task;
  try {
    while (at.next_piece < Math.min(end, task.pieces ?? 0)) {
      if (at !== task) await turnToOthers();
      at = await workPiece(ctx, kind, at, at === task);
    }
  } catch (fault) {
    return { at, fault };
  }
  return { at };
}

/** Whoever does a parcel sends the next; of a piece that is done already, only a message that comes again does. */
async function pieceStep(
  ctx: Ctx,
  kinds: TaskKinds,
  task: TaskRow,
  { piece, again }: Delivery,
): Promise<void> {
  if (piece > task.next_piece) throw new TooEarly(`Piece ${piece} came before ${task.next_piece}`);
  if (piece < task.next_piece) return again ? goOn(ctx, task.id) : undefined;
  const { at, fault } = await workParcel(ctx, kindOf(kinds, task), task);
  if (fault instanceof Wait) return comeAgain(ctx, at, fault);
  if (fault instanceof TaskFailure) return fail(ctx, at, fault);
  const isTaken = isPieceTaken(fault);
  if (isTaken && at === task) return;
  if (fault && at === task) throw fault;
  // A later piece that fails is tried as often as any other, by a message of its own.
  if (fault && !isTaken) ctx.log.fail(fault);
  await goOn(ctx, task.id);
}

export async function runTask(
  ctx: Ctx,
  kinds: TaskKinds,
  { task_id, piece }: TaskMessage,
  attempts: number,
): Promise<void> {
  const task = await findTask(ctx, task_id);
  if (!task || task.ended_at !== null) return;
  const delivery = { piece: piece ?? task.next_piece, again: attempts > 1 };
  if (task.cancelled) await endTask(ctx, task, cancelled);
  else if (task.pieces === null) await fetchStep(ctx, kinds, task.id);
  else await pieceStep(ctx, kinds, task, delivery);
}

export const UNREADABLE = "The data could not be read";

/**
 * The dead-letter queue's verb: the step that failed too often ends its task, and later pieces are not applied.
 * A message of another step than the one that is due decides nothing.
 */
export async function giveUpTask(ctx: Ctx, { task_id, piece }: TaskMessage): Promise<void> {
  const task = await findTask(ctx, task_id);
  // A fetch that is in hand is not the one that failed.
  const isUnread = task?.pieces === null && task.fetch === null;
  if (!task || (piece === undefined ? !isUnread : task.next_piece !== piece)) return;
  const message = piece === undefined ? UNREADABLE : `Piece ${piece + 1} could not be applied`;
  const errorMessage = `${message}: it failed several times. Start a retry, or look into the log.`;
  await endTask(ctx, task, { status: "error", message, errorMessage });
}
