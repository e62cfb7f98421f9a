/** `npm run create-admin`: the first administrator, of a local data folder or of the deployed service. */
import { hashPassword } from "../src/identity/passwords.ts";
import { UserCreate } from "../src/identity/users.schema.ts";
import { translate } from "../src/platform/i18n.ts";
import { fieldMessages } from "../src/platform/validate.ts";
import { openDatabase } from "./lib/database.ts";
import { ensureFolder, lockFolder } from "./lib/folder.ts";
import { applyMigrations } from "./lib/migrate.ts";
import { Refusal, readOptions, refusePositionals, run } from "./lib/options.ts";
import { choosePassword } from "./lib/passwords.ts";
import { DEFAULT_DATA } from "./lib/project.ts";
import { INSERT_USERS, type NewUser, userRow } from "./lib/users.ts";
import { askWrangler, expectSignedIn, faultOf } from "./lib/wrangler-command.ts";

const USAGE = `
npm run create-admin -- --username NAME [options]

  --username NAME       the user name
  --password TEXT       at least 8 characters and not the user name; without it you are asked,
                        or without a terminal one is made up and shown once
  --data DIR            the data of a stopped local server (.data)
  --remote              the deployed database, by wrangler d1 execute
`;

/** The API's own rules and words. */
function expectAcceptable(username: string, password: string): void {
  const result = UserCreate.safeParse({ username, password, role: "admin" });
  if (!result.success) {
    const fields = translate(fieldMessages(result.error), "en") as Record<string, string[]>;
    const faults = Object.entries(fields).map(([name, texts]) => `${name}: ${texts.join(" ")}`);
    throw new Refusal(faults.join("; "));
  }
  if (password.toLowerCase() === username.toLowerCase())
    throw new Refusal("password: The password is too similar to the username.");
}

/** Both answer how many rows were made: none where the name is taken. */
async function insertHere(folder: string, rows: string): Promise<number> {
  const release = lockFolder(ensureFolder(folder));
  const { database, close } = await openDatabase(folder);
  try {
    await applyMigrations(database);
    const { meta } = await database.prepare(INSERT_USERS).bind(rows).run();
    return meta.changes;
  } finally {
    await close();
    release();
  }
}

async function insertRemotely(rows: string): Promise<number> {
  const literal = `'${rows.replaceAll("'", "''")}'`;
  const statement = `${INSERT_USERS.replace("?1", () => literal)} RETURNING id`;
  const answer = await askWrangler("d1", "execute", "DB", "--remote", "--json", "--command", statement);
  if (answer.code !== 0) throw new Refusal(`The deployed database refused: ${faultOf(answer)}`);
  const answers = JSON.parse(answer.out) as { results: unknown[] }[];
  return answers.flatMap(({ results }) => results).length;
}

await run(async () => {
  const { values, positionals } = readOptions(USAGE, {
    username: { type: "string" },
    password: { type: "string" },
    data: { type: "string" },
    remote: { type: "boolean", default: false },
  });
  refusePositionals(positionals);
  const { username, remote, data } = values;
  if (username === undefined) throw new Refusal("--username NAME is missing (--help shows the options)");
  if (remote && data !== undefined) throw new Refusal("--remote and --data exclude each other");
  if (remote) await expectSignedIn();
  const { password, madeUp } = await choosePassword(values.password);
  expectAcceptable(username, password);
  const user: NewUser = { username, role: "admin", password: await hashPassword(password) };
  const rows = JSON.stringify([userRow(user, Date.now())]);
  const made = remote ? await insertRemotely(rows) : await insertHere(data ?? DEFAULT_DATA, rows);
  if (made === 0) throw new Refusal(`The user ${username} exists already; nothing was changed`);
  console.log(`Administrator ${username} is made${remote ? " on the deployed service" : ""}.`);
  if (madeUp) console.log(`Password, shown this once: ${password}`);
  return 0;
});
