/** The demo data: made by the local start alone; its users are marked, so that no deployed service lets them in. */
import { hashPassword } from "../../src/identity/passwords.ts";
import type { Role } from "../../src/platform/access.ts";
import { microseconds } from "../../src/platform/clock.ts";
import type { Database, Files } from "./database.ts";
import { DEMO_AGENT, loadDemoLocations } from "./demo-locations.ts";
import { loadDemoPictures } from "./demo-pictures.ts";
import { fill, intoDatabase } from "./seeding.ts";
import { INSERT_USERS, userRow } from "./users.ts";

interface DemoUser {
  username: string;
  password: string;
  role: Role;
  agent_code?: string;
}

export const DEMO_USERS: readonly DemoUser[] = [
  { username: "admin", password: "admin123", role: "admin" },
  { username: "operator", password: "operator123", role: "operator" },
  { username: "agent", password: "agent123", role: "agent", agent_code: DEMO_AGENT },
  { username: "bot_user", password: "bot123", role: "bot" },
];

interface Stores {
  database: Database;
  files: Files;
}

/** A demo user that was changed or deactivated since stays as it is. */
async function loadDemoUsers(database: Database): Promise<void> {
  const { results } = await database.prepare("SELECT username FROM users").all<{ username: string }>();
  const present = new Set(results.map(({ username }) => username));
  const missing = DEMO_USERS.filter(({ username }) => !present.has(username));
  if (missing.length === 0) return;
  const now = Date.now();
  const rows = await Promise.all(
    missing.map(async ({ password, ...user }) =>
      userRow({ ...user, password: await hashPassword(password), is_demo: true }, now),
    ),
  );
  await database.prepare(INSERT_USERS).bind(JSON.stringify(rows)).run();
}

const DEMO_ROWS = [
  ["project", 3],
  ["client", 40],
  ["nomenklatura", 240],
] as const;

/** Every fourth waits for `npm run describe`. */
const leaveUndescribed = (database: Database) =>
  database.batch(
    ["clients", "nomenklatura"].map((table) =>
      database.prepare(`UPDATE ${table} SET description = NULL, has_description = 0 WHERE id % 4 = 0`),
    ),
  );

/** Once: a catalogue that has a project is somebody's own by now. */
async function loadDemoCatalogue({ database, files }: Stores): Promise<void> {
  const target = intoDatabase(database);
  if ((await target.projects()).length) return;
  for (const [entity, rows] of DEMO_ROWS) await fill(target, { entity, rows, seed: 1 }, "nothing");
  await leaveUndescribed(database);
  await loadDemoPictures(database, files);
  await loadDemoLocations(database);
}

const DEMO_INTEGRATION = "Demo 1C";

/** Integration 1 points at the 1C that this start plays, which may be at another address each time. */
async function pointAtStandIns(database: Database, standIns: string): Promise<void> {
  const wsdl = `${standIns}/onec/ws/catalog.1cws?wsdl`;
  const now = microseconds(Date.now());
  await database
    .prepare(
      `INSERT INTO integrations (id, name, project_id, wsdl_url, created_at, updated_at)
       SELECT 1, ?1, min(id), ?2, ?3, ?3 FROM projects HAVING min(id) IS NOT NULL
       ON CONFLICT (id) DO UPDATE SET wsdl_url = excluded.wsdl_url, updated_at = excluded.updated_at
       WHERE name = excluded.name AND wsdl_url <> excluded.wsdl_url`,
    )
    .bind(DEMO_INTEGRATION, wsdl, now)
    .run();
}

/** All demo data; `standIns` is where this start plays the outside systems. */
export async function loadDemo(stores: Stores, standIns: string | undefined): Promise<void> {
  const { database } = stores;
  await loadDemoUsers(database);
  await loadDemoCatalogue(stores);
  if (standIns !== undefined) await pointAtStandIns(database, standIns);
}

/** Those who can sign in. */
export async function activeDemoUsers(database: Database): Promise<string[]> {
  const statement = "SELECT username FROM users WHERE is_demo = 1 AND is_active = 1 ORDER BY id";
  const { results } = await database.prepare(statement).all<{ username: string }>();
  return results.map(({ username }) => username);
}
