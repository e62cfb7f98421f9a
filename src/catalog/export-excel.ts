/** Excel files out of the catalogue: a list's rows streamed as they are read, and the empty template. */

import type { Ctx } from "../platform/context.ts";
import { formatDecimal } from "../platform/decimals.ts";
import type { Order } from "../platform/pagination.ts";
import { Download } from "../platform/respond.ts";
import type { Entity, EntityRow } from "./entity.ts";
import { columnField } from "./excel-rows.ts";
import type { Field, Stored } from "./fields/field.ts";
import type { Filters } from "./list-filters.ts";
import { pageSql, selectionOf } from "./read-resource.ts";
import type { ResourceQuery } from "./resource.schema.ts";
import { plainColumns } from "./resource.store.ts";
import type { CellValue, ColumnKind } from "./xlsx/cell-xml.ts";
import type { SheetColumn } from "./xlsx/sheet-xml.ts";
import { writeWorkbook } from "./xlsx/write-workbook.ts";

/** Read in one round trip; few enough to be small in memory, enough to make round trips rare. */
const ROWS_AT_ONCE = 200;

const KINDS: Readonly<Record<Field["type"], ColumnKind>> = {
  text: "text",
  html: "text",
  json: "text",
  integer: "number",
  decimal: "number",
  date: "date",
  stamp: "text",
  bool: "boolean",
};

export const sheetColumns = (entity: Entity): SheetColumn[] =>
  entity.excel.columns.map((name) => ({ header: name, kind: KINDS[columnField(entity, name).type] }));

function cellOf({ type, places }: Field, value: Stored): CellValue {
  if (value === null) return null;
  if (type === "decimal") return formatDecimal(value as number, places);
  return type === "bool" ? value === 1 : value;
}

/** One round trip at a time: the next page is read when the one before has been sent. */
async function* pagesOf(
  ctx: Ctx,
  entity: Entity,
  { filters, order }: { filters: Filters; order: readonly Order[] },
) {
  let after: unknown[] | undefined;
  for (;;) {
    const paging = { kind: "cursor", size: ROWS_AT_ONCE, back: false, after } as const;
    const rows = await ctx.db.rows<EntityRow>(pageSql(entity, filters, order, paging, plainColumns(entity)));
    yield rows.slice(0, ROWS_AT_ONCE);
    const last = rows[ROWS_AT_ONCE - 1];
    if (!last || rows.length <= ROWS_AT_ONCE) return;
    after = order.map(({ column }) => last[column]);
  }
}

async function* cellsOf(entity: Entity, pages: AsyncIterable<EntityRow[]>): AsyncGenerator<CellValue[]> {
  const fields = entity.excel.columns.map((name) => columnField(entity, name));
  for await (const rows of pages)
    for (const row of rows) yield fields.map((field) => cellOf(field, row[field.name] ?? null));
}

/** What has begun is read on: the first page, which admits the caller, is in hand before anything is sent. */
async function* resumed<T>(first: T, rest: AsyncGenerator<T>): AsyncGenerator<T> {
  yield first;
  yield* rest;
}

export async function exportExcel(ctx: Ctx, entity: Entity, query: ResourceQuery): Promise<Download> {
  const pages = pagesOf(ctx, entity, selectionOf(ctx, entity, query));
  const first = await pages.next();
  const rows = cellsOf(entity, resumed(first.value ?? [], pages));
  const { file, sheet } = entity.excel;
  return new Download(`${file}.xlsx`, writeWorkbook({ name: sheet, columns: sheetColumns(entity), rows }));
}

export function templateExcel(entity: Entity): Download {
  const { file, sheet, sample } = entity.excel;
  const workbook = { name: `${sheet} template`, columns: sheetColumns(entity), rows: [sample] };
  return new Download(`${file}_template.xlsx`, writeWorkbook(workbook));
}
