/** Pieces: every row once and in order, no piece with more rows or more text than may be in memory at once. */
import { expect, test } from "vitest";
import { Random } from "../../scripts/lib/random.ts";
import type { ExcelRow } from "../../src/catalog/excel-rows.ts";
import { charsOf, inPieces } from "../../src/catalog/workbook-rows.ts";

const rowOf = (row: number, chars: number): ExcelRow => ({
  row,
  values: { name: "x".repeat(chars >> 1), notes: "y".repeat(chars - (chars >> 1)) },
  empty: [],
});
async function piecesOf(rows: readonly ExcelRow[]): Promise<ExcelRow[][]> {
  const pieces: ExcelRow[][] = [];
  for await (const piece of inPieces(rows)) pieces.push(piece);
  return pieces;
}

const sizes = async (rows: readonly ExcelRow[]) => (await piecesOf(rows)).map((piece) => piece.length);

test("a thousand short rows are a piece", async () => {
  expect(await sizes(Array.from({ length: 2500 }, (_, row) => rowOf(row, 10)))).toEqual([1000, 1000, 500]);
  expect(await sizes([])).toEqual([]);
});

test("long rows make small pieces, and one that is too long alone is a piece", async () => {
  expect(await sizes([500_000, 500_000, 1, 1_200_000, 1].map((chars, row) => rowOf(row, chars)))).toEqual([
    2, 1, 1, 1,
  ]);
});

test("whatever the rows are, each is in one piece and all are in their order", async () => {
  const random = new Random(5);
  const rows = Array.from({ length: 3000 }, (_, row) =>
    rowOf(row, random.once(20) ? 90_000 : random.whole(0, 900)),
  );
  const pieces = await piecesOf(rows);
  expect(pieces.flat()).toEqual(rows);
  for (const piece of pieces) {
    expect(piece.length).toBeLessThanOrEqual(1000);
    expect(piece.reduce((sum, row) => sum + charsOf(row), 0)).toBeLessThanOrEqual(1_000_000);
  }
});
