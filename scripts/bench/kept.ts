/** Databases that benches read: made once, kept under .build, and copied for each run. */
import { createHash } from "node:crypto";
import { constants, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type OpenDatabase, openDatabase } from "../lib/database.ts";
import { applyMigrations, migrationFiles } from "../lib/migrate.ts";
import { MIGRATIONS } from "../lib/project.ts";
import { persistencePath } from "../lib/runtime.ts";
import { KEPT } from "./servers.ts";

export interface Kept {
  name: string;
  /** Raised by hand where the same migrations would be filled with other rows. */
  version: number;
  seed(stores: OpenDatabase): Promise<void>;
}

interface Recipe {
  version: number;
  /** What each migration said. */
  migrations: Record<string, string>;
}

function recipe(version: number): Recipe {
  const hashOf = (name: string) =>
    createHash("sha256")
      .update(readFileSync(join(MIGRATIONS, name)))
      .digest("hex");
  return {
    version,
    migrations: Object.fromEntries(migrationFiles().map((one) => [one, hashOf(one)])),
  };
}

/** Later migrations are applied to a kept database as to any other; a changed one makes it anew. */
function isStillGood(marker: string, { version, migrations }: Recipe): boolean {
  if (!existsSync(marker)) return false;
  const made = JSON.parse(readFileSync(marker, "utf8")) as Recipe;
  return (
    made.version === version &&
    Object.entries(made.migrations).every(([name, hash]) => migrations[name] === hash)
  );
}

async function keptFolder({ name, version, seed }: Kept): Promise<string> {
  const folder = join(KEPT, name);
  const marker = join(folder, "complete.json");
  const now = recipe(version);
  if (isStillGood(marker, now)) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const stores = await openDatabase(folder);
  try {
    await applyMigrations(stores.database);
    await seed(stores);
  } finally {
    await stores.close();
  }
  writeFileSync(marker, JSON.stringify(now));
  return folder;
}

/** What a run writes stays in its own copy, so that each run begins with the same rows. */
export async function copyKept(kept: Kept, folder: string): Promise<void> {
  const made = await keptFolder(kept);
  const options = { recursive: true, mode: constants.COPYFILE_FICLONE };
  cpSync(persistencePath(made), persistencePath(folder), options);
}
