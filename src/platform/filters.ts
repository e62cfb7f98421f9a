/** What a list's query may say: paging, search, order, and filters that read leniently where the contract does. */
import sql, { join, raw, type Sql } from "sql-template-tag";
import * as z from "zod";
import { parseDayOrStamp } from "./clock.ts";
import { message } from "./i18n.ts";
import type { Kind } from "./kinds.ts";
import { searchTerms } from "./search.ts";
import { optional } from "./validate.ts";

/** A value as it stands in the address; what it means is the list's business. */
export const plain = (description: string) => z.string().optional().meta({ description });

const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["1", true],
  ["false", false],
  ["0", false],
]);

const flagKind: Kind<boolean | undefined> = {
  parse: (value) => FLAGS.get(String(value).toLowerCase()),
  json: { type: "boolean", description: "Any other value filters nothing." },
};

/** true, false, 1 or 0 in any case; another value filters nothing. */
export const flag = optional(flagKind);

const dayKind = (end: "first" | "last"): Kind<number> => ({
  parse: (value) => parseDayOrStamp(String(value))?.[end] ?? message("Enter a valid date."),
  json: { type: "string", description: "A Tashkent day (YYYY-MM-DD) or an ISO 8601 time, itself included." },
});

/** Microseconds UTC: from the beginning of a day, or to the end of one. */
export const fromDay = optional(dayKind("first"));
export const toDay = optional(dayKind("last"));

const paging = {
  page: plain("From 1, or `last`."),
  page_size: plain("20 by default, at most 100."),
  limit: plain("20 by default, at most 100; with `offset` instead of pages."),
  offset: plain("Rows to skip."),
  cursor: plain("Present, even empty: a walk of the whole list that skips and repeats nothing."),
  ordering: plain("Field names, comma-separated, `-` before a falling one."),
  search: plain("Words that must all be found."),
};

export const listQuery = <Filters extends z.core.$ZodLooseShape>(filters: Filters) =>
  z.object({ ...paging, ...filters });

/** D1 binds at most 100 values and nests 100 conditions: the terms past these travel as one. */
const TERMS_APART = 20;

/** What goes before a word: the beginning of a field, or anything that is neither letter nor digit. */
const WORD_BREAK = raw("'*[^0-9a-zß-ɏа-ӿ]'");

/** Every term must be in the folded text; where all have one or two letters, at the beginning of a word. */
export function searchSql(search: string | undefined, column: string): Sql[] {
  const terms = searchTerms(search ?? "");
  const folded = raw(column);
  const allShort = terms.every((term) => [...term].length <= 2);
  const found = (term: Sql) =>
    allShort
      ? sql`char(10) || ${folded} GLOB ${WORD_BREAK} || ${term} || '*'`
      : sql`instr(${folded}, ${term}) > 0`;
  const values = allShort ? terms.map((term) => term.replace(/[*?[]/g, "[$&]")) : terms;
  const conditions = values.slice(0, TERMS_APART).map((term) => found(sql`${term}`));
  const rest = values.slice(TERMS_APART);
  if (rest.length)
    conditions.push(
      sql`NOT EXISTS (SELECT 1 FROM json_each(${JSON.stringify(rest)}) WHERE NOT ${found(raw("value"))})`,
    );
  return conditions;
}

export const whereSql = (conditions: readonly Sql[]): Sql =>
  conditions.length ? sql`WHERE ${join(conditions, " AND ")}` : sql``;
