/** The three ways through a list (page, limit/offset, cursor), their links and the envelope. */
import sql, { join, raw, type Sql } from "sql-template-tag";
import { notFound } from "./errors.ts";
import { message } from "./i18n.ts";
import { limited } from "./sql.ts";

const STANDARD = 20;
const MOST = 100;

/** What a list's query says of the way through it, as it stands in the address. */
export type PagingQuery = {
  [name in "page" | "page_size" | "limit" | "offset" | "cursor" | "ordering"]?: string | undefined;
};

/** What a link changes in the query; an empty text takes the parameter out. */
type Changes = Record<string, string>;

export interface Column {
  /** A column or expression of our own, never the caller's text. */
  column: string;
  nullable?: boolean;
  /** Of a long text only so many characters decide: a cursor carries them, and has to fit into an address. */
  decidedBy?: number;
}

/** What a list is ordered by, as SQL. */
export const orderedBy = ({ column, decidedBy }: Column, table = ""): string =>
  decidedBy === undefined ? table + column : `substr(${table}${column}, 1, ${decidedBy})`;

/** The same of a row that was read. */
export function orderKey({ column, decidedBy }: Column, row: Readonly<Record<string, unknown>>): unknown {
  const value = row[column];
  if (decidedBy === undefined || typeof value !== "string") return value;
  // SQLite counts characters, not halves of them.
  return [...value.slice(0, 2 * decidedBy)].slice(0, decidedBy).join("");
}

export interface Order extends Column {
  descending: boolean;
}

export type Paging =
  | { kind: "page"; page: number | "last"; size: number }
  | { kind: "offset"; limit: number; offset: number }
  | { kind: "cursor"; size: number; back: boolean; after: unknown[] | undefined };

const whole = (text: string | undefined) =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

function sizeOf(text: string | undefined): number {
  const size = whole(text);
  return size ? Math.min(size, MOST) : STANDARD;
}

function pageOf(text: string | undefined): number | "last" {
  if (text === undefined) return 1;
  if (text === "last") return text;
  const page = whole(text);
  if (!page) throw notFound(message("Invalid page."));
  return page;
}

/** What a column may hold and D1 may bind. */
const isKey = (value: unknown) => value === null || typeof value === "string" || typeof value === "number";

/** A cursor is bound to its order: what was made for another one is no cursor here. */
function cursorOf(text: string, order: readonly Order[]): { back: boolean; after: unknown[] | undefined } {
  if (text === "") return { back: false, after: undefined };
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) =>
      one.charCodeAt(0),
    );
    const [signature, back, ...after] = JSON.parse(
      new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes),
    );
    if (signature === signatureOf(order) && after.length === order.length && after.every(isKey))
      return { back: back === 1, after };
  } catch {
    // Whatever is wrong with it, it was not made here.
  }
  throw notFound(message("Invalid cursor"));
}

const signatureOf = (order: readonly Order[]) =>
  order.map(({ column, descending }) => (descending ? `-${column}` : column)).join();

export function cursorText(order: readonly Order[], back: boolean, values: readonly unknown[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify([signatureOf(order), back ? 1 : 0, ...values]));
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

export function pagingOf(query: PagingQuery, order: readonly Order[]): Paging {
  const { cursor, limit, offset, page, page_size } = query;
  if (cursor !== undefined)
    return { kind: "cursor", size: sizeOf(page_size ?? limit), ...cursorOf(cursor, order) };
  if (limit !== undefined || offset !== undefined)
    return { kind: "offset", limit: sizeOf(limit), offset: whole(offset) ?? 0 };
  return { kind: "page", page: pageOf(page), size: sizeOf(page_size) };
}

/** A cursor binds each of its values twice, and D1 takes 100. */
const MOST_COLUMNS = 16;

/** `ordering=a,-b` over the columns that may be ordered by; unknown names are ignored, ties are broken by id. */
export function orderOf(
  ordering: string | undefined,
  columns: Readonly<Record<string, Column>>,
  standard: readonly Order[],
): Order[] {
  const order: Order[] = [];
  for (const name of (ordering ?? "").split(",").map((one) => one.trim())) {
    const descending = name.startsWith("-");
    const field = descending ? name.slice(1) : name;
    const column = Object.hasOwn(columns, field) ? columns[field] : undefined;
    if (column && !order.some((one) => one.column === column.column)) order.push({ ...column, descending });
  }
  const chosen = order.length ? order.slice(0, MOST_COLUMNS) : [...standard];
  // No two rows have the same id: what comes after it decides nothing.
  const id = chosen.findIndex(({ column }) => column === "id");
  if (id >= 0) return chosen.slice(0, id + 1);
  return [...chosen, { column: "id", descending: chosen[0]?.descending ?? true }];
}

export function orderSql(order: readonly Order[], back: boolean): Sql {
  return join(
    order.map(({ column, descending }) => raw(`${column} ${descending === back ? "ASC" : "DESC"}`)),
  );
}

/** The rows behind a cursor. NULL sorts first in SQLite, and an index on the first column serves the range. */
export function keysetSql(order: readonly Order[], after: readonly unknown[], back: boolean): Sql {
  const [first, ...rest] = order;
  if (!first) return sql`0`;
  const column = raw(first.column);
  const value = after[0] as string | number | null;
  const falling = first.descending !== back;
  const deeper = keysetSql(rest, after.slice(1), back);
  if (value === null)
    return falling ? sql`(${column} IS NULL AND ${deeper})` : sql`(${column} IS NOT NULL OR ${deeper})`;
  if (!falling) return sql`(${column} >= ${value} AND (${column} > ${value} OR ${deeper}))`;
  if (!first.nullable) return sql`(${column} <= ${value} AND (${column} < ${value} OR ${deeper}))`;
  return sql`((${column} <= ${value} OR ${column} IS NULL) AND (${column} IS NOT ${value} OR ${deeper}))`;
}

/** What is skipped and taken; `total` is a statement for the number of rows, read only for `page=last`. */
export function limitSql(paging: Paging, total: Sql): Sql {
  if (paging.kind === "cursor") return limited(paging.size + 1);
  if (paging.kind === "offset") return sql`${limited(paging.limit)} OFFSET ${paging.offset}`;
  const { page, size } = paging;
  if (page !== "last") return sql`${limited(size)} OFFSET ${(page - 1) * size}`;
  // D1 binds every number as a REAL: a division by one would not be whole, `%` always is.
  return sql`${limited(size)} OFFSET (SELECT max(0, n - 1 - (n - 1) % ${size}) FROM (${total}))`;
}

export interface Page<T> {
  rows: T[];
  next: Changes | undefined;
  previous: Changes | undefined;
}

/** Cuts a cursor's extra row, turns a walk back round, and says what the links change in the query. */
export function pageOfRows<T>(
  paging: Paging,
  order: readonly Order[],
  found: { rows: T[]; count: number; keyOf: (row: T) => unknown[] },
): Page<T> {
  const { rows, count } = found;
  if (paging.kind === "cursor") return cursorPage(paging, order, found);
  if (paging.kind === "offset") {
    const { limit, offset } = paging;
    const link = (start: number) => ({ limit: String(limit), offset: String(start) });
    return {
      rows,
      next: offset + limit < count ? link(offset + limit) : undefined,
      previous:
        offset > 0
          ? { limit: String(limit), offset: offset > limit ? String(offset - limit) : "" }
          : undefined,
    };
  }
  const last = Math.max(1, Math.ceil(count / paging.size));
  const page = paging.page === "last" ? last : paging.page;
  if (page > last) throw notFound(message("Invalid page."));
  return {
    rows,
    next: page < last ? { page: String(page + 1) } : undefined,
    previous: page > 1 ? { page: page > 2 ? String(page - 1) : "" } : undefined,
  };
}

function cursorPage<T>(
  { size, back, after }: Extract<Paging, { kind: "cursor" }>,
  order: readonly Order[],
  { rows, keyOf }: { rows: T[]; keyOf: (row: T) => unknown[] },
): Page<T> {
  const more = rows.length > size;
  const kept = rows.slice(0, size);
  if (back) kept.reverse();
  const [first] = kept;
  const last = kept.at(-1);
  const hasNext = back || more;
  const hasPrevious = back ? more : after !== undefined;
  return {
    rows: kept,
    next: hasNext && last ? { cursor: cursorText(order, false, keyOf(last)) } : undefined,
    previous: hasPrevious && first ? { cursor: cursorText(order, true, keyOf(first)) } : undefined,
  };
}

/** The link to another part of the same list: every other parameter is kept, an empty one is left out. */
export function linkTo(url: URL, changes: Changes | undefined): string | null {
  if (!changes) return null;
  const link = new URL(url);
  if (!link.pathname.endsWith("/")) link.pathname += "/";
  for (const [name, value] of Object.entries(changes))
    if (value === "") link.searchParams.delete(name);
    else link.searchParams.set(name, value);
  link.searchParams.sort();
  return link.href;
}
