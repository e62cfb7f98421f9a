/** A task as clients poll it: both sets of names, because clients in the field read both. */
import * as z from "zod";

export const TASK_KINDS = [
  "nomenklatura",
  "clients",
  "import_project",
  "import_client",
  "import_nomenklatura",
  "descriptions",
] as const;
export type TaskKindName = (typeof TASK_KINDS)[number];

const count = z.number().int();
const stamp = z.iso.datetime({ offset: true });

const IntegrationOfTask = z.strictObject({ id: count, name: z.string(), project: z.string() });
const RowError = z.strictObject({ row: count.nullable(), code: z.string().nullable(), error: z.string() });

export const TaskState = z
  .strictObject({
    task_id: z.string(),
    integration: IntegrationOfTask.nullable(),
    sync_type: z.enum(TASK_KINDS),
    status: z.enum(["fetching", "processing", "completed", "error"]),
    total: count,
    processed: count,
    created: count,
    updated: count,
    unchanged: count,
    errors: count,
    total_items: count,
    processed_items: count,
    created_items: count,
    updated_items: count,
    error_items: count,
    item_errors: z.array(
      z.strictObject({ code: z.string().nullable(), error: z.string(), timestamp: stamp }),
    ),
    item_errors_total: count,
    progress_percent: count,
    message: z.string(),
    error_message: z.string().nullable(),
    error_details: z.string().nullable(),
    cancelled: z.boolean(),
    started_at: stamp,
    completed_at: stamp.nullable(),
    errors_json: z.array(RowError).optional(),
    ignored_columns: z.array(z.string()).optional(),
    dry_run: z.boolean().optional(),
    errors_file: z.string().nullable().optional(),
    skipped: count.optional(),
    tokens: count.optional(),
  })
  .meta({ id: "TaskState" });
export type TaskState = z.infer<typeof TaskState>;

export const TaskStarted = z
  .strictObject({ task_id: z.string(), status: z.enum(["started", "already_running"]), message: z.string() })
  .meta({ id: "TaskStarted" });
