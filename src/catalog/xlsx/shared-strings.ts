/** The texts that cells share, kept as UTF-8: as JavaScript strings a million of them would cost several times as much. */
import { CellText, withoutEscapes } from "./cell-text.ts";
import { readXml } from "./part-xml.ts";
import { damaged, WorkbookError } from "./workbook-error.ts";

/** More than the longest text needs. */
const BLOCK_BYTES = 1_048_576;
const PAGE = 65_536;
/** Of one unit of a JavaScript string. */
const MOST_UTF8_BYTES = 3;
/** No byte of UTF-8. */
const END = 0xff;

export class SharedStrings {
  /** Texts one after another, none in two blocks, each with an end mark. */
  readonly #blocks: Uint8Array[] = [];
  /** Where each text starts, counted over all blocks, a page of texts at a time. */
  readonly #pages: Uint32Array[] = [];
  #block = new Uint8Array();
  #page = new Uint32Array();
  #filled = 0;
  #count = 0;
  readonly #mostBytes: number;
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true });

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  add(text: string) {
    if (this.#filled + text.length * MOST_UTF8_BYTES >= this.#block.length) this.#startBlock();
    if (this.#count % PAGE === 0) this.#startPage();
    this.#page[this.#count % PAGE] = (this.#blocks.length - 1) * BLOCK_BYTES + this.#filled;
    const { written } = this.#encoder.encodeInto(text, this.#block.subarray(this.#filled));
    this.#block[this.#filled + written] = END;
    this.#filled += written + 1;
    this.#count += 1;
  }

  at(index: number): string {
    const start = index < this.#count ? this.#pages[Math.floor(index / PAGE)]?.[index % PAGE] : undefined;
    if (start === undefined) throw damaged("a shared string is missing");
    const block = this.#blocks[Math.floor(start / BLOCK_BYTES)] ?? this.#block;
    const from = start % BLOCK_BYTES;
    return withoutEscapes(this.#decoder.decode(block.subarray(from, block.indexOf(END, from))));
  }

  #startBlock() {
    this.#block = new Uint8Array(BLOCK_BYTES);
    this.#blocks.push(this.#block);
    this.#filled = 0;
    this.#refuseTooMany();
  }

  #startPage() {
    this.#page = new Uint32Array(PAGE);
    this.#pages.push(this.#page);
    this.#refuseTooMany();
  }

  #refuseTooMany() {
    const bytes = this.#blocks.length * BLOCK_BYTES + this.#pages.length * this.#page.byteLength;
    if (bytes > this.#mostBytes)
      throw new WorkbookError("too-many-shared-strings", `${this.#count} texts`, this.#mostBytes);
  }
}

/** A workbook need not share any. */
export async function readSharedStrings(
  pieces: AsyncIterable<Uint8Array> | undefined,
  mostBytes: number,
): Promise<SharedStrings> {
  const strings = new SharedStrings(mostBytes);
  if (!pieces) return strings;
  const words = new CellText();
  const tokens = readXml(pieces, (token, scanner) => {
    if (token === "text") words.add(scanner);
    else if (token === "open" && scanner.name === "si") words.clear();
    else if (token === "open") words.open(scanner.name);
    else if (scanner.name === "si") strings.add(words.text);
    else words.close(scanner.name);
    return undefined;
  });
  await tokens.next();
  return strings;
}
