/** Renditions: asked of the queue when an original is stored, made once, and on demand where somebody is faster. */
import sql from "sql-template-tag";
import { microseconds } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/context.ts";
import { limited } from "../../platform/sql.ts";
import { type Entity, entities } from "../entities.ts";
import { inspect } from "./inspect.ts";
import {
  folderOf,
  originalKey,
  RENDITION_NAMES,
  RENDITIONS,
  type Rendition,
  renditionKey,
  type Stored,
  TYPES,
} from "./media-url.ts";
import type { Format } from "./picture.ts";

export interface RenditionMessage {
  kind: "renditions";
  entity: string;
  image_id: number;
  hash: string;
  format: Format;
}

const sendMessage = (ctx: Ctx, { entity, image_id, hash, format }: Omit<RenditionMessage, "kind">) =>
  ctx.tasks.send({ kind: "renditions", entity, image_id, hash, format });

/** The row says that they are awaited: what cannot be sent now is sent by the minute cron. */
export const askRenditions = (ctx: Ctx, entity: Entity, { id, hash, format }: Stored) =>
  sendMessage(ctx, { entity: entity.name, image_id: id, hash, format }).catch((fault: unknown) =>
    ctx.log.fail(fault),
  );

/** One rendition's bytes. What the binding might leave of metadata is taken out as it is of an upload. */
async function render(images: ImagesBinding, original: R2ObjectBody, name: Rendition): Promise<Uint8Array> {
  const { side, quality } = RENDITIONS[name];
  const result = await images
    .input(original.body)
    .transform({ width: side, height: side, fit: "cover", gravity: "center", background: "#ffffff" })
    .output({ format: "image/jpeg", quality });
  const made = inspect(new Uint8Array(await result.response().arrayBuffer()));
  if (!("bytes" in made)) throw new Error("The Images binding answered something that is no picture");
  return made.bytes;
}

/** Made and kept; somebody else may have been faster, with the same bytes. */
export async function makeRendition(
  ctx: Ctx,
  images: ImagesBinding,
  original: R2ObjectBody,
  { folder, name }: { folder: string; name: Rendition },
): Promise<Uint8Array> {
  const bytes = await render(images, original, name);
  await ctx.files.put(renditionKey(folder, name), bytes, {
    httpMetadata: { contentType: TYPES.jpg },
    onlyIf: { etagDoesNotMatch: "*" },
  });
  return bytes;
}

/** The thumbnail's size is the row's to tell, and whoever has it waits for nothing more. */
const markReady = (ctx: Ctx, { image_id, hash }: RenditionMessage, thumbnailBytes: number | null) =>
  ctx.db.write(
    sql`UPDATE images SET thumbnail_bytes = ${thumbnailBytes}, asked_at = NULL WHERE id = ${image_id} AND hash = ${hash}`,
  );

/** The queue's verb: what is there already is not made again. */
export async function makeRenditions(ctx: Ctx, message: RenditionMessage): Promise<void> {
  const entity = entities.find(({ name }) => name === message.entity);
  if (!entity) throw new Error(`Pictures have no entity ${message.entity}`);
  const stored = { id: message.image_id, hash: message.hash, format: message.format };
  const folder = folderOf(entity, stored);
  let thumbnailBytes: number | null = null;
  for (const name of RENDITION_NAMES) {
    if (!ctx.images) break;
    const present = await ctx.files.head(renditionKey(folder, name));
    const original = present ? null : await ctx.files.get(originalKey(entity, stored));
    // Replaced or deleted meanwhile.
    if (!present && !original) return;
    const size = original
      ? (await makeRendition(ctx, ctx.images, original, { folder, name })).length
      : (present?.size ?? null);
    if (name === "thumbnail") thumbnailBytes = size;
  }
  await markReady(ctx, message, thumbnailBytes);
}

/** The dead-letter queue's verb: an original that cannot be rendered is asked about no more. */
export const giveUpRenditions = (ctx: Ctx, message: RenditionMessage) => markReady(ctx, message, null);

const LOST_AFTER_US = 300_000_000;
const AT_ONCE = 100;

/** Every minute: messages that were lost are sent again. */
export async function sweepRenditions(ctx: Ctx): Promise<void> {
  const now = microseconds(ctx.now);
  const lost = await ctx.db.rows<Omit<RenditionMessage, "kind">>(
    sql`SELECT entity, id AS image_id, hash, format FROM images INDEXED BY images_asked
      WHERE asked_at < ${now - LOST_AFTER_US} AND is_deleted = 0 ORDER BY asked_at ${limited(AT_ONCE)}`,
  );
  if (!lost.length) return;
  const ids = JSON.stringify(lost.map(({ image_id }) => image_id));
  await ctx.db.write(
    sql`UPDATE images SET asked_at = ${now} WHERE id IN (SELECT value FROM json_each(${ids})) AND asked_at IS NOT NULL`,
  );
  for (const one of lost) await sendMessage(ctx, one);
}
