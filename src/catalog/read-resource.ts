/** Reading the catalogue: one row by its code, a page of a list, and what an anonymous caller may see of it. */
import sql, { raw, type Sql } from "sql-template-tag";
import type { Ctx } from "../platform/context.ts";
import { ApiError, notFound } from "../platform/errors.ts";
import { message } from "../platform/i18n.ts";
import { envelopeText } from "../platform/list.ts";
import {
  type Column,
  limitSql,
  type Order,
  orderKey,
  orderOf,
  type Paging,
  pageOfRows,
  pagingOf,
} from "../platform/pagination.ts";
import { JsonText } from "../platform/respond.ts";
import type { Row } from "../platform/sql.ts";
import type { Entity, EntityRow } from "./entity.ts";
import type { Field } from "./fields/field.ts";
import { hiddenFrom, readsWholeTable } from "./hidden.ts";
import { imagesText } from "./images/image-object.ts";
import { type Filters, filtersOf, projectFilterOf } from "./list-filters.ts";
import { countSql, pageIdsSql } from "./list-page.ts";
import type { ResourceQuery } from "./resource.schema.ts";
import { byCode, projectJoin, shownColumns } from "./resource.store.ts";
import { type Serialize, serializerOf } from "./serialize.ts";

const serializers = new Map<string, Serialize>();

/** Made once for an entity and what it hides. */
function serializerFor(ctx: Ctx, entity: Entity): Serialize {
  const hidden = hiddenFrom(ctx);
  const name = `${entity.name} ${hidden.join()}`;
  const known = serializers.get(name);
  if (known) return known;
  const made = serializerOf(entity, hidden);
  serializers.set(name, made);
  return made;
}

export const objectText = (ctx: Ctx, entity: Entity, row: EntityRow) =>
  new JsonText(serializerFor(ctx, entity)(row, imagesText(ctx, entity, row)));

/** The one row that a code names; where it lives in several projects, the caller has to say in which. */
export function pickOne(entity: Entity, rows: readonly EntityRow[]): EntityRow {
  const [row, another] = rows;
  if (!row) throw notFound();
  if (!another) return row;
  const projects = rows.map((one) => `${one["p_code"] ?? "-"} (project_id=${one.project_id})`);
  throw new ApiError(409, {
    detail: message(
      "The code {code} is in several projects: {projects}. Choose one with project_id or project.",
      {
        code: String(row[entity.key]),
        projects: projects.join(", "),
      },
    ),
  });
}

/** The statement that finds what a path and its query name. */
export const findByPath = (entity: Entity, code: string, query: ResourceQuery): Sql =>
  byCode(entity, code, projectFilterOf(query));

export async function findOne(
  ctx: Ctx,
  entity: Entity,
  code: string,
  query: ResourceQuery,
): Promise<EntityRow> {
  return pickOne(entity, await ctx.db.rows<EntityRow>(findByPath(entity, code, query)));
}

const KEPT_ORDERS = ["id", "project_id", "is_active", "created_at", "updated_at"];

const DECIDING_CHARACTERS = 100;

const isLong = ({ type, kind }: Field) => type === "json" || Number(kind.json["maxLength"]) > 500;

function orderableOf(entity: Entity, hidden: readonly string[]) {
  const orderable: Record<string, Column> = {};
  for (const field of entity.fields) {
    const { name, required } = field;
    const decided = isLong(field) ? { decidedBy: DECIDING_CHARACTERS } : {};
    if (!hidden.includes(name)) orderable[name] = { column: name, nullable: !required, ...decided };
  }
  for (const name of KEPT_ORDERS) orderable[name] = { column: name };
  return { ...orderable, project: { column: "project_id" } };
}

/** `created_at` never falls as the id rises, so that the order by both is the order by id. */
function shortest(order: Order[]): Order[] {
  const [first, second] = order;
  const isById = first?.column === "created_at" && second?.column === "id";
  return isById && first.descending === second.descending ? [second] : order;
}

/** What an anonymous caller may not ask: hidden fields are not asked about, and nobody makes us read a whole table. */
function visibleQuery(entity: Entity, query: ResourceQuery, hidden: readonly string[]): ResourceQuery {
  if (!hidden.length) return query;
  if (query.search !== undefined && entity.search.some((name) => hidden.includes(name)))
    throw forbiddenTo("The search looks into fields that are hidden from anonymous callers: sign in.");
  const filtered = {
    ...entity.contains,
    ...Object.fromEntries([...entity.exact, ...entity.caseless].map((one) => [one, one])),
  };
  for (const [name, field] of Object.entries(entity.ranges)) {
    filtered[`${name}_min`] = field;
    filtered[`${name}_max`] = field;
    if (name === "stock") filtered["in_stock"] = field;
  }
  const entries = Object.entries(query).filter(([name]) => !hidden.includes(filtered[name] ?? ""));
  return Object.fromEntries(entries) as ResourceQuery;
}

const forbiddenTo = (text: Parameters<typeof message>[0]) => new ApiError(403, { detail: message(text) });

/** Orders that an index walks. */
const isWalked = (entity: Entity, column: string | undefined) =>
  ["id", "created_at", "name", entity.key].includes(column ?? "");

function refuseScan(ctx: Ctx, entity: Entity, filters: Filters, column: string | undefined): void {
  if (ctx.callerId !== undefined) return;
  const sorts = !isWalked(entity, column) && !filters.driver && !filters.match;
  if (filters.scans || sorts) throw readsWholeTable();
}

/** The rows that a query names and their order, as far as this caller may ask for them. */
export function selectionOf(ctx: Ctx, entity: Entity, asked: ResourceQuery) {
  const hidden = hiddenFrom(ctx);
  const query = visibleQuery(entity, asked, hidden);
  const standard = [{ column: "id", descending: true }];
  const order = shortest(orderOf(query.ordering, orderableOf(entity, hidden), standard));
  const filters = filtersOf(entity, query);
  refuseScan(ctx, entity, filters, order[0]?.column);
  return { filters, order };
}

/** The page comes first in its own order; CROSS JOIN keeps the planner from turning that round. */
export const pageSql = (
  entity: Entity,
  filters: Filters,
  order: readonly Order[],
  paging: Paging,
  columns = shownColumns(entity),
): Sql =>
  sql`SELECT ${columns} FROM (${pageIdsSql(entity, filters, order, paging)}) page
    CROSS JOIN ${raw(entity.table)} t ON t.id = page.id ${projectJoin(entity)}`;

export async function listResources(
  ctx: Ctx,
  entity: Entity,
  url: URL,
  asked: ResourceQuery,
): Promise<JsonText> {
  const { filters, order } = selectionOf(ctx, entity, asked);
  const paging = pagingOf(asked, order);
  const total = countSql(entity, filters);
  // A page that is asked for by its number is empty only where there is nothing or no such page: its rows can carry the
  // count. The last one has to count to find itself, and would bind the filters' values once more.
  const isCarried = paging.kind === "page" && paging.page !== "last";
  const columns = isCarried ? sql`${shownColumns(entity)}, (${total}) AS n` : shownColumns(entity);
  const [rows, counts = rows] = await ctx.db.read<[EntityRow, Row]>(
    pageSql(entity, filters, order, paging, columns),
    ...(isCarried ? [] : [total]),
  );
  const count = Number(counts[0]?.["n"] ?? 0);
  const keyOf = (row: EntityRow) => order.map((one) => orderKey(one, row));
  const page = pageOfRows(paging, order, { rows, count, keyOf });
  return envelopeText(url, { count, ...page }, textsOf(ctx, entity, page.rows));
}

/** Of each row its text. */
function textsOf(ctx: Ctx, entity: Entity, rows: readonly EntityRow[]): string[] {
  const serialize = serializerFor(ctx, entity);
  return rows.map((row) => serialize(row, imagesText(ctx, entity, row)));
}

/** Rows whose code lives in more than one project, by code: read by the few who may write. */
export async function listDuplicates(
  ctx: Ctx,
  entity: Entity,
  url: URL,
  query: ResourceQuery,
): Promise<JsonText> {
  const order = orderOf(undefined, {}, [{ column: entity.key, descending: false }]);
  const paging = pagingOf({ ...query, ordering: undefined, cursor: undefined }, order);
  const [table, key] = [raw(entity.table), raw(entity.key)];
  const several = sql`SELECT ${key} FROM ${table} WHERE is_deleted = 0 GROUP BY ${key} HAVING count(*) > 1`;
  const total = sql`SELECT count(*) AS n FROM ${table} WHERE is_deleted = 0 AND ${key} IN (${several})`;
  const [rows, counts] = await ctx.db.read<[EntityRow, { n: number }]>(
    sql`SELECT ${shownColumns(entity)} FROM ${table} t ${projectJoin(entity)}
      WHERE t.is_deleted = 0 AND t.${key} IN (${several}) ORDER BY t.${key}, t.id ${limitSql(paging, total)}`,
    total,
  );
  const count = counts[0]?.n ?? 0;
  const page = pageOfRows(paging, order, { rows, count, keyOf: () => [] });
  return envelopeText(url, { count, ...page }, textsOf(ctx, entity, page.rows));
}
