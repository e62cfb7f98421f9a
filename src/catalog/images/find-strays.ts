/** Bytes without a row and rows without bytes: every object of the bucket is looked at, which only the doctor does. */
import sql from "sql-template-tag";
import type { Ctx } from "../../platform/context.ts";
import { entities } from "../entities.ts";
import { folderOf, originalKey } from "./media-url.ts";
import type { Format } from "./picture.ts";

export interface Strays {
  /** Folders whose bytes no picture has. */
  folders: string[];
  /** Pictures whose original is not there. */
  images: { entity: string; id: number }[];
}

type Row = { entity: string; id: number; hash: string; format: Format };

async function keysIn(ctx: Pick<Ctx, "files">, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await ctx.files.list({ prefix, ...(cursor ? { cursor } : {}) });
    keys.push(...page.objects.map(({ key }) => key));
    if (!page.truncated) return keys;
    cursor = page.cursor;
  }
}

export async function findStrays(ctx: Pick<Ctx, "db" | "files">): Promise<Strays> {
  const strays: Strays = { folders: [], images: [] };
  const rows = await ctx.db.rows<Row>(sql`SELECT entity, id, hash, format FROM images`);
  for (const entity of entities) {
    const keys = new Set(await keysIn(ctx, `${entity.name}-image/`));
    const folders = new Set([...keys].map((key) => key.replace(/[^/]+$/, "")));
    for (const row of rows.filter((one) => one.entity === entity.name)) {
      folders.delete(folderOf(entity, row));
      if (!keys.has(originalKey(entity, row))) strays.images.push({ entity: entity.name, id: row.id });
    }
    strays.folders.push(...folders);
  }
  return strays;
}
