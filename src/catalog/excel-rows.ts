/** A row of a workbook as the API would take it: each cell read by its field's kind, never guessing at digits. */
import { parseDay } from "../platform/clock.ts";
import { hundredfold, roundedDecimal } from "../platform/decimals.ts";
import { type Entity, fieldOf } from "./entity.ts";
import type { Field } from "./fields/field.ts";
import type { Cell, Row } from "./xlsx/sheet-rows.ts";

/** What stands in a row: values to be checked, and the columns that are empty. */
export interface ExcelRow {
  /** As Excel counts. */
  row: number;
  values: Record<string, string | boolean>;
  empty: string[];
  /** Columns whose cells hold an error of Excel's, or a formula that nobody has worked out. */
  broken?: string[];
  /** In a rehearsal: the piece before this one's in which the code was last. */
  before?: number;
}

export interface Header {
  /** Field names by column. */
  fields: (string | undefined)[];
  ignored: string[];
}

const TRUE_WORDS = ["1", "true", "yes", "ha", "active", "on", "y"];

/** An empty cell is no answer here: it is handled before. */
function isActive({ kind, text }: Cell): boolean {
  if (kind === "number") return Number(text) !== 0;
  return TRUE_WORDS.includes(text.trim().toLowerCase());
}

/** `1 234,50` is 1234.50; spaces of every width may part thousands. */
export function decimalText(text: string, places: number): string {
  const plain = text.replace(/[\s\u00a0\u202f\u2009]/g, "").replace(",", ".");
  return roundedDecimal(plain, places) ?? text;
}

/** Where 12 means 12 %: a cell that Excel shows as 12% holds 0.12. */
const PERCENT_FIELDS = ["discount_percent", "tax_rate"];

const percentText = ({ text, percent }: Cell, places: number): string =>
  decimalText(percent ? hundredfold(text) : text.replace(/\s*%\s*$/, ""), places);

/** `31.12.2026`, `31/12/2026`, `2026/12/31` and `2026.12.31`, with or without a time behind. */
export function dayText(text: string): string {
  const [day = ""] = text.trim().split(/[T ]/, 1);
  const [first = "", second = "", third = ""] = day.split(/[-./]/);
  const iso = first.length === 4 ? [first, second, third] : [third, second, first];
  // A year of two digits could be of any century: it is no date.
  const read = iso.map((part, index) => (index ? part.padStart(2, "0") : part)).join("-");
  return parseDay(read) === undefined ? text : read;
}

function cellValue({ name, type, places }: Field, cell: Cell): string | boolean {
  const { kind, text, percent } = cell;
  if (name === "is_active") return isActive(cell);
  if (PERCENT_FIELDS.includes(name)) return percentText(cell, places);
  if (type === "decimal") return decimalText(text, places);
  if (type === "date") return dayText(text);
  if (type === "integer") return text.replace(/[\s\u00a0\u202f]/g, "");
  if (percent) return `${hundredfold(text)}%`;
  return kind === "boolean" ? text.toUpperCase() : text;
}

/** `is_active` is in every entity, and so in no table of fields. */
const ACTIVE = { name: "is_active", type: "bool", places: 0 } as Field;

export const columnField = (entity: Entity, name: string): Field =>
  name === "is_active" ? ACTIVE : fieldOf(entity, name);

/** Header names are trimmed and compared without case. */
export const columnOf = (entity: Entity, text: string): string | undefined =>
  entity.excel.columns.find((column) => column === text.trim().toLowerCase());

/** The header names decide, not their order; undefined where a needed one is missing. */
export function readHeader(entity: Entity, row: Row): Header | undefined {
  const names = row.cells.map((cell) => cell?.text.trim() ?? "");
  const fields = names.map((name) => columnOf(entity, name));
  const ignored = names.filter((name, index) => name !== "" && fields[index] === undefined);
  const needed = [entity.key, "name"];
  return needed.every((name) => fields.includes(name)) ? { fields, ignored } : undefined;
}

/** A row of nothing but white space is no row. */
export const isBlank = ({ cells }: Row): boolean => cells.every((cell) => !cell?.text.trim());

export function readExcelRow(entity: Entity, header: Header, { number, cells }: Row): ExcelRow {
  const found: ExcelRow = { row: number, values: {}, empty: [] };
  for (const [column, name] of header.fields.entries()) {
    if (name === undefined) continue;
    const cell = cells[column];
    if (!cell?.text.trim()) found.empty.push(name);
    else if (cell.kind !== "error") found.values[name] = cellValue(columnField(entity, name), cell);
    else {
      found.values[name] = cell.text;
      found.broken = [...(found.broken ?? []), name];
    }
  }
  return found;
}
