/** A bare Worker on the harness's own server, with migrated tables and the demo users; started by the harness. */
import { join } from "node:path";
import { bundle, stopBundling } from "../lib/bundle.ts";
import { openDatabase } from "../lib/database.ts";
import { loadDemo } from "../lib/demo.ts";
import { applyMigrations } from "../lib/migrate.ts";
import { run } from "../lib/options.ts";
import { ASSETS } from "../lib/project.ts";
import { serve } from "../lib/server.ts";
import { untilStopped } from "../lib/stopping.ts";
import { readVariables, throttlesOf } from "../lib/variables.ts";

await run(async () => {
  const [worker = "", port = "", folder = ""] = process.argv.slice(2);
  const stores = await openDatabase(folder);
  await applyMigrations(stores.database);
  await loadDemo(stores, undefined);
  await stores.close();
  const code = await bundle(join(import.meta.dirname, "bare", worker));
  const variables = readVariables();
  const throttles = throttlesOf(variables);
  const server = await serve({
    code,
    host: "127.0.0.1",
    port: Number(port),
    variables,
    throttles,
    data: folder,
    assets: ASSETS,
  });
  await stopBundling();
  await untilStopped();
  await server.close();
  return 0;
});
