/** Adds a submission, once for each external_id of a user. */
import sql from "sql-template-tag";
import type { Ctx } from "../platform/context.ts";
import { invalid, notFound } from "../platform/errors.ts";
import { type Message, message } from "../platform/i18n.ts";
import { type Idempotency, idempotencyOf } from "../platform/idempotency.ts";
import { idOf } from "../platform/numbered-path.ts";
import { isDuplicate, type Row } from "../platform/sql.ts";
import { placesNamed } from "./regions.store.ts";
import type { Submission, SubmissionBody } from "./submissions.schema.ts";
import {
  insertSubmissionSql,
  type SubmissionRow,
  submissionByExternalId,
  submissionById,
  submissionShape,
} from "./submissions.store.ts";

type Place = { region: number | null; district: number | null };

/** A region that is none, and a district that is none of it. */
function faultsOf(given: { region: string; district: string }, { region, district }: Place) {
  const fault = (input: string) => [message('"{input}" is not a valid choice.', { input })];
  const faults: Record<string, Message[]> = {};
  if (region === null) faults["region"] = fault(given.region);
  if (district === null) faults["district"] = fault(given.district);
  return faults;
}

const NOWHERE: Place = { region: null, district: null };

/** Of a body that is faulty anyhow. */
export async function unknownPlaces(ctx: Ctx, body: Record<string, unknown>) {
  const { region, district } = body;
  if (typeof region !== "string" || typeof district !== "string") return {};
  const given = { region: region.trim(), district: district.trim() };
  if (!given.region || !given.district) return {};
  return faultsOf(given, (await ctx.db.first<Place>(placesNamed(given))) ?? NOWHERE);
}

export async function createSubmission(
  ctx: Ctx,
  body: SubmissionBody,
  request: Request,
): Promise<Submission> {
  const once = await idempotencyOf(ctx, request, JSON.stringify(body));
  const before = submissionByExternalId(ctx.callerId ?? 0, body.external_id ?? null);
  const [[place = NOWHERE], [stored], keys = []] = await ctx.db.read<[Place, SubmissionRow, ...Row[]]>(
    placesNamed(body),
    before,
    ...(once ? [once.find] : []),
  );
  const made = once?.made(keys);
  if (made !== undefined) return submissionShape(await rowOf(ctx, Number(made)));
  if (stored) return submissionShape(stored);
  const { region, district } = place;
  if (region === null || district === null) throw invalid(faultsOf(body, place));
  return insert(ctx, body, { region, district }, once);
}

async function insert(
  ctx: Ctx,
  body: SubmissionBody,
  place: { region: number; district: number },
  once: Idempotency | undefined,
): Promise<Submission> {
  const id = sql`coalesce((SELECT id FROM submissions WHERE created_by = ${ctx.user.id}
    AND external_id = ${body.external_id ?? null}), last_insert_rowid())`;
  try {
    const [, [row]] = await ctx.db.write<[Row, SubmissionRow]>(
      insertSubmissionSql(ctx, body, place),
      submissionById(id),
      ...(once?.keep(id) ?? []),
    );
    if (!row) throw new Error("A submission that was stored is gone");
    return submissionShape(row);
  } catch (fault) {
    // The same request under the same key was quicker.
    if (!once || !isDuplicate(fault, "idempotency_keys.key")) throw fault;
    return submissionShape(await rowOf(ctx, Number(once.made(await ctx.db.rows(once.find)))));
  }
}

async function rowOf(ctx: Ctx, id: number): Promise<SubmissionRow> {
  const row = await ctx.db.first<SubmissionRow>(submissionById(id));
  if (!row) throw notFound();
  return row;
}

/** An agent finds its own alone. */
export async function findSubmission(ctx: Ctx, id: string | undefined): Promise<SubmissionRow> {
  const row = await rowOf(ctx, idOf(id));
  if (ctx.user.role === "agent" && row.created_by !== ctx.user.id) throw notFound();
  return row;
}
