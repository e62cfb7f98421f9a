/** Applies migrations/ in order, each once; wrangler keeps its books in the same table. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "./database.ts";
import { MIGRATIONS } from "./project.ts";
import { splitSql } from "./wrangler.ts";

const BOOKS = `CREATE TABLE IF NOT EXISTS d1_migrations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`;

export const migrationFiles = (): string[] =>
  readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith(".sql"))
    .sort();

/** Reads alone: a database without the table has everything before it. */
export async function pendingMigrations(database: Database): Promise<string[]> {
  const table = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'd1_migrations'";
  if (!(await database.prepare(table).first())) return migrationFiles();
  const { results } = await database.prepare("SELECT name FROM d1_migrations").all<{ name: string }>();
  const applied = new Set(results.map(({ name }) => name));
  return migrationFiles().filter((name) => !applied.has(name));
}

/** A migration and its entry are one transaction. */
export async function applyMigrations(database: Database): Promise<string[]> {
  const pending = await pendingMigrations(database);
  if (pending.length) await database.prepare(BOOKS).run();
  for (const name of pending) {
    const statements = splitSql(readFileSync(join(MIGRATIONS, name), "utf8"));
    const entry = database.prepare("INSERT INTO d1_migrations (name) VALUES (?)").bind(name);
    try {
      await database.batch([...statements.map((statement) => database.prepare(statement)), entry]);
    } catch (fault) {
      throw new Error(`Migration ${name}: ${fault instanceof Error ? fault.message : fault}`, {
        cause: fault,
      });
    }
  }
  return pending;
}
