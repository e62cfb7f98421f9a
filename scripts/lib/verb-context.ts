/** The Worker's own verbs on a database that these scripts opened: rows go in by the one door that writes them. */
import { Ctx } from "../../src/platform/context.ts";
import { configOf, type Env } from "../../src/platform/env.ts";
import { Log } from "../../src/platform/log.ts";
import type { Database } from "./database.ts";
import { readVariables } from "./variables.ts";

/** Nobody has to be admitted, as for a cron. */
export function verbContext(database: Database, more: Partial<Env> = {}, now = Date.now()): Ctx {
  const env = { ...readVariables(), DB: database, ...more } as unknown as Env;
  const waitUntil = () => {
    throw new Error("A script has nothing that could wait");
  };
  return new Ctx(env, { now, config: configOf(env), log: new Log({}), requestId: "script", waitUntil });
}
