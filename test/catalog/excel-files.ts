/** Workbooks put together by hand, so that a test decides of what kind each cell is; and exports taken apart. */
import { exports } from "cloudflare:workers";
import { crc32 } from "node:zlib";
import { openWorkbook } from "../../src/catalog/xlsx/open-workbook.ts";
import { ORIGIN, type Received } from "../support/app.ts";
import { as, type Caller, fresh, tokenFor } from "./api.ts";

/** Digits as they stand in the file, in one of STYLES; a shared string; a cell's own XML. */
export type Made =
  | string
  | number
  | boolean
  | null
  | { digits: string; style?: keyof typeof STYLES }
  | { shared: string }
  | { xml: string };

const STYLES = { general: 0, day: 1, stamp: 2, zeros: 3, percent: 4 } as const;
const CELL_FORMATS = [0, 14, 22, 164, 10].map((id) => `<xf numFmtId="${id}"/>`).join("");
const STYLES_XML = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="00000"/></numFmts><cellXfs>${CELL_FORMATS}</cellXfs></styleSheet>`;

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** One part after another, nothing packed. */
export function zipOf(parts: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  const [pieces, directory]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const [name, text] of Object.entries(parts)) {
    const [title, content] = [Buffer.from(name), Buffer.from(text)];
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt32LE(crc32(content), 10);
    shared.writeUInt32LE(content.length, 14);
    shared.writeUInt32LE(content.length, 18);
    shared.writeUInt16LE(title.length, 22);
    const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), shared, title, content]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.from("PK\u0001\u0002\u0014\u0000"), shared, rest, title);
    pieces.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006");
  end.writeUInt16LE(Object.keys(parts).length, 8);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Uint8Array.from(Buffer.concat([...pieces, list, end]));
}

function column(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : column(Math.floor(index / 26) - 1) + last;
}

function cellXml(value: Made | undefined, place: string, shared: string[]): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string")
    return `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
  if (typeof value === "number") return `<c r="${place}"><v>${value}</v></c>`;
  if (typeof value === "boolean") return `<c r="${place}" t="b"><v>${Number(value)}</v></c>`;
  if ("xml" in value) return value.xml.replace("<c", `<c r="${place}"`);
  if ("digits" in value)
    return `<c r="${place}" s="${STYLES[value.style ?? "general"]}"><v>${value.digits}</v></c>`;
  return `<c r="${place}" t="s"><v>${shared.push(value.shared) - 1}</v></c>`;
}

/** The parts of a workbook whose first sheet has these rows; an empty one leaves its number out. */
export function partsOf(rows: readonly (readonly Made[])[], from1904 = false): Record<string, string> {
  const shared: string[] = [];
  const lines = rows.map((cells, row) => {
    const line = cells.map((value, index) => cellXml(value, `${column(index)}${row + 1}`, shared)).join("");
    return line && `<row r="${row + 1}">${line}</row>`;
  });
  const type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const relation = (name: string, target: string) =>
    `<Relationship Id="${name}" Type="${type}/${name}" Target="${target}"/>`;
  const relations = (...all: string[]) => `<Relationships>${all.join("")}</Relationships>`;
  return {
    "_rels/.rels": relations(relation("officeDocument", "xl/workbook.xml")),
    "xl/workbook.xml": `<workbook xmlns:r="${type}"><workbookPr date1904="${Number(from1904)}"/><sheets><sheet name="List" sheetId="1" r:id="worksheet"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relations(
      ...[relation("worksheet", "sheet.xml"), relation("styles", "styles.xml")],
      relation("sharedStrings", "strings.xml"),
    ),
    "xl/styles.xml": STYLES_XML,
    "xl/strings.xml": `<sst>${shared.map((text) => `<si>${text}</si>`).join("")}</sst>`,
    "xl/sheet.xml": `<worksheet><sheetData>${lines.join("")}</sheetData></worksheet>`,
  };
}

export const workbookOf = (...rows: readonly (readonly Made[])[]) => zipOf(partsOf(rows));

export interface Given {
  query?: string;
  projectId?: number | string | undefined;
  headers?: Record<string, string>;
  role?: Caller;
}

export function formOf(file: Uint8Array<ArrayBuffer> | string | undefined, projectId?: Given["projectId"]) {
  const form = new FormData();
  if (typeof file === "string") form.set("file", file);
  else if (file) form.set("file", new File([file], "fayl.xlsx"));
  if (projectId !== undefined) form.set("project_id", String(projectId));
  return form;
}

export const importPath = (name: string, query = "") => `/api/v1/${name}/import-xlsx/${query}`;

export const importFile = (
  name: string,
  file: Uint8Array<ArrayBuffer> | string | undefined,
  { query, projectId, headers = {}, role = "operator" }: Given = {},
): Promise<Received> => as(role, importPath(name, query), { body: formOf(file, projectId), headers });

export interface Downloaded {
  status: number;
  headers: Headers;
  bytes: Uint8Array<ArrayBuffer>;
}

/** An answer whose body is a file. */
export async function download(path: string, role: Caller = "operator", method = "GET"): Promise<Downloaded> {
  const headers = new Headers({ "CF-Connecting-IP": fresh("address") });
  if (role !== "anonymous") headers.set("Authorization", `Bearer ${await tokenFor(role)}`);
  const response = await exports.default.fetch(new Request(ORIGIN + path, { method, headers }));
  return {
    status: response.status,
    headers: response.headers,
    bytes: new Uint8Array(await response.arrayBuffer()),
  };
}

export async function listOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

export interface Sheet {
  name: string;
  header: string[];
  /** A cell as `kind:text`, by its header; where there is none, no key. */
  rows: Record<string, string>[];
}

export async function sheetOf(bytes: Uint8Array): Promise<Sheet> {
  const workbook = await openWorkbook(bytes);
  const all = await listOf(workbook.rows());
  const header = (all[0]?.cells ?? []).map((cell) => cell?.text ?? "");
  const rows = all
    .slice(1)
    .map(({ cells }) =>
      Object.fromEntries(
        cells.flatMap((cell, index) => (cell ? [[header[index], `${cell.kind}:${cell.text}`]] : [])),
      ),
    );
  return { name: workbook.sheetName, header, rows };
}
