/** The verb that writes the catalogue, for every door: read what is there, plan, write it all or nothing. */
import type { Sql } from "sql-template-tag";
import { microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import { ApiError } from "../platform/errors.ts";
import { message } from "../platform/i18n.ts";
import type { Idempotency } from "../platform/idempotency.ts";
import type { Row } from "../platform/sql.ts";
import type { Entity, EntityRow } from "./entity.ts";
import { hopedInsert } from "./hoped-insert.ts";
import { type Mode, type Outcome, type Plan, planRows, projectRefOf, type Rehearsal } from "./plan-rows.ts";
import type { ProjectRef, ResourceBody } from "./resource.schema.ts";
import { byKeys, type Key, type ProjectRow, projectsNamed, writeRows } from "./resource.store.ts";

/** Rows that others write at the same time are read again this often. */
export const ATTEMPTS = 20;

export const contested = () =>
  new ApiError(409, { detail: message("The row is being changed by others; try again.") });

export interface UpsertOptions {
  mode: Mode;
  /** Finds the row that a path names: `pick` takes it from what `find` read, or throws 404 or 409. */
  target?: { code: string; find: Sql; pick: (rows: EntityRow[]) => EntityRow };
  /** Of a POST under an Idempotency-Key. */
  once?: Idempotency | undefined;
  /** Statements of the same transaction; they are written even where no row is. */
  alongside?: (plan: Plan) => readonly Sql[] | Promise<readonly Sql[]>;
  /** Writes no row: what this call and earlier ones would have written is kept here. */
  rehearsal?: Rehearsal;
}

function keysOf(entity: Entity, bodies: readonly ResourceBody[], code: string | undefined): Key[] {
  return bodies.flatMap((body) => {
    const named = projectRefOf(body);
    if (code !== undefined) return named ? [{ code, project: named.ref }] : [];
    return [{ code: String(body[entity.key]), project: named?.ref ?? null }];
  });
}

const refsOf = (bodies: readonly ResourceBody[]): ProjectRef[] =>
  bodies.flatMap((body) => projectRefOf(body)?.ref ?? []);

/**
 * One round trip: the projects and rows that are named, the path's row, and what a key made before. A row of a POST that
 * nothing is in the way of is written with it.
 */
async function readFound(ctx: Ctx, entity: Entity, bodies: readonly ResourceBody[], options: UpsertOptions) {
  const { mode, target, once } = options;
  const [body] = bodies;
  const { answers, written } = await ctx.db.readAndWrite<[ProjectRow, EntityRow, ...Row[]]>(
    [
      projectsNamed(refsOf(bodies)),
      byKeys(entity, keysOf(entity, bodies, target?.code)),
      ...(target ? [target.find] : []),
      ...(once ? [once.find] : []),
    ],
    mode === "create" && body ? hopedInsert(ctx, entity, body, once) : undefined,
  );
  const [projects, rows, ...more] = answers;
  const found = { projects, rows, target: target?.pick((more[0] ?? []) as EntityRow[]) };
  return { found, before: once?.made((more.at(-1) ?? []) as Row[]), written: written.flat()[0] };
}

/** Nothing where a POST's key has made its row before. */
export async function upsertMany(
  ctx: Ctx,
  entity: Entity,
  bodies: readonly ResourceBody[],
  options: UpsertOptions,
): Promise<Outcome[]> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { found, before, written } = await readFound(ctx, entity, bodies, options);
    if (before !== undefined) return [];
    const plan = planRows(entity, bodies, found, options.mode, microseconds(ctx.now), options.rehearsal);
    if (written) {
      Object.assign(plan.inserts[0] ?? {}, written);
      return plan.outcomes;
    }
    const [inserts, updates] = options.rehearsal ? [[], []] : [plan.inserts, plan.updates];
    const alongside = (await options.alongside?.(plan)) ?? [];
    if (!inserts.length && !updates.length && !alongside.length) return plan.outcomes;
    if (await writeRows(ctx, entity, inserts, updates, alongside)) return plan.outcomes;
  }
  throw contested();
}
