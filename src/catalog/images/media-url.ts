/** Where a picture's bytes are: the same path in R2 and in its address, signed where it is not everybody's. */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Ctx } from "../../platform/context.ts";
import { type Entity, entities } from "../entities.ts";
import type { Format } from "./picture.ts";

/** Squares, cut from the middle. */
export const RENDITIONS = {
  thumbnail: { side: 150, quality: 80 },
  sm: { side: 300, quality: 85 },
  md: { side: 600, quality: 85 },
  lg: { side: 1200, quality: 90 },
} as const;
export type Rendition = keyof typeof RENDITIONS;
export const RENDITION_NAMES = Object.keys(RENDITIONS) as Rendition[];

export const TYPES: Readonly<Record<Format, string>> = {
  jpg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
};

/** What names the stored bytes of a picture. */
export interface Stored {
  id: number;
  hash: string;
  format: Format;
}

export const folderOf = (entity: Entity, { id, hash }: Pick<Stored, "id" | "hash">) =>
  `${entity.name}-image/${id}/${hash}/`;
export const originalKey = (entity: Entity, image: Stored) =>
  `${folderOf(entity, image)}original.${image.format}`;
export const renditionKey = (folder: string, name: Rendition) => `${folder}${name}.jpg`;

const HOUR_S = 3600;

const signatureOf = (secret: string, path: string, expires: number) =>
  createHmac("sha256", secret).update(`${path}\n${expires}`).digest("base64url");

/** The address of an object. All that are signed within an hour end at once, so that equal lists are equal. */
export function urlOf(ctx: Ctx, entity: Entity, key: string): string {
  const path = `/media/${key}`;
  if (entity.publicRead) return ctx.origin + path;
  const expires = (Math.floor(ctx.now / 1000 / HOUR_S) + 2) * HOUR_S;
  return `${ctx.origin}${path}?expires=${expires}&signature=${signatureOf(ctx.config.JWT_SECRET, path, expires)}`;
}

/** Whether an address that is not everybody's was made here and has not ended. */
export function isSigned({ config, now }: Ctx, { pathname, searchParams }: URL): boolean {
  const expires = Number(searchParams.get("expires"));
  const given = Buffer.from(searchParams.get("signature") ?? "");
  if (!Number.isSafeInteger(expires) || expires * 1000 < now) return false;
  const path = pathname.replace(/\/$/, "");
  return [config.JWT_SECRET, config.JWT_SECRET_PREVIOUS].some((secret) => {
    const right = secret && Buffer.from(signatureOf(secret, path, expires));
    return right && right.length === given.length && timingSafeEqual(right, given);
  });
}

export interface MediaPath {
  entity: Entity;
  id: number;
  hash: string;
  /** None for the original. */
  rendition: Rendition | undefined;
  key: string;
}

const FILE = new RegExp(`^(?:original\\.(?:jpg|png|webp)|(${RENDITION_NAMES.join("|")})\\.jpg)$`);

/** The path of an address, or nothing where no picture of ours can be. */
export function mediaPathOf(params: Record<string, string>): MediaPath | undefined {
  const { folder = "", id = "", hash = "", file = "" } = params;
  const entity = entities.find(({ name }) => `${name}-image` === folder);
  const match = FILE.exec(file);
  if (!entity || !match || !/^\d{1,15}$/.test(id) || !/^[\da-f]{32}$/.test(hash)) return undefined;
  const rendition = match[1] as Rendition | undefined;
  return { entity, id: Number(id), hash, rendition, key: `${folder}/${id}/${hash}/${file}` };
}
