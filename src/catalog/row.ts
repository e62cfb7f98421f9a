/** How a row follows from its fields: defaults, what is kept beside them for lists, and the changes between two. */
import { foldText } from "../platform/search.ts";
import type { Entity } from "./entity.ts";
import type { Stored } from "./fields/field.ts";
import { isEmptyDescription } from "./sanitize.ts";
import { foldOf } from "./search-text.ts";

export type Values = Record<string, Stored>;

/** Sets what is derived from the fields. */
export function derive<T extends Values>(entity: Entity, row: T): T {
  const kept: Values = {
    fold: foldOf(entity, row),
    has_description: Number(!isEmptyDescription((row["description"] ?? null) as string | null)),
  };
  for (const name of entity.caseless) kept[`${name}_key`] = row[name] ? foldText(row[name] as string) : null;
  return Object.assign(row, kept);
}

const standards = new Map<Entity, Values>();

/** What a new row has where nothing was sent. */
export function standardValues(entity: Entity): Values {
  const known = standards.get(entity);
  if (known) return known;
  const row: Values = { is_active: 1, is_deleted: 0 };
  for (const { name, standard } of entity.fields) row[name] = standard;
  standards.set(entity, row);
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
