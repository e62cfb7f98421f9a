/** Opens an Excel file and reads the rows of its first sheet one by one, in memory that does not grow with them. */
import { type ByteSource, bytesInMemory } from "./byte-source.ts";
import { readNumberFormats } from "./number-formats.ts";
import { readXml } from "./part-xml.ts";
import { readSharedStrings } from "./shared-strings.ts";
import { type Row, SheetRows } from "./sheet-rows.ts";
import { WorkbookError } from "./workbook-error.ts";
import { WORKBOOK_LIMITS, type WorkbookLimits } from "./workbook-limits.ts";
import { findWorkbookParts, type Package, smallPart } from "./workbook-parts.ts";
import { readZipDirectory, viewOf } from "./zip-directory.ts";
import { readZipPart } from "./zip-part.ts";

export interface Workbook {
  sheetName: string;
  /** From the first row with a value on; each call reads the sheet anew. Stopping early costs nothing more. */
  rows(): AsyncGenerator<Row>;
  /** Rows with a value, counted up to `most` without loading the shared strings: which of two ways a file goes. */
  countRows(most: number): Promise<number>;
}

const OLE = 0xe011cfd0;
const ZIP = 0x04034b50;
/** What Excel calls the stream that holds an encrypted workbook, in UTF-16. */
const ENCRYPTED = Array.from("EncryptedPackage", (letter) => `${letter}\u0000`).join("");
const SEARCH_BYTES = 1_048_576;

async function isEncrypted(source: ByteSource): Promise<boolean> {
  const decoder = new TextDecoder("latin1");
  for (let at = 0; at < source.size; at += SEARCH_BYTES) {
    const bytes = await source.read(at, SEARCH_BYTES + ENCRYPTED.length);
    if (decoder.decode(bytes).includes(ENCRYPTED)) return true;
  }
  return false;
}

async function openZip(source: ByteSource) {
  const start = viewOf(await source.read(0, 4));
  const signature = start.byteLength < 4 ? 0 : start.getUint32(0, true);
  if (signature === OLE)
    throw (await isEncrypted(source))
      ? new WorkbookError("encrypted", "with a password")
      : new WorkbookError("old-format", "a compound file");
  try {
    return await readZipDirectory(source);
  } catch (fault) {
    // Bytes may stand before a zip, but without a directory they are all there is.
    if (signature === ZIP || !(fault instanceof WorkbookError)) throw fault;
    throw new WorkbookError("not-a-workbook", "no zip");
  }
}

async function* charged(pieces: AsyncIterable<Uint8Array>, charge: (bytes: number) => void) {
  for await (const piece of pieces) {
    charge(piece.length);
    yield piece;
  }
}

/** A cell that shares its text has one, whichever it is: counting rows need not know it. */
const ANY_TEXT = () => "?";

export async function openWorkbook(
  file: Uint8Array | ByteSource,
  limits: Partial<WorkbookLimits> = {},
): Promise<Workbook> {
  const source = file instanceof Uint8Array ? bytesInMemory(file) : file;
  const opened: Package = {
    source,
    entries: await openZip(source),
    limits: { ...WORKBOOK_LIMITS, ...limits },
  };
  const { sheetName, sheet, sharedStrings, styles, from1904 } = await findWorkbookParts(opened);
  const formats = styles ? await readNumberFormats(smallPart(opened, styles)) : [];
  const { unpackedBytes, sharedBytes, idleBytes } = opened.limits;

  const rowsWith = (sharedText: (index: number) => string) => {
    const sheetRows = new SheetRows({ limits: opened.limits, formats, from1904, sharedText });
    return readXml(charged(readZipPart(source, sheet, unpackedBytes), sheetRows.charge), sheetRows.take);
  };
  return {
    sheetName,
    async *rows() {
      const pieces = sharedStrings && readZipPart(source, sharedStrings, idleBytes + 2 * sharedBytes);
      const strings = await readSharedStrings(pieces, sharedBytes);
      yield* rowsWith((index) => strings.at(index));
    },
    async countRows(most) {
      let count = 0;
      for await (const _ of rowsWith(ANY_TEXT)) {
        count += 1;
        if (count >= most) break;
      }
      return count;
    },
  };
}
