/** The demo users: made by the local start alone, each once, and marked, so that no deployed service lets them in. */
import { hashPassword } from "../../src/identity/passwords.ts";
import type { Role } from "../../src/platform/access.ts";
import type { Database } from "./database.ts";
import { INSERT_USERS, userRow } from "./users.ts";

export const DEMO_USERS: readonly { username: string; password: string; role: Role }[] = [
  { username: "admin", password: "admin123", role: "admin" },
  { username: "operator", password: "operator123", role: "operator" },
  { username: "agent", password: "agent123", role: "agent" },
  { username: "bot_user", password: "bot123", role: "bot" },
];

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

/**
 * All demo data. `_standIns` is where this start plays the outside systems: the address of the demo data's
 * integration 1 is written here, since it may be another one at each start.
 */
export async function loadDemo(database: Database, _standIns: string | undefined): Promise<void> {
  await loadDemoUsers(database);
}

/** Those who can sign in. */
export async function activeDemoUsers(database: Database): Promise<string[]> {
  const statement = "SELECT username FROM users WHERE is_demo = 1 AND is_active = 1 ORDER BY id";
  const { results } = await database.prepare(statement).all<{ username: string }>();
  return results.map(({ username }) => username);
}
