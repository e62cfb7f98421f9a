/** Statuses and sources of pictures: small tables, written one row at a time. */
import sql, { join, raw, type Sql } from "sql-template-tag";
import { microseconds } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/context.ts";
import { invalid, notFound } from "../../platform/errors.ts";
import { searchSql } from "../../platform/filters.ts";
import { message } from "../../platform/i18n.ts";
import { type ListSpec, listOf } from "../../platform/list.ts";
import { idOf } from "../../platform/numbered-path.ts";
import { isDuplicate, type Row } from "../../platform/sql.ts";
import type { SourceQuery } from "./labels.schema.ts";
import { type SourceRow, type StatusRow, sourceObject, statusObject } from "./labels.ts";

export interface Labels {
  table: Sql;
  columns: Sql;
  /** A deleted row of the same code comes back. */
  revives: Sql;
  object: (row: Row) => unknown;
}

export const STATUSES: Labels = {
  table: raw("image_statuses"),
  columns: raw('id, code, name, description, icon, "order", is_active'),
  revives: sql`ON CONFLICT (code) DO UPDATE SET name = excluded.name, description = excluded.description,
    icon = excluded.icon, "order" = excluded."order", is_active = excluded.is_active, is_deleted = 0,
    updated_at = excluded.updated_at WHERE is_deleted = 1`,
  object: (row) => statusObject(row as StatusRow),
};

export const SOURCES: Labels = {
  table: raw("image_sources"),
  columns: raw(
    "id, uploader_name, uploader_type, uploader_contact, upload_location, upload_device, notes, is_active, created_at",
  ),
  revives: sql``,
  object: (row) => sourceObject(row as SourceRow, []),
};

type Values = Record<string, string | number | boolean | null | undefined>;

/** The columns that were given, and what they become. */
const given = (values: Values) =>
  Object.entries(values).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return [{ column: raw(`"${name}"`), value: typeof value === "boolean" ? Number(value) : value }];
  });

const taken = () =>
  invalid({
    code: [message("{model} with this {field} already exists.", { model: "image status", field: "code" })],
  });

async function writeOne(
  ctx: Ctx,
  { object }: Labels,
  statement: Sql,
  otherwise: () => Error,
): Promise<unknown> {
  try {
    const [[row]] = await ctx.db.write<[Row]>(statement);
    if (!row) throw otherwise();
    return object(row);
  } catch (fault) {
    throw isDuplicate(fault, "image_statuses.code") ? taken() : fault;
  }
}

const live = (id: string | undefined): Sql => sql`id = ${idOf(id)} AND is_deleted = 0`;

export async function findLabel(ctx: Ctx, { table, columns, object }: Labels, id: string | undefined) {
  const row = await ctx.db.first(sql`SELECT ${columns} FROM ${table} WHERE ${live(id)}`);
  if (!row) throw notFound();
  return object(row);
}

export function createLabel(ctx: Ctx, labels: Labels, values: Values): Promise<unknown> {
  const now = microseconds(ctx.now);
  const fields = given(values);
  const statement = sql`INSERT INTO ${labels.table} (${join(fields.map(({ column }) => column))}, created_at, updated_at)
    VALUES (${join(fields.map(({ value }) => value))}, ${now}, ${now}) ${labels.revives} RETURNING ${labels.columns}`;
  return writeOne(ctx, labels, statement, taken);
}

export function changeLabel(
  ctx: Ctx,
  labels: Labels,
  id: string | undefined,
  values: Values,
): Promise<unknown> {
  const sets = given(values).map(({ column, value }) => sql`${column} = ${value}`);
  sets.push(sql`updated_at = max(updated_at + 1, ${microseconds(ctx.now)})`);
  const statement = sql`UPDATE ${labels.table} SET ${join(sets)} WHERE ${live(id)} RETURNING ${labels.columns}`;
  return writeOne(ctx, labels, statement, notFound);
}

/** Soft: pictures that had it have none from then on. */
export async function deleteLabel(ctx: Ctx, labels: Labels, id: string | undefined): Promise<void> {
  await changeLabel(ctx, labels, id, { is_deleted: true });
}

/** Few: answered as they are, without pages. */
export async function listStatuses(ctx: Ctx): Promise<unknown[]> {
  const rows = await ctx.db.rows(
    sql`SELECT ${STATUSES.columns} FROM image_statuses WHERE is_deleted = 0 AND is_active = 1 ORDER BY "order", id`,
  );
  return rows.map(STATUSES.object);
}

const SOURCE_LIST = {
  columns: SOURCES.columns,
  from: SOURCES.table,
  orderable: {
    id: { column: "id" },
    uploader_name: { column: "uploader_name" },
    uploader_type: { column: "uploader_type" },
    is_active: { column: "is_active" },
    created_at: { column: "created_at" },
  },
  standard: [{ column: "created_at", descending: true }],
  shape: SOURCES.object,
} satisfies Partial<ListSpec<Row>>;

export function listSources(ctx: Ctx, url: URL, query: SourceQuery) {
  const where = [raw("is_deleted = 0"), ...searchSql(query.search, "lower(uploader_name)")];
  if (query.uploader_type !== undefined) where.push(sql`uploader_type = ${query.uploader_type}`);
  if (query.is_active !== undefined) where.push(sql`is_active = ${Number(query.is_active)}`);
  return listOf<Row>(ctx, url, query, { ...SOURCE_LIST, where });
}
