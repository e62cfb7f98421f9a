/** Pictures in D1: read one by one or in a list, written together with the one that is main. */
import sql, { join, raw, type Sql } from "sql-template-tag";
import { microseconds } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/context.ts";
import { notFound } from "../../platform/errors.ts";
import { idOf } from "../../platform/numbered-path.ts";
import type { Entity } from "../entity.ts";
import type { ImageRow, Parent } from "./image-object.ts";
import type { Format } from "./picture.ts";

/** Their status and source are JSON texts here, and so is what they tell of their parent. */
export type ListedImage = Omit<ImageRow, "status" | "source"> & {
  parent_id: number;
  status: string | null;
  source: string | null;
  parent: string;
};

const OWN =
  "id, parent_id, hash, format, is_main, category, note, status_text AS status, source_text AS source, is_ai_generated, created_at";

/** The parent and its project as one JSON text, for each picture that is read. */
function parentColumn({ table, key, name, ofProject }: Entity): string {
  const article = name === "nomenklatura" ? "t.article_code" : "NULL";
  const project = (alias: string) =>
    `json_object('id', ${alias}.id, 'code_1c', ${alias}.code_1c, 'name', ${alias}.name)`;
  const shown = ofProject ? `CASE WHEN p.id IS NOT NULL THEN ${project("p")} END` : project("t");
  const join = ofProject ? "LEFT JOIN projects p ON p.id = t.project_id AND p.is_deleted = 0" : "";
  return `(SELECT json_object('id', t.id, 'code', t.${key}, 'article_code', ${article}, 'project', json(${shown}))
    FROM ${table} t ${join} WHERE t.id = images.parent_id) AS parent`;
}

export const imageColumns = (entity: Entity): Sql => raw(`${OWN}, ${parentColumn(entity)}`);

export const imageOf = ({ status, source, parent, ...row }: ListedImage): [ImageRow, Parent] => [
  { ...row, status: JSON.parse(status ?? "null"), source: JSON.parse(source ?? "null") },
  JSON.parse(parent),
];

export const isShown = (entity: Entity): Sql =>
  sql`entity = ${raw(`'${entity.name}'`)} AND is_deleted = 0 AND parent_deleted = 0`;

/** As JSON; deleted ones too, in the order of their numbers. */
export const imagesByIds = (entity: Entity, ids: string): Sql =>
  sql`SELECT ${imageColumns(entity)} FROM images WHERE entity = ${entity.name}
    AND id IN (SELECT value FROM json_each(${ids})) ORDER BY id`;

/** The pictures that have a status now. */
export const statusIs = (code: string): Sql =>
  sql`status_id = (SELECT id FROM image_statuses WHERE code = ${code} AND is_deleted = 0)`;

export const imageById = (entity: Entity, id: number): Sql =>
  sql`SELECT ${imageColumns(entity)} FROM images WHERE id = ${id} AND ${isShown(entity)}`;

export async function findImage(ctx: Ctx, entity: Entity, id: string | undefined): Promise<ListedImage> {
  const row = await ctx.db.first<ListedImage>(imageById(entity, idOf(id)));
  if (!row) throw notFound();
  return row;
}

/** Live rows that a text names: those of that code, else the one of that number. */
export function parentsNamed(
  { table, key, ofProject }: Entity,
  named: string,
  projectId?: number | null,
): Sql {
  const id = /^\d{1,15}$/.test(named) ? Number(named) : null;
  const within = sql`is_deleted = 0 ${ofProject && projectId != null ? sql`AND project_id = ${projectId}` : sql``}`;
  const coded = sql`FROM ${raw(table)} WHERE ${raw(key)} = ${named} AND ${within}`;
  return sql`SELECT id, ${raw(key)} AS code, project_id ${coded} UNION ALL
    SELECT id, ${raw(key)}, project_id FROM ${raw(table)} WHERE id = ${id} AND ${within}
      AND NOT EXISTS (SELECT 1 ${coded})`;
}

/** Of a label that may be given to a picture; no row where it is not there. */
export const labelExists = (table: "image_statuses" | "image_sources", id: number | null | undefined): Sql =>
  sql`SELECT id FROM ${raw(table)} WHERE id = ${id ?? null} AND is_deleted = 0`;

const statusText = (id: number | null): Sql => sql`(SELECT text FROM image_status_texts WHERE id = ${id})`;
const sourceText = (id: number | null): Sql => sql`(SELECT text FROM image_source_texts WHERE id = ${id})`;

/** Draws numbers for new pictures, in the order of their hashes, where they have a parent. */
export const doubtsSql = (ctx: Ctx, entity: Entity, hashes: readonly string[], parents: Sql): Sql =>
  sql`INSERT INTO image_doubts (entity, hash, since) SELECT ${entity.name}, value, ${microseconds(ctx.now)}
    FROM json_each(${JSON.stringify(hashes)}) WHERE EXISTS (${parents}) ORDER BY key RETURNING id`;

/** Bytes of a picture that is there: about to be stored, or replaced by others. */
export const doubtSql = (ctx: Ctx, entity: Entity, hash: string, imageId: number): Sql =>
  sql`INSERT INTO image_doubts (entity, image_id, hash, since)
    VALUES (${entity.name}, ${imageId}, ${hash}, ${microseconds(ctx.now)})`;

export interface NewImage {
  id: number;
  parentId: number;
  hash: string;
  format: Format;
  width: number;
  height: number;
  bytes: number;
  isMain: boolean;
  category: string;
  note: string;
  statusId: number | null;
  sourceId: number | null;
}

const noMain = (entity: Entity, parentId: number | Sql): Sql =>
  sql`UPDATE images SET is_main = 0 WHERE entity = ${entity.name} AND parent_id = ${parentId}
    AND is_main = 1 AND is_deleted = 0`;

/** Its parent's first picture is main; one that is to be main takes that from another. */
export function insertImageSql(ctx: Ctx, entity: Entity, image: NewImage): Sql[] {
  const now = microseconds(ctx.now);
  const isFirst = sql`NOT EXISTS (SELECT 1 FROM images
    WHERE entity = ${entity.name} AND parent_id = ${image.parentId} AND is_deleted = 0)`;
  return [
    ...(image.isMain ? [noMain(entity, image.parentId)] : []),
    sql`INSERT INTO images (id, entity, parent_id, project_id, parent_deleted, hash, format, width, height,
        size_bytes, asked_at, is_main, category, note, status_id, status_text, source_id, source_text,
        created_at, updated_at)
      SELECT ${image.id}, ${entity.name}, id, ${entity.ofProject ? raw("project_id") : raw("id")}, is_deleted,
        ${image.hash}, ${image.format}, ${image.width}, ${image.height}, ${image.bytes}, ${now},
        ${Number(image.isMain)} OR ${isFirst}, ${image.category}, ${image.note},
        ${image.statusId}, ${statusText(image.statusId)}, ${image.sourceId}, ${sourceText(image.sourceId)},
        ${now}, ${now}
      FROM ${raw(entity.table)} WHERE id = ${image.parentId}`,
    sql`DELETE FROM image_doubts WHERE id = ${image.id}`,
  ];
}

export interface ImageChange {
  is_main?: boolean | undefined;
  category?: string | undefined;
  note?: string | undefined;
  status_id?: number | null | undefined;
  source_id?: number | null | undefined;
}

export interface NewBytes {
  hash: string;
  format: Format;
  width: number;
  height: number;
  bytes: number;
}

/** What is given and nothing else. Bytes that are replaced are in doubt from now on. */
export function updateImageSql(
  ctx: Ctx,
  entity: Entity,
  before: ListedImage,
  change: ImageChange,
  replaced: NewBytes | undefined,
): Sql[] {
  const now = microseconds(ctx.now);
  const { is_main, category, note, status_id, source_id } = change;
  const sets = [sql`updated_at = max(updated_at + 1, ${now})`];
  if (is_main !== undefined) sets.push(sql`is_main = ${Number(is_main)}`);
  if (category !== undefined) sets.push(sql`category = ${category}`);
  if (note !== undefined) sets.push(sql`note = ${note}`);
  if (status_id !== undefined)
    sets.push(sql`status_id = ${status_id}`, sql`status_text = ${statusText(status_id)}`);
  if (source_id !== undefined)
    sets.push(sql`source_id = ${source_id}`, sql`source_text = ${sourceText(source_id)}`);
  if (replaced)
    sets.push(
      sql`hash = ${replaced.hash}`,
      sql`format = ${replaced.format}`,
      sql`width = ${replaced.width}`,
      sql`height = ${replaced.height}`,
      sql`size_bytes = ${replaced.bytes}`,
      sql`thumbnail_bytes = NULL`,
      sql`asked_at = ${now}`,
    );
  return [
    ...(replaced && replaced.hash !== before.hash ? [doubtSql(ctx, entity, before.hash, before.id)] : []),
    ...(is_main ? [noMain(entity, sql`(SELECT parent_id FROM images WHERE id = ${before.id})`)] : []),
    sql`UPDATE images SET ${join(sets)} WHERE id = ${before.id} AND is_deleted = 0`,
  ];
}
