/** The ids of one page and the list's count, each found at a price that does not grow with the table. */
import sql, { join, raw, type Sql } from "sql-template-tag";
import { keysetSql, type Order, orderedBy, orderSql, type Paging } from "../platform/pagination.ts";
import { limited } from "../platform/sql.ts";
import type { Entity } from "./entity.ts";
import { type Filters, isPlain } from "./list-filters.ts";

const ALL_PROJECTS = -1;
/** Blocks of ids by level: 16,384 and, within them, 512. */
const COARSE_BITS = 14;
const FINE_BITS = 9;
/** Up to here it is cheaper to walk than to ask the counts. */
const WALK = 400;

const actives = (filters: Filters) => (filters.active === undefined ? [1, 0] : [Number(filters.active)]);

/** The kept counts of this list at one level. */
const countsSql = (entity: Entity, filters: Filters, level: number): Sql =>
  sql`entity = ${entity.name} AND project_id = ${filters.project ?? sql`${ALL_PROJECTS}`}
    AND active IN (${join(actives(filters))}) AND level = ${level}`;

function whereSql(filters: Filters): Sql {
  const all = [sql`t.is_deleted = 0`, ...filters.conditions];
  if (filters.project) all.push(sql`t.project_id = ${filters.project}`);
  if (filters.active !== undefined) all.push(sql`t.is_active = ${Number(filters.active)}`);
  return join(all, " AND ");
}

const WALKED: Readonly<Record<string, string>> = {
  name: "name",
  created_at: "created",
  updated_at: "updated",
};

/** The index that walks an order; within a project there is one for the code and one for the name. */
function walkOf(
  entity: Entity,
  { project, active }: Filters,
  column: string | undefined,
): string | undefined {
  const order = column === entity.key ? "key" : WALKED[column ?? ""];
  if (!order) return undefined;
  // The inactive rows are few: to sort them is cheaper than to look for them among the others.
  if (active === false) return project ? "project" : "active";
  return project && (order === "key" || order === "name") ? `project_${order}` : order;
}

/** The rows that match, by the search index, by the filter's own index, or as the order asks. */
function fromSql(entity: Entity, filters: Filters, order: readonly Order[]): Sql {
  const table = raw(entity.table);
  if (filters.match) return sql`${table}_fts f CROSS JOIN ${table} t ON t.id = f.rowid`;
  const walk = filters.driver ? undefined : walkOf(entity, filters, order[0]?.column);
  const index = filters.driver ?? (walk && `${entity.table}_${walk}`);
  return index ? sql`${table} t INDEXED BY ${raw(index)}` : sql`${table} t`;
}

const matchSql = (entity: Entity, { match }: Filters): Sql =>
  match ? sql`${raw(entity.table)}_fts MATCH ${match} AND ` : sql``;

/** A list by id alone: the live rows of each is_active are an index range of their own, merged in order. */
function rangesSql(entity: Entity, filters: Filters, falling: boolean, more: Sql): Sql {
  const direction = raw(falling ? "DESC" : "ASC");
  const table = raw(entity.table);
  const index = raw(`${entity.table}_${filters.project ? "project" : "active"}`);
  const project = filters.project ? sql`project_id = ${filters.project} AND ` : sql``;
  const ranges = actives(filters).map(
    (active) => sql`SELECT id FROM ${table} INDEXED BY ${index}
      WHERE ${project}is_deleted = 0 AND is_active = ${active} ${more}`,
  );
  return sql`${join(ranges, " UNION ALL ")} ORDER BY id ${direction}`;
}

/**
 * A page far from the beginning of a list by id. The running totals of coarse blocks say in which of them it begins,
 * those of the fine blocks inside say where there; fewer than 512 ids are then walked.
 */
function farPageSql(entity: Entity, filters: Filters, falling: boolean, offset: Sql, size: number): Sql {
  const direction = raw(falling ? "DESC" : "ASC");
  const within = COARSE_BITS - FINE_BITS;
  // The first block whose running total passes what is skipped, and how much of it still is.
  const begin = (
    totals: string,
  ) => sql`SELECT ${raw(falling ? "max" : "min")}(block) FILTER (WHERE total > skip) AS block,
      max(skip) - ifnull(max(total) FILTER (WHERE total <= skip), 0) AS skip FROM ${raw(totals)}`;
  const edge = falling
    ? sql`AND id < ((SELECT block FROM fine) + 1 << ${FINE_BITS})`
    : sql`AND id >= ((SELECT block FROM fine) << ${FINE_BITS})`;
  return sql`WITH coarse_totals AS (
      SELECT block, sum(n) OVER (ORDER BY block ${direction}) AS total, ${offset} AS skip
      FROM list_counts WHERE ${countsSql(entity, filters, 1)}),
    coarse AS (${begin("coarse_totals")}),
    fine_totals AS (
      SELECT c.block, sum(c.n) OVER (ORDER BY c.block ${direction}) AS total, coarse.skip
      FROM coarse CROSS JOIN list_counts c WHERE ${countsSql(entity, filters, 2)}
        AND c.block >= coarse.block << ${within} AND c.block < coarse.block + 1 << ${within}),
    fine AS (${begin("fine_totals")})
    ${rangesSql(entity, filters, falling, edge)} ${limited(size)} OFFSET ifnull((SELECT skip FROM fine), 0)`;
}

const isById = (order: readonly Order[]) => order.length === 1 && order[0]?.column === "id";

/** One statement for the number of rows, as column n. */
export function countSql(entity: Entity, filters: Filters): Sql {
  if (isPlain(filters))
    return sql`SELECT ifnull(sum(n), 0) AS n FROM list_counts WHERE ${countsSql(entity, filters, 0)} AND block = 0`;
  if (filters.match && !filters.conditions.length && !filters.project && filters.active === undefined)
    return sql`SELECT count(*) AS n FROM ${raw(entity.table)}_fts WHERE ${raw(entity.table)}_fts MATCH ${filters.match}`;
  return sql`SELECT count(*) AS n FROM ${fromSql(entity, filters, [])}
    WHERE ${matchSql(entity, filters)}${whereSql(filters)}`;
}

/** Where the page begins and how many rows it takes; the beginning of the last one is the count's to say. */
function extent(paging: Paging, count: Sql): { offset: Sql; skipped: number; size: number } {
  if (paging.kind === "cursor") return { offset: sql`0`, skipped: 0, size: paging.size + 1 };
  if (paging.kind === "offset")
    return { offset: sql`${paging.offset}`, skipped: paging.offset, size: paging.limit };
  const { page, size } = paging;
  if (page !== "last") return { offset: sql`${(page - 1) * size}`, skipped: (page - 1) * size, size };
  // D1 binds numbers as REAL, whose division keeps the fraction.
  const offset = sql`(SELECT max(0, n - 1 - (n - 1) % ${size}) FROM (${count}))`;
  return { offset, skipped: Number.POSITIVE_INFINITY, size };
}

/** The ids of a page, in its order. */
export function pageIdsSql(entity: Entity, filters: Filters, order: readonly Order[], paging: Paging): Sql {
  const back = paging.kind === "cursor" && paging.back;
  const after = paging.kind === "cursor" ? paging.after : undefined;
  const { offset, skipped, size } = extent(paging, countSql(entity, filters));
  if (isPlain(filters) && isById(order)) {
    const falling = order[0]?.descending !== back;
    if (skipped > WALK) return farPageSql(entity, filters, falling, offset, size);
    const edge = after ? sql`AND ${keysetSql(order, after, back)}` : sql``;
    return sql`${rangesSql(entity, filters, falling, edge)} ${limited(size)} OFFSET ${offset}`;
  }
  // The search index is walked in the order of its own row ids.
  const id = filters.match ? "f.rowid" : "t.id";
  const named = order.map((one) => ({ ...one, column: one.column === "id" ? id : orderedBy(one, "t.") }));
  const edge = after ? sql` AND ${keysetSql(named, after, back)}` : sql``;
  return sql`SELECT t.id FROM ${fromSql(entity, filters, order)}
    WHERE ${matchSql(entity, filters)}${whereSql(filters)}${edge}
    ORDER BY ${orderSql(named, back)} ${limited(size)} OFFSET ${offset}`;
}
