/** A task's row as its status object. */
import { formatStamp, microseconds, stampOrNull } from "../platform/clock.ts";
import { AHEAD_US, type TaskRow } from "./task.ts";
import type { TaskStarted, TaskState } from "./tasks.schema.ts";
import type { TaskErrorRow } from "./tasks.store.ts";

/** 100 exactly when completed, and never back: what is done of what is known. */
function progressOf({ status, processed, total }: TaskRow): number {
  if (status === "completed") return 100;
  return total ? Math.min(99, Math.floor((processed * 100) / total)) : 0;
}

const isImport = (kind: string) => kind.startsWith("import_");

interface Input {
  /** Of a sync. */
  integration?: NonNullable<TaskState["integration"]>;
  dry_run?: boolean;
}

const inputOf = ({ input }: TaskRow) => JSON.parse(input) as Input;

export function taskStarted(task: TaskRow, status: TaskStarted["status"], message: string): TaskStarted {
  const { integration } = inputOf(task);
  return { task_id: task.id, status, message, ...(integration && { integration }) };
}

/** What only imports tell: the faults by row, and where all bad rows are to be had. */
function importPart(
  task: TaskRow,
  input: Input,
  errors: readonly TaskErrorRow[],
  isKept: boolean,
): Partial<TaskState> {
  const { ignored_columns = [] } = JSON.parse(task.result) as { ignored_columns?: string[] };
  return {
    errors_json: errors.map(({ item, code, error }) => ({ row: item, code, error })),
    ignored_columns,
    dry_run: input.dry_run ?? false,
    errors_file:
      task.errors && task.ended_at !== null && isKept ? `/api/v1/integration/sync/errors/${task.id}/` : null,
  };
}

export const itemErrors = (errors: readonly TaskErrorRow[]): TaskState["item_errors"] =>
  errors.map(({ code, error, created_at }) => ({ code, error, timestamp: formatStamp(created_at) }));

/** A piece that was put off: its task has moved on ahead of the clock. */
function waitingWords({ moved_at, status }: TaskRow): string | undefined {
  if (status !== "processing" || moved_at <= microseconds(Date.now()) + AHEAD_US) return undefined;
  return `Waiting until ${formatStamp(moved_at).slice(11, 19)}: the other server asked for it, or did not answer`;
}

export function taskState(task: TaskRow, errors: readonly TaskErrorRow[], isKept: boolean): TaskState {
  const input = inputOf(task);
  return {
    task_id: task.id,
    integration: input.integration ?? null,
    sync_type: task.kind,
    status: task.status,
    total: task.total,
    processed: task.processed,
    created: task.created,
    updated: task.updated,
    unchanged: task.unchanged,
    errors: task.errors,
    total_items: task.total,
    processed_items: task.processed,
    created_items: task.created,
    updated_items: task.updated,
    error_items: task.errors,
    item_errors: itemErrors(errors),
    item_errors_total: task.errors + task.skipped,
    progress_percent: progressOf(task),
    message: waitingWords(task) ?? task.message,
    error_message: task.error_message,
    error_details: task.error_details,
    cancelled: task.cancelled === 1,
    started_at: formatStamp(task.created_at),
    completed_at: stampOrNull(task.ended_at),
    ...(isImport(task.kind) ? importPart(task, input, errors, isKept) : {}),
    ...(task.kind === "descriptions" ? { skipped: task.skipped, tokens: task.tokens } : {}),
  };
}
