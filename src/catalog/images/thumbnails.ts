/** The newest pictures of several entities at once: one statement, sizes from their rows, no file opened. */
import sql, { join, raw, type Sql } from "sql-template-tag";
import { formatStamp } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/context.ts";
import { limited } from "../../platform/sql.ts";
import { type Entity, entities } from "../entities.ts";
import { idsWhere } from "../resource.store.ts";
import { isShown, statusIs } from "./images.store.ts";
import type { SourceRow, StatusRow } from "./labels.ts";
import { folderOf, RENDITIONS, renditionKey, urlOf } from "./media-url.ts";
import type { Format } from "./picture.ts";
import type { ThumbnailQuery } from "./thumbnails.schema.ts";

const STANDARD = 60;
const MOST = 200;

type ThumbnailRow = {
  entity: string;
  parent_id: number;
  code: string;
  name: string;
  id: number;
  hash: string;
  format: Format;
  width: number;
  height: number;
  size_bytes: number;
  thumbnail_bytes: number | null;
  is_main: number;
  category: string;
  note: string;
  status_text: string | null;
  source_text: string | null;
  created_at: number;
};

const IMAGE = raw(
  "entity, parent_id, id, hash, format, width, height, size_bytes, thumbnail_bytes, is_main, category, note, status_text, source_text, created_at",
);

const FORMATS: Readonly<Record<Format, string>> = { jpg: "JPEG", png: "PNG", webp: "WEBP" };

function limitOf(text: string | undefined): number {
  const limit = /^\d{1,9}$/.test(text ?? "") ? Number(text) : 0;
  return limit ? Math.min(limit, MOST) : STANDARD;
}

const CODES = ["code_1c", "client_code_1c", "article_code"] as const;

/** Filters by a code that the entity lacks leave nothing of it. */
function codesOf(entity: Entity, query: ThumbnailQuery): Sql[] | undefined {
  const asked = CODES.filter((name) => query[name] !== undefined);
  if (asked.some((name) => !entity.fields.some((field) => field.name === name))) return undefined;
  return asked.map((name) => sql`parent_id IN (${idsWhere(entity, name, query[name] ?? "")})`);
}

function newestSql(entity: Entity, query: ThumbnailQuery, limit: number): Sql[] {
  const codes = codesOf(entity, query);
  if (!codes) return [];
  const where = [isShown(entity), ...codes];
  if (query.is_main !== undefined) where.push(sql`is_main = ${Number(query.is_main)}`);
  if (query.status !== undefined) where.push(statusIs(query.status));
  return [
    sql`SELECT * FROM (SELECT i.*, t.${raw(entity.key)} AS code, t.name FROM (
        SELECT ${IMAGE} FROM images WHERE ${join(where, " AND ")} ORDER BY created_at DESC, id DESC ${limited(limit)}) i
      CROSS JOIN ${raw(entity.table)} t ON t.id = i.parent_id)`,
  ];
}

/** `1.50 MB`, `2.00 KB`, `17 B`. */
function sizeText(bytes: number): string {
  if (bytes >= 1_048_576) return `${(bytes / 1_048_576).toFixed(2)} MB`;
  return bytes >= 1024 ? `${(bytes / 1024).toFixed(2)} KB` : `${bytes} B`;
}

function thumbnailOf(ctx: Ctx, row: ThumbnailRow) {
  const entity = entities.find(({ name }) => name === row.entity) as Entity;
  const status = JSON.parse(row.status_text ?? "null") as StatusRow | null;
  const source = JSON.parse(row.source_text ?? "null") as SourceRow | null;
  const { side } = RENDITIONS.thumbnail;
  const { thumbnail_bytes: bytes, size_bytes } = row;
  return {
    entity_type: row.entity,
    entity_id: row.parent_id,
    [entity.key]: row.code,
    entity_name: row.name,
    image_id: row.id,
    thumbnail_url: urlOf(ctx, entity, renditionKey(folderOf(entity, row), "thumbnail")),
    thumbnail_dimensions:
      bytes === null ? null : { width: side, height: side, format: FORMATS.jpg, size: sizeText(bytes) },
    original_dimensions: {
      width: row.width,
      height: row.height,
      format: FORMATS[row.format],
      size_bytes,
      size: sizeText(size_bytes),
    },
    is_main: row.is_main === 1,
    category: row.category || null,
    note: row.note || null,
    status_code: status?.code ?? null,
    status_name: status?.name ?? null,
    source_name: source?.uploader_name ?? null,
    source_type: source?.uploader_type ?? null,
    created_at: formatStamp(row.created_at),
  };
}

const totalOf = (sizes: readonly (number | null)[]) => {
  const bytes = sizes.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  return { size_bytes: bytes, size: sizeText(bytes) };
};

/** Clients are for signed-in callers alone. */
export async function listThumbnails(ctx: Ctx, query: ThumbnailQuery) {
  const wanted = query.entity_type?.length ? query.entity_type : entities.map(({ name }) => name);
  const limit = limitOf(query.limit);
  const parts = entities
    .filter(({ name, publicRead }) => wanted.includes(name) && (publicRead || ctx.callerId !== undefined))
    .flatMap((entity) => newestSql(entity, query, limit));
  const rows = parts.length
    ? await ctx.db.rows<ThumbnailRow>(
        sql`${join(parts, " UNION ALL ")} ORDER BY created_at DESC, id DESC ${limited(limit)}`,
      )
    : [];
  return {
    results: rows.map((row) => thumbnailOf(ctx, row)),
    total_count: rows.length,
    total_size: {
      thumbnail: totalOf(rows.map(({ thumbnail_bytes }) => thumbnail_bytes)),
      original: totalOf(rows.map(({ size_bytes }) => size_bytes)),
    },
  };
}
