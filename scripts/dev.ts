/** `npm run dev`: wrangler's own server, which reloads on change, on the same data as `npm start`. */
import { once } from "node:events";
import { openDatabase } from "./lib/database.ts";
import { loadDemo } from "./lib/demo.ts";
import { ensureFolder, lockFolder } from "./lib/folder.ts";
import { applyMigrations } from "./lib/migrate.ts";
import { portNumber, readOptions, refusePositionals, run } from "./lib/options.ts";
import { expectFreePort } from "./lib/ports.ts";
import { DEFAULT_DATA } from "./lib/project.ts";
import { ensureDevVars, expectGoodVariables, overridesOf, readVariables } from "./lib/variables.ts";
import { spawnWrangler } from "./lib/wrangler-command.ts";

const USAGE = `
npm run dev -- [options]    Serves the Worker by wrangler dev, which reloads on change.

Crons are not fired, and the throttles are those of wrangler.toml; npm start is faster and does both.

  --port N              the port (8000)
  --data DIR            where everything is kept (.data, as for npm start)
  --var NAME=value      a variable of the Worker, over the environment and .dev.vars; may be repeated
`;

async function prepare(folder: string): Promise<void> {
  const stores = await openDatabase(folder);
  try {
    await applyMigrations(stores.database);
    await loadDemo(stores, undefined);
  } finally {
    await stores.close();
  }
}

await run(async () => {
  const { values, positionals } = readOptions(USAGE, {
    port: { type: "string", default: "8000" },
    data: { type: "string", default: DEFAULT_DATA },
    var: { type: "string", multiple: true, default: [] as string[] },
  });
  refusePositionals(positionals);
  const port = portNumber("--port", values.port);
  ensureDevVars();
  const variables = readVariables(values.var);
  expectGoodVariables(variables);
  const folder = ensureFolder(values.data);
  const release = lockFolder(folder);
  await expectFreePort("127.0.0.1", port, "--port");
  await prepare(folder);
  const given = Object.entries(overridesOf(variables)).flatMap(([name, value]) => [
    "--var",
    `${name}:${value}`,
  ]);
  const child = spawnWrangler(["dev", "--port", String(port), "--persist-to", folder, ...given], {
    stdio: "inherit",
  });
  let asked = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => {
      asked = true;
      child.kill(signal);
    });
  const [code] = (await once(child, "exit")) as [number | null];
  release();
  return asked ? 0 : (code ?? 1);
});
