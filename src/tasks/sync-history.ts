/** The syncs that were, newest first; what is asked for is found through an index, however many there were. */
import sql, { type Sql } from "sql-template-tag";
import { formatStamp, stampOrNull } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import { limited } from "../platform/sql.ts";
import type { TaskRow } from "./task.ts";
import { itemErrors } from "./task-state.ts";
import { type HistoryQuery, SYNC_TYPES, type SyncHistory, TASK_STATUSES } from "./tasks.schema.ts";
import { errorsAsJson, type TaskErrorRow } from "./tasks.store.ts";

const STANDARD = 100;
const MOST = 500;

const whole = (text: string | undefined) => (/^\d{1,15}$/.test(text ?? "") ? Number(text) : undefined);
const limitOf = (text: string | undefined) => Math.min(whole(text) || STANDARD, MOST);

/** D1 takes five SELECTs in a UNION: the newest of each kind and status are found one by one in a list of pairs. */
function newest({ status, sync_type, integration_id }: HistoryQuery, limit: number): Sql {
  const kinds = SYNC_TYPES.filter((one) => sync_type === undefined || one === sync_type);
  const statuses = TASK_STATUSES.filter((one) => status === undefined || one === status);
  const pairs = kinds.flatMap((kind) => statuses.map((one) => [kind, one]));
  const ofOne =
    integration_id === undefined ? sql`` : sql`AND integration_id = ${whole(integration_id) ?? -1}`;
  return sql`SELECT t.* FROM json_each(${JSON.stringify(pairs)}) pair CROSS JOIN tasks t
    ON t.id IN (SELECT id FROM tasks WHERE integration_id IS NOT NULL AND kind = pair.value ->> 0
      AND status = pair.value ->> 1 ${ofOne} ORDER BY created_at DESC ${limited(limit)})
    ORDER BY t.created_at DESC, t.id DESC ${limited(limit)}`;
}

type Told = TaskRow & { item_errors: string };

const told = (row: Told): SyncHistory["results"][number] => ({
  id: row.id,
  task_id: row.id,
  integration_id: row.integration_id ?? 0,
  integration_name: row.label,
  sync_type: row.kind === "clients" ? "clients" : "nomenklatura",
  status: row.status,
  total_items: row.total,
  processed_items: row.processed,
  created_items: row.created,
  updated_items: row.updated,
  error_items: row.errors,
  item_errors: itemErrors(JSON.parse(row.item_errors) as TaskErrorRow[]),
  error_details: row.error_details,
  created_at: formatStamp(row.created_at),
  end_time: stampOrNull(row.ended_at),
});

export async function tellHistory(ctx: Ctx, query: HistoryQuery): Promise<SyncHistory> {
  const rows = await ctx.db.rows<Told>(
    sql`SELECT t.*, ${errorsAsJson} AS item_errors FROM (${newest(query, limitOf(query.limit))}) t
      ORDER BY t.created_at DESC, t.id DESC`,
  );
  return { results: rows.map(told), count: rows.length };
}
