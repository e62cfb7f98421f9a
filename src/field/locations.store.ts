/** Points in D1: found one by one, inserted many at a time and each once, changed. */
import sql, { join, raw, type Sql } from "sql-template-tag";
import { chunksOf } from "../catalog/index.ts";
import { microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import { idOf } from "../platform/numbered-path.ts";
import { foldText } from "../platform/search.ts";
import type { Row } from "../platform/sql.ts";
import { EXACT, FIELDS, SEARCHED } from "./fields/location.ts";
import type { LocationRow, Stored } from "./location-text.ts";
import type { LocationBody } from "./locations.schema.ts";

const NAMES = FIELDS.map(({ name }) => name);
const VALUES = ["is_active", ...NAMES];

export const columnsOf = (alias: string): Sql =>
  raw(["id", "is_deleted", "created_at", "updated_at", ...VALUES].map((name) => `${alias}.${name}`).join());

const COLUMNS = columnsOf("agent_locations");

/** What a row sets; stamps and ids are the store's own. */
export type Values = Record<string, Stored>;

const STANDARD: Values = {
  is_active: 1,
  ...Object.fromEntries(FIELDS.map(({ name, standard }) => [name, standard])),
};

export function givenValues(body: LocationBody): Values {
  const given: Values = {};
  for (const name of VALUES) {
    const value = body[name];
    if (value !== undefined) given[name] = typeof value === "boolean" ? Number(value) : value;
  }
  return given;
}

/** The columns that points are found by; the platform in one case. */
const wordsOf = (row: Values): string =>
  JSON.stringify({
    ...Object.fromEntries(EXACT.map((name) => [name, row[name]])),
    platform: foldText(String(row["platform"])),
  });

const foldOf = (row: Values): string => foldText(...SEARCHED.map((name) => String(row[name])));

/** Words that are not known yet, before the rows that have them. */
function learnWords(rows: readonly Values[]): Sql[] {
  const folds = new Map(rows.map((row) => [wordsOf(row) + foldOf(row), [wordsOf(row), foldOf(row)]]));
  return chunksOf([...folds.values()]).map(
    (chunk) => sql`INSERT INTO location_words (words, fold)
      SELECT value ->> 0, value ->> 1 FROM json_each(${chunk}) WHERE true ON CONFLICT DO NOTHING`,
  );
}

/** Those that no row came to have. */
const FORGET_WORDS = sql`DELETE FROM location_words WHERE n = 0`;

const wordsId = (words: Sql): Sql => sql`(SELECT id FROM location_words WHERE words = ${words})`;

export const locationById = (id: string | undefined): Sql =>
  sql`SELECT ${COLUMNS} FROM agent_locations WHERE id = ${idOf(id)} AND is_deleted = 0`;

/** As it is, deleted or not. */
export const locationMade = (id: string): Sql =>
  sql`SELECT ${COLUMNS} FROM agent_locations WHERE id = ${Number(id)}`;

const isSame = ({ agent_code, device_id = "", logged_at }: LocationBody): Sql =>
  sql`agent_code = ${agent_code ?? null} AND device_id = ${device_id} AND logged_at = ${logged_at ?? null}`;

/** The live point that was sent before; none for a point without the device's time. */
export const sameLocation = (body: LocationBody): Sql =>
  sql`SELECT ${COLUMNS} FROM agent_locations INDEXED BY agent_locations_sent
    WHERE logged_at IS NOT NULL AND ${isSame(body)} AND is_deleted = 0`;

/** The number of the point that was just inserted, for a statement behind the insert. */
export const numberOf = (body: LocationBody): Sql =>
  body.logged_at == null
    ? sql`last_insert_rowid()`
    : sql`(SELECT id FROM agent_locations WHERE logged_at IS NOT NULL AND ${isSame(body)})`;

const REVIVED = join(["words_id", ...VALUES].map((name) => raw(`${name} = excluded.${name}`)));

/** A point that is there already is passed over; a deleted one comes back with what was sent. */
function insertSql(ctx: Ctx, rows: readonly Values[], returning: Sql): Sql[] {
  const now = microseconds(ctx.now);
  const names = VALUES.filter((name) => rows.some((row) => row[name] !== STANDARD[name]));
  const given = join(names.map((_, index) => raw(`value ->> ${index + 1}`)));
  return chunksOf(rows.map((row) => [wordsOf(row), ...names.map((name) => row[name])])).map(
    (chunk) => sql`INSERT INTO agent_locations (words_id, created_at, updated_at, ${raw(names.join())})
      SELECT ${wordsId(raw("value ->> 0"))}, ${now}, ${now}, ${given} FROM json_each(${chunk}) WHERE true ORDER BY key
      ON CONFLICT (agent_code, device_id, logged_at) WHERE logged_at IS NOT NULL DO UPDATE SET ${REVIVED},
        is_deleted = 0, updated_at = max(agent_locations.updated_at + 1, excluded.updated_at)
      WHERE agent_locations.is_deleted = 1 RETURNING ${returning}`,
  );
}

/** One transaction; answers the rows that are new or back. */
export async function insertLocations<T extends Row>(
  ctx: Ctx,
  bodies: readonly LocationBody[],
  returning: "id" | "all",
  alongside: readonly Sql[] = [],
): Promise<T[]> {
  const rows = bodies.map((body) => ({ ...STANDARD, ...givenValues(body) }));
  const words = learnWords(rows);
  const inserts = insertSql(ctx, rows, returning === "id" ? raw("id") : COLUMNS);
  const answers = await ctx.db.write<T[]>(...words, ...inserts, ...alongside, FORGET_WORDS);
  return answers.slice(words.length, words.length + inserts.length).flat();
}

/** What changes and nothing else, while the row is as it was read; undefined where it is not any more. */
export async function updateLocation(
  ctx: Ctx,
  before: LocationRow,
  change: Values,
): Promise<LocationRow | undefined> {
  const after = { ...before, ...change };
  const sets = Object.entries(change).map(([name, value]) => sql`${raw(name)} = ${value}`);
  sets.push(
    sql`updated_at = max(updated_at + 1, ${microseconds(ctx.now)})`,
    sql`words_id = ${wordsId(sql`${wordsOf(after)}`)}`,
  );
  const words = learnWords([after]);
  const answers = await ctx.db.write<LocationRow[]>(
    ...words,
    sql`UPDATE agent_locations SET ${join(sets)} WHERE id = ${before.id} AND is_deleted = 0
      AND updated_at = ${before.updated_at} RETURNING ${COLUMNS}`,
    FORGET_WORDS,
  );
  return answers[words.length]?.[0];
}

/** Soft. */
export const deleteSql = (ctx: Ctx, id: number): Sql =>
  sql`UPDATE agent_locations SET is_deleted = 1, updated_at = max(updated_at + 1, ${microseconds(ctx.now)})
    WHERE id = ${id} AND is_deleted = 0 RETURNING id`;
