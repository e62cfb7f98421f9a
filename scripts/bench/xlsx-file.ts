/** The workbooks that the bench sends: every column filled, no two texts of a column the same. */
import { sheetColumns } from "../../src/catalog/export-excel.ts";
import { nomenklatura } from "../../src/catalog/fields/nomenklatura.ts";
import type { CellValue } from "../../src/catalog/xlsx/cell-xml.ts";
import type { SheetColumn } from "../../src/catalog/xlsx/sheet-xml.ts";
import { workbookParts } from "../../src/catalog/xlsx/write-workbook.ts";
import { zipStream } from "../../src/catalog/xlsx/zip-stream.ts";
import { nomenklaturaRow } from "../lib/catalogue-rows.ts";
import { Random } from "../lib/random.ts";

/** So much of each text, and packed as office programs do, so that 100,000 rows are a file that may be sent. */
const TEXT_CHARS = 4;
const LEVEL = 6;

/** What a peer of the contract's first day has. */
const FEW = ["code_1c", "name", "title", "description", "is_active"];

export const COLUMNS = { all: nomenklatura.excel.columns.length, few: FEW.length } as const;

const distinct = (name: string, value: string, index: number) =>
  name === "code_1c" ? value : `${value.slice(0, TEXT_CHARS)} ${index.toString(36)}`;

function* rowsOf(columns: readonly SheetColumn[], prefix: string, rows: number): Generator<CellValue[]> {
  const random = new Random(1);
  for (let index = 0; index < rows; index++) {
    const row = { ...nomenklaturaRow(random, index, []), code_1c: `${prefix}-${index}` } as Record<
      string,
      CellValue
    >;
    yield columns.map(({ header, kind }) => {
      const value = row[header] ?? null;
      return kind === "text" ? distinct(header, String(value), index) : value;
    });
  }
}

const made = new Map<string, Uint8Array>();

export async function workbook(
  columns: keyof typeof COLUMNS,
  prefix: string,
  rows: number,
): Promise<Uint8Array> {
  const name = [columns, prefix, rows].join();
  const known = made.get(name);
  if (known) return known;
  const all = sheetColumns(nomenklatura);
  const chosen = columns === "all" ? all : all.filter(({ header }) => FEW.includes(header));
  const parts = workbookParts({ name: "Bench", columns: chosen, rows: rowsOf(chosen, prefix, rows) });
  const pieces: Uint8Array[] = [];
  for await (const piece of zipStream(parts, LEVEL)) pieces.push(piece);
  const bytes = new Uint8Array(Buffer.concat(pieces));
  made.set(name, bytes);
  return bytes;
}
