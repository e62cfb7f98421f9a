/** The catalogue's writes as the API has them: one row made, changed or deleted, or up to a thousand at once. */
import sql, { raw } from "sql-template-tag";
import { microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import { readElements } from "../platform/elements.ts";
import { invalid } from "../platform/errors.ts";
import { type Message, translate } from "../platform/i18n.ts";
import { type Idempotency, idempotencyOf } from "../platform/idempotency.ts";
import type { JsonText } from "../platform/respond.ts";
import type { Entity, EntityRow } from "./entity.ts";
import { type Outcome, projectOf, projectRefOf } from "./plan-rows.ts";
import { findByPath, findOne, objectText, pickOne } from "./read-resource.ts";
import { bodySchema, placeIn, type ResourceBody, type ResourceQuery } from "./resource.schema.ts";
import { byId, type ProjectRow, projectsNamed, writeRows } from "./resource.store.ts";
import { ATTEMPTS, contested, upsertMany } from "./upsert-many.ts";

function rowOf(outcomes: readonly Outcome[]): EntityRow {
  const [outcome] = outcomes;
  if (!outcome) throw new Error("A write of one row has no outcome");
  if (outcome.kind === "refused") throw invalid(outcome.errors);
  return outcome.row;
}

/** POST. Under an Idempotency-Key a repeat answers the row that the first one made. */
export async function createOne(
  ctx: Ctx,
  entity: Entity,
  body: ResourceBody,
  request: Request,
): Promise<JsonText> {
  const once = await idempotencyOf(ctx, request, JSON.stringify(body));
  if (!once) return objectText(ctx, entity, rowOf(await upsertMany(ctx, entity, [body], { mode: "create" })));

  let made: string | undefined;
  const noted: Idempotency = {
    ...once,
    made: (rows) => {
      made = once.made(rows);
      return made;
    },
  };
  const idOf = (row: EntityRow) => sql`(SELECT id FROM ${raw(entity.table)}
    WHERE ${raw(entity.key)} = ${row[entity.key] ?? null} AND project_id = ${row.project_id})`;
  const outcomes = await upsertMany(ctx, entity, [body], {
    mode: "create",
    once: noted,
    alongside: ({ inserts, updates }) => {
      const row = inserts[0] ?? updates[0]?.row;
      return row ? once.keep(idOf(row)) : [];
    },
  });
  if (made === undefined) return objectText(ctx, entity, rowOf(outcomes));
  const row = await ctx.db.first<EntityRow>(byId(entity, Number(made)));
  if (!row) throw new Error("The row of an idempotency key is gone");
  return objectText(ctx, entity, row);
}

/** The project that a faulty body names may be another fault of it. */
export async function unknownProject(ctx: Ctx, given: unknown): Promise<Record<string, Message[]>> {
  const body = placeIn(given);
  const named = projectRefOf(body);
  if (!named?.ref) return {};
  return projectOf(body, await ctx.db.rows<ProjectRow>(projectsNamed([named.ref]))).refused ?? {};
}

/** PUT and PATCH. */
export async function changeOne(
  ctx: Ctx,
  entity: Entity,
  code: string,
  query: ResourceQuery,
  body: ResourceBody,
) {
  const target = {
    code,
    find: findByPath(entity, code, query),
    pick: (rows: EntityRow[]) => pickOne(entity, rows),
  };
  return objectText(ctx, entity, rowOf(await upsertMany(ctx, entity, [body], { mode: "change", target })));
}

/** Soft: the row keeps its id, and a later POST of its code brings it back. */
export async function deleteOne(ctx: Ctx, entity: Entity, code: string, query: ResourceQuery): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const row = await findOne(ctx, entity, code, query);
    const deleted = {
      ...row,
      is_deleted: 1,
      updated_at: Math.max(microseconds(ctx.now), row.updated_at + 1),
    };
    const update = { row: deleted, was: row.updated_at, columns: ["is_deleted"] };
    if (await writeRows(ctx, entity, [], [update])) return;
  }
  throw contested();
}

interface BulkError {
  index: number;
  code: string | null;
  errors: Record<string, Message[]>;
}

function codeOf(entity: Entity, row: unknown): string | null {
  const code = row !== null && typeof row === "object" ? (row as Record<string, unknown>)[entity.key] : null;
  return typeof code === "string" || typeof code === "number" ? String(code).slice(0, 255) : null;
}

export async function upsertBulk(ctx: Ctx, entity: Entity, rows: readonly unknown[]) {
  const read = readElements(bodySchema(entity, "upsert"), rows);
  const { good } = read;
  const bad: BulkError[] = read.bad.map(({ index, errors }) => ({
    index,
    code: codeOf(entity, rows[index]),
    errors,
  }));
  const outcomes = await upsertMany(
    ctx,
    entity,
    good.map(({ body }) => body),
    { mode: "upsert" },
  );
  const counts = { created: 0, updated: 0, unchanged: 0 };
  for (const [place, outcome] of outcomes.entries()) {
    const { index = 0, body } = good[place] ?? {};
    if (outcome.kind !== "refused") counts[outcome.kind] += 1;
    else bad.push({ index, code: String(body?.[entity.key]), errors: outcome.errors });
  }
  bad.sort((a, b) => a.index - b.index);
  return { ...counts, errors: translate(bad, ctx.language) };
}
