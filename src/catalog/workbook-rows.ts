/** A workbook's first sheet as rows of an entity, and those rows cut into pieces that are worked off one by one. */
import { ApiError } from "../platform/errors.ts";
import type { Entity } from "./entity.ts";
import { columnOf, type ExcelRow, type Header, isBlank, readExcelRow, readHeader } from "./excel-rows.ts";
import type { Workbook } from "./xlsx/open-workbook.ts";
import type { Row } from "./xlsx/sheet-rows.ts";

/** A title and a date may stand above the header. */
const HEADER_WITHIN = 10;
/** A piece is small in both: a thousand rows may hold a hundred megabytes of text. */
const ROWS_IN_PIECE = 1000;
const CHARS_IN_PIECE = 1_000_000;

export interface OpenedRows {
  header: Header;
  /** From the first row below the header on; blank ones are none. */
  rows: AsyncGenerator<ExcelRow>;
}

const known = (entity: Entity, row: Row) =>
  row.cells.filter((cell) => columnOf(entity, cell?.text ?? "") !== undefined).length;

/** What came is told by the row that comes nearest to a header. */
function wrongHeader(entity: Entity, seen: readonly Row[]): ApiError {
  const nearest = seen.toSorted((a, b) => known(entity, b) - known(entity, a))[0];
  const received = (nearest?.cells ?? []).map((cell) => cell?.text ?? "");
  const error = "Excel headerlari mos emas";
  return new ApiError(400, { error, expected: entity.excel.columns, received });
}

async function findHeader(entity: Entity, sheet: AsyncGenerator<Row>): Promise<Header> {
  const seen: Row[] = [];
  while (seen.length < HEADER_WITHIN) {
    const { value: row, done } = await sheet.next();
    if (done) break;
    if (isBlank(row)) continue;
    const header = readHeader(entity, row);
    if (header) return header;
    seen.push(row);
  }
  await sheet.return(undefined);
  throw wrongHeader(entity, seen);
}

export async function openRows(entity: Entity, workbook: Workbook): Promise<OpenedRows> {
  const sheet = workbook.rows();
  const header = await findHeader(entity, sheet);
  async function* rows() {
    for await (const row of sheet) if (!isBlank(row)) yield readExcelRow(entity, header, row);
  }
  return { header, rows: rows() };
}

export const charsOf = ({ values }: ExcelRow): number =>
  Object.values(values).reduce((sum, value) => sum + String(value).length, 0);

export async function* inPieces(
  rows: AsyncIterable<ExcelRow> | Iterable<ExcelRow>,
): AsyncGenerator<ExcelRow[]> {
  let piece: ExcelRow[] = [];
  let chars = 0;
  for await (const row of rows) {
    const more = charsOf(row);
    if (piece.length >= ROWS_IN_PIECE || (piece.length && chars + more > CHARS_IN_PIECE)) {
      yield piece;
      piece = [];
      chars = 0;
    }
    piece.push(row);
    chars += more;
  }
  if (piece.length) yield piece;
}
