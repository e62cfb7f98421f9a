/** Several pictures of one parent in one form: all of them or none. */
import { MEBIBYTE } from "../../platform/body.ts";
import type { Ctx } from "../../platform/context.ts";
import { ApiError, invalid } from "../../platform/errors.ts";
import { message } from "../../platform/i18n.ts";
import { idempotencyOf } from "../../platform/idempotency.ts";
import { isMessage } from "../../platform/kinds.ts";
import type { Row } from "../../platform/sql.ts";
import { fieldMessages } from "../../platform/validate.ts";
import type { Entity } from "../entity.ts";
import { receiveUpload, type Upload, type UploadedFile } from "../receive-upload.ts";
import { describe, hashOf, storeOriginal } from "./image-files.ts";
import { imageObject } from "./image-object.ts";
import { BulkFields } from "./images.schema.ts";
import { doubtsSql, imageOf, type ListedImage, parentsNamed } from "./images.store.ts";
import { insertImages, madeBefore, onlyOne, type ParentRow } from "./insert-images.ts";
import { inspect } from "./inspect.ts";

export const BULK_BYTES = 40 * MEBIBYTE;
const MOST_IMAGES = 20;

/** A form that is too large to be in memory lies here while it is worked off. */
export const UPLOADS = "uploads/";

const refused = (status: number, error: string) => new ApiError(status, { error });

function readFields(entity: Entity, { fields }: Upload) {
  const read = BulkFields.safeParse(fields);
  if (!read.success) throw invalid(fieldMessages(read.error));
  const code = (fields[entity.name] ?? fields[entity.key] ?? "").trim();
  if (!code) throw refused(400, `${entity.name} code_1c talab qilinadi`);
  return { code, ...read.data };
}

async function pictureOf({ source }: UploadedFile) {
  return inspect(await source.read(0, source.size));
}

/** What is to be known of each file; one is in memory at a time, and faults are told by their places. */
async function describeAll(files: readonly UploadedFile[], keyed: boolean) {
  if (files.length > MOST_IMAGES)
    throw invalid({
      images: [message("Ensure this list has no more than {limit} elements.", { limit: MOST_IMAGES })],
    });
  const described = [];
  const faults: Record<string, unknown> = {};
  for (const [index, file] of files.entries()) {
    const picture = await pictureOf(file);
    if (isMessage(picture)) faults[index] = [picture];
    else described.push({ ...(await describe(picture)), sent: keyed ? await hashOf(picture.sent) : "" });
  }
  if (Object.keys(faults).length) throw new ApiError(400, { images: faults });
  return described;
}

function answerOf(ctx: Ctx, entity: Entity, rows: readonly ListedImage[]) {
  const images = rows.map((row) => imageObject(ctx, entity, ...imageOf(row)));
  if (entity.name === "client") return images;
  return { message: `${images.length} ta rasm muvaffaqiyatli yuklandi`, images };
}

async function upload(ctx: Ctx, entity: Entity, request: Request, form: Upload) {
  const { code, category = "", note = "", project_id } = readFields(entity, form);
  const files = form.files.filter(({ field, name }) => field === "images" && name !== "");
  const described = await describeAll(files, request.headers.has("Idempotency-Key"));
  const said = JSON.stringify([code, category, note, project_id, described.map(({ sent }) => sent)]);
  const once = await idempotencyOf(ctx, request, said);
  const named = parentsNamed(entity, code, project_id);
  const [parents, drawn, kept = []] = await ctx.db.read<[ParentRow, { id: number }, ...Row[]]>(
    named,
    doubtsSql(
      ctx,
      entity,
      described.map(({ hash }) => hash),
      named,
    ),
    ...(once ? [once.find] : []),
  );
  const made = once?.made(kept);
  if (made !== undefined) return answerOf(ctx, entity, await madeBefore(ctx, entity, made));
  const parent = onlyOne(parents);
  if (!parent) throw refused(404, `${entity.name[0]?.toUpperCase()}${entity.name.slice(1)} topilmadi`);
  if (!files.length) throw refused(400, "Rasmlar talab qilinadi");

  const images = described.map(({ sent: _, ...stored }, index) => {
    const id = drawn[index]?.id;
    if (id === undefined) throw new Error("A picture got no number");
    const labels = { isMain: false, category, note, statusId: null, sourceId: null };
    return { id, parentId: parent.id, ...stored, ...labels };
  });
  // Read a second time, so that one is in memory at a time.
  for (const [index, file] of files.entries()) {
    const [picture, image] = [await pictureOf(file), images[index]];
    if (isMessage(picture) || !image) throw new Error("A file is no longer what it was");
    await storeOriginal(ctx, entity, picture, image);
  }
  return answerOf(ctx, entity, await insertImages(ctx, entity, images, once));
}

export async function uploadImages(ctx: Ctx, entity: Entity, request: Request) {
  const key = UPLOADS + crypto.randomUUID();
  const form = await receiveUpload(ctx, request, key, { limitBytes: BULK_BYTES });
  try {
    return await upload(ctx, entity, request, form);
  } finally {
    if (form.parked) await ctx.files.delete(key);
  }
}
