/** A list of a table whose rows may be counted: one round trip for the page, its count and the caller. */
import sql, { type Sql } from "sql-template-tag";
import * as z from "zod";
import type { Ctx } from "./context.ts";
import { whereSql } from "./filters.ts";
import {
  type Column,
  keysetSql,
  limitSql,
  linkTo,
  type Order,
  orderOf,
  orderSql,
  type PagingQuery,
  pageOfRows,
  pagingOf,
} from "./pagination.ts";
import { JsonText } from "./respond.ts";
import type { Row } from "./sql.ts";

export interface ListSpec<R extends Row> {
  columns: Sql;
  from: Sql;
  where: readonly Sql[];
  /** How many rows there are, as column n, where that need not be counted. */
  total?: Sql | undefined;
  orderable: Readonly<Record<string, Column>>;
  standard: readonly Order[];
  shape: (row: R) => unknown;
}

export const envelopeOf = (row: z.ZodType) =>
  z.strictObject({
    count: z.number().int(),
    next: z.string().nullable(),
    previous: z.string().nullable(),
    results: z.array(row),
  });

interface Listed {
  count: number;
  next: Record<string, string> | undefined;
  previous: Record<string, string> | undefined;
}

/** The same as text, of rows that are text already. */
export function envelopeText(url: URL, { count, next, previous }: Listed, rows: readonly string[]): JsonText {
  const [after, before] = [next, previous].map((link) => JSON.stringify(linkTo(url, link)));
  return new JsonText(`{"count":${count},"next":${after},"previous":${before},"results":[${rows.join()}]}`);
}

export async function listOf<R extends Row>(ctx: Ctx, url: URL, query: PagingQuery, spec: ListSpec<R>) {
  const order = orderOf(query.ordering, spec.orderable, spec.standard);
  const paging = pagingOf(query, order);
  const total = spec.total ?? sql`SELECT count(*) AS n FROM ${spec.from} ${whereSql(spec.where)}`;
  const back = paging.kind === "cursor" && paging.back;
  const after = paging.kind === "cursor" && paging.after ? [keysetSql(order, paging.after, back)] : [];
  const [rows, counts] = await ctx.db.read<[R, { n: number }]>(
    sql`SELECT ${spec.columns} FROM ${spec.from} ${whereSql([...spec.where, ...after])}
        ORDER BY ${orderSql(order, back)} ${limitSql(paging, total)}`,
    total,
  );
  const count = counts[0]?.n ?? 0;
  const keyOf = (row: R) => order.map(({ column }) => row[column]);
  const page = pageOfRows(paging, order, { rows, count, keyOf });
  return {
    count,
    next: linkTo(url, page.next),
    previous: linkTo(url, page.previous),
    results: page.rows.map(spec.shape),
  };
}
