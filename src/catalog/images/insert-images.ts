/** New pictures get their rows once their bytes are stored; where that fails the bytes go again. */
import sql from "sql-template-tag";
import type { Ctx } from "../../platform/context.ts";
import { ApiError } from "../../platform/errors.ts";
import { type Message, message } from "../../platform/i18n.ts";
import type { Idempotency } from "../../platform/idempotency.ts";
import { isDuplicate, type Row } from "../../platform/sql.ts";
import type { Entity } from "../entity.ts";
import { imagesByIds, insertImageSql, type ListedImage, type NewImage } from "./images.store.ts";
import { askRenditions } from "./make-renditions.ts";
import { originalKey } from "./media-url.ts";

export type ParentRow = { id: number; code: string; project_id: number };

export const unknownPk = (input: string | number): Message[] => [
  message('Invalid pk "{input}" - object does not exist.', { input }),
];

/** One of several is not guessed. */
export function onlyOne(parents: readonly ParentRow[]): ParentRow | undefined {
  const [parent, another] = parents;
  if (!parent || !another) return parent;
  const projects = parents.map(({ project_id }) => `project_id=${project_id}`).join(", ");
  throw new ApiError(409, {
    detail: message(
      "The code {code} is in several projects: {projects}. Choose one with project_id or project.",
      { code: parent.code, projects },
    ),
  });
}

/** Pictures by their numbers: what an earlier request under the same Idempotency-Key made. */
export const madeBefore = (ctx: Ctx, entity: Entity, ids: string): Promise<ListedImage[]> =>
  ctx.db.rows<ListedImage>(imagesByIds(entity, `[${ids}]`));

/** One transaction for all of them. */
export async function insertImages(
  ctx: Ctx,
  entity: Entity,
  images: readonly NewImage[],
  once: Idempotency | undefined,
): Promise<ListedImage[]> {
  const ids = images.map(({ id }) => id).join();
  try {
    const answers = await ctx.db.write<Row[]>(
      ...images.flatMap((image) => insertImageSql(ctx, entity, image)),
      ...(once?.keep(sql`${ids}`) ?? []),
      imagesByIds(entity, `[${ids}]`),
    );
    await Promise.all(images.map((image) => askRenditions(ctx, entity, image)));
    return answers.at(-1) as ListedImage[];
  } catch (fault) {
    // An answer may be lost of a write that was not: its rows keep their bytes.
    const written = await madeBefore(ctx, entity, ids);
    if (written.length) return written;
    await ctx.files.delete(images.map((image) => originalKey(entity, image)));
    if (!once || !isDuplicate(fault, "idempotency_keys.key")) throw fault;
    return madeBefore(ctx, entity, once.made(await ctx.db.rows(once.find)) ?? "");
  }
}
