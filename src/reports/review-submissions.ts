/** Decides on submissions: the same decision twice changes nothing, a different one later is a decision of its own. */
import type { Ctx } from "../platform/context.ts";
import { notFound } from "../platform/errors.ts";
import { message } from "../platform/i18n.ts";
import { idOf } from "../platform/numbered-path.ts";
import type { BulkReviewBody, Submission } from "./submissions.schema.ts";
import {
  idsThatAre,
  reviewSql,
  type SubmissionRow,
  submissionById,
  submissionShape,
} from "./submissions.store.ts";

type Decision = "approve" | "reject";
type Id = { id: number };

/** A reason is a rejection's. */
const decided = (ctx: Ctx, ids: readonly number[], decision: Decision, reason: string | null | undefined) =>
  decision === "approve"
    ? reviewSql(ctx, ids, "approved", null)
    : reviewSql(ctx, ids, "rejected", reason || null);

export async function reviewOne(
  ctx: Ctx,
  given: string | undefined,
  decision: Decision,
  reason?: string | null,
): Promise<Submission> {
  const id = idOf(given);
  await ctx.db.admit();
  const [, [row]] = await ctx.db.write<[Id, SubmissionRow]>(
    decided(ctx, [id], decision, reason),
    submissionById(id),
  );
  if (!row) throw notFound();
  return submissionShape(row);
}

/** One transaction for all of them; what is not there keeps nothing else from being decided. */
export async function reviewMany(ctx: Ctx, { ids, decision, reason }: BulkReviewBody) {
  await ctx.db.admit();
  const named = [...new Set(ids)];
  const [changed, found] = await ctx.db.write<[Id, Id]>(
    decided(ctx, named, decision, reason),
    idsThatAre(named),
  );
  const there = new Set(found.map(({ id }) => id));
  return {
    updated: changed.length,
    unchanged: there.size - changed.length,
    errors: named
      .filter((id) => !there.has(id))
      .map((id) => ({ id, error: message("Not found.").in(ctx.language) })),
  };
}
