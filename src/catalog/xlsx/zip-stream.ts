/** Writes a zip as its parts are produced; sizes and checksums follow each part, for they are not known before. */
import { pipeline, type Readable } from "node:stream";
import { crc32, createDeflateRaw } from "node:zlib";

export interface ZipPart {
  name: string;
  text: AsyncIterable<string> | Iterable<string>;
}

interface Written {
  name: Uint8Array;
  offset: number;
  crc: number;
  packedBytes: number;
  bytes: number;
}

const LOCAL = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const ENTRY = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
/** Sizes come after the part; names are UTF-8. */
const FLAGS = 0x0808;
const DEFLATED = 8;
/** 1 January 1980: the same rows make the same file. */
const DATE = 0x0021;
const MOST_BYTES = 0xffffffff;
const PIECE_BYTES = 65_536;
/** Of one unit of a JavaScript string. */
const MOST_UTF8_BYTES = 3;
/** Measured on sheets: the next levels take up to twice the time for a tenth less. */
const LEVEL = 1;

type Field = readonly [bytes: 2 | 4, value: number];

function record(...fields: Field[]): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((sum, [width]) => sum + width, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [width, value] of fields) {
    if (width === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += width;
  }
  return bytes;
}

/** The fields that the local header and the directory have in common. */
const description = ({ name, crc, packedBytes, bytes }: Written): Field[] => [
  [2, VERSION],
  [2, FLAGS],
  [2, DEFLATED],
  [2, 0],
  [2, DATE],
  [4, crc],
  [4, packedBytes],
  [4, bytes],
  [2, name.length],
  [2, 0],
];

const localHeader = (part: Written) => record([4, LOCAL], ...description(part));
const descriptor = ({ crc, packedBytes, bytes }: Written) =>
  record([4, DESCRIPTOR], [4, crc], [4, packedBytes], [4, bytes]);
const directoryEntry = (part: Written) =>
  record([4, ENTRY], [2, VERSION], ...description(part), [2, 0], [2, 0], [2, 0], [4, 0], [4, part.offset]);
const end = (parts: number, directoryBytes: number, offset: number) =>
  record([4, END], [2, 0], [2, 0], [2, parts], [2, parts], [4, directoryBytes], [4, offset], [2, 0]);

/** As pieces of about one size: little text is alive at a time, so that little outlives a collection. */
async function* encoded(texts: ZipPart["text"]): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let piece = new Uint8Array(PIECE_BYTES);
  let filled = 0;
  for await (const text of texts) {
    const most = text.length * MOST_UTF8_BYTES;
    if (filled > 0 && filled + most > PIECE_BYTES) {
      yield piece.subarray(0, filled);
      piece = new Uint8Array(PIECE_BYTES);
      filled = 0;
    }
    if (most > PIECE_BYTES) yield encoder.encode(text);
    else filled += encoder.encodeInto(text, piece.subarray(filled)).written;
  }
  yield piece.subarray(0, filled);
}

/** Counts what goes in, and packs it. */
async function* packed(text: ZipPart["text"], part: Written, level: number): AsyncGenerator<Uint8Array> {
  async function* counted() {
    for await (const piece of encoded(text)) {
      part.crc = crc32(piece, part.crc);
      part.bytes += piece.length;
      yield piece;
    }
  }
  const deflate = createDeflateRaw({ level, chunkSize: PIECE_BYTES });
  // A fault of the rows is thrown where the packed pieces are read.
  pipeline(counted(), deflate, () => undefined);
  for await (const piece of deflate as Readable as AsyncIterable<Uint8Array>) {
    part.packedBytes += piece.length;
    yield piece;
  }
  if (part.bytes > MOST_BYTES) throw new Error("a part of more than 4 GiB");
}

export async function* zipStream(parts: Iterable<ZipPart>, level = LEVEL): AsyncGenerator<Uint8Array> {
  const directory: Written[] = [];
  let offset = 0;
  for (const { name, text } of parts) {
    const part: Written = { name: new TextEncoder().encode(name), offset, crc: 0, packedBytes: 0, bytes: 0 };
    const header = localHeader(part);
    yield header;
    yield part.name;
    yield* packed(text, part, level);
    const after = descriptor(part);
    yield after;
    offset += header.length + part.name.length + part.packedBytes + after.length;
    directory.push(part);
  }
  let directoryBytes = 0;
  for (const part of directory) {
    const entry = directoryEntry(part);
    yield entry;
    yield part.name;
    directoryBytes += entry.length + part.name.length;
  }
  yield end(directory.length, directoryBytes, offset);
}
