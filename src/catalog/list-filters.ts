/** What a list's query asks for, as conditions, and the one index that finds the rows that match. */
import sql, { raw, type Sql } from "sql-template-tag";
import { foldText } from "../platform/search.ts";
import type { Entity } from "./entity.ts";
import type { Stored } from "./fields/field.ts";
import type { ResourceQuery } from "./resource.schema.ts";
import { equalPhrase, lookUp, searchOf } from "./search-text.ts";

export interface Filters {
  conditions: Sql[];
  /** The index of a filter whose matches alone are read; none where the list is walked in its order. */
  driver: string | undefined;
  /** A search expression; its index then finds the rows. */
  match: string | undefined;
  /** Only these make a list whose counts are kept. */
  project: Sql | undefined;
  active: boolean | undefined;
  /** A filter that no index serves. */
  scans: boolean;
}

/** The nth line of the folded text: the fields that `_contains` may name are its first lines. */
export function foldLine(index: number): string {
  let rest = "t.fold";
  for (let line = 0; line < index; line++) rest = `substr(${rest}, instr(${rest}, char(10)) + 1)`;
  return `substr(${rest}, 1, instr(${rest}, char(10)) - 1)`;
}

/** D1 binds at most 100 values and nests 100 conditions: the terms past these travel as one. */
const TERMS_APART = 20;

function termsSql(terms: readonly string[]): Sql[] {
  const conditions = terms.slice(0, TERMS_APART).map((term) => sql`instr(t.fold, ${term}) > 0`);
  const rest = terms.slice(TERMS_APART);
  if (rest.length)
    conditions.push(
      sql`NOT EXISTS (SELECT 1 FROM json_each(${JSON.stringify(rest)}) WHERE instr(t.fold, value) = 0)`,
    );
  return conditions;
}

interface Found {
  conditions: Sql[];
  drivers: string[];
  phrases: string[];
  scans: boolean;
}

function addExact(entity: Entity, query: ResourceQuery, found: Found): void {
  for (const name of entity.exact) {
    const value = query[name];
    if (value === undefined) continue;
    found.conditions.push(sql`t.${raw(name)} = ${value as Stored}`);
    if (entity.marked.includes(name)) found.phrases.push(equalPhrase(name, String(value)));
    else found.drivers.push(name === entity.key ? "key" : name);
  }
  for (const name of entity.caseless) {
    const value = query[name];
    if (value === undefined) continue;
    found.conditions.push(sql`t.${raw(`${name}_key`)} = ${foldText(String(value))}`);
    found.drivers.push(`${name}_key`);
  }
}

function addContains(entity: Entity, query: ResourceQuery, found: Found): void {
  for (const [name, field] of Object.entries(entity.contains)) {
    const value = query[name];
    if (value === undefined) continue;
    const part = foldText(String(value)).replaceAll("\n", " ").trim();
    found.conditions.push(sql`instr(${raw(foldLine(entity.search.indexOf(field)))}, ${part}) > 0`);
    const { phrase } = lookUp(part);
    if (phrase) found.phrases.push(phrase);
    else found.scans = true;
  }
}

function addRange(column: string, low: unknown, high: unknown, found: Found): void {
  if (low !== undefined) found.conditions.push(sql`t.${raw(column)} >= ${low as number}`);
  if (high !== undefined) found.conditions.push(sql`t.${raw(column)} <= ${high as number}`);
}

function addRanges(entity: Entity, query: ResourceQuery, found: Found): void {
  for (const [name, column] of Object.entries(entity.ranges)) {
    const [low, high] = [query[`${name}_min`], query[`${name}_max`]];
    addRange(column, low, high, found);
    if (low !== undefined || high !== undefined) found.drivers.push(column);
  }
  if (query["in_stock"] === true) {
    found.conditions.push(sql`t.stock_quantity > 0`);
    found.drivers.push("stock_quantity");
  }
  for (const name of ["created", "updated"]) {
    const [low, high] = [query[`${name}_from`], query[`${name}_to`]];
    addRange(`${name}_at`, low, high, found);
    if (low !== undefined || high !== undefined) found.drivers.push(name);
  }
}

/** One index has both flags; without the first, both of its values are named. */
function addKept(query: ResourceQuery, found: Found): void {
  const described = query["description_status"];
  const pictured = query["image_status"];
  if (described === undefined && pictured === undefined) return;
  if (described !== undefined)
    found.conditions.push(sql`t.has_description = ${Number(described === "with")}`);
  else found.conditions.push(sql`t.has_description IN (0, 1)`);
  if (pictured !== undefined) found.conditions.push(sql`t.has_image = ${Number(pictured === "with")}`);
  found.drivers.push("kept");
}

export function projectFilterOf(query: ResourceQuery): Sql | undefined {
  if (typeof query["project_id"] === "number") return sql`${query["project_id"]}`;
  if (query["project"] === undefined) return undefined;
  return sql`(SELECT id FROM projects WHERE code_1c = ${query["project"] as string} AND is_deleted = 0)`;
}

export function filtersOf(entity: Entity, query: ResourceQuery): Filters {
  const found: Found = { conditions: [], drivers: [], phrases: [], scans: false };
  const search = searchOf(query.search ?? "");
  found.phrases.push(...search.phrases);
  found.conditions.push(...termsSql(search.contains));
  addExact(entity, query, found);
  addContains(entity, query, found);
  addRanges(entity, query, found);
  addKept(query, found);
  const match = found.phrases.length ? found.phrases.join(" AND ") : undefined;
  const [driver] = found.drivers;
  return {
    conditions: found.conditions,
    driver: driver && `${entity.table}_${driver}`,
    match,
    project: projectFilterOf(query),
    active: query.is_active,
    scans: found.scans && !match && !driver,
  };
}

/** True where nothing but the kept counts' own filters narrows the list. */
export const isPlain = ({ conditions, match }: Filters) => conditions.length === 0 && match === undefined;
