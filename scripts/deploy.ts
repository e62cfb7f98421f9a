/** `npm run deploy`: what must be there is looked for first, then migrations, then the Worker. */
import { Refusal, readOptions, refusePositionals, run } from "./lib/options.ts";
import { readSettings } from "./lib/settings.ts";
import { SECRET_NAMES } from "./lib/variables.ts";
import { askWrangler, expectSignedIn, faultOf, runWrangler } from "./lib/wrangler-command.ts";

const USAGE = `
npm run deploy              Applies the migrations to the deployed database, then deploys the Worker.

It needs: the ids of the D1 database and the KV namespace in wrangler.toml, a sign-in by
npx wrangler login or CLOUDFLARE_API_TOKEN, and the secrets (${SECRET_NAMES.join(", ")}) set.
docs/operations.md goes through it from an empty account.
`;

/** Zeros and a small number stand where nobody has put an id yet. */
const isPlaceholder = (id: string | undefined) => !id || /^[0-]+\d?$/.test(id);

function missingIds(): string[] {
  const { d1_databases, kv_namespaces } = readSettings();
  return [
    ...d1_databases
      .filter((one) => isPlaceholder(one.database_id))
      .map((one) => `D1 ${one.binding}: npx wrangler d1 create ${one.database_name}`),
    ...kv_namespaces
      .filter((one) => isPlaceholder(one.id))
      .map((one) => `KV ${one.binding}: npx wrangler kv namespace create ${one.binding}`),
  ];
}

/** A Worker that was never deployed has no list, and no secrets. */
async function missingSecrets(): Promise<string[]> {
  const answer = await askWrangler("secret", "list", "--format", "json");
  const neverDeployed = /does not exist|not found|10007/i.test(answer.err + answer.out);
  if (answer.code !== 0 && !neverDeployed)
    throw new Refusal(`The secrets cannot be listed: ${faultOf(answer)}`);
  const set = answer.code === 0 ? (JSON.parse(answer.out) as { name: string }[]) : [];
  return SECRET_NAMES.filter((name) => !set.some((secret) => secret.name === name));
}

async function expectSuccess(what: string, ...args: string[]): Promise<void> {
  const code = await runWrangler(...args);
  if (code !== 0) throw new Refusal(`${what} failed: what wrangler says above has to be put right first`);
}

await run(async () => {
  const { positionals } = readOptions(USAGE, {});
  refusePositionals(positionals);
  const ids = missingIds();
  if (ids.length)
    throw new Refusal(
      `wrangler.toml has no real ids yet; create these and put the ids there:\n  ${ids.join("\n  ")}`,
    );
  await expectSignedIn();
  const secrets = await missingSecrets();
  if (secrets.length)
    throw new Refusal(
      `Secrets are missing: ${secrets.map((name) => `openssl rand -base64 32 | npx wrangler secret put ${name}`).join("; ")}`,
    );
  await expectSuccess("The migration", "d1", "migrations", "apply", "DB", "--remote");
  await expectSuccess("The deployment", "deploy");
  console.log("Deployed. A new service has no users: npm run create-admin -- --remote --username NAME");
  return 0;
});
