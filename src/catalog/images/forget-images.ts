/** Nightly: bytes that belong to no picture go, and so do those of pictures that were deleted long ago. */
import sql from "sql-template-tag";
import { microseconds } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/context.ts";
import { limited } from "../../platform/sql.ts";
import { entities } from "../entities.ts";
import { UPLOADS } from "./bulk-upload.ts";
import { deleteFolder } from "./image-files.ts";
import { folderOf } from "./media-url.ts";

const DAY_US = 86_400_000_000;
const KEPT_DAYS = 30;
/** Of each kind in one night. */
const MOST = 1000;

type Folder = { id: number; entity: string; image_id: number; hash: string };

async function deleteFolders(ctx: Ctx, folders: readonly Folder[]): Promise<string> {
  for (const { entity: name, image_id, hash } of folders) {
    const entity = entities.find((one) => one.name === name);
    if (entity) await deleteFolder(ctx, folderOf(entity, { id: image_id, hash }));
  }
  return JSON.stringify(folders.map(({ id }) => id));
}

/** What a failed or replaced upload left; not a folder whose picture is there, or is just being brought back. */
async function forgetDoubts(ctx: Ctx): Promise<void> {
  const from = microseconds(ctx.now) - DAY_US;
  const doubts = await ctx.db.rows<Folder & { is_used: number }>(
    sql`SELECT id, entity, ifnull(image_id, id) AS image_id, hash, EXISTS (
        SELECT 1 FROM images i WHERE i.id = ifnull(d.image_id, d.id) AND i.hash = d.hash)
        OR EXISTS (SELECT 1 FROM image_doubts n WHERE n.since >= ${from} AND n.image_id = d.image_id
          AND n.hash = d.hash) AS is_used
      FROM image_doubts d WHERE since < ${from} ORDER BY since ${limited(MOST)}`,
  );
  await deleteFolders(
    ctx,
    doubts.filter(({ is_used }) => !is_used),
  );
  const ids = JSON.stringify(doubts.map(({ id }) => id));
  if (doubts.length)
    await ctx.db.write(sql`DELETE FROM image_doubts WHERE id IN (SELECT value FROM json_each(${ids}))`);
}

async function forgetDeleted(ctx: Ctx): Promise<void> {
  const from = microseconds(ctx.now) - KEPT_DAYS * DAY_US;
  const gone = await ctx.db.rows<Folder>(
    sql`SELECT id, entity, id AS image_id, hash FROM images INDEXED BY images_deleted
      WHERE is_deleted = 1 AND updated_at < ${from} ORDER BY updated_at ${limited(MOST)}`,
  );
  const ids = await deleteFolders(ctx, gone);
  if (gone.length)
    await ctx.db.write(sql`DELETE FROM images WHERE id IN (SELECT value FROM json_each(${ids}))`);
}

/** Forms that a crash left behind. */
async function forgetUploads(ctx: Ctx): Promise<void> {
  const { objects } = await ctx.files.list({ prefix: UPLOADS });
  const old = objects.filter(
    ({ uploaded }) => microseconds(uploaded.getTime()) < microseconds(ctx.now) - DAY_US,
  );
  if (old.length) await ctx.files.delete(old.map(({ key }) => key));
}

export async function forgetImages(ctx: Ctx): Promise<void> {
  await forgetDoubts(ctx);
  await forgetDeleted(ctx);
  await forgetUploads(ctx);
}
