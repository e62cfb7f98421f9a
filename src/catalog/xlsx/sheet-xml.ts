/** Writes a worksheet's XML a row at a time: a bold header that stays in view and filters, then the rows. */
import { CELLS, type CellValue, type ColumnKind, escaped, STYLES } from "./cell-xml.ts";
import { MOST_ROWS } from "./workbook-limits.ts";

export interface SheetColumn {
  header: string;
  kind: ColumnKind;
  /** In characters. */
  width?: number;
}

export interface Sheet {
  name: string;
  columns: readonly SheetColumn[];
  /** A value for each column. */
  rows: AsyncIterable<readonly CellValue[]> | Iterable<readonly CellValue[]>;
}

const WIDTHS: Readonly<Record<ColumnKind, number>> = {
  text: 20,
  number: 14,
  date: 12,
  stamp: 20,
  boolean: 10,
};
/** The button of the filter covers the end of a header. */
const BUTTON_CHARS = 4;

function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last;
}

/** A column's style is that of the cells that a person adds below: a code typed there keeps its zeros. */
function columnXml({ header, kind, width }: SheetColumn, index: number): string {
  const chars = width ?? Math.max(WIDTHS[kind], header.length + BUTTON_CHARS);
  return `<col min="${index + 1}" max="${index + 1}" width="${chars}" style="${STYLES[kind]}" customWidth="1"/>`;
}

const headerXml = ({ header }: SheetColumn, index: number) =>
  `<c r="${letters(index)}1" s="${STYLES.header}" t="inlineStr"><is><t>${escaped(header)}</t></is></c>`;

const startXml = (columns: readonly SheetColumn[]) =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns.map(columnXml).join("")}</cols><sheetData><row r="1">${columns.map(headerXml).join("")}</row>`;

/** Codes that look like numbers are meant to be text: Excel need not mark each of them. */
function endXml(columns: readonly SheetColumn[], rows: number): string {
  const all = `A1:${letters(columns.length - 1)}${rows}`;
  return `</sheetData><autoFilter ref="${all}"/><ignoredErrors><ignoredError sqref="${all}" numberStoredAsText="1"/></ignoredErrors></worksheet>`;
}

export async function* sheetXml({ columns, rows }: Sheet): AsyncGenerator<string> {
  const cells = columns.map(({ kind }, index) => ({
    start: `<c r="${letters(index)}`,
    write: CELLS[kind],
  }));
  yield startXml(columns);
  let number = 1;
  for await (const values of rows) {
    number += 1;
    if (number > MOST_ROWS) throw new Error("more rows than a worksheet has");
    let row = `<row r="${number}">`;
    for (const [index, { start, write }] of cells.entries()) {
      const value = values[index] ?? "";
      if (value !== "") row += `${start}${number}"${write(value)}`;
    }
    yield `${row}</row>`;
  }
  yield endXml(columns, number);
}
