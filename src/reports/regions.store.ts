/** Uzbekistan's regions and districts: reference tables, filled by a migration, written by nobody. */
import sql, { raw, type Sql } from "sql-template-tag";
import type * as z from "zod";
import type { Ctx } from "../platform/context.ts";
import { notFound } from "../platform/errors.ts";
import { searchSql } from "../platform/filters.ts";
import { type ListSpec, listOf } from "../platform/list.ts";
import { idOf } from "../platform/numbered-path.ts";
import { foldText } from "../platform/search.ts";
import type { Row } from "../platform/sql.ts";
import type { District, DistrictQuery, Region, RegionQuery } from "./regions.schema.ts";

const REGIONS = { columns: raw("id, name, name_ru"), from: raw("region") };
const DISTRICTS = { columns: raw("id, region_id AS region, name, name_ru"), from: raw("district") };
const ORDER = {
  orderable: { id: { column: "id" }, name: { column: "name" }, name_ru: { column: "name_ru" } },
  standard: [{ column: "name", descending: false }],
} satisfies Partial<ListSpec<Row>>;

/** Whether a region or district bears this name, in Uzbek or Russian, in whatever case and with whatever apostrophes. */
export const isNamed = (name: string): Sql =>
  sql`instr(char(10) || fold || char(10), char(10) || ${foldText(name)} || char(10)) > 0`;

export const listRegions = (ctx: Ctx, url: URL, query: RegionQuery) =>
  listOf<z.infer<typeof Region>>(ctx, url, query, {
    ...REGIONS,
    ...ORDER,
    where: searchSql(query.search, "fold"),
    shape: (row) => row,
  });

/** The id of the region that an id or a name means. */
export const regionSql = (given: string): Sql =>
  /^\d{1,15}$/.test(given) ? sql`${Number(given)}` : sql`(SELECT id FROM region WHERE ${isNamed(given)})`;

/** One row: the ids of a region and of a district in it by their names, null for what is not there. */
export const placesNamed = ({ region, district }: { region: string; district: string }): Sql =>
  sql`SELECT r.id AS region, (SELECT id FROM district WHERE ${isNamed(district)}
      AND region_id = coalesce(r.id, region_id)) AS district
    FROM (SELECT 1) LEFT JOIN (SELECT id FROM region WHERE ${isNamed(region)}) AS r`;

export const listDistricts = (ctx: Ctx, url: URL, query: DistrictQuery) =>
  listOf<z.infer<typeof District>>(ctx, url, query, {
    ...DISTRICTS,
    orderable: { ...ORDER.orderable, region: { column: "region" } },
    standard: ORDER.standard,
    where: [
      ...searchSql(query.search, "fold"),
      ...(query.region === undefined ? [] : [sql`region_id = ${regionSql(query.region)}`]),
    ],
    shape: (row) => row,
  });

async function find(ctx: Ctx, { columns, from }: { columns: Sql; from: Sql }, id: string | undefined) {
  const row = await ctx.db.first(sql`SELECT ${columns} FROM ${from} WHERE id = ${idOf(id)}`);
  if (!row) throw notFound();
  return row;
}

export const findRegion = (ctx: Ctx, id: string | undefined) => find(ctx, REGIONS, id);
export const findDistrict = (ctx: Ctx, id: string | undefined) => find(ctx, DISTRICTS, id);
