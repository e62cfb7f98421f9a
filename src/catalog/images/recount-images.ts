/** Holds what is kept of pictures against their rows, and puts right what drifted. */
import sql, { raw, type Sql } from "sql-template-tag";
import type { Ctx } from "../../platform/context.ts";
import { entities } from "../entities.ts";
import type { Entity } from "../entity.ts";

export interface ImageDrift {
  entity: string;
  /** Rows whose nested pictures are not theirs, and rows that say wrongly whether they have any. */
  lists: number;
  flags: number;
  /** Whether the number of shown pictures is not the kept one. */
  count: number;
}

const ofEntity = ({ name }: Entity): Sql => raw(`entity = '${name}'`);

const expectedLists = (
  entity: Entity,
): Sql => sql`SELECT entity, parent_id, json_group_array(json(text)) AS images
  FROM (SELECT entity, parent_id, text FROM image_texts WHERE ${ofEntity(entity)}
    ORDER BY parent_id, is_main DESC, created_at DESC, id DESC) GROUP BY entity, parent_id`;

const missingLists = (entity: Entity): Sql => sql`SELECT e.* FROM (${expectedLists(entity)}) e
  LEFT JOIN image_lists l ON l.entity = e.entity AND l.parent_id = e.parent_id WHERE l.images IS NOT e.images`;

const ghostLists = (entity: Entity): Sql => sql`SELECT parent_id FROM image_lists l WHERE ${ofEntity(entity)}
  AND NOT EXISTS (SELECT 1 FROM images i WHERE i.entity = l.entity AND i.parent_id = l.parent_id AND i.is_deleted = 0)`;

const wrongFlags = (entity: Entity): Sql => sql`SELECT t.id FROM ${raw(entity.table)} t
  WHERE t.has_image <> EXISTS (SELECT 1 FROM images i
    WHERE i.entity = ${raw(`'${entity.name}'`)} AND i.parent_id = t.id AND i.is_deleted = 0)`;

const shown = (entity: Entity): Sql =>
  sql`SELECT count(*) FROM images WHERE ${ofEntity(entity)} AND is_deleted = 0 AND parent_deleted = 0`;
const keptCount = (entity: Entity): Sql =>
  sql`SELECT ifnull(sum(n), 0) FROM list_counts WHERE entity = ${`${entity.name}-image`}`;

async function driftOf(ctx: Pick<Ctx, "db">, entity: Entity): Promise<ImageDrift> {
  const [[row]] = await ctx.db.read<[{ lists: number; flags: number; count: number }]>(
    sql`SELECT (SELECT count(*) FROM (${missingLists(entity)})) + (SELECT count(*) FROM (${ghostLists(entity)})) AS lists,
      (SELECT count(*) FROM (${wrongFlags(entity)})) AS flags,
      (${shown(entity)}) <> (${keptCount(entity)}) AS count`,
  );
  return { entity: entity.name, lists: row?.lists ?? 0, flags: row?.flags ?? 0, count: row?.count ?? 0 };
}

export const isImageDrift = ({ lists, flags, count }: ImageDrift) => lists + flags + count > 0;

/** What differs, by entity; nothing is changed. */
export async function findImageDrift(ctx: Pick<Ctx, "db">): Promise<ImageDrift[]> {
  const drifts: ImageDrift[] = [];
  for (const entity of entities) drifts.push(await driftOf(ctx, entity));
  return drifts;
}

const repair = (ctx: Ctx, entity: Entity) =>
  ctx.db.write(
    sql`DELETE FROM image_lists WHERE ${ofEntity(entity)} AND parent_id IN (${ghostLists(entity)})`,
    sql`INSERT INTO image_lists (entity, parent_id, images) SELECT * FROM (${missingLists(entity)}) WHERE true
      ON CONFLICT DO UPDATE SET images = excluded.images`,
    sql`UPDATE ${raw(entity.table)} SET has_image = 1 - has_image WHERE id IN (${wrongFlags(entity)})`,
    sql`INSERT INTO list_counts (entity, project_id, active, level, block, n)
      VALUES (${`${entity.name}-image`}, -1, 1, 0, 0, (${shown(entity)})) ON CONFLICT DO UPDATE SET n = excluded.n`,
  );

/** Nightly. */
export async function recountImages(ctx: Ctx): Promise<void> {
  const wrong = (await findImageDrift(ctx)).filter(isImageDrift);
  if (!wrong.length) return;
  ctx.log.warn(`What is kept of pictures had drifted: ${JSON.stringify(wrong)}`);
  for (const entity of entities)
    if (wrong.some((drift) => drift.entity === entity.name)) await repair(ctx, entity);
}
