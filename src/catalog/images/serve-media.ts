/** The stored bytes under their address: whole or in part, known again by their ETag, never stale. */
import sql from "sql-template-tag";
import type { Ctx } from "../../platform/context.ts";
import { ApiError, forbidden, notFound } from "../../platform/errors.ts";
import { message } from "../../platform/i18n.ts";
import type { Entity } from "../entity.ts";
import { makeRendition } from "./make-renditions.ts";
import { folderOf, isSigned, type MediaPath, mediaPathOf, originalKey, type Stored } from "./media-url.ts";

/** An address names its bytes by their hash: they never change. */
const FOREVER = "public, max-age=31536000, immutable";
const PRIVATELY = "private, max-age=3600";
/** The original in place of a rendition that cannot be made here. */
const FOR_NOW = "public, max-age=300";

interface Part {
  offset: number;
  length: number;
}

/** `bytes=0-99`, `bytes=100-`, `bytes=-100`; another form, or more than one range, is answered whole. */
function rangeOf(header: string | null, size: number): Part | "beyond" | undefined {
  const [, from = "", to = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "") ?? [];
  if (from === "" && to === "") return undefined;
  if (from === "") {
    const length = Math.min(Number(to), size);
    return length ? { offset: size - length, length } : "beyond";
  }
  const [offset, last] = [Number(from), to === "" ? size - 1 : Math.min(Number(to), size - 1)];
  if (offset >= size) return "beyond";
  return last < offset ? undefined : { offset, length: last - offset + 1 };
}

const matches = (header: string | null, etag: string) =>
  (header ?? "").split(",").some((one) => ["*", etag].includes(one.trim().replace(/^W\//, "")));

function headersOf(object: R2Object, cacheControl: string): Record<string, string> {
  return {
    "Cache-Control": cacheControl,
    ETag: object.httpEtag,
    "Last-Modified": object.uploaded.toUTCString(),
    "Accept-Ranges": "bytes",
    "Content-Type": object.httpMetadata?.contentType ?? "application/octet-stream",
  };
}

const beyond = (size: number) =>
  new ApiError(
    416,
    { detail: message("The requested range is not satisfiable.") },
    { "Content-Range": `bytes */${size}` },
  );

async function answerOf(ctx: Ctx, { method, headers: asked }: Request, key: string, cacheControl: string) {
  const wantsHead = method === "HEAD";
  const wantsPart = !wantsHead && asked.has("Range");
  // The size or the ETag decides on the bytes.
  const wantsLess = wantsHead || wantsPart || asked.has("If-None-Match");
  const whole = wantsLess ? null : await ctx.files.get(key);
  const object = wantsLess ? await ctx.files.head(key) : whole;
  if (!object) return undefined;
  const headers = headersOf(object, cacheControl);
  if (matches(asked.get("If-None-Match"), object.httpEtag))
    return new Response(null, { status: 304, headers });
  const range = wantsPart ? rangeOf(asked.get("Range"), object.size) : undefined;
  if (range === "beyond") throw beyond(object.size);
  const { offset, length } = range ?? { offset: 0, length: object.size };
  headers["Content-Length"] = String(length);
  if (range) headers["Content-Range"] = `bytes ${offset}-${offset + length - 1}/${object.size}`;
  const status = range ? 206 : 200;
  if (wantsHead) return new Response(null, { status, headers });
  const { body } = whole ?? (await ctx.files.get(key, range ? { range } : {})) ?? {};
  return body && new Response(body, { status, headers });
}

/** The live picture of an address, where it is asked for before the queue has come to it. */
async function findStored(ctx: Ctx, { entity, id, hash }: MediaPath): Promise<Stored> {
  const stored = await ctx.db.first<Stored & Record<string, unknown>>(
    sql`SELECT id, hash, format FROM images
      WHERE id = ${id} AND entity = ${entity.name} AND hash = ${hash} AND is_deleted = 0`,
  );
  if (!stored) throw notFound();
  return stored;
}

const cacheControlOf = ({ publicRead }: Entity, publicly: string) => (publicRead ? publicly : PRIVATELY);

/** A rendition that is not there yet is made for whoever comes first; the original stands in where none can be. */
async function onDemand(ctx: Ctx, request: Request, path: MediaPath): Promise<Response | undefined> {
  const { entity, rendition } = path;
  if (!rendition) return undefined;
  const stored = await findStored(ctx, path);
  const key = originalKey(entity, stored);
  if (!ctx.images) return answerOf(ctx, request, key, cacheControlOf(entity, FOR_NOW));
  const original = await ctx.files.get(key);
  if (!original) return undefined;
  const folder = folderOf(entity, stored);
  await makeRendition(ctx, ctx.images, original, { folder, name: rendition });
  return answerOf(ctx, request, path.key, cacheControlOf(entity, FOREVER));
}

export async function serveMedia(
  ctx: Ctx,
  params: Record<string, string>,
  url: URL,
  request: Request,
): Promise<Response> {
  const path = mediaPathOf(params);
  if (!path) throw notFound();
  if (!path.entity.publicRead && !isSigned(ctx, url)) throw forbidden();
  const answer =
    (await answerOf(ctx, request, path.key, cacheControlOf(path.entity, FOREVER))) ??
    (await onDemand(ctx, request, path));
  if (!answer) throw notFound();
  return answer;
}
