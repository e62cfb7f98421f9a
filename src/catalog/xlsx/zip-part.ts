/** Unpacks one part of a zip, a piece at a time, and holds it to the size and the checksum that it declares. */
import { pipeline, type Readable } from "node:stream";
import { crc32, createInflateRaw } from "node:zlib";
import type { ByteSource } from "./byte-source.ts";
import { damaged, WorkbookError } from "./workbook-error.ts";
import { viewOf, type ZipEntry } from "./zip-directory.ts";

const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;
/** Little where reading stops soon, then more: a large file is few reads of an R2 object. */
const FIRST_READ_BYTES = 65_536;
const MOST_READ_BYTES = 1_048_576;
/** What is larger outlives a collection, and then stays for long. */
const PIECE_BYTES = 65_536;
/** Beyond this: real sheets shrink 5 to 60 times, one long text over and over 100 times; more is made to cost time. */
const UNSUSPICIOUS_BYTES = 32 * 1_048_576;
const MOST_RATIO = 200;

async function* readInSteps(source: ByteSource, offset: number, length: number) {
  let ask = FIRST_READ_BYTES;
  for (let at = 0; at < length; ask = Math.min(2 * ask, MOST_READ_BYTES)) {
    const bytes = await source.read(offset + at, Math.min(ask, length - at));
    if (bytes.length === 0) return;
    at += bytes.length;
    yield bytes;
  }
}

async function* packed(source: ByteSource, { name, offset, packedBytes }: ZipEntry) {
  const header = viewOf(await source.read(offset, LOCAL_BYTES));
  if (header.byteLength < LOCAL_BYTES || header.getUint32(0, true) !== LOCAL)
    throw damaged(`no header of ${name}`);
  const start = offset + LOCAL_BYTES + header.getUint16(26, true) + header.getUint16(28, true);
  let left = packedBytes;
  for await (const bytes of source.stream?.(start, packedBytes) ?? readInSteps(source, start, packedBytes)) {
    left -= bytes.length;
    yield bytes;
  }
  if (left !== 0) throw damaged(`${name} is cut off`);
}

const isUnpackingFault = (fault: unknown) =>
  fault instanceof Error && "code" in fault && String(fault.code).startsWith("Z_");

async function* inflated(source: ByteSource, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  const inflate = createInflateRaw({ chunkSize: PIECE_BYTES });
  // A fault of either side is thrown where the pieces are read.
  pipeline(packed(source, entry), inflate, () => undefined);
  try {
    yield* inflate as Readable as AsyncIterable<Uint8Array>;
  } catch (fault) {
    throw isUnpackingFault(fault) ? damaged(`${entry.name} does not unpack`) : fault;
  }
}

function refuse(entry: ZipEntry, mostBytes: number) {
  if (entry.encrypted) throw new WorkbookError("encrypted", entry.name);
  if (entry.method !== STORED && entry.method !== DEFLATED)
    throw damaged(`${entry.name} is packed by method ${entry.method}`);
  const suspicious = entry.bytes > UNSUSPICIOUS_BYTES && entry.bytes > entry.packedBytes * MOST_RATIO;
  if (entry.bytes > mostBytes || suspicious)
    throw new WorkbookError("too-large-unpacked", entry.name, mostBytes);
}

export async function* readZipPart(
  source: ByteSource,
  entry: ZipEntry,
  mostBytes: number,
): AsyncGenerator<Uint8Array> {
  refuse(entry, mostBytes);
  let bytes = 0;
  let crc = 0;
  for await (const piece of entry.method === STORED ? packed(source, entry) : inflated(source, entry)) {
    bytes += piece.length;
    if (bytes > entry.bytes) throw damaged(`${entry.name} is larger than it says`);
    crc = crc32(piece, crc);
    yield piece;
  }
  if (bytes !== entry.bytes || crc !== entry.crc) throw damaged(`${entry.name} is not what was packed`);
}
