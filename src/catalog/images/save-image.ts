/** Pictures uploaded, changed and deleted, one at a time: bytes first, then the row, so that no row is without them. */

import sql from "sql-template-tag";
import { microseconds } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/context.ts";
import { invalid, notFound } from "../../platform/errors.ts";
import type { Message } from "../../platform/i18n.ts";
import { idempotencyOf } from "../../platform/idempotency.ts";
import { idOf } from "../../platform/numbered-path.ts";
import type { Row } from "../../platform/sql.ts";
import type { Entity } from "../entity.ts";
import { describe, hashOf, storeOriginal } from "./image-files.ts";
import { imageObject } from "./image-object.ts";
import type { ImageBody, ImageChangeBody } from "./images.schema.ts";
import {
  doubtSql,
  doubtsSql,
  findImage,
  imageById,
  imageOf,
  isShown,
  type ListedImage,
  labelExists,
  parentsNamed,
  updateImageSql,
} from "./images.store.ts";
import { insertImages, madeBefore, onlyOne, type ParentRow, unknownPk } from "./insert-images.ts";
import { askRenditions } from "./make-renditions.ts";

type Labels = Pick<ImageChangeBody, "status_id" | "source_id">;

const labelsExist = ({ status_id, source_id }: Labels) => [
  labelExists("image_statuses", status_id),
  labelExists("image_sources", source_id),
];

/** The labels that were named and are not there. */
function labelFaults({ status_id, source_id }: Labels, statuses: readonly Row[], sources: readonly Row[]) {
  const faults: Record<string, Message[]> = {};
  if (status_id != null && !statuses.length) faults["status_id"] = unknownPk(status_id);
  if (source_id != null && !sources.length) faults["source_id"] = unknownPk(source_id);
  return faults;
}

function expectNone(faults: Record<string, Message[]>): void {
  if (Object.keys(faults).length) throw invalid(faults);
}

function objectOf(ctx: Ctx, entity: Entity, row: ListedImage | undefined) {
  if (!row) throw notFound();
  return imageObject(ctx, entity, ...imageOf(row));
}

export const tellImage = async (ctx: Ctx, entity: Entity, id: string | undefined) =>
  objectOf(ctx, entity, await findImage(ctx, entity, id));

/** What was sent: names and values, the file by its bytes. */
async function saidBy({ image, ...values }: ImageBody): Promise<string> {
  return JSON.stringify({ ...values, image: await hashOf(image.sent) });
}

export async function createImage(ctx: Ctx, entity: Entity, body: ImageBody, request: Request) {
  const once = await idempotencyOf(ctx, request, await saidBy(body));
  const named = parentsNamed(entity, body.parent, body.project_id);
  const stored = await describe(body.image);
  const [parents, drawn, statuses, sources, kept = []] = await ctx.db.read<
    [ParentRow, { id: number }, Row, Row, ...Row[]]
  >(named, doubtsSql(ctx, entity, [stored.hash], named), ...labelsExist(body), ...(once ? [once.find] : []));
  const made = once?.made(kept);
  if (made !== undefined) return objectOf(ctx, entity, (await madeBefore(ctx, entity, made))[0]);
  const parent = onlyOne(parents);
  expectNone({
    ...(parent ? {} : { [entity.name]: unknownPk(body.parent) }),
    ...labelFaults(body, statuses, sources),
  });
  const id = drawn[0]?.id;
  if (!parent || id === undefined) throw new Error("A picture got no number");
  await storeOriginal(ctx, entity, body.image, { id, hash: stored.hash });
  const { is_main: isMain = false, category = "", note = "", status_id, source_id } = body;
  const labels = { statusId: status_id ?? null, sourceId: source_id ?? null };
  const image = { id, parentId: parent.id, ...stored, isMain, category, note, ...labels };
  const [row] = await insertImages(ctx, entity, [image], once);
  return objectOf(ctx, entity, row);
}

/** PUT and PATCH: a new file takes the place of the old one, whose bytes go a day later. */
export async function changeImage(
  ctx: Ctx,
  entity: Entity,
  idText: string | undefined,
  body: ImageChangeBody,
) {
  const id = idOf(idText);
  const replaced = body.image && (await describe(body.image));
  const found = imageById(entity, id);
  const [rows, statuses, sources] = await ctx.db.read<[ListedImage, Row, Row, ...Row[]]>(
    found,
    ...labelsExist(body),
    ...(replaced ? [doubtSql(ctx, entity, replaced.hash, id)] : []),
  );
  const [before] = rows;
  if (!before) throw notFound();
  expectNone(labelFaults(body, statuses, sources));
  if (body.image && replaced) await storeOriginal(ctx, entity, body.image, { id, hash: replaced.hash });
  const answers = await ctx.db.write<Row[]>(
    ...updateImageSql(ctx, entity, before, body, replaced),
    imageById(entity, id),
  );
  if (replaced) await askRenditions(ctx, entity, { id, ...replaced });
  return objectOf(ctx, entity, answers.at(-1)?.[0] as ListedImage | undefined);
}

/** Soft. Where the main picture goes, the newest of the others takes its place. */
export async function deleteImage(ctx: Ctx, entity: Entity, idText: string | undefined): Promise<void> {
  const { id, parent_id, is_main } = await findImage(ctx, entity, idText);
  const now = microseconds(ctx.now);
  const ofParent = sql`entity = ${entity.name} AND parent_id = ${parent_id} AND is_deleted = 0`;
  const promotion = sql`UPDATE images SET is_main = 1 WHERE id = (
      SELECT id FROM images WHERE ${ofParent} ORDER BY created_at DESC, id DESC LIMIT 1)
    AND NOT EXISTS (SELECT 1 FROM images WHERE ${ofParent} AND is_main = 1)`;
  const [gone] = await ctx.db.write<[{ id: number }, ...Row[]]>(
    sql`UPDATE images SET is_deleted = 1, is_main = 0, asked_at = NULL, updated_at = max(updated_at + 1, ${now})
      WHERE id = ${id} AND ${isShown(entity)} RETURNING id`,
    ...(is_main ? [promotion] : []),
  );
  if (!gone.length) throw notFound();
}
