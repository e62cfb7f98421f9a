/** The list of submissions: an agent's own, or everybody's, from one statement that asks who the caller is. */
import sql, { raw, type Sql } from "sql-template-tag";
import type { Ctx } from "../platform/context.ts";
import { searchSql, whereSql } from "../platform/filters.ts";
import { type ListSpec, listOf } from "../platform/list.ts";
import { searchTerms } from "../platform/search.ts";
import { isNamed, regionSql } from "./regions.store.ts";
import type { SubmissionQuery } from "./submissions.schema.ts";
import { COLUMNS, type SubmissionRow, submissionShape } from "./submissions.store.ts";

const PRESENT = ["id", "kind", "title", "region", "district", "status", "created_by", "created_at"];
const NULLABLE = [
  ...["latitude", "longitude", "area_ha", "external_id"],
  ...["reviewed_by", "reviewed_at", "reject_reason"],
];
const columns = (names: readonly string[], nullable: boolean) =>
  names.map((name) => [name, { column: name, nullable }] as const);

const LIST = {
  columns: COLUMNS,
  orderable: Object.fromEntries([...columns(PRESENT, false), ...columns(NULLABLE, true)]),
  standard: [{ column: "created_at", descending: true }],
  shape: submissionShape,
} satisfies Partial<ListSpec<SubmissionRow>>;

/** More would narrow nothing down. */
const MOST_PHRASES = 10;

const number = (text: string) => (/^\d{1,15}$/.test(text) ? Number(text) : -1);

const districtsSql = (given: string): Sql =>
  /^\d{1,15}$/.test(given) ? sql`${Number(given)}` : sql`SELECT id FROM district WHERE ${isNamed(given)}`;

/** Of the terms that have a trigram: they find the rows in which all are then looked for. */
function indexed(search: string | undefined): Sql[] {
  const long = searchTerms(search ?? "").filter((term) => [...term].length >= 3);
  const phrases = long.slice(0, MOST_PHRASES).map((term) => `"${term.replaceAll('"', '""')}"`);
  return phrases.length
    ? [sql`id IN (SELECT rowid FROM submissions_fts WHERE submissions_fts MATCH ${phrases.join(" AND ")})`]
    : [];
}

function filtersOf(query: SubmissionQuery): Sql[] {
  const { kind, region, district, created_from, created_to } = query;
  const where = [...indexed(query.search), ...searchSql(query.search, "fold")];
  if (kind !== undefined) where.push(sql`kind = ${kind}`);
  if (region !== undefined) where.push(sql`region_id = ${regionSql(region)}`);
  if (district !== undefined) where.push(sql`district_id IN (${districtsSql(district)})`);
  if (created_from !== undefined) where.push(sql`created_at >= ${created_from}`);
  if (created_to !== undefined) where.push(sql`created_at <= ${created_to}`);
  return where;
}

export function listSubmissions(ctx: Ctx, url: URL, query: SubmissionQuery) {
  const caller = ctx.callerId ?? -1;
  const isAgent = sql`EXISTS (SELECT 1 FROM users WHERE id = ${caller} AND role = 'agent')`;
  const filters = filtersOf(query);
  const where = [...filters];
  const author = query.created_by === undefined ? undefined : number(query.created_by);
  if (query.status !== undefined) where.push(sql`status = ${query.status}`);
  if (author !== undefined) where.push(sql`created_by = ${author}`);
  // One half is empty before a row of it is read, the other is read by an index of its own.
  const from = sql`(SELECT submissions.* FROM users CROSS JOIN submissions WHERE users.id = ${caller} AND role <> 'agent'
    UNION ALL SELECT submissions.* FROM users CROSS JOIN submissions
      WHERE users.id = ${caller} AND role = 'agent' AND created_by = users.id) AS submissions`;
  const own = author === undefined || author === caller ? caller : -1;
  const kept = sql`SELECT coalesce(sum(n), 0) AS n FROM submission_counts
    WHERE created_by = iif(${isAgent}, ${own}, ${author ?? 0})
    ${query.status === undefined ? raw("") : sql`AND status = ${query.status}`}`;
  const counted = sql`SELECT count(*) AS n FROM ${from} ${whereSql(where)}`;
  return listOf<SubmissionRow>(ctx, url, query, {
    ...LIST,
    from,
    where,
    total: filters.length ? counted : kept,
  });
}
