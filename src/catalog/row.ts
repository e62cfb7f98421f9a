/** How a row follows from its fields: defaults, what is kept beside them for lists, and the changes between two. */
import { foldText } from "../platform/search.ts";
import type { Entity } from "./entity.ts";
import type { Stored } from "./fields/field.ts";
import { isEmptyDescription } from "./sanitize.ts";

export type Values = Record<string, Stored>;

/** Stands before the beginning of a word in the search index, so that one or two letters can be found there. */
export const WORD_START = "\u0002";

/** The first letters of each word, marked: "paxta yog" has "␂␂pa" and "␂␂yo". */
function wordStarts(folded: string): string {
  const starts = new Set<string>();
  for (const [start] of folded.matchAll(/(?<![\p{L}\p{N}])[\p{L}\p{N}]{1,2}/gu)) starts.add(start);
  return [...starts].map((start) => WORD_START + WORD_START + start).join("");
}

/** The searchable fields, a line each in the entity's order, then the beginnings of their words. */
export function foldOf(entity: Entity, row: Values): string {
  const lines = entity.search.map((name) => foldText(row[name] as string | null).replaceAll("\n", " "));
  const text = lines.join("\n");
  return `${text}\n${wordStarts(text)}`;
}

/** Sets what is derived from the fields. */
export function derive<T extends Values>(entity: Entity, row: T): T {
  const kept: Values = {
    fold: foldOf(entity, row),
    has_description: Number(!isEmptyDescription((row["description"] ?? null) as string | null)),
  };
  for (const name of entity.caseless) kept[`${name}_key`] = row[name] ? foldText(row[name] as string) : null;
  return Object.assign(row, kept);
}

/** What a new row has where nothing was sent. */
export function standardValues(entity: Entity): Values {
  const row: Values = { is_active: 1, is_deleted: 0 };
  for (const { name, standard } of entity.fields) row[name] = standard;
  return row;
}

/** Every column that a write may set; the stamps and the id are the store's own. */
export const columnsOf = (entity: Entity): string[] => [
  "project_id",
  ...entity.fields.map(({ name }) => name),
  "is_active",
  "is_deleted",
  ...entity.caseless.map((name) => `${name}_key`),
  "has_description",
  "fold",
];

export const changedColumns = (entity: Entity, before: Values, after: Values): string[] =>
  columnsOf(entity).filter((column) => after[column] !== before[column]);
