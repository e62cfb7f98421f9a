/** `npm run seed`: as many rows as are asked for, the same ones for the same seed. */
import { Api } from "./lib/api.ts";
import { openDatabase } from "./lib/database.ts";
import { ensureFolder, lockFolder } from "./lib/folder.ts";
import { DEFAULT_ENTITY, GENERATORS, type Generator } from "./lib/generators.ts";
import { applyMigrations } from "./lib/migrate.ts";
import { Refusal, readOptions, refusePositionals, run, wholeNumber } from "./lib/options.ts";
import { Progress } from "./lib/progress.ts";
import { DEFAULT_DATA } from "./lib/project.ts";
import { Random } from "./lib/random.ts";

const USAGE = `
npm run seed -- --rows N [options]

  --rows N              how many
  --entity NAME         of what: ${Object.keys(GENERATORS).join(", ")} (${DEFAULT_ENTITY})
  --seed S              another number makes other rows (1)
  --data DIR            into the data of a stopped local server (.data)
  --url URL             through the API of a running server instead, with
    --token TOKEN         an administrator's access token, or
    --user, --password    an administrator's name and password
`;

const ROWS_AT_ONCE = 1000;
const CALLS_AT_ONCE = 8;

interface Job {
  entity: string;
  generator: Generator;
  rows: number;
  seed: number;
}

function* seededRows({ generator, rows, seed }: Job) {
  const random = new Random(seed);
  const now = Date.now();
  for (let index = 0; index < rows; index += 1) yield generator.make(random, index, now);
}

async function intoDatabase(job: Job, folder: string): Promise<number> {
  const release = lockFolder(folder);
  const { database, close } = await openDatabase(folder);
  await applyMigrations(database);
  const statement = database.prepare(job.generator.sql);
  const progress = new Progress(job.entity, job.rows);
  let made = 0;
  let done = 0;
  let batch: unknown[] = [];
  for (const { stored } of seededRows(job)) {
    batch.push(stored);
    done += 1;
    if (batch.length < ROWS_AT_ONCE && done < job.rows) continue;
    made += (await statement.bind(JSON.stringify(batch)).run()).meta.changes;
    batch = [];
    progress.at(done);
  }
  await close();
  release();
  return made;
}

async function throughApi(job: Job, api: Api): Promise<number> {
  const progress = new Progress(job.entity, job.rows);
  const rows = seededRows(job);
  let made = 0;
  let done = 0;
  const work = async () => {
    for (const { posted } of rows) {
      if ((await api.post(job.generator.path, posted)) === "made") made += 1;
      done += 1;
      progress.at(done);
    }
  };
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, work));
  return made;
}

await run(async () => {
  const { values, positionals } = readOptions(USAGE, {
    rows: { type: "string" },
    entity: { type: "string", default: DEFAULT_ENTITY },
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
  const generator = GENERATORS[entity];
  if (!generator) throw new Refusal(`--entity ${entity}: known are ${Object.keys(GENERATORS).join(", ")}`);
  if (url !== undefined && data !== undefined) throw new Refusal("--url and --data exclude each other");
  const job = {
    entity,
    generator,
    rows: wholeNumber("--rows", rows, 1, 10_000_000),
    seed: wholeNumber("--seed", seed, 0, 2 ** 32 - 1),
  };
  const made =
    url === undefined
      ? await intoDatabase(job, ensureFolder(data ?? DEFAULT_DATA))
      : await throughApi(job, new Api(url, values));
  const passedOver = job.rows - made;
  console.log(`${made} ${entity} made${passedOver ? `, ${passedOver} were there already` : ""}.`);
  return 0;
});
