/** `npm run seed`: as many rows as are asked for, the same ones for the same seed. */
import { Api } from "./lib/api.ts";
import { openDatabase } from "./lib/database.ts";
import { ensureFolder, lockFolder } from "./lib/folder.ts";
import { GENERATORS, type SeedName } from "./lib/generators.ts";
import { applyMigrations } from "./lib/migrate.ts";
import { Refusal, readOptions, refusePositionals, run, wholeNumber } from "./lib/options.ts";
import { DEFAULT_DATA } from "./lib/project.ts";
import { fill, intoDatabase, type Job, throughApi } from "./lib/seeding.ts";

const NAMES = Object.keys(GENERATORS);

const USAGE = `
npm run seed -- --rows N [options]

  --rows N              how many
  --entity NAME         of what: ${NAMES.join(", ")} (nomenklatura)
  --seed S              another number makes other rows (1)
  --data DIR            into the data of a stopped local server (.data)
  --url URL             through the API of a running server instead, with
    --token TOKEN         an administrator's access token, or
    --user, --password    an administrator's name and password
`;

async function seedFolder(job: Job, folder: string): Promise<number> {
  const release = lockFolder(folder);
  const { database, close } = await openDatabase(folder);
  await applyMigrations(database);
  const made = await fill(intoDatabase(database), job, "progress");
  await close();
  release();
  return made;
}

await run(async () => {
  const { values, positionals } = readOptions(USAGE, {
    rows: { type: "string" },
    entity: { type: "string", default: "nomenklatura" },
    seed: { type: "string", default: "1" },
    data: { type: "string" },
    url: { type: "string" },
    token: { type: "string" },
    user: { type: "string" },
    password: { type: "string" },
  });
  refusePositionals(positionals);
  const { rows, entity, seed, data, url } = values;
  if (rows === undefined) throw new Refusal("--rows N is missing (--help shows the options)");
  if (!NAMES.includes(entity)) throw new Refusal(`--entity ${entity}: known are ${NAMES.join(", ")}`);
  if (url !== undefined && data !== undefined) throw new Refusal("--url and --data exclude each other");
  const job: Job = {
    entity: entity as SeedName,
    rows: wholeNumber("--rows", rows, 1, 10_000_000),
    seed: wholeNumber("--seed", seed, 0, 2 ** 32 - 1),
  };
  const made =
    url === undefined
      ? await seedFolder(job, ensureFolder(data ?? DEFAULT_DATA))
      : await fill(throughApi(new Api(url, values)), job, "progress");
  const passedOver = job.rows - made;
  console.log(`${made} ${entity} made${passedOver ? `, ${passedOver} were there already` : ""}.`);
  return 0;
});
