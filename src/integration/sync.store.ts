/** Which syncs run, which are due, and the task that begins one. */
import sql, { join, raw, type Sql } from "sql-template-tag";
import { microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import { limited } from "../platform/sql.ts";
import { insertTaskSql, SYNC_TYPES, type SyncType, TASK_STATUSES } from "../tasks/index.ts";
import { type IntegrationRow, LIVE } from "./integrations.store.ts";
import type { SyncInput } from "./sync-task.ts";

export const WORDS: Readonly<Record<SyncType, string>> = { nomenklatura: "Nomenklatura", clients: "Clients" };

/** An integration as a task and its status name it. */
export const toldOf = ({ id, name, project_name }: IntegrationRow): SyncInput["integration"] => {
  return { id, name, project: project_name ?? "" };
};

export const runningSync = (kind: SyncType, integrationId: number): Sql =>
  sql`SELECT id FROM tasks WHERE kind = ${kind} AND integration_id = ${integrationId} AND ended_at IS NULL`;

/** When the newest sync was started, through the index of an integration's history; 0 where none was. */
function lastStart(kind: Sql, id: Sql): Sql {
  const of = (status: string) =>
    sql`ifnull((SELECT max(created_at) FROM tasks WHERE integration_id = ${id} AND kind = ${kind}
      AND status = ${status}), 0)`;
  return sql`max(${join(TASK_STATUSES.map(of))})`;
}

const MINUTE_US = 60_000_000;
/** The cron does not come at the same instant of each minute. */
const EARLY_US = MINUTE_US / 2;
/** Those that waited longest come first; the next minute takes the others. */
const AT_ONCE = 20;

const MINUTES = raw("iif(k.value = 'clients', i.sync_clients_minutes, i.sync_nomenklatura_minutes)");

export type DueSync = IntegrationRow & { kind: SyncType; due_since: number };

/** Syncs that their schedules ask for now, and of which none runs. */
export function dueSyncs(ctx: Ctx): Promise<DueSync[]> {
  const now = microseconds(ctx.now) + EARLY_US;
  return ctx.db.rows<DueSync>(
    sql`SELECT * FROM (
        SELECT i.*, k.value AS kind, ${lastStart(raw("k.value"), raw("i.id"))} AS last_start,
          ${now} - ${MINUTE_US} * ${MINUTES} AS due_since
        FROM (${LIVE}) i CROSS JOIN json_each(${JSON.stringify(SYNC_TYPES)}) k
        WHERE i.is_active = 1 AND i.project_code_1c IS NOT NULL AND ${MINUTES} IS NOT NULL) due
      WHERE last_start <= due_since AND NOT EXISTS (SELECT 1 FROM tasks WHERE kind = due.kind
        AND integration_id = due.id AND ended_at IS NULL)
      ORDER BY last_start ${limited(AT_ONCE)}`,
  );
}

/** Written where nothing of this kind runs; a schedule's only if nobody has started one since it is due. */
export function insertSync(ctx: Ctx, kind: SyncType, integration: IntegrationRow, dueSince?: number): Sql {
  const { id: integrationId, name: label, project_id } = integration;
  const input: SyncInput = { integration: toldOf(integration), project_id, language: ctx.language };
  const message = `${WORDS[kind]} sync started for ${label}`;
  const started = sql`SELECT 1 FROM tasks WHERE integration_id = ${integrationId} AND kind = ${kind}
    AND status IN (${join(TASK_STATUSES)}) AND created_at > ${dueSince}`;
  const task = { id: crypto.randomUUID(), kind, integrationId, label, input, message };
  return insertTaskSql(ctx, dueSince === undefined ? task : { ...task, unless: started });
}
