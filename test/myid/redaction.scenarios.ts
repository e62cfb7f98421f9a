/** Every path of MyID, well and badly used: nothing of a person and no secret is left in a log, an error or a store. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import type { Received } from "../support/app.ts";
import { ask, logged } from "../workers/door.ts";
import { clientToken, DATA, newClient, newPair, SESSIONS } from "./clients.ts";
import { type Upstream, upstream } from "./upstream.ts";

/** Marked, so that they cannot be anything else. */
const PERSON = { phone_number: "998971234567", birth_date: "1987-03-09", pass_data: "QX7654321" };
const OTHER = { pinfl: "31415926535897", birth_date: "1987-03-09" };
const REUID = { reuid: "feedface-0000-4000-8000-00000000beef" };
const FAULTY = {
  phone_number: "0998971234567",
  pass_data: "QX76543210",
  pinfl: "314159265358970",
  threshold: 2,
};

/** What the stand-in and the sandbox tell of their people. */
const PROFILE = [
  "99999999999999",
  "ZZ9999999",
  "НАМУНАЕВ",
  "SINOV",
  "998909999999",
  "НАМУНА КЎЧАСИ",
  "15.01.1990",
];
const FAULTS = ["detail", "err", "text", "list", "html"].flatMap((error) =>
  ["session", "token", "status", "data"].map((on) => `on=${on};status=500;error=${error}`),
);
const MALFORMED = [
  "on=session;malformed=cut",
  "on=token;malformed=huge",
  "on=data;malformed=no-data",
  "profile=broken",
];
const REFUSALS = [
  "on=session;status=422;error=list",
  "on=session;status=400;error=text",
  "status=401",
  "on=data;status=400",
];

const secrets = new Set<string>([
  ...Object.values(PERSON),
  ...Object.values(OTHER),
  ...Object.values(REUID),
  ...Object.values(FAULTY)
    .map(String)
    .filter((value) => value.length > 3),
  ...PROFILE,
  "s3cret-of-myid",
  "stand-in-token",
  "stand-in-session",
]);
const errors: string[] = [];
let lines = "";

const keepError = (answer: Received) => {
  if (answer.status >= 400) errors.push(answer.text);
  return answer;
};
const asked = async (...[path, sent]: Parameters<typeof ask>) => keepError(await ask(path, sent));

interface Tokens {
  appToken: string;
  serverToken: string;
}

/** From opening to data, whatever comes of it. */
async function walk({ appToken, serverToken }: Tokens, body: object, at?: Upstream): Promise<void> {
  const own = at ? { env: at.env } : {};
  const { json } = await asked(SESSIONS, { token: appToken, body, ...own });
  if (!json.session_id) return;
  secrets.add(json.access_token);
  const page = `/myid/sandbox/${json.session_id}`;
  const step = { step: "passport", pass_data: PERSON.pass_data, birth_date: PERSON.birth_date };
  await asked(page, { body: { ...step, pass_data: FAULTY.pass_data }, ...own });
  await asked(page, { body: step, ...own });
  for (const result of ["7", "1"]) await asked(page, { body: { step: "face", result }, ...own });
  const ended = at && (await at.finish(json.session_id));
  const status = await asked(`/api/v1/sdk/sessions/${json.session_id}`, { token: serverToken, ...own });
  const code = ended ?? status.json.code;
  secrets.add(code);
  for (const token of [appToken, serverToken, serverToken])
    await asked(`${DATA}?code=${code}&session_id=${json.session_id}`, { token, ...own });
}

async function everything(): Promise<void> {
  const { app, server, ...tokens } = await newPair({ allowed_fields: ["profile", "pass_data"] });
  for (const secret of [app.client_secret, server.client_secret, ...Object.values(tokens)])
    secrets.add(secret);
  for (const body of [PERSON, OTHER, REUID, FAULTY]) {
    await walk(tokens, body);
    await walk(tokens, body, upstream());
  }
  for (const switches of [...FAULTS, ...MALFORMED, ...REFUSALS])
    await walk(tokens, PERSON, upstream(switches));
  const broken = JSON.stringify(PERSON).slice(0, -1);
  await asked(SESSIONS, { token: tokens.appToken, body: broken });
  await asked(SESSIONS, { token: tokens.appToken, body: [PERSON] });
  const { client_id, client_secret } = await newClient("app");
  secrets.add(client_secret);
  await asked("/api/v1/auth/clients/access-token", {
    body: { client_id, client_secret: `${client_secret}x` },
  });
  secrets.add(await clientToken({ ...app, client_id, client_secret }));
}

const found = (text: string) => [...secrets].filter((secret) => text.includes(secret));

async function tables(): Promise<string> {
  const names = await env.DB.prepare(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%' AND sql NOT LIKE '%VIRTUAL%'",
  ).all<{ name: string }>();
  const rows = names.results.map(({ name }) => env.DB.prepare(`SELECT * FROM "${name}"`).all());
  return JSON.stringify((await Promise.all(rows)).map(({ results }) => results));
}

async function values(): Promise<string> {
  const { keys } = await env.KV.list();
  const all = await Promise.all(keys.map(async ({ name }) => `${name} ${await env.KV.get(name)}`));
  return all.join("\n");
}

async function objects(): Promise<string> {
  const { objects: all } = await env.FILES.list();
  const texts = await Promise.all(
    all.map(async ({ key }) => `${key} ${await (await env.FILES.get(key))?.text()}`),
  );
  return texts.join("\n");
}

describe("after everything", () => {
  beforeAll(async () => {
    const run = await logged(everything);
    lines = run.text;
  }, 60_000);

  test("the walk has met every kind of answer, and what is looked for is really there to be found", async () => {
    expect(secrets.size).toBeGreaterThan(60);
    expect(errors.length).toBeGreaterThan(60);
    expect(lines).toContain("myid: failed, status 500");
    expect(lines).toContain("myid: malformed");
    const { keys } = await env.KV.list({ prefix: "myid-token/" });
    expect(keys.length).toBeGreaterThan(10);
    expect(found(`{"pinfl":"${OTHER.pinfl}"}`)).toEqual([OTHER.pinfl]);
  });

  test("no log line has any of it", () => expect(found(lines)).toEqual([]));

  test("no error has any of it", () => expect(found(errors.join("\n"))).toEqual([]));

  test("no row of any table has any of it", async () => {
    const all = await tables();
    expect(all).toContain('"has_passport":1');
    expect(found(all)).toEqual([]);
  });

  test("no value in KV and no object in R2 has any of it", async () => {
    expect(found(await values())).toEqual([]);
    expect(found(await objects())).toEqual([]);
  });
});
