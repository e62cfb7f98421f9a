/** The verb that writes the catalogue, for every door: read what is there, plan, write it all or nothing. */
import type { Sql } from "sql-template-tag";
import { microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import { ApiError } from "../platform/errors.ts";
import { message } from "../platform/i18n.ts";
import type { Idempotency } from "../platform/idempotency.ts";
import type { Conditional, Row } from "../platform/sql.ts";
import type { Entity, EntityRow } from "./entity.ts";
import { hopedInsert } from "./hoped-insert.ts";
import {
  type Mode,
  type Outcome,
  type Plan,
  planRows,
  projectColumns,
  projectRefOf,
  type Rehearsal,
} from "./plan-rows.ts";
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

/** One round trip for the statements that are there; what they found, by their names. */
async function readNamed<T>(
  ctx: Ctx,
  named: { [K in keyof T]: Sql | undefined },
  write: Conditional | undefined,
) {
  const asked = Object.entries<Sql | undefined>(named).flatMap(([name, one]) => (one ? [{ name, one }] : []));
  const statements = asked.map(({ one }) => one);
  const { answers, written } = await ctx.db.readAndWrite<Row[]>(statements, write);
  const found = Object.fromEntries(asked.map(({ name }, index) => [name, answers[index]]));
  return { found: found as { [K in keyof T]?: T[K][] }, inserted: written.flat()[0] };
}

/**
 * The rows and projects that are named, the path's row, and what a key made before. A row of a POST that nothing is in
 * the way of is written with it, and is `made`.
 */
async function readFound(ctx: Ctx, entity: Entity, bodies: readonly ResourceBody[], options: UpsertOptions) {
  const { mode, target, once } = options;
  const [keys, refs, [body]] = [keysOf(entity, bodies, target?.code), refsOf(bodies), bodies];
  const hope = mode === "create" && body ? hopedInsert(ctx, entity, body, once) : undefined;
  const { found, inserted } = await readNamed<{
    rows: EntityRow;
    projects: ProjectRow;
    target: EntityRow;
    once: Row;
  }>(
    ctx,
    {
      rows: keys.length ? byKeys(entity, keys) : undefined,
      projects: refs.length ? projectsNamed(refs) : undefined,
      target: target?.find,
      once: once?.find,
    },
    hope?.write,
  );
  const { rows = [], projects = [] } = found;
  const row = target?.pick(found.target ?? []);
  const made = hope && inserted && Object.assign(hope.row, projectColumns(projects[0] ?? null), inserted);
  return { found: { rows, projects, target: row }, before: once?.made(found.once ?? []), made };
}

/** Nothing where a POST's key has made its row before. */
export async function upsertMany(
  ctx: Ctx,
  entity: Entity,
  bodies: readonly ResourceBody[],
  options: UpsertOptions,
): Promise<Outcome[]> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { found, before, made } = await readFound(ctx, entity, bodies, options);
    if (made) return [{ kind: "created", row: made }];
    if (before !== undefined) return [];
    const plan = planRows(entity, bodies, found, options.mode, microseconds(ctx.now), options.rehearsal);
    const [inserts, updates] = options.rehearsal ? [[], []] : [plan.inserts, plan.updates];
    const alongside = (await options.alongside?.(plan)) ?? [];
    if (!inserts.length && !updates.length && !alongside.length) return plan.outcomes;
    if (await writeRows(ctx, entity, inserts, updates, alongside)) return plan.outcomes;
  }
  throw contested();
}
