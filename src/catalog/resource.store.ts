/** An entity's rows: found by code, listed, and written many at a time. */
import sql, { join, raw, type Sql } from "sql-template-tag";
import { microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import type { Row } from "../platform/sql.ts";
import type { Entity, EntityRow } from "./entity.ts";
import type { ProjectRef } from "./resource.schema.ts";
import { columnsOf } from "./row.ts";
import { equalPhrase } from "./search-text.ts";
import { PROJECT_COLUMNS } from "./serialize.ts";

export type ProjectRow = { id: number; code_1c: string; name: string; is_integration: number };

/** A key as a write names it: the project by number, by code, or none. */
export interface Key {
  code: string;
  project: ProjectRef | null;
}

/** A D1 value may hold 2 MB; a statement takes this many rows at most. */
const CHUNK_ROWS = 1000;
const CHUNK_CHARACTERS = 450_000;

/** A row's pictures, kept as one JSON text: one row more for a row that has any. */
const imagesColumn = ({ name }: Entity) => `CASE WHEN t.has_image = 1 THEN (
  SELECT l.images FROM image_lists l WHERE l.entity = '${name}' AND l.parent_id = t.id) END AS images`;

const bareColumns = (entity: Entity) => (entity.ofProject ? `t.*, ${PROJECT_COLUMNS}` : "t.*");

export const rowColumns = (entity: Entity): Sql => raw(`${bareColumns(entity)}, ${imagesColumn(entity)}`);

export const projectJoin = (entity: Entity): Sql =>
  raw(entity.ofProject ? "LEFT JOIN projects p ON p.id = t.project_id AND p.is_deleted = 0" : "");

/** What an answer needs of a row: not the texts and keys that are kept for its lists. */
export function plainColumns(entity: Entity): Sql {
  const kept = ["id", "project_id", "is_active", "is_deleted", "created_at", "updated_at"];
  const own = [...kept, ...entity.fields.map(({ name }) => name)].map((name) => `t.${name}`);
  return raw([...own, entity.ofProject ? PROJECT_COLUMNS : "t.is_integration"].join());
}

export const shownColumns = (entity: Entity): Sql =>
  sql`${plainColumns(entity)}, ${raw(imagesColumn(entity))}`;

/** The live rows of a code, in one project or in all. */
export const byCode = (entity: Entity, code: string, project: Sql | undefined): Sql =>
  sql`SELECT ${rowColumns(entity)} FROM ${raw(entity.table)} t INDEXED BY ${raw(`${entity.table}_key`)}
    ${projectJoin(entity)} WHERE t.${raw(entity.key)} = ${code} AND t.is_deleted = 0
    ${project ? sql`AND t.project_id = ${project}` : sql``} ORDER BY t.id LIMIT 50`;

export const byId = (entity: Entity, id: number): Sql =>
  sql`SELECT ${rowColumns(entity)} FROM ${raw(entity.table)} t ${projectJoin(entity)} WHERE t.id = ${id}`;

/** Deleted ones too. */
export const byIds = (entity: Entity, ids: readonly number[]): Sql =>
  sql`SELECT t.* FROM json_each(${JSON.stringify(ids)}) i CROSS JOIN ${raw(entity.table)} t ON t.id = i.value`;

export const isNamed = (ref: ProjectRef): Sql =>
  "id" in ref ? sql`id = ${ref.id}` : sql`code_1c = ${ref.code}`;

/** The ids of the live rows whose field has this value. */
export function idsWhere(entity: Entity, name: string, value: string): Sql {
  const [table, column] = [raw(entity.table), raw(name)];
  const live = sql`t.${column} = ${value} AND t.is_deleted = 0`;
  if (!entity.marked.includes(name)) return sql`SELECT t.id FROM ${table} t WHERE ${live}`;
  return sql`SELECT t.id FROM ${table}_fts f CROSS JOIN ${table} t ON t.id = f.rowid
    WHERE ${table}_fts MATCH ${equalPhrase(name, value)} AND ${live}`;
}

function byKey(entity: Entity, { code, project }: Key): Sql {
  const named = project && sql`(SELECT id FROM projects WHERE ${isNamed(project)} AND is_deleted = 0)`;
  return sql`SELECT ${rowColumns(entity)} FROM ${raw(entity.table)} t INDEXED BY ${raw(`${entity.table}_key`)}
    ${projectJoin(entity)} WHERE t.${raw(entity.key)} = ${code} AND t.project_id = ${named ?? sql`0`}`;
}

/** The rows of these keys, deleted ones too, through the unique index of (code, project). */
export function byKeys(entity: Entity, keys: readonly Key[]): Sql {
  const [only, ...others] = keys;
  if (only && !others.length) return byKey(entity, only);
  const list = keys.map(({ code, project }) => ({
    c: code,
    ...(project && ("id" in project ? { i: project.id } : { p: project.code })),
  }));
  // The rows of a bulk are not answered.
  return sql`SELECT ${raw(bareColumns(entity))} FROM json_each(${JSON.stringify(list)}) k
    CROSS JOIN ${raw(entity.table)} t INDEXED BY ${raw(`${entity.table}_key`)}
      ON t.${raw(entity.key)} = k.value ->> 'c' AND t.project_id = coalesce(k.value ->> 'i',
        (SELECT id FROM projects WHERE code_1c = k.value ->> 'p' AND is_deleted = 0), 0)
    ${projectJoin(entity)}`;
}

const PROJECTS = raw("SELECT id, code_1c, name, is_integration FROM projects WHERE is_deleted = 0 AND");

/** The live projects that were named. */
export function projectsNamed(refs: readonly ProjectRef[]): Sql {
  const [only, ...others] = refs;
  if (only && !others.length) return sql`${PROJECTS} ${isNamed(only)}`;
  const ids = refs.flatMap((ref) => ("id" in ref ? [ref.id] : []));
  const codes = refs.flatMap((ref) => ("code" in ref ? [ref.code] : []));
  return sql`${PROJECTS} (id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))
      OR code_1c IN (SELECT value FROM json_each(${JSON.stringify(codes)})))`;
}

/** Rows as JSON texts that a statement can take, in their order. */
export function chunksOf(rows: readonly object[]): string[] {
  const chunks: string[] = [];
  let texts: string[] = [];
  let size = 0;
  for (const row of rows) {
    const text = JSON.stringify(row);
    if (texts.length && (texts.length >= CHUNK_ROWS || size + text.length > CHUNK_CHARACTERS)) {
      chunks.push(`[${texts.join()}]`);
      texts = [];
      size = 0;
    }
    texts.push(text);
    size += text.length + 1;
  }
  if (texts.length) chunks.push(`[${texts.join()}]`);
  return chunks;
}

const pick = (row: EntityRow, columns: readonly string[]) => columns.map((column) => row[column] ?? null);

/** No row is older than one with a smaller id. */
export const createdSql = (ctx: Ctx, table: string): Sql =>
  sql`max(${microseconds(ctx.now)}, ifnull((SELECT created_at FROM ${raw(table)} ORDER BY id DESC LIMIT 1), 0))`;

/** New rows get ids in their order; the rows of a bulk are not answered. */
function insertsSql(ctx: Ctx, entity: Entity, rows: readonly EntityRow[]): Sql[] {
  if (!rows.length) return [];
  const columns = columnsOf(entity).filter((column) => rows.some((row) => (row[column] ?? null) !== null));
  const table = raw(entity.table);
  const values = join(columns.map((_, index) => raw(`value ->> ${index}`)));
  const created = createdSql(ctx, entity.table);
  return chunksOf(rows.map((row) => pick(row, columns))).map(
    (chunk) => sql`INSERT INTO ${table} (${raw(columns.join())}, created_at, updated_at)
      SELECT ${values}, ${created}, ${created} FROM json_each(${chunk}) ORDER BY rowid
      ${raw(rows.length === 1 ? "RETURNING id, created_at, updated_at" : "")}`,
  );
}

export interface Update {
  row: EntityRow;
  /** The stamp that the row had when it was read: another one undoes the batch. */
  was: number;
  columns: string[];
}

/** One statement for the rows that change the same columns, so that no index is touched for nothing. */
const MOST_GROUPS = 8;

function groupsOf(updates: readonly Update[]): { columns: string[]; rows: Update[] }[] {
  const groups = new Map<string, Update[]>();
  for (const update of updates) {
    const columns = update.columns.join();
    groups.set(columns, [...(groups.get(columns) ?? []), update]);
  }
  if (groups.size <= MOST_GROUPS)
    return [...groups].map(([columns, rows]) => ({ columns: columns.split(","), rows }));
  return [{ columns: [...new Set(updates.flatMap(({ columns }) => columns))], rows: [...updates] }];
}

function updatesSql(entity: Entity, updates: readonly Update[]): Sql[] {
  const table = raw(entity.table);
  const guards = chunksOf(updates.map(({ row, was }) => [row.id, was])).map(
    (chunk) => sql`INSERT INTO guards (ok) SELECT 0 FROM json_each(${chunk}) j
      WHERE NOT EXISTS (SELECT 1 FROM ${table} t WHERE t.id = j.value ->> 0 AND t.updated_at = j.value ->> 1)
      LIMIT 1`,
  );
  const writes = groupsOf(updates).flatMap(({ columns, rows }) => {
    const sets = join(
      [...columns, "updated_at"].map((column, index) => raw(`${column} = j.value ->> ${index + 1}`)),
    );
    return chunksOf(rows.map(({ row }) => [row.id, ...pick(row, columns), row.updated_at])).map(
      (chunk) =>
        sql`UPDATE ${table} SET ${sets} FROM json_each(${chunk}) j WHERE ${table}.id = j.value ->> 0`,
    );
  });
  return [...guards, ...writes];
}

/** Somebody else wrote one of these rows, or took one of these keys, since they were read. */
const lostRace = (fault: unknown) =>
  fault instanceof Error &&
  (fault.message.includes("row_changed_meanwhile") || fault.message.includes("UNIQUE constraint failed"));

/** One transaction. False, with nothing written, where a row is no longer as it was read. */
export async function writeRows(
  ctx: Ctx,
  entity: Entity,
  inserts: readonly EntityRow[],
  updates: readonly Update[],
  alongside: readonly Sql[] = [],
): Promise<boolean> {
  const statements = insertsSql(ctx, entity, inserts);
  let answers: Row[][];
  try {
    answers = await ctx.db.write(...statements, ...updatesSql(entity, updates), ...alongside);
  } catch (fault) {
    if (lostRace(fault)) return false;
    throw fault;
  }
  const made = answers.slice(0, statements.length).flat();
  for (const [index, row] of inserts.entries()) Object.assign(row, made[index]);
  return true;
}
