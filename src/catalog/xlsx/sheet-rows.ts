/** Makes rows of a sheet's XML tokens: every value with its kind, at its column, blank rows left out. */
import type { XmlScanner, XmlToken } from "../../platform/xml-scanner.ts";
import { CellText, withoutEscapes } from "./cell-text.ts";
import { exactDigits, isoMoment, momentOf, withLeadingZeros } from "./cell-values.ts";
import type { NumberFormat } from "./number-formats.ts";
import { damaged, WorkbookError } from "./workbook-error.ts";
import { MOST_ROWS, MOST_TEXT, type WorkbookLimits } from "./workbook-limits.ts";

export type CellKind = "text" | "number" | "date" | "boolean" | "error";

export interface Cell {
  readonly kind: CellKind;
  /** The exact digits of a number, an ISO date or time, `true` or `false`, what Excel calls the error. */
  readonly text: string;
  /** Of a number that Excel shows as a share of a hundred: 0.12 as 12%. */
  readonly percent?: true;
}

export interface Row {
  /** As Excel counts: the first is 1. */
  readonly number: number;
  /** By column from 0; where there is no value there is no cell. */
  readonly cells: readonly (Cell | undefined)[];
}

export interface SheetContext {
  limits: WorkbookLimits;
  formats: readonly NumberFormat[];
  from1904: boolean;
  sharedText(index: number): string;
}

const MOST_COLUMNS = 16_384;
const A = 65;
/** Characters: `<c r="A1"><v>1</v></c>`, nearly. */
const LEAST_CELL = 20;
/** What a row's or a cell's own tags may take, and a character of text, in bytes. */
const MOST_TAGS = 256;
const MOST_CHARACTER = 8;
/** Styled cells beside the values of a row. */
const BLANK_IN_ROW = 50;

/** `AB12` is column 27. */
function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length; at += 1) {
    // Both cases: a letter's place in the alphabet is in its last five bits.
    const code = reference.charCodeAt(at);
    if (code < A) break;
    column = column * 26 + (code & 31);
  }
  if (column < 1 || column > MOST_COLUMNS) throw damaged(`a cell at ${reference.slice(0, 20)}`);
  return column - 1;
}

export class SheetRows {
  readonly #context: SheetContext;
  readonly #words = new CellText();
  #inside = false;
  #rows = 0;
  #row = 0;
  #cells: (Cell | undefined)[] = [];
  #column = -1;
  #type = "n";
  #style = 0;
  #formula = false;
  #charsLeft: number;
  #idleLeft: number;
  #blankLeft: number;

  constructor(context: SheetContext) {
    this.#context = context;
    const { unpackedBytes, idleBytes, blankCells } = context.limits;
    this.#charsLeft = unpackedBytes;
    this.#idleLeft = idleBytes;
    this.#blankLeft = blankCells;
  }

  /** Before a piece of the sheet is looked at: what came before has to have given something for its length. */
  readonly charge = (bytes: number) => {
    this.#idleLeft -= bytes;
    const { idleBytes } = this.#context.limits;
    if (this.#idleLeft < 0) throw new WorkbookError("too-large-unpacked", "little but tags", idleBytes);
  };

  /** A row where the token completes one that is not blank. */
  readonly take = (token: XmlToken, scanner: XmlScanner): Row | undefined => {
    if (token === "text") this.#words.add(scanner);
    else if (scanner.name === "sheetData") this.#inside = token === "open";
    else if (this.#inside && token === "close") return this.#closed(scanner.name);
    else if (this.#inside) this.#opened(scanner);
    return undefined;
  };

  #opened(scanner: XmlScanner) {
    const { name } = scanner;
    if (name === "c") this.#startCell(scanner);
    else if (name === "row") this.#startRow(scanner.attribute("r"));
    else if (name === "f") this.#formula = true;
    else this.#words.open(name);
  }

  #closed(name: string): Row | undefined {
    if (name === "row") return this.#finishRow();
    if (name === "c") this.#finishCell();
    else this.#words.close(name);
    return undefined;
  }

  #startRow(number: string | undefined) {
    this.#row = number === undefined ? this.#row + 1 : Number(number);
    if (!(Number.isInteger(this.#row) && this.#row >= 1 && this.#row <= MOST_ROWS))
      throw damaged("a row outside the sheet");
    this.#cells = [];
    this.#column = -1;
    this.#idleLeft += MOST_TAGS;
  }

  #finishRow(): Row | undefined {
    if (this.#cells.length === 0) return undefined;
    this.#rows += 1;
    const { rows } = this.#context.limits;
    if (this.#rows > rows) throw new WorkbookError("too-many-rows", `more than ${rows}`, rows);
    this.#blankLeft += BLANK_IN_ROW;
    return { number: this.#row, cells: this.#cells };
  }

  #startCell(scanner: XmlScanner) {
    this.#spend(LEAST_CELL);
    const reference = scanner.attribute("r");
    this.#column = reference === undefined ? this.#column + 1 : columnOf(reference);
    this.#type = scanner.attribute("t") ?? "n";
    this.#style = Number(scanner.attribute("s") ?? 0);
    this.#formula = false;
    this.#words.clear();
  }

  #finishCell() {
    this.#idleLeft += MOST_TAGS + this.#words.text.length * MOST_CHARACTER;
    const cell = this.#cell();
    if (!cell) return this.#passBlank();
    const { columns } = this.#context.limits;
    if (this.#column >= columns)
      throw new WorkbookError("too-many-columns", `a value in column ${this.#column + 1}`, columns);
    if (cell.text.length > MOST_TEXT)
      throw new WorkbookError("too-long-text", `row ${this.#row}, column ${this.#column + 1}`, MOST_TEXT);
    while (this.#cells.length < this.#column) this.#cells.push(undefined);
    this.#cells[this.#column] = cell;
  }

  #passBlank() {
    this.#blankLeft -= 1;
    const { blankCells } = this.#context.limits;
    if (this.#blankLeft < 0) throw new WorkbookError("too-many-blank-cells", "styled cells", blankCells);
  }

  #cell(): Cell | undefined {
    const { text } = this.#words;
    if (text === "") return this.#uncounted() ? { kind: "error", text: "#FORMULA" } : undefined;
    switch (this.#type) {
      case "s":
        return this.#text(this.#shared(Number(text)));
      case "inlineStr":
      case "str":
        return this.#text(withoutEscapes(text));
      case "b":
        return { kind: "boolean", text: text === "1" || text === "true" ? "true" : "false" };
      case "e":
        return { kind: "error", text };
      case "d":
        return { kind: "date", text: isoMoment(text) };
      default:
        return this.#number(text);
    }
  }

  /** A formula that no program has worked out has no value to read, which is not the same as being empty. */
  #uncounted = () => this.#formula && this.#type !== "str";

  #text = (text: string): Cell | undefined => (text === "" ? undefined : { kind: "text", text });

  /** Few shared texts in many cells, or cells of a few characters each, are other ways to unpack to too much. */
  #spend(chars: number) {
    this.#charsLeft -= chars;
    const { unpackedBytes } = this.#context.limits;
    if (this.#charsLeft < 0) throw new WorkbookError("too-large-unpacked", "cells", unpackedBytes);
  }

  #shared(index: number): string {
    const text = this.#context.sharedText(index);
    this.#spend(text.length);
    return text;
  }

  #number(text: string): Cell {
    const digits = exactDigits(text);
    if (digits === undefined) return { kind: "error", text };
    const format = this.#context.formats[this.#style] ?? 1;
    if (typeof format === "number") return { kind: "number", text: withLeadingZeros(digits, format) };
    if (format === "percent") return { kind: "number", text: digits, percent: true };
    const moment = momentOf(Number(digits), format, this.#context.from1904);
    return moment ? { kind: "date", text: moment } : { kind: "number", text: digits };
  }
}
