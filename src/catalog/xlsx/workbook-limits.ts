/** What a workbook may cost: each limit bounds memory or time, whatever the file says of itself. */

export interface WorkbookLimits {
  /** Rows with a value in them, the header's among them. */
  rows: number;
  columns: number;
  /** The sheet or the shared strings unpacked, and the text that all cells together give. */
  unpackedBytes: number;
  /** Every other part unpacked: the list of sheets, the styles. */
  smallPartBytes: number;
  /** Kept in memory while rows are read. */
  sharedBytes: number;
  /** Of a part's XML that gives no row, no cell and no text: comments, elements of other kinds, attributes. */
  idleBytes: number;
  /** Without a value, but with a style; each row with a value makes room for as many as a worksheet shows. */
  blankCells: number;
}

const MIB = 1_048_576;

/** A 25 MiB file of real rows unpacks to 150 to 400 MiB. */
export const WORKBOOK_LIMITS: Readonly<WorkbookLimits> = {
  rows: 200_001,
  columns: 512,
  unpackedBytes: 512 * MIB,
  smallPartBytes: 16 * MIB,
  sharedBytes: 64 * MIB,
  idleBytes: 48 * MIB,
  blankCells: 4_000_000,
};

/** Excel's own. */
export const MOST_ROWS = 1_048_576;
export const MOST_TEXT = 32_767;
