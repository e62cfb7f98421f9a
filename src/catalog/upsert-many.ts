/** The verb that writes the catalogue, for every door: read what is there, plan, write it all or nothing. */
import type { Sql } from "sql-template-tag";
import { microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import { ApiError } from "../platform/errors.ts";
import { message } from "../platform/i18n.ts";
import type { Row } from "../platform/sql.ts";
import type { Entity, EntityRow } from "./entity.ts";
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
  /** Read in the first round trip; what it returns, if anything, ends the write. */
  before?: { find: Sql; decide: (rows: Row[]) => Outcome[] | undefined };
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

/** One round trip: the projects and rows that are named, the path's row, and what must be known before. */
async function readFound(ctx: Ctx, entity: Entity, bodies: readonly ResourceBody[], options: UpsertOptions) {
  const { target, before } = options;
  const extra = [...(target ? [target.find] : []), ...(before ? [before.find] : [])];
  const [projects, rows, ...more] = await ctx.db.read<[ProjectRow, EntityRow, ...Row[]]>(
    projectsNamed(refsOf(bodies)),
    byKeys(entity, keysOf(entity, bodies, target?.code)),
    ...extra,
  );
  const found = { projects, rows, target: target?.pick((more[0] ?? []) as EntityRow[]) };
  return { found, done: before?.decide((more.at(-1) ?? []) as Row[]) };
}

export async function upsertMany(
  ctx: Ctx,
  entity: Entity,
  bodies: readonly ResourceBody[],
  options: UpsertOptions,
): Promise<Outcome[]> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { found, done } = await readFound(ctx, entity, bodies, options);
    if (done) return done;
    const plan = planRows(entity, bodies, found, options.mode, microseconds(ctx.now), options.rehearsal);
    const [inserts, updates] = options.rehearsal ? [[], []] : [plan.inserts, plan.updates];
    const alongside = (await options.alongside?.(plan)) ?? [];
    if (!inserts.length && !updates.length && !alongside.length) return plan.outcomes;
    if (await writeRows(ctx, entity, inserts, updates, alongside)) return plan.outcomes;
  }
  throw contested();
}
