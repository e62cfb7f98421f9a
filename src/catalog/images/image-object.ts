/** A picture's row as the object that clients read, in the contract's order. */
import { formatStamp } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/context.ts";
import type { Entity, EntityRow } from "../entity.ts";
import { hiddenFrom } from "../hidden.ts";
import { type SourceRow, type StatusRow, sourceObject, statusObject } from "./labels.ts";
import { folderOf, originalKey, RENDITION_NAMES, renditionKey, type Stored, urlOf } from "./media-url.ts";

/** What a list of pictures and the nested ones read of a row. */
export interface ImageRow extends Stored {
  is_main: number;
  category: string;
  note: string;
  status: StatusRow | null;
  source: SourceRow | null;
  is_ai_generated: number;
  created_at: number;
}

/** What a picture tells of the row that it belongs to. */
export interface Parent {
  id: number;
  code: string;
  article_code?: string | null;
  project: { id: number; code_1c: string; name: string } | null;
}

function urlsOf(ctx: Ctx, entity: Entity, image: ImageRow) {
  const folder = folderOf(entity, image);
  const urls: Record<string, string> = {};
  for (const name of RENDITION_NAMES) urls[name] = urlOf(ctx, entity, renditionKey(folder, name));
  return { original: urlOf(ctx, entity, originalKey(entity, image)), ...urls } as Record<string, string>;
}

function belongingOf(entity: Entity, { id, code, article_code, project }: Parent) {
  if (!entity.ofProject) return { project, [entity.key]: code };
  const article = entity.name === "nomenklatura" ? { article_code: article_code ?? null } : {};
  return { [entity.name]: id, project, [entity.key]: code, ...article };
}

export function imageObject(ctx: Ctx, entity: Entity, image: ImageRow, parent: Parent) {
  const { original, thumbnail, sm, md, lg } = urlsOf(ctx, entity, image);
  const { status, source } = image;
  return {
    id: image.id,
    ...belongingOf(entity, parent),
    image: original,
    category: image.category,
    note: image.note,
    image_url: original,
    image_sm_url: sm,
    image_md_url: md,
    image_lg_url: lg,
    image_thumbnail_url: thumbnail,
    is_main: image.is_main === 1,
    status: status && statusObject(status),
    source: source && sourceObject(source, hiddenFrom(ctx)),
    ...(entity.name === "nomenklatura" ? { is_ai_generated: image.is_ai_generated === 1 } : {}),
    created_at: formatStamp(image.created_at),
  };
}

function parentOf(entity: Entity, row: EntityRow): Parent {
  const code = String(row[entity.key]);
  const own = { id: row.id, code_1c: code, name: String(row["name"]) };
  const project =
    row["p_id"] == null
      ? null
      : { id: Number(row["p_id"]), code_1c: String(row["p_code"]), name: String(row["p_name"]) };
  return {
    id: row.id,
    code,
    article_code: (row["article_code"] ?? null) as string | null,
    project: entity.ofProject ? project : own,
  };
}

/** The pictures of a row of the catalogue, which was read with them beside it. */
export function imagesText(ctx: Ctx, entity: Entity, row: EntityRow): string {
  const text = row["images"];
  if (typeof text !== "string") return "[]";
  const parent = parentOf(entity, row);
  const images = JSON.parse(text) as ImageRow[];
  return JSON.stringify(images.map((image) => imageObject(ctx, entity, image, parent)));
}
