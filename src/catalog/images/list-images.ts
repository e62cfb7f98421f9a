/** A page of pictures: found in their own table alone, each with what it tells of its parent. */
import sql, { raw, type Sql } from "sql-template-tag";
import type { Ctx } from "../../platform/context.ts";
import { type ListSpec, listOf } from "../../platform/list.ts";
import { orderOf } from "../../platform/pagination.ts";
import { searchTerms } from "../../platform/search.ts";
import type { Entity } from "../entity.ts";
import { readsWholeTable } from "../hidden.ts";
import { foldLine } from "../list-filters.ts";
import { idsWhere } from "../resource.store.ts";
import { searchOf } from "../search-text.ts";
import { imageObject } from "./image-object.ts";
import type { ImageQuery } from "./images.schema.ts";
import { imageColumns, imageOf, isShown, type ListedImage, parentsNamed, statusIs } from "./images.store.ts";

const ORDERABLE = {
  id: { column: "id" },
  is_main: { column: "is_main" },
  category: { column: "category" },
  note: { column: "note" },
  status: { column: "status_id", nullable: true },
  source: { column: "source_id", nullable: true },
  created_at: { column: "created_at" },
};

/** Orders that an index walks where no filter finds fewer. */
const WALKED: Readonly<Record<string, string>> = { created_at: "images_shown", id: "images_ids" };

const NEWEST = [{ column: "created_at", descending: true }];

/** Every term is in the parent's code or name; its search index finds the rows that may have them. */
function searchSql(entity: Entity, search: string | undefined): Sql[] {
  const terms = searchTerms(search ?? "");
  if (!terms.length) return [];
  const table = raw(entity.table);
  const lines = [entity.key, "name"].map((name) => raw(foldLine(entity.search.indexOf(name))));
  return [
    sql`parent_id IN (SELECT t.id FROM ${table}_fts f CROSS JOIN ${table} t ON t.id = f.rowid
      WHERE ${table}_fts MATCH ${searchOf(terms.join(" ")).phrases.join(" AND ")}
        AND NOT EXISTS (SELECT 1 FROM json_each(${JSON.stringify(terms)})
          WHERE instr(${lines[0]}, value) = 0 AND instr(${lines[1]}, value) = 0))`,
  ];
}

/** The parent by columns of its own. */
function parentSql(entity: Entity, query: ImageQuery): Sql[] {
  const named = query[entity.name as "project" | "client" | "nomenklatura"];
  const found =
    named === undefined ? [] : [sql`parent_id IN (SELECT id FROM (${parentsNamed(entity, named)}))`];
  for (const name of ["code_1c", "client_code_1c", "article_code"] as const) {
    const value = query[name];
    if (value !== undefined) found.push(sql`parent_id IN (${idsWhere(entity, name, value)})`);
  }
  return found;
}

/** What is asked for, and the index of a filter whose matches alone are read. */
function filtersOf(entity: Entity, query: ImageQuery): { where: Sql[]; driver: string | undefined } {
  const { project, project_id, status, category } = query;
  const where = [isShown(entity)];
  let driver: string | undefined;
  const add = (index: string | undefined, ...conditions: Sql[]) => {
    if (index && conditions.length) driver = index;
    where.push(...conditions);
  };
  if (query.is_main !== undefined) add(undefined, sql`is_main = ${Number(query.is_main)}`);
  if (query.created_from !== undefined) add(undefined, sql`created_at >= ${query.created_from}`);
  if (query.created_to !== undefined) add(undefined, sql`created_at <= ${query.created_to}`);
  if (project_id !== undefined) add("images_project", sql`project_id = ${project_id}`);
  if (entity.ofProject && project !== undefined)
    add(
      "images_project",
      sql`project_id = (SELECT id FROM projects WHERE code_1c = ${project} AND is_deleted = 0)`,
    );
  if (category !== undefined) add("images_category", sql`category = ${category} AND category <> ''`);
  if (status !== undefined) add("images_status", statusIs(status));
  add("images_parent", ...parentSql(entity, query), ...searchSql(entity, query.search));
  return { where, driver };
}

/** How many there are in all is kept. */
const keptTotal = (entity: Entity): Sql =>
  sql`SELECT ifnull(sum(n), 0) AS n FROM list_counts WHERE entity = ${`${entity.name}-image`}
    AND project_id = -1 AND active = 1 AND level = 0 AND block = 0`;

export function listImages(ctx: Ctx, entity: Entity, url: URL, query: ImageQuery) {
  const { where, driver } = filtersOf(entity, query);
  const [order] = orderOf(query.ordering, ORDERABLE, NEWEST);
  const walk = WALKED[order?.column ?? ""];
  if (!driver && !walk && ctx.callerId === undefined) throw readsWholeTable();
  const spec: ListSpec<ListedImage> = {
    columns: imageColumns(entity),
    from: raw(`images INDEXED BY ${driver ?? walk ?? "images_shown"}`),
    where,
    total: where.length === 1 ? keptTotal(entity) : undefined,
    orderable: ORDERABLE,
    standard: NEWEST,
    shape: (row) => imageObject(ctx, entity, ...imageOf(row)),
  };
  return listOf(ctx, url, query, spec);
}
