/** Starts a sync where none of its kind and integration runs: for a person who asks, and for what its schedule says. */
import type { Ctx } from "../platform/context.ts";
import { notFound } from "../platform/errors.ts";
import { idOf } from "../platform/numbered-path.ts";
import type { Row } from "../platform/sql.ts";
import { askStep, type SyncType, type TaskStarted } from "../tasks/index.ts";
import { findUsable } from "./integrations.store.ts";
import { dueSyncs, insertSync, runningSync, toldOf, WORDS } from "./sync.store.ts";

/** Whoever comes second is told of the first: the unique index of running syncs decides. */
export async function startSync(ctx: Ctx, kind: SyncType, id: string | undefined): Promise<TaskStarted> {
  const integration = await findUsable(ctx, idOf(id));
  if (!integration) throw notFound();
  const [[begun], [running]] = await ctx.db.write<[{ id: string }, { id: string }]>(
    insertSync(ctx, kind, integration),
    runningSync(kind, integration.id),
  );
  if (begun) await askStep(ctx, begun.id);
  const [status, words] = begun
    ? (["started", "started"] as const)
    : (["already_running", "already running"] as const);
  return {
    task_id: running?.id ?? "",
    status,
    message: `${WORDS[kind]} sync ${words} for ${integration.name}`,
    integration: toldOf(integration),
  };
}

/** The minute cron's verb. Where two of them run at once, what one has started is no longer due for the other. */
export async function startDueSyncs(ctx: Ctx): Promise<void> {
  const due = await dueSyncs(ctx);
  if (!due.length) return;
  const begun = await ctx.db.write<Row[]>(...due.map((one) => insertSync(ctx, one.kind, one, one.due_since)));
  for (const { id } of begun.flat()) await askStep(ctx, String(id));
}
