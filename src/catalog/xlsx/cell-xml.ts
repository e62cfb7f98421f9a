/** Writes a value as the cell that Excel should have: text stays text, a number keeps its digits, a day is a date. */
import { parseDay } from "../../platform/clock.ts";
import { MOST_TEXT } from "./workbook-limits.ts";

export type ColumnKind = "text" | "number" | "date" | "stamp" | "boolean";

/** Text, the exact digits of a number, `2024-02-01`, `2024-02-01T09:37:00`; null and "" are empty cells. */
export type CellValue = string | number | boolean | null;

/** Places in the list of cell formats of styles.xml. */
export const STYLES = { number: 0, boolean: 0, header: 1, text: 2, date: 3, stamp: 4 } as const;

const DAY_MS = 86_400_000;
const UNIX_DAY = 25_569;
/** 1900-03-01: before it Excel counts a day that never was. */
const FIRST_DAY = 61;

const NEEDS_CARE = /["&<>_\u0000-\u001f\ud800-\udfff\ufffe\uffff]/;
const SPECIAL =
  /["&<>\u0000-\u0008\u000b-\u001f\ufffe\uffff]|_(?=x[0-9a-fA-F]{4}_)|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const NAMED: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const special = (character: string) =>
  NAMED[character] ?? `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`;

/** What XML cannot hold Excel writes as `_x0000_`, and so the underscore of a text that looks like that. */
export const escaped = (text: string) => (NEEDS_CARE.test(text) ? text.replace(SPECIAL, special) : text);

function textCell(text: string): string {
  if (text.length > MOST_TEXT) throw new Error(`a text of ${text.length} characters is no cell of Excel's`);
  const space = text.trim() === text ? "" : ' xml:space="preserve"';
  return ` s="${STYLES.text}" t="inlineStr"><is><t${space}>${escaped(text)}</t></is></c>`;
}

/** Digits are written as they are: passing through a double could change the last ones. */
function numberCell(value: CellValue): string {
  if (!/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/.test(String(value))) throw new Error("not a number");
  return `><v>${value}</v></c>`;
}

/** A day that Excel cannot count stays text. */
function dateCell(value: CellValue): string {
  const ms = parseDay(String(value));
  const serial = ms === undefined ? 0 : ms / DAY_MS + UNIX_DAY;
  return serial < FIRST_DAY ? textCell(String(value)) : ` s="${STYLES.date}"><v>${serial}</v></c>`;
}

function stampCell(value: CellValue): string {
  const [, day, hours, minutes, seconds] = /^(.*)T(\d\d):(\d\d):(\d\d)$/.exec(String(value)) ?? [];
  const ms = parseDay(day ?? "");
  const serial = ms === undefined ? 0 : ms / DAY_MS + UNIX_DAY;
  if (serial < FIRST_DAY) return textCell(String(value));
  const time = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) / 86_400;
  return ` s="${STYLES.stamp}"><v>${serial + time}</v></c>`;
}

/** What comes after the cell's place. */
export const CELLS: Readonly<Record<ColumnKind, (value: CellValue) => string>> = {
  text: (value) => textCell(String(value)),
  number: numberCell,
  date: dateCell,
  stamp: stampCell,
  boolean: (value) => ` t="b"><v>${value ? 1 : 0}</v></c>`,
};
