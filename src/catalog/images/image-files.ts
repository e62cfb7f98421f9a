/** A picture's bytes in R2: the original stored under its hash, a folder of it deleted as a whole. */
import type { Ctx } from "../../platform/context.ts";
import type { Entity } from "../entity.ts";
import { uprightSize } from "./inspect.ts";
import { originalKey, TYPES } from "./media-url.ts";
import type { Picture } from "./picture.ts";

export async function hashOf(bytes: Uint8Array): Promise<string> {
  const digest = Buffer.from(await crypto.subtle.digest("SHA-256", bytes));
  return digest.toString("hex", 0, 16);
}

/** What a row keeps of a picture's bytes. */
export async function describe(picture: Picture) {
  const [width, height] = uprightSize(picture);
  const { format, bytes } = picture;
  return { hash: await hashOf(bytes), format, width, height, bytes: bytes.length };
}

export async function storeOriginal(
  ctx: Ctx,
  entity: Entity,
  picture: Picture,
  { id, hash }: { id: number; hash: string },
): Promise<string> {
  const key = originalKey(entity, { id, hash, format: picture.format });
  await ctx.files.put(key, picture.bytes, { httpMetadata: { contentType: TYPES[picture.format] } });
  return key;
}

export async function deleteFolder(ctx: Ctx, prefix: string): Promise<void> {
  const { objects } = await ctx.files.list({ prefix });
  if (objects.length) await ctx.files.delete(objects.map(({ key }) => key));
}
