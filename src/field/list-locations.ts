/** A page of points: filters by their words and by time, each served by the index that reads fewest. */
import sql, { raw, type Sql } from "sql-template-tag";
import type { Ctx } from "../platform/context.ts";
import { searchSql, whereSql } from "../platform/filters.ts";
import { envelopeText } from "../platform/list.ts";
import {
  type Column,
  keysetSql,
  limitSql,
  type Order,
  orderedBy,
  orderKey,
  orderOf,
  orderSql,
  type Paging,
  pageOfRows,
  pagingOf,
} from "../platform/pagination.ts";
import type { JsonText } from "../platform/respond.ts";
import { foldText } from "../platform/search.ts";
import { EXACT, FIELDS } from "./fields/location.ts";
import { type LocationRow, locationText } from "./location-text.ts";
import type { LocationQuery } from "./locations.schema.ts";
import { columnsOf } from "./locations.store.ts";
import { readOwn } from "./own-agent.ts";

const LONG = ["address", "note", "metadata"];

const ORDERABLE: Record<string, Column> = Object.fromEntries([
  ...["id", "is_active", "created_at", "updated_at"].map((column) => [column, { column }]),
  ...FIELDS.map(({ name, null: nullable }) => [
    name,
    { column: name, nullable, ...(LONG.includes(name) ? { decidedBy: 100 } : {}) },
  ]),
]);

const NEWEST = [{ column: "created_at", descending: true }];

/** Filters that leave the points of a few agents. */
const NARROW = ["search", "agent_name", "agent_phone", "device_id"];

/** Conditions on `location_words`, where a query has any besides the agent. */
function wordsSql(query: LocationQuery): Sql[] {
  const found = searchSql(query.search, "fold");
  for (const name of EXACT) {
    const value = query[name];
    if (value === undefined || name === "agent_code") continue;
    const compared = name === "platform" ? foldText(String(value)) : value;
    found.push(sql`words ->> ${raw(`'${name}'`)} = ${compared}`);
  }
  return found;
}

interface Filters {
  where: Sql[];
  index: string | undefined;
  /** The same for the kept counts; none where a time is asked for. */
  counted: Sql[] | undefined;
}

const agentSql = (agentCode: string | undefined): Sql[] =>
  agentCode === undefined ? [] : [sql`agent_code = ${agentCode}`];

function timeSql({ date_from, date_to, by }: LocationQuery): Sql[] {
  const column = raw(by === "created_at" ? "created_at" : "at");
  return [
    ...(date_from === undefined ? [] : [sql`${column} >= ${date_from}`]),
    ...(date_to === undefined ? [] : [sql`${column} <= ${date_to}`]),
  ];
}

function indexOf(query: LocationQuery, agentCode: string | undefined, hasTime: boolean) {
  const byDevice = hasTime && query.by !== "created_at";
  if (agentCode !== undefined) return byDevice ? "agent_locations_day" : "agent_locations_agent";
  if (byDevice) return "agent_locations_time";
  return hasTime ? "agent_locations_created" : undefined;
}

function filtersOf(query: LocationQuery, agentCode: string | undefined): Filters {
  const words = wordsSql(query);
  const time = timeSql(query);
  const agent = agentSql(agentCode);
  const where = [raw("is_deleted = 0"), ...agent, ...time];
  let index = indexOf(query, agentCode, time.length > 0);
  if (words.length) {
    const named = sql`FROM location_words ${whereSql([...agent, ...words])}`;
    where.push(sql`words_id IN (SELECT id ${named})`);
    if (!index && NARROW.some((name) => query[name] !== undefined)) {
      where.push(sql`agent_code IN (SELECT agent_code ${named})`);
      index = "agent_locations_agent";
    }
  }
  return { where, index, counted: time.length ? undefined : [...agent, ...words] };
}

/** Without a filter that has an index, the one that walks the order. */
function fromSql({ index }: Filters, order: readonly Order[]): Sql {
  const walk = order[0]?.column === "created_at" ? "agent_locations_created" : undefined;
  const used = index ?? walk;
  return used ? sql`agent_locations INDEXED BY ${raw(used)}` : sql`agent_locations NOT INDEXED`;
}

function countSql(filters: Filters): Sql {
  const { where, counted } = filters;
  if (counted) return sql`SELECT ifnull(sum(n), 0) AS n FROM location_words ${whereSql(counted)}`;
  return sql`SELECT count(*) AS n FROM ${fromSql(filters, NEWEST)} ${whereSql(where)}`;
}

/** The page's numbers come first, so that no long row is sorted; CROSS JOIN keeps their order. */
function pageSql(filters: Filters, order: readonly Order[], paging: Paging): Sql {
  const back = paging.kind === "cursor" && paging.back;
  const named = order.map((one) => ({ ...one, column: orderedBy(one) }));
  const after = paging.kind === "cursor" && paging.after ? [keysetSql(named, paging.after, back)] : [];
  return sql`SELECT ${columnsOf("t")} FROM (
      SELECT id FROM ${fromSql(filters, order)} ${whereSql([...filters.where, ...after])}
      ORDER BY ${orderSql(named, back)} ${limitSql(paging, countSql(filters))}
    ) page CROSS JOIN agent_locations t ON t.id = page.id`;
}

export async function listLocations(ctx: Ctx, url: URL, query: LocationQuery): Promise<JsonText> {
  const order = orderOf(query.ordering, ORDERABLE, NEWEST);
  const paging = pagingOf(query, order);
  const [rows, counts] = await readOwn(ctx, query.agent_code, (agentCode) => {
    const filters = filtersOf(query, agentCode);
    return ctx.db.read<[LocationRow, { n: number }]>(pageSql(filters, order, paging), countSql(filters));
  });
  const count = counts[0]?.n ?? 0;
  const keyOf = (row: LocationRow) => order.map((one) => orderKey(one, row));
  const page = pageOfRows(paging, order, { rows, count, keyOf });
  return envelopeText(url, { count, ...page }, page.rows.map(locationText));
}
