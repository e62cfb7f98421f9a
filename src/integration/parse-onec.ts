/** An item of 1C's as the catalogue takes it: its elements by column, each value read as 1C writes it. */
import {
  checkRow,
  dayText,
  decimalText,
  type Entity,
  type Field,
  type ResourceBody,
  wordsOf,
} from "../catalog/index.ts";
import { type Language, message } from "../platform/i18n.ts";
import { bool, isMessage } from "../platform/kinds.ts";
import type { ItemError } from "../tasks/index.ts";
import { type OnecItem, VALUE_CHARS } from "./onec-answer.ts";

/** What is in every entity, and so in no table of fields; 1C's is_active means disabled. */
const DISABLED = "is_active";
const DELETED = "is_delete";
/** Our own name of it may be what a base was told. */
const KEPT: Readonly<Record<string, string>> = {
  [DISABLED]: DISABLED,
  [DELETED]: DELETED,
  is_deleted: DELETED,
};

const MOST_NAMES = 1_000;

const snakeCase = (name: string) => name.replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1_$2").toLowerCase();

function columnOf(entity: Entity, name: string): string | undefined {
  for (const spelling of [name.toLowerCase(), snakeCase(name)]) {
    const column = (Object.hasOwn(entity.onec, spelling) && entity.onec[spelling]) || spelling;
    if (entity.fields.some((field) => field.name === column)) return column;
    if (Object.hasOwn(KEPT, column)) return KEPT[column];
  }
  return undefined;
}

/** From an element's local name to the column that it sets, if any. */
export function columnNamer(entity: Entity): (name: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (name) => {
    if (known.has(name)) return known.get(name);
    const column = columnOf(entity, name);
    if (known.size < MOST_NAMES) known.set(name, column);
    return column;
  };
}

const BLANKS = ["", "NULL", "None", "null"];
/** What 1C has where nobody has entered a date. */
const NO_DATE = "0001-01-01";

/** Thousands may be parted by spaces of any width; `12,0` and `12.0` are 12. */
const integerText = (text: string) => text.replace(/\s/g, "").replace(",", ".");

/** Undefined where 1C says nothing: it cannot blank what is stored. */
function readText(field: Field | undefined, given: string): string | undefined {
  const text = given.trim();
  if (BLANKS.includes(text)) return undefined;
  if (field?.type === "decimal") return decimalText(text, field.places);
  if (field?.type === "integer") return integerText(text);
  if (field?.type !== "date" && field?.type !== "stamp") return text;
  const day = dayText(text);
  if (day === NO_DATE) return undefined;
  return field.type === "date" ? day : text.replace(/^[^T ]+/, day);
}

const missing = (element: string, code: string | null): ItemError => ({
  item: null,
  code,
  // The replaced service's own words, in Uzbek for everybody.
  error: `Ma'lumotlarni parse qilib bo'lmadi: ${element}`,
});

const tooLong = () => [
  message("Ensure this field has no more than {limit} characters.", { limit: VALUE_CHARS }),
];

type Values = Record<string, string>;
type ReadItem = { body: ResourceBody; error?: undefined } | { body?: undefined; error: ItemError };

interface Target {
  entity: Entity;
  projectId: number;
  /** Of the faults' words. */
  language: Language;
}

/** A body for an upsert, or why the item cannot be one. */
export function itemReader({ entity, projectId, language }: Target): (item: OnecItem) => ReadItem {
  const columnOf = columnNamer(entity);
  const fields = new Map(entity.fields.map((field) => [field.name, field]));

  const valuesOf = (item: OnecItem): { values: Values; cut: string[] } => {
    const values: Values = {};
    const cut: string[] = [];
    for (const [name, text] of Object.entries(item)) {
      const column = columnOf(name);
      const value = column === undefined ? undefined : readText(fields.get(column), text);
      if (column === undefined || value === undefined) continue;
      values[column] = value;
      if (text.length > VALUE_CHARS) cut.push(column);
    }
    return { values, cut };
  };

  return (item) => {
    const { values, cut } = valuesOf(item);
    const code = values[entity.key];
    if (code === undefined) return { error: missing("Code", null) };
    if (values["name"] === undefined) return { error: missing("Name", code) };
    const { [DELETED]: deleted = "false", ...rest } = values;
    const isDeleted = bool.parse(deleted);
    const { body, faults = {} } = checkRow(entity, rest);
    if (isMessage(isDeleted)) faults[DELETED] = [isDeleted];
    for (const column of cut) faults[column] = tooLong();
    if (!body || isMessage(isDeleted) || cut.length)
      return { error: { item: null, code, error: wordsOf(faults, language) } };
    return {
      body: { ...body, is_active: !body.is_active, is_deleted: isDeleted, project_id: projectId },
    };
  };
}
