/** Agents' points as the bench reads them: made by SQL, with the table's triggers away and its counts counted once. */
import { recountLocations } from "../../src/field/index.ts";
import type { Database } from "../lib/database.ts";
import { loadDemo } from "../lib/demo.ts";
import { Progress } from "../lib/progress.ts";
import { fill, intoDatabase } from "../lib/seeding.ts";
import { verbContext } from "../lib/verb-context.ts";
import { copyKept, type Kept } from "./kept.ts";

export const AGENTS = 200;
/** Of the points; every agent has as many in each. */
export const DAYS = 60;
const CLIENTS = 2000;
const PICTURES = 40_000;
const AT_ONCE = 20_000;

const DAY_US = 86_400_000_000;

export const codeOf = (agent: number) => `AGENT${String(agent).padStart(4, "0")}`;

const CODE = "printf('AGENT%04d', agent)";
/** An agent is in three of fourteen regions, for thirty points each in turn. */
const REGION = "printf('Viloyat %d', (agent * 5 + turn) % 14)";
const TURNS = "(SELECT value AS turn FROM json_each('[0,1,2]'))";
const PEOPLE = `(WITH RECURSIVE people (agent) AS (SELECT 0 UNION ALL SELECT agent + 1 FROM people WHERE agent < ${AGENTS - 1})
  SELECT agent FROM people)`;
const WORDS = `json_object('agent_code', ${CODE}, 'agent_name', 'Agent ' || agent, 'agent_phone', '+99890' || agent,
  'region', ${REGION}, 'platform', 'android', 'device_id', 'phone-' || agent, 'device_manufacturer', 'Samsung', 'city', '')`;

const INSERT_WORDS = `INSERT INTO location_words (words, fold)
  SELECT ${WORDS}, lower(${CODE} || char(10) || 'agent ' || agent || char(10) || '+99890' || agent || char(10)
    || 'phone-' || agent || char(10) || ${REGION}) FROM ${PEOPLE} CROSS JOIN ${TURNS}`;

/** ?1 the first point's number, ?2 the one behind the last, ?3 when the first was, ?4 how far apart an agent's are. */
const INSERT_POINTS = `WITH RECURSIVE numbers (n) AS (SELECT ?1 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ?2),
  points AS (SELECT n % ${AGENTS} AS agent, n / ${AGENTS} AS step, n / ${AGENTS} / 30 % 3 AS turn FROM numbers)
  INSERT INTO agent_locations (words_id, agent_code, agent_name, agent_phone, region, device_id, device_name,
    device_manufacturer, platform, latitude, longitude, speed, accuracy, battery_level, logged_at, created_at, updated_at)
  SELECT (SELECT id FROM location_words WHERE words = ${WORDS}), ${CODE}, 'Agent ' || agent, '+99890' || agent, ${REGION},
    'phone-' || agent, 'Galaxy S21', 'Samsung', 'Android', 41311100 + step % 500 * 37, 69279700 + step % 700 * 41,
    step % 60 * 25, 350, 1000 - step % 800, ?3 + step * ?4, ?3 + step * ?4 + 5000000, ?3 + step * ?4 + 5000000
  FROM points`;

const INSERT_SOURCES = `INSERT INTO image_sources (uploader_name, uploader_type, created_at, updated_at)
  SELECT 'Agent ' || ${CODE}, 'agent', 1, 1 FROM ${PEOPLE}`;

/** ?1 when the first was, ?2 how far apart they are. */
const INSERT_PICTURES = `WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${PICTURES - 1})
  INSERT INTO images (entity, parent_id, project_id, hash, format, width, height, size_bytes, thumbnail_bytes, is_main,
    category, note, source_id, source_text, created_at, updated_at)
  SELECT 'client', c.id, c.project_id, 'h', 'jpg', 1, 1, 1, 1, 0, 'oldidan', '', s.id,
    (SELECT text FROM image_source_texts t WHERE t.id = s.id), ?1 + n * ?2, 1
  FROM numbers CROSS JOIN clients c ON c.id = 1 + n % ${CLIENTS} CROSS JOIN image_sources s ON s.id = 1 + n % ${AGENTS}`;

async function withoutTriggers(database: Database, work: () => Promise<void>): Promise<void> {
  const { results } = await database
    .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'agent_locations'")
    .all<{ name: string; sql: string }>();
  await database.batch(results.map(({ name }) => database.prepare(`DROP TRIGGER ${name}`)));
  await work();
  await database.batch(results.map(({ sql }) => database.prepare(sql)));
}

const seed =
  (rows: number): Kept["seed"] =>
  async (stores) => {
    const { database } = stores;
    await fill(intoDatabase(database), { entity: "client", rows: CLIENTS, seed: 1 }, "nothing");
    await loadDemo(stores, undefined);
    const begin = Date.now() * 1000 - DAYS * DAY_US;
    const apart = Math.floor((DAYS * DAY_US * AGENTS) / rows);
    const progress = new Progress("points", rows);
    await database.prepare(INSERT_WORDS).run();
    await withoutTriggers(database, async () => {
      for (let from = 0; from < rows; from += AT_ONCE) {
        const until = Math.min(rows, from + AT_ONCE);
        // D1 binds REAL, of which a quotient would not be whole.
        const statement = INSERT_POINTS.replace("?1", String(from)).replace("?2", String(until));
        await database
          .prepare(statement.replaceAll("?3", String(begin)).replaceAll("?4", String(apart)))
          .run();
        progress.at(until);
      }
    });
    await recountLocations(verbContext(database));
    await database.prepare(INSERT_SOURCES).run();
    const between = Math.floor((DAYS * DAY_US) / PICTURES);
    await database.prepare(INSERT_PICTURES.replace("?1", String(begin)).replace("?2", String(between))).run();
  };

export const copyField = (rows: number, folder: string) =>
  copyKept({ name: `field-${rows}`, version: 1, seed: seed(rows) }, folder);
