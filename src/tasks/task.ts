/** What a task is, and what a room tells the engine about the tasks of its kind. */
import type { Sql } from "sql-template-tag";
import type { Ctx } from "../platform/context.ts";
import type { TASK_STATUSES, TaskKindName } from "./tasks.schema.ts";

export type { TaskKindName };

export type TaskStatus = (typeof TASK_STATUSES)[number];

export type TaskRow = {
  id: string;
  kind: TaskKindName;
  integration_id: number | null;
  label: string;
  status: TaskStatus;
  input: string;
  result: string;
  fetch: string | null;
  fetches: number;
  pieces: number | null;
  next_piece: number;
  total: number;
  processed: number;
  created: number;
  updated: number;
  unchanged: number;
  errors: number;
  skipped: number;
  tokens: number;
  message: string;
  error_message: string | null;
  error_details: string | null;
  cancelled: number;
  created_by: number;
  created_at: number;
  moved_at: number;
  ended_at: number | null;
};

export interface ItemError {
  /** A file's row, where there is one. */
  item: number | null;
  code: string | null;
  error: string;
}

/** What one piece did. */
export interface PieceCounts {
  processed: number;
  created: number;
  updated: number;
  unchanged: number;
  errors: readonly ItemError[];
}

/** Of a piece whose items were counted one by one. */
export const COUNTED: PieceCounts = { processed: 0, created: 0, updated: 0, unchanged: 0, errors: [] };

export interface Fetched {
  total: number;
  pieces: number;
  result?: Record<string, unknown>;
  /** Said of a task that has nothing to do. */
  emptyMessage?: string;
}

/** The work of one kind. Both steps may run twice, at the same time, or stop half-way. */
export interface TaskKind {
  /** So many pieces are a parcel, which one message does; without it each is one. */
  together?(task: TaskRow): number;
  /** Parks everything that is to be done in object storage, in pieces. */
  fetch(ctx: Ctx, task: TaskRow): Promise<Fetched>;
  /** Does one piece and writes `done` of it in the same transaction. */
  work(ctx: Ctx, task: TaskRow, piece: number, done: (counts: PieceCounts) => Sql[]): Promise<void>;
}

/** It cannot be done, however often it is tried; the words are for an operator. */
export class TaskFailure extends Error {
  readonly details: string | undefined;

  constructor(words: string, details?: string) {
    super(words);
    this.details = details;
  }
}

/** A piece cannot go on before that instant, though nothing is wrong: its message comes again then. */
export class Wait extends Error {
  readonly untilMs: number;

  constructor(untilMs: number) {
    super(`The piece waits until ${new Date(untilMs).toISOString()}`);
    this.untilMs = untilMs;
  }
}

/** Clocks of different machines differ by less: a task that has moved on further ahead was put off, and waits. */
export const AHEAD_US = 1_000_000;
