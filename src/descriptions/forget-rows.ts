/** How long the rows of runs are kept: a week for a retry, three months for an undo. */
import sql from "sql-template-tag";
import { microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import { limited } from "../platform/sql.ts";

const DAY_MS = 86_400_000;
const KEPT_DAYS = 7;
const UNDOABLE_DAYS = 90;
/** Rows that one night forgets; the next goes on with those that are left. */
const A_NIGHT = 50_000;

/** Nightly, counted from a run's end. */
export function forgetRows(ctx: Ctx) {
  const before = (days: number) => microseconds(ctx.now - days * DAY_MS);
  return ctx.db.write(
    sql`DELETE FROM description_rows WHERE (task_id, entity, place) IN (
      SELECT d.task_id, d.entity, d.place FROM tasks k INDEXED BY tasks_descriptions CROSS JOIN description_rows d ON d.task_id = k.id
      WHERE k.kind = 'descriptions' AND k.ended_at <= ${before(KEPT_DAYS)}
        AND (d.state <> 'described' OR k.ended_at <= ${before(UNDOABLE_DAYS)}) ${limited(A_NIGHT)})`,
  );
}
