/** The row of a POST, written in the round trip that reads whether it may be: where nothing is in its way. */
import sql, { join, raw, type Sql } from "sql-template-tag";
import { microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import type { Idempotency } from "../platform/idempotency.ts";
import type { Conditional } from "../platform/sql.ts";
import type { Entity, EntityRow } from "./entity.ts";
import { planRows, projectRefOf } from "./plan-rows.ts";
import type { ProjectRef, ResourceBody } from "./resource.schema.ts";
import { createdSql, isNamed, type ProjectRow } from "./resource.store.ts";
import { columnsOf } from "./row.ts";

/** The project that is named, if it is live; without one it is the project of number 0. */
const projectSql = (ref: ProjectRef | null): Sql =>
  ref ? sql`SELECT id FROM projects WHERE ${isNamed(ref)} AND is_deleted = 0` : sql`SELECT 0 AS id`;

const assumed = (ref: ProjectRef): ProjectRow => ({
  ...{ id: 0, code_1c: "", name: "", is_integration: 0 },
  ...("id" in ref ? { id: ref.id } : { code_1c: ref.code }),
});

function insertSql(ctx: Ctx, entity: Entity, row: EntityRow, project: Sql, holds: Sql): Sql {
  const columns = columnsOf(entity).filter(
    (column) => column !== "project_id" && (row[column] ?? null) !== null,
  );
  const values = join(columns.map((_, index) => raw(`value ->> ${index}`)));
  const created = createdSql(ctx, entity.table);
  return sql`INSERT INTO ${raw(entity.table)} (project_id, ${raw(columns.join())}, created_at, updated_at)
    SELECT p.id, ${values}, ${created}, ${created} FROM (${project}) p,
      (SELECT ${JSON.stringify(columns.map((column) => row[column]))} AS value) WHERE ${holds}
    RETURNING id, created_at, updated_at`;
}

/** A row as it is if it is made, but for its project, id and stamps. */
export interface Hoped {
  row: EntityRow;
  write: Conditional;
}

/** Undefined where the body alone shows that it makes no row. */
export function hopedInsert(
  ctx: Ctx,
  entity: Entity,
  body: ResourceBody,
  once: Idempotency | undefined,
): Hoped | undefined {
  const ref = projectRefOf(body)?.ref ?? null;
  const found = { projects: ref ? [assumed(ref)] : [], rows: [] };
  const [row] = planRows(entity, [body], found, "create", microseconds(ctx.now)).inserts;
  if (!row) return undefined;
  const project = projectSql(ref);
  const [table, key] = [raw(entity.table), raw(entity.key)];
  const write: Conditional = (admitted) => {
    const mayBe = sql`EXISTS (SELECT 1 FROM (${project}) p WHERE NOT EXISTS (SELECT 1 FROM ${table} t
      WHERE t.${key} = ${row[entity.key] ?? null} AND t.project_id = p.id)) AND ${admitted}`;
    if (!once) return [insertSql(ctx, entity, row, project, mayBe)];
    return [
      once.take(mayBe),
      insertSql(ctx, entity, row, project, once.isTaken),
      // The row that was made has the greatest id.
      once.fill(sql`(SELECT max(id) FROM ${table})`),
    ];
  };
  return { row, write };
}
