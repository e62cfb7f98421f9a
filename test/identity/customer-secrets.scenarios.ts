/** Nothing of a customer, his device or his tokens is in a log line, in the database or readable in KV. */
import { env } from "cloudflare:workers";
import { expect, inject, test } from "vitest";
import { mint } from "../../scripts/lib/integrity-tokens.ts";
import { ask, freshAddress, logged } from "../workers/door.ts";
import { askToken, ME } from "./customers.ts";
import { cheapHash, cheapPerson } from "./people.ts";

const MARK = "MARKED";
const ADDRESS = "2001:db8:feed::78";
const DEVICE_ID = "feedfeed-0000-4000-8000-00000000feed";
const PASSWORD = `${MARK}-password`;
const identity = `${inject("standIns")}/identity`;

const marked = {
  "X-App-Source": "PlayMarket",
  "Device-Id": DEVICE_ID,
  "Base-Device-Id": DEVICE_ID,
  "Device-Name": `${MARK} phone`,
  "Device-Manufacturer": `${MARK} maker`,
  "Device-Model": `${MARK} model`,
  "User-Agent": `${MARK} agent`,
};

/** Every row of every table of ours, but for the accounts themselves. */
async function everyRow(): Promise<string> {
  const tables = await env.DB.prepare(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '%_fts%' AND name NOT LIKE '_cf%'",
  ).all<{ name: string }>();
  const names = tables.results.map(({ name }) => name).filter((name) => name !== "users");
  expect(names).toContain("spent_nonces");
  const rows = await env.DB.batch(names.map((name) => env.DB.prepare(`SELECT * FROM "${name}"`)));
  return JSON.stringify(rows.map(({ results }) => results));
}

async function everyEntry(): Promise<string> {
  const { keys } = await env.KV.list();
  expect(keys.length).toBeGreaterThan(0);
  const values = await Promise.all(keys.map(({ name }) => env.KV.get(name)));
  return JSON.stringify([keys, values]);
}

test("every path is driven with marked values, and none of them is found anywhere", async () => {
  const username = `${MARK}-user`;
  await cheapPerson("customer", { username, password: cheapHash(PASSWORD) });
  const nonce = `${MARK}-nonce`;
  const token = await mint({ nonce });
  const upstream = { CUSTOMER_IDENTITY: "upstream", CUSTOMER_UPSTREAM_URL: `${identity}/customer/token` };
  const failing = (switches: string) => ({
    ...upstream,
    CUSTOMER_UPSTREAM_URL: `${identity}/${switches}/customer/token`,
    CUSTOMER_UPSTREAM_INTEGRITY_TOKEN: `${MARK}-token`,
  });
  const { text, lines, value } = await logged(async () => {
    const common = { who: { username }, password: PASSWORD, address: ADDRESS, headers: marked };
    const spending = { ...marked, "integrity-token": token };
    const given = await askToken({ ...common, headers: spending });
    await askToken({ ...common, headers: spending });
    await askToken({ ...common, password: `${PASSWORD}-wrong` });
    await askToken({ ...common, headers: { ...marked, "integrity-token": `${MARK}.token` } });
    await askToken({ ...common, headers: { ...marked, "Device-Id": `${MARK}-id` } });
    await askToken({ ...common, headers: { ...marked, "App-Version-Name": MARK } });
    await askToken({ ...common, body: new URLSearchParams({ username: `${MARK}-alone` }) });
    await askToken({ ...common, env: { CUSTOMER_MIN_APP_VERSION: "9" } });
    await askToken({ ...common, env: { INTEGRITY_REPLAY: "allow" }, headers: spending });
    await askToken({ ...common, env: { INTEGRITY_NONCE: "issued" }, minting: { nonce: `${MARK}-other` } });
    await askToken({ ...common, env: { SIGNIN_PER_ADDRESS: "1" } });
    const kept = await askToken({
      ...common,
      who: { username: "MTT_LOGIN" },
      password: "mtt-password",
      address: freshAddress(),
      env: upstream,
    });
    for (const switches of [
      "status=500",
      "status=401",
      "status=404;says=html",
      "redirect=here",
      "body=broken",
    ])
      await askToken({ ...common, address: freshAddress(), env: failing(switches) });
    await ask(ME, { token: given.json.access_token });
    await ask(ME, { headers: { Authorization: `Bearer ${MARK}` } });
    await ask("/customer/nonce");
    return [given.json.access_token, kept.json.access_token];
  });
  const statuses = [...new Set(lines.map(({ status }) => status))].sort();
  expect(statuses).toEqual([200, 400, 401, 403, 426, 429, 502]);
  const secrets = [MARK, DEVICE_ID, ADDRESS, PASSWORD, token, nonce, "mtt-password", "MTT_LOGIN", ...value];
  const places = { log: text, database: await everyRow(), KV: await everyEntry() };
  for (const [place, content] of Object.entries(places))
    for (const secret of secrets) expect(content.includes(secret), `${secret} in ${place}`).toBe(false);
});
