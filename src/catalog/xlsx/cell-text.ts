/** Gathers the text of one cell or shared string from its runs, leaving out what only tells how to pronounce it. */
import type { XmlScanner } from "../../platform/xml-scanner.ts";
import { WorkbookError } from "./workbook-error.ts";
import { MOST_TEXT } from "./workbook-limits.ts";

const ESCAPED = /_x([0-9a-fA-F]{4})_/g;

/** Excel writes what XML cannot hold, and what looks like it, as `_x0000_`. */
export const withoutEscapes = (text: string) =>
  text.includes("_x")
    ? text.replace(ESCAPED, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;

/** An escape makes seven characters of one. */
const MOST_WRITTEN = MOST_TEXT * 7;

export class CellText {
  text = "";
  #gathering = false;
  #pronouncing = false;

  clear() {
    this.text = "";
    this.#pronouncing = false;
  }

  open(name: string) {
    if (name === "rPh") this.#pronouncing = true;
    if (name === "v" || name === "t") this.#gathering = !this.#pronouncing;
  }

  add(scanner: XmlScanner) {
    if (!this.#gathering) return;
    this.text += scanner.text;
    if (this.text.length > MOST_WRITTEN) throw new WorkbookError("too-long-text", "a cell", MOST_TEXT);
  }

  close(name: string) {
    if (name === "rPh") this.#pronouncing = false;
    this.#gathering = false;
  }
}
