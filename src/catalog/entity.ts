/** An entity is its table of fields and what may be asked of them; the engine knows nothing else about it. */
import type { Field, Stored } from "./fields/field.ts";

export interface Entity {
  /** As in the path, and the model's name in messages. */
  name: string;
  /** Another path that clients in the field use. */
  alias?: string;
  table: string;
  key: string;
  fields: readonly Field[];
  /** Whether a row belongs to a project, within which its key is unique. */
  ofProject: boolean;
  /** The searchable fields; those that `contains` names come first, in its order. */
  search: readonly string[];
  exact: readonly string[];
  /** Those of them that hardly two rows share: the search index finds them, at less than an index of their own. */
  marked: readonly string[];
  /** Filters that compare without case; a folded copy of each is kept and indexed. */
  caseless: readonly string[];
  /** Filter name to the field that must contain it. */
  contains: Readonly<Record<string, string>>;
  /** `price` makes `price_min` and `price_max`. */
  ranges: Readonly<Record<string, string>>;
  publicRead: boolean;
  excel: Workbook;
  /** 1C's names, in snake_case, to the fields that are called otherwise here. */
  onec: Readonly<Record<string, string>>;
}

/** The entity as an Excel file. */
export interface Workbook {
  file: string;
  sheet: string;
  /** Field names in the file's order; `is_active` is one of them. */
  columns: readonly string[];
  /** The template's one row, from the first column on. */
  sample: readonly (string | boolean)[];
}

/** A row as it is stored: the columns of every entity, and its fields beside them. */
export interface EntityRow {
  id: number;
  project_id: number;
  is_active: number;
  is_deleted: number;
  created_at: number;
  updated_at: number;
  [column: string]: Stored;
}

export const fieldOf = (entity: Entity, name: string): Field => {
  const found = entity.fields.find((one) => one.name === name);
  if (!found) throw new Error(`${entity.name} has no field ${name}`);
  return found;
};
