/** Holds what is kept of points against them, and puts right what drifted. */
import sql, { type Sql } from "sql-template-tag";
import { recountVisits, visitDriftSql } from "../catalog/index.ts";
import type { Ctx } from "../platform/context.ts";
import { apartSql } from "../platform/drift.ts";

export interface LocationDrift {
  /** Agents whose newest point is not the kept one. */
  latest: number;
  /** Counts of agent, day and region, and those of words, that are not the kept ones. */
  days: number;
  words: number;
  /** Of visits by uploader and day. */
  visits: number;
}

const expectedLatest = sql`SELECT agent_code, at, id AS location_id FROM (
    SELECT agent_code, at, id, row_number() OVER (PARTITION BY agent_code ORDER BY at DESC, id DESC) AS place
    FROM agent_locations INDEXED BY agent_locations_day WHERE is_deleted = 0) WHERE place = 1`;

const expectedDays = sql`SELECT code.value AS agent_code, p.day, p.region, sum(p.n) AS n FROM (
    SELECT agent_code, day, region, count(*) AS n FROM agent_locations WHERE is_deleted = 0 GROUP BY 1, 2, 3) p
  CROSS JOIN json_each(json_array(p.agent_code, '')) code GROUP BY 1, 2, 3`;

const expectedWords = sql`SELECT words_id AS id, count(*) AS n FROM agent_locations
  INDEXED BY agent_locations_created WHERE is_deleted = 0 GROUP BY 1`;

const LATEST = sql`agent_code, at, location_id`;
const DAYS = sql`agent_code, day, region, n`;
const WORDS = sql`id, n`;

const howMany = (rows: Sql): Sql => sql`SELECT count(*) AS n FROM (${rows})`;

const apart = (columns: Sql, expected: Sql, kept: Sql): Sql =>
  howMany(apartSql(sql`SELECT ${columns} FROM (${expected})`, sql`SELECT ${columns} FROM ${kept}`));

/** What differs; nothing is changed. */
export async function findLocationDrift(ctx: Pick<Ctx, "db">): Promise<LocationDrift> {
  const counts = await ctx.db.read<{ n: number }[]>(
    apart(LATEST, expectedLatest, sql`agent_latest`),
    apart(DAYS, expectedDays, sql`agent_days`),
    apart(WORDS, expectedWords, sql`location_words`),
    howMany(visitDriftSql),
  );
  const [latest = 0, days = 0, words = 0, visits = 0] = counts.map(([row]) => row?.n ?? 0);
  return { latest, days, words, visits };
}

export const isLocationDrift = ({ latest, days, words, visits }: LocationDrift) =>
  latest + days + words + visits > 0;

/** Nightly. Words that points need are never missing, for a point is inserted by them: only their counts may be wrong. */
export async function recountLocations(ctx: Ctx): Promise<void> {
  const drift = await findLocationDrift(ctx);
  if (!isLocationDrift(drift)) return;
  ctx.log.warn(`What is kept of agents' points had drifted: ${JSON.stringify(drift)}`);
  if (drift.visits) await recountVisits(ctx);
  await ctx.db.write(
    sql`DELETE FROM agent_latest`,
    sql`INSERT INTO agent_latest (${LATEST}) ${expectedLatest}`,
    sql`DELETE FROM agent_days`,
    sql`INSERT INTO agent_days (${DAYS}) ${expectedDays}`,
    sql`UPDATE location_words SET n = 0`,
    sql`UPDATE location_words SET n = e.n FROM (${expectedWords}) e WHERE e.id = location_words.id`,
    sql`DELETE FROM location_words WHERE n = 0`,
  );
}
