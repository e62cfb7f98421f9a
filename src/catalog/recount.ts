/** Holds the kept counts and the search index against the rows, and puts right what drifted. */
import sql, { join, raw, type Sql } from "sql-template-tag";
import type { Ctx } from "../platform/context.ts";
import { type Entity, entities } from "./entities.ts";

export interface Drift {
  entity: string;
  /** Kept counts that differ from the rows. */
  counts: number;
  /** Live rows that the search index lacks, and rows in it that are not live. */
  unsearchable: number;
  ghosts: number;
}

const LEVELS = `(SELECT value AS level FROM json_each('[0,1,2]'))`;
const BLOCK = "CASE level WHEN 0 THEN 0 WHEN 1 THEN id >> 14 ELSE id >> 9 END";

/** What list_counts should hold of an entity. D1 takes at most five SELECTs in a union: one for each scope. */
function expectedSql(entity: Entity): Sql {
  const scopes = entity.ofProject ? ["-1", "project_id"] : ["-1"];
  const parts = scopes.map((scope) =>
    raw(`SELECT ${scope} AS project_id, is_active AS active, level, ${BLOCK} AS block, count(*) AS n
      FROM ${entity.table} CROSS JOIN ${LEVELS} WHERE is_deleted = 0 GROUP BY 1, 2, 3, 4`),
  );
  return join(parts, " UNION ALL ");
}

type Wrong = { project_id: number; active: number; level: number; block: number; n: number };

const wrongCountsSql = (entity: Entity): Sql => sql`WITH expected AS (${expectedSql(entity)})
  SELECT e.* FROM expected e LEFT JOIN list_counts c ON c.entity = ${entity.name}
    AND (c.project_id, c.active, c.level, c.block) = (e.project_id, e.active, e.level, e.block)
  WHERE c.n IS NOT e.n
  UNION ALL
  SELECT c.project_id, c.active, c.level, c.block, 0 FROM list_counts c
  WHERE c.entity = ${entity.name} AND c.n <> 0
    AND (c.project_id, c.active, c.level, c.block) NOT IN (SELECT project_id, active, level, block FROM expected)`;

const unsearchableSql = ({ table }: Entity): Sql =>
  raw(`SELECT t.id FROM ${table} t LEFT JOIN ${table}_fts_docsize d ON d.id = t.id
    WHERE t.is_deleted = 0 AND d.id IS NULL`);

const ghostsSql = ({ table }: Entity): Sql =>
  raw(`SELECT d.id FROM ${table}_fts_docsize d LEFT JOIN ${table} t ON t.id = d.id AND t.is_deleted = 0
    WHERE t.id IS NULL`);

/** How many of each kind; one round trip for an entity. */
async function driftOf(ctx: Pick<Ctx, "db">, entity: Entity): Promise<Drift> {
  const [counts, unsearchable, ghosts] = await ctx.db.read<[{ n: number }, { n: number }, { n: number }]>(
    sql`SELECT count(*) AS n FROM (${wrongCountsSql(entity)})`,
    sql`SELECT count(*) AS n FROM (${unsearchableSql(entity)})`,
    sql`SELECT count(*) AS n FROM (${ghostsSql(entity)})`,
  );
  return {
    entity: entity.name,
    counts: counts[0]?.n ?? 0,
    unsearchable: unsearchable[0]?.n ?? 0,
    ghosts: ghosts[0]?.n ?? 0,
  };
}

export const isDrift = ({ counts, unsearchable, ghosts }: Drift) => counts + unsearchable + ghosts > 0;

/** What differs, by entity; nothing is changed. */
export async function findDrift(ctx: Pick<Ctx, "db">): Promise<Drift[]> {
  const drifts: Drift[] = [];
  for (const entity of entities) drifts.push(await driftOf(ctx, entity));
  return drifts;
}

function repair(ctx: Pick<Ctx, "db">, entity: Entity) {
  const table = raw(entity.table);
  return ctx.db.write<Wrong[]>(
    sql`INSERT INTO list_counts (entity, project_id, active, level, block, n)
      SELECT ${entity.name}, project_id, active, level, block, n FROM (${wrongCountsSql(entity)}) WHERE true
      ON CONFLICT DO UPDATE SET n = excluded.n`,
    sql`INSERT INTO ${table}_fts (rowid, fold) SELECT id, fold FROM ${table} WHERE id IN (${unsearchableSql(entity)})`,
    sql`DELETE FROM ${table}_fts WHERE rowid IN (${ghostsSql(entity)})`,
  );
}

/** Nightly: drift should never be, so it is a warning in the log, and is mended. */
export async function recount(ctx: Ctx): Promise<void> {
  const wrong = (await findDrift(ctx)).filter(isDrift);
  if (!wrong.length) return;
  ctx.log.warn(`Kept counts or search index had drifted: ${JSON.stringify(wrong)}`);
  for (const entity of entities)
    if (wrong.some((drift) => drift.entity === entity.name)) await repair(ctx, entity);
}
