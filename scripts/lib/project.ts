/** The places of this repository that scripts read and write, whatever folder they are started from. */
import { join, resolve } from "node:path";

export const ROOT = resolve(import.meta.dirname, "../..");
export const BUILD = join(ROOT, ".build");
export const ASSETS = join(BUILD, "assets");
export const MIGRATIONS = join(ROOT, "migrations");
export const WRANGLER_TOML = join(ROOT, "wrangler.toml");
export const WORKER = join(ROOT, "workers/index.ts");
export const EDGE = join(ROOT, "scripts/edge/edge.ts");
export const EMULATORS = join(ROOT, "workers/emulators/index.ts");
export const DEFAULT_DATA = join(ROOT, ".data");
