/** `npm start`: one command from a fresh clone to a running service with its data, crons and stand-ins. */
import { setTimeout as pause } from "node:timers/promises";
import { copyAssets } from "./assets.ts";
import { printBanner } from "./lib/banner.ts";
import { bundle, stopBundling } from "./lib/bundle.ts";
import { startCronClock } from "./lib/cron.ts";
import { openDatabase } from "./lib/database.ts";
import { activeDemoUsers, loadDemo } from "./lib/demo.ts";
import { type Emulators, emulatorsAddress, startEmulators, withStandIns } from "./lib/emulators.ts";
import { ensureFolder, lockFolder } from "./lib/folder.ts";
import { applyMigrations } from "./lib/migrate.ts";
import { portNumber, Refusal, readOptions, refusePositionals, run } from "./lib/options.ts";
import { expectFreePort, isLoopback } from "./lib/ports.ts";
import { ASSETS, DEFAULT_DATA, WORKER } from "./lib/project.ts";
import { type Server, serve } from "./lib/server.ts";
import { readSettings } from "./lib/settings.ts";
import { untilStopped } from "./lib/stopping.ts";
import { ensureDevVars, expectGoodVariables, readVariables, throttlesOf } from "./lib/variables.ts";

const USAGE = `
npm start -- [options]      Serves the Worker with all its bindings on this machine.

  --port N              the service's port (8000)
  --host ADDRESS        the address to listen on (127.0.0.1); refused while demo users exist
  --data DIR            where everything is kept (.data)
  --no-demo             makes no demo users
  --no-emulators        starts no stand-ins for outside systems
  --emulators-port N    the stand-ins' port (the service's port + 1)
  --var NAME=value      a variable of the Worker, over the environment and .dev.vars; may be repeated
`;

const OPTIONS = {
  port: { type: "string", default: "8000" },
  host: { type: "string", default: "127.0.0.1" },
  data: { type: "string", default: DEFAULT_DATA },
  "no-demo": { type: "boolean", default: false },
  "no-emulators": { type: "boolean", default: false },
  "emulators-port": { type: "string" },
  var: { type: "string", multiple: true, default: [] as string[] },
} as const;

const EVERY_MINUTE = "* * * * *";

type Plan = ReturnType<typeof readPlan>;

function readPlan() {
  const { values, positionals } = readOptions(USAGE, OPTIONS);
  refusePositionals(positionals);
  const port = portNumber("--port", values.port);
  const emulatorsPort = portNumber("--emulators-port", values["emulators-port"] ?? String(port + 1));
  if (emulatorsPort === port) throw new Refusal("--emulators-port must be another port than --port");
  const newSecrets = ensureDevVars();
  const given = readVariables(values.var);
  const variables = values["no-emulators"] ? given : withStandIns(emulatorsAddress(emulatorsPort), given);
  expectGoodVariables(variables);
  return {
    port,
    host: values.host,
    folder: ensureFolder(values.data),
    demo: !values["no-demo"],
    emulatorsPort: values["no-emulators"] ? undefined : emulatorsPort,
    variables,
    throttles: throttlesOf(variables),
    newSecrets,
  };
}

const refuseDemo = (names: readonly string[], folder: string) =>
  new Refusal(
    `--host is refused while the demo users exist (${names.join(", ")} in ${folder}): start with --no-demo and a fresh --data, or delete them`,
  );

/** Migrations and demo users are in before the port is opened. */
async function prepareData({ folder, host, demo, emulatorsPort }: Plan): Promise<string[]> {
  if (demo && !isLoopback(host)) throw refuseDemo(["they would be made now"], folder);
  const stores = await openDatabase(folder);
  const { database, close } = stores;
  try {
    const applied = await applyMigrations(database);
    if (demo)
      await loadDemo(stores, emulatorsPort === undefined ? undefined : emulatorsAddress(emulatorsPort));
    const names = isLoopback(host) ? [] : await activeDemoUsers(database);
    if (names.length) throw refuseDemo(names, folder);
    return applied;
  } finally {
    await close();
  }
}

function startCrons(server: Server) {
  const crons = readSettings().triggers.crons ?? [];
  const clock = startCronClock(crons, async (cron) => {
    try {
      if (!(await server.fire(cron)))
        console.error(`The cron trigger "${cron}" failed; its log line says why.`);
    } catch (fault) {
      console.error(
        `The cron trigger "${cron}" was not answered: ${fault instanceof Error ? fault.message : fault}`,
      );
    }
  });
  // So that the health page has a result at once. The service is ready whether that check is done or not.
  const first = crons.filter((cron) => cron === EVERY_MINUTE).map(clock.fire);
  return Promise.race([Promise.all(first), pause(2000, undefined, { ref: false })]).then(() => clock);
}

async function expectFreePorts({ host, port, emulatorsPort }: Plan): Promise<void> {
  await expectFreePort(host, port, "--port");
  if (emulatorsPort !== undefined) await expectFreePort("127.0.0.1", emulatorsPort, "--emulators-port");
}

async function start(
  plan: Plan,
): Promise<{ server: Server; emulators: Emulators | undefined; applied: string[] }> {
  const { host, port, variables, throttles, folder, emulatorsPort } = plan;
  copyAssets();
  const [applied, code, emulators] = await Promise.all([
    prepareData(plan),
    bundle(WORKER),
    emulatorsPort === undefined ? undefined : startEmulators(emulatorsPort),
  ]);
  const server = await serve({ code, host, port, variables, throttles, data: folder, assets: ASSETS });
  await stopBundling();
  return { server, emulators, applied };
}

await run(async () => {
  const plan = readPlan();
  const release = lockFolder(plan.folder);
  await expectFreePorts(plan);
  const { server, emulators, applied } = await start(plan);
  const stopped = untilStopped();
  const clock = await startCrons(server);
  printBanner({ ...plan, applied, emulators: emulators?.address });
  await stopped;
  clock.stop();
  await Promise.all([server.close(), emulators?.close()]);
  release();
  console.error("Stopped.");
  return 0;
});
