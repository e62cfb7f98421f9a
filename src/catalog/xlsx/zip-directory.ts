/** Lists what a zip file holds, from its central directory alone, which must lie within the file. */
import type { ByteSource } from "./byte-source.ts";
import { damaged, WorkbookError } from "./workbook-error.ts";

export interface ZipEntry {
  name: string;
  encrypted: boolean;
  method: number;
  crc: number;
  packedBytes: number;
  bytes: number;
  /** Where its local header starts. */
  offset: number;
}

const END = 0x06054b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const END64 = 0x06064b50;
const END64_BYTES = 56;
const LOCATOR64 = 0x07064b50;
const LOCATOR64_BYTES = 20;
const ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
const ENCRYPTED = 1;
const SIZES64 = 0x0001;
const IN_EXTRA = 0xffffffff;
const MOST_DIRECTORY_BYTES = 4 * 1_048_576;

export const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Larger than any file here may be: exact as a double. */
const long = (view: DataView, at: number) => Number(view.getBigUint64(at, true));

interface Directory {
  start: number;
  bytes: number;
  /** The bytes before the zip itself: offsets in it do not count them. */
  prefix: number;
}

/** The last one that says where it ends: the signature may occur in a comment. */
function findEnd(view: DataView): number {
  for (let at = view.byteLength - END_BYTES; at >= 0; at -= 1)
    if (view.getUint32(at, true) === END && at + END_BYTES + view.getUint16(at + 20, true) <= view.byteLength)
      return at;
  throw damaged("no zip directory: cut off");
}

/** The sizes that do not fit 32 bits stand in a record of their own before the end. */
async function locate64(source: ByteSource, endsAt: number): Promise<Directory | undefined> {
  const locator = viewOf(await source.read(Math.max(0, endsAt - LOCATOR64_BYTES), LOCATOR64_BYTES));
  if (locator.byteLength < LOCATOR64_BYTES || locator.getUint32(0, true) !== LOCATOR64) return undefined;
  const recordAt = endsAt - LOCATOR64_BYTES - END64_BYTES;
  const record = viewOf(await source.read(Math.max(0, recordAt), END64_BYTES));
  if (record.byteLength < END64_BYTES || record.getUint32(0, true) !== END64)
    throw damaged("zip64 end not found");
  const bytes = long(record, 40);
  const start = recordAt - bytes;
  return { start, bytes, prefix: start - long(record, 48) };
}

async function findDirectory(source: ByteSource): Promise<Directory> {
  const tailAt = Math.max(0, source.size - END_BYTES - LONGEST_COMMENT);
  const tail = viewOf(await source.read(tailAt, source.size - tailAt));
  const end = findEnd(tail);
  const found = await locate64(source, tailAt + end);
  if (found) return found;
  const bytes = tail.getUint32(end + 12, true);
  const start = tailAt + end - bytes;
  return { start, bytes, prefix: start - tail.getUint32(end + 16, true) };
}

/** Those of size, packed size and offset that the entry itself marks as too large for it, in this order. */
function largeNumbers(extra: DataView, values: [number, number, number]) {
  let at = 0;
  while (at + 4 <= extra.byteLength && extra.getUint16(at, true) !== SIZES64)
    at += 4 + extra.getUint16(at + 2, true);
  at += 4;
  for (const [index, value] of values.entries()) {
    if (value !== IN_EXTRA) continue;
    if (at + 8 > extra.byteLength) throw damaged("zip64 sizes missing");
    values[index] = long(extra, at);
    at += 8;
  }
}

/** Some writers separate folders as Windows does, or begin with a slash. */
function nameOf(bytes: Uint8Array): string {
  const name = new TextDecoder().decode(bytes).replaceAll("\\", "/").replace(/^\/+/, "");
  if (name.includes("\u0000") || name.split("/").includes("..")) throw damaged("a part's name is a trick");
  return name;
}

function entryAt(directory: Uint8Array, at: number, prefix: number): { entry: ZipEntry; next: number } {
  const view = viewOf(directory);
  if (at + ENTRY_BYTES > directory.length || view.getUint32(at, true) !== ENTRY)
    throw damaged("zip directory broken");
  const nameAt = at + ENTRY_BYTES;
  const extraAt = nameAt + view.getUint16(at + 28, true);
  const commentAt = extraAt + view.getUint16(at + 30, true);
  const next = commentAt + view.getUint16(at + 32, true);
  if (next > directory.length) throw damaged("zip directory broken");
  const numbers: [number, number, number] = [
    view.getUint32(at + 24, true),
    view.getUint32(at + 20, true),
    view.getUint32(at + 42, true),
  ];
  if (numbers.includes(IN_EXTRA)) largeNumbers(viewOf(directory.subarray(extraAt, commentAt)), numbers);
  const [bytes, packedBytes, offset] = numbers;
  const entry = {
    name: nameOf(directory.subarray(nameAt, extraAt)),
    encrypted: (view.getUint16(at + 8, true) & ENCRYPTED) !== 0,
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packedBytes,
    bytes,
    offset: offset + prefix,
  };
  return { entry, next };
}

/** By their names in lower case: some writers do not spell a part as they name it. */
export async function readZipDirectory(source: ByteSource): Promise<Map<string, ZipEntry>> {
  const { start, bytes, prefix } = await findDirectory(source);
  if (start < 0 || prefix < 0) throw damaged("zip directory outside the file");
  if (bytes > MOST_DIRECTORY_BYTES)
    throw new WorkbookError("too-large-unpacked", "zip directory", MOST_DIRECTORY_BYTES);
  const directory = await source.read(start, bytes);
  if (directory.length < bytes) throw damaged("zip directory cut off");
  const entries = new Map<string, ZipEntry>();
  for (let at = 0; at < bytes; ) {
    const { entry, next } = entryAt(directory, at, prefix);
    const key = entry.name.toLowerCase();
    if (entries.has(key)) throw damaged("two parts of one name");
    entries.set(key, entry);
    at = next;
  }
  return entries;
}
