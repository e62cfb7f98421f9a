/** Workbooks put together part by part, right or wrong, and what reading them gives. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import type { ByteSource } from "../../src/catalog/xlsx/byte-source.ts";
import { openWorkbook } from "../../src/catalog/xlsx/open-workbook.ts";
import { WorkbookError } from "../../src/catalog/xlsx/workbook-error.ts";
import type { WorkbookLimits } from "../../src/catalog/xlsx/workbook-limits.ts";

/** How each was made: test/fixtures/xlsx/README.md. */
export const fixture = (name: string) =>
  new Uint8Array(readFileSync(join(import.meta.dirname, "../fixtures/xlsx", name)));

/** What is not given is as it should be. */
export interface Part {
  name: string;
  content: string | Uint8Array;
  stored?: boolean;
  method?: number;
  flags?: number;
  packed?: Uint8Array;
  bytes?: number;
  crc?: number;
  /** Sizes after the part instead of before it. */
  descriptor?: boolean;
  /** Sizes in the extra field, as a zip64 has them. */
  large?: boolean;
}

const MAX = 0xffffffff;

function bytesOf(...fields: readonly (readonly [width: 2 | 4 | 8, value: number])[]): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((sum, [width]) => sum + width, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [width, value] of fields) {
    if (width === 2) view.setUint16(at, value, true);
    else if (width === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += width;
  }
  return bytes;
}

export const joined = (...pieces: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(pieces));

export const utf8 = (text: string) => new TextEncoder().encode(text);

function entryOf(part: Part, offset: number) {
  const name = utf8(part.name);
  const content = typeof part.content === "string" ? utf8(part.content) : part.content;
  const packed = part.packed ?? (part.stored ? content : deflateRawSync(content));
  const method = part.method ?? (part.stored ? 0 : 8);
  const flags = (part.flags ?? 0) | (part.descriptor ? 8 : 0);
  const crc = part.crc ?? crc32(content);
  const bytes = part.bytes ?? content.length;
  const start = [
    [2, 45],
    [2, flags],
    [2, method],
    [4, 0],
  ] as const;
  const now = part.descriptor ? [0, 0, 0] : [crc, packed.length, bytes];
  const local = joined(
    bytesOf([4, 0x04034b50], ...start, ...now.map((value) => [4, value] as const), [2, name.length], [2, 0]),
    name,
    packed,
    part.descriptor ? bytesOf([4, 0x08074b50], [4, crc], [4, packed.length], [4, bytes]) : new Uint8Array(),
  );
  const extra = part.large
    ? bytesOf([2, 0xcafe], [2, 2], [2, 0], [2, 1], [2, 24], [8, bytes], [8, packed.length], [8, offset])
    : new Uint8Array();
  const sizes = part.large ? [MAX, MAX] : [packed.length, bytes];
  const directory = joined(
    bytesOf([4, 0x02014b50], [2, 45], ...start, [4, crc], ...sizes.map((value) => [4, value] as const)),
    bytesOf(
      [2, name.length],
      [2, extra.length],
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, part.large ? MAX : offset],
    ),
    name,
    extra,
  );
  return { local, directory };
}

export function zipOf(parts: readonly Part[], { large = false } = {}): Uint8Array {
  let offset = 0;
  const entries = parts.map((part) => {
    const entry = entryOf(part, offset);
    offset += entry.local.length;
    return entry;
  });
  const directory = joined(...entries.map((entry) => entry.directory));
  const count = entries.length;
  const end64 = large
    ? joined(
        bytesOf([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0], [8, count], [8, count]),
        bytesOf([8, directory.length], [8, offset]),
        bytesOf([4, 0x07064b50], [4, 0], [8, offset + directory.length], [4, 1]),
      )
    : new Uint8Array();
  const [length, start] = large ? [MAX, MAX] : [directory.length, offset];
  const end = bytesOf([4, 0x06054b50], [4, 0], [2, count], [2, count], [4, length], [4, start], [2, 0]);
  return joined(...entries.map((entry) => entry.local), directory, end64, end);
}

const TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const relationships = (...list: readonly (readonly [id: string, type: string, target: string])[]) =>
  `<Relationships>${list.map(([id, type, target]) => `<Relationship Id="${id}" Type="${TYPE}/${type}" Target="${target}"/>`).join("")}</Relationships>`;

const PARTS: Readonly<Record<string, string>> = {
  "_rels/.rels": relationships(["r1", "officeDocument", "xl/workbook.xml"]),
  "xl/workbook.xml": '<workbook><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
  "xl/_rels/workbook.xml.rels": relationships(
    ["rId1", "worksheet", "worksheets/sheet1.xml"],
    ["rId2", "sharedStrings", "sharedStrings.xml"],
    ["rId3", "styles", "styles.xml"],
  ),
};

export const SHEET = "xl/worksheets/sheet1.xml";
export const SHARED = "xl/sharedStrings.xml";
export const STYLES = "xl/styles.xml";

/** A workbook's parts: those given replace or join the needed ones. */
export const partsOf = (own: Readonly<Record<string, string>>): Part[] =>
  Object.entries({ ...PARTS, ...own }).map(([name, content]) => ({ name, content }));

export const sheetXml = (rows: string) => `<worksheet><sheetData>${rows}</sheetData></worksheet>`;

export const workbookOf = (rows: string, own: Readonly<Record<string, string>> = {}) =>
  zipOf(partsOf({ [SHEET]: sheetXml(rows), ...own }));

/** Each row as its number and its cells: `text:00123`. */
export async function rowsOf(file: Uint8Array | ByteSource, limits?: Partial<WorkbookLimits>) {
  const read: [number, ...(string | null)[]][] = [];
  for await (const { number, cells } of (await openWorkbook(file, limits)).rows())
    read.push([number, ...Array.from(cells, (cell) => (cell ? `${cell.kind}:${cell.text}` : null))]);
  return read;
}

/** The reason of the refusal; any other fault is thrown on. */
export async function refusalOf(file: Uint8Array | ByteSource, limits?: Partial<WorkbookLimits>) {
  try {
    const rows = await rowsOf(file, limits);
    return `read ${rows.length} rows`;
  } catch (fault) {
    if (fault instanceof WorkbookError) return fault.reason;
    throw fault;
  }
}
