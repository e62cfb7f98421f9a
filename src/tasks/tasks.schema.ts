/** A task as clients poll it: both sets of names, because clients in the field read both. */
import * as z from "zod";
import { plain } from "../platform/filters.ts";

export const SYNC_TYPES = ["nomenklatura", "clients"] as const;
export type SyncType = (typeof SYNC_TYPES)[number];

export const TASK_KINDS = [
  ...SYNC_TYPES,
  "import_project",
  "import_client",
  "import_nomenklatura",
  "descriptions",
] as const;
export type TaskKindName = (typeof TASK_KINDS)[number];

export const TASK_STATUSES = ["fetching", "processing", "completed", "error"] as const;

const count = z.number().int();
const stamp = z.iso.datetime({ offset: true });

const IntegrationOfTask = z.strictObject({ id: count, name: z.string(), project: z.string() });
const ItemError = z.strictObject({ code: z.string().nullable(), error: z.string(), timestamp: stamp });
const RowError = z.strictObject({ row: count.nullable(), code: z.string().nullable(), error: z.string() });

export const TaskState = z
  .strictObject({
    task_id: z.string(),
    integration: IntegrationOfTask.nullable(),
    sync_type: z.enum(TASK_KINDS),
    status: z.enum(TASK_STATUSES),
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
    item_errors: z.array(ItemError),
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
  .strictObject({
    task_id: z.string(),
    status: z.enum(["started", "already_running"]),
    message: z.string(),
    integration: IntegrationOfTask.optional().meta({ description: "Of a sync." }),
  })
  .meta({ id: "TaskStarted" });
export type TaskStarted = z.infer<typeof TaskStarted>;

export const HistoryQuery = z.object({
  status: plain("Equal to this."),
  integration_id: plain("Equal to this."),
  sync_type: plain("nomenklatura or clients."),
  limit: plain("100 by default, at most 500."),
});
export type HistoryQuery = z.infer<typeof HistoryQuery>;

export const SyncHistory = z
  .strictObject({
    results: z.array(
      z.strictObject({
        id: z.string(),
        task_id: z.string(),
        integration_id: count,
        integration_name: z.string(),
        sync_type: z.enum(SYNC_TYPES),
        status: z.enum(TASK_STATUSES),
        total_items: count,
        processed_items: count,
        created_items: count,
        updated_items: count,
        error_items: count,
        item_errors: z.array(ItemError),
        error_details: z.string().nullable(),
        created_at: stamp,
        end_time: stamp.nullable(),
      }),
    ),
    count,
  })
  .meta({ id: "SyncHistory" });
export type SyncHistory = z.infer<typeof SyncHistory>;
