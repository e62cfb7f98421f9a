/** What the doctor looks at, one entry each; a feature adds its own, such as its counters against a recount. */
import { findDrift, findImageDrift, findStrays, isDrift, isImageDrift } from "../../src/catalog/index.ts";
import { findLocationDrift, isLocationDrift } from "../../src/field/index.ts";
import { findReportDrift } from "../../src/reports/index.ts";
import type { Database, Files } from "./database.ts";
import { activeDemoUsers } from "./demo.ts";
import { migrationFiles, pendingMigrations } from "./migrate.ts";
import type { Settings } from "./settings.ts";
import { faultsOf, type Variables, workerVariables } from "./variables.ts";
import { verbContext } from "./verb-context.ts";

export interface Finding {
  state: "ok" | "note" | "wrong";
  about: string;
  says: string;
}

export interface Patient {
  variables: Variables;
  settings: Settings;
  database: Database;
  files: Files;
  /** A server has the folder in use at this moment. */
  running: boolean;
  now: number;
}

export interface Check {
  name: string;
  examine(patient: Patient): Promise<Finding[]>;
}

const found = (state: Finding["state"], about: string, says: string): Finding => ({ state, about, says });

function variables({ variables: given }: Patient): Finding[] {
  const faults = faultsOf(given);
  const names = [...new Set([...workerVariables(), ...Object.keys(given)])];
  const findings = names.map((name) => {
    const value = given[name];
    if (value === undefined) return found("ok", name, "not set, the standard applies");
    const secret = /SECRET|KEY|TOKEN|PASSWORD/.test(name);
    return found("ok", name, secret ? `set, ${value.length} characters` : value);
  });
  return faults ? [...findings, found("wrong", "configuration", faults)] : findings;
}

const REQUIRED = ["DB", "KV", "FILES", "TASKS", "THROTTLE_ANON", "THROTTLE_USER"];
const OPTIONAL = ["IMAGES"];

function bindings({ settings }: Patient): Finding[] {
  const throttles = settings.ratelimits.map(
    ({ name, simple }) => [name, `${simple.limit} in ${simple.period} s when deployed`] as const,
  );
  const configured = new Map<string, string>([
    ...settings.d1_databases.map((one) => [one.binding, `D1 ${one.database_name}`] as const),
    ...settings.kv_namespaces.map((one) => [one.binding, `KV ${one.id}`] as const),
    ...settings.r2_buckets.map((one) => [one.binding, `R2 ${one.bucket_name}`] as const),
    ...(settings.queues.producers ?? []).map((one) => [one.binding, `queue ${one.queue}`] as const),
    ...throttles,
    ...(settings.images ? [[settings.images.binding, "Images"] as const] : []),
  ]);
  return [...REQUIRED, ...OPTIONAL].map((name) => {
    const resource = configured.get(name);
    if (resource) return found("ok", name, resource);
    return found(REQUIRED.includes(name) ? "wrong" : "note", name, "not in wrangler.toml");
  });
}

async function migrations({ database }: Patient): Promise<Finding[]> {
  const pending = await pendingMigrations(database);
  const total = migrationFiles().length;
  if (pending.length === 0) return [found("ok", "migrations", `all ${total} applied`)];
  return [found("wrong", "migrations", `pending: ${pending.join(", ")} (the next start applies them)`)];
}

async function users({ database }: Patient): Promise<Finding[]> {
  const statement =
    "SELECT role, count(*) AS every, sum(is_active) AS active FROM users GROUP BY role ORDER BY role";
  const { results } = await database
    .prepare(statement)
    .all<{ role: string; every: number; active: number }>();
  const findings = results.map(({ role, every, active }) =>
    found("ok", `users: ${role}`, every === active ? String(every) : `${every}, of them ${active} active`),
  );
  if (results.some(({ role, active }) => role === "admin" && active > 0)) return findings;
  return [...findings, found("wrong", "users", "no active admin: npm run create-admin makes one")];
}

async function demoUsers({ database }: Patient): Promise<Finding[]> {
  const names = await activeDemoUsers(database);
  if (names.length === 0) return [found("ok", "demo users", "none")];
  return [found("note", "demo users", `${names.join(", ")}: they sign in on this machine alone`)];
}

/** The minute cron has missed a run. */
const STALE_SECONDS = 150;

async function health({ database, now, running }: Patient): Promise<Finding[]> {
  const statement = "SELECT checked_at, document FROM health WHERE name = 'status'";
  const row = await database.prepare(statement).first<{ checked_at: number; document: string }>();
  if (!row) return [found("note", "health", "never checked: the minute cron has not run yet")];
  const { status } = JSON.parse(row.document) as { status: string };
  const seconds = Math.round(now / 1000 - row.checked_at / 1_000_000);
  const says = `${status}, ${seconds} s ago`;
  if (running && seconds > STALE_SECONDS) return [found("wrong", "health", `${says}: the cron stands still`)];
  return [found(status === "ok" ? "ok" : "wrong", "health", says)];
}

/** The counts that lists show and the index that searches use, against the rows. */
async function keptCounts({ database }: Patient): Promise<Finding[]> {
  return (await findDrift(verbContext(database))).map((drift) => {
    const { entity, counts, unsearchable, ghosts } = drift;
    if (!isDrift(drift)) return found("ok", `counts: ${entity}`, "as recounted, every row searchable");
    const says = `${counts} counts differ, ${unsearchable} rows cannot be found, ${ghosts} are found though deleted: the nightly job mends it`;
    return found("wrong", `counts: ${entity}`, says);
  });
}

/** What rows keep of their pictures, and whether pictures and their bytes are still together. */
async function pictures({ database, files }: Patient): Promise<Finding[]> {
  const ctx = verbContext(database, { FILES: files });
  const kept = (await findImageDrift(ctx)).map((drift) => {
    const { entity, lists, flags, count } = drift;
    if (!isImageDrift(drift)) return found("ok", `pictures: ${entity}`, "as recounted");
    const says = `${lists} rows nest wrong ones, ${flags} say wrongly whether they have any${count ? ", the count differs" : ""}: the nightly job mends it`;
    return found("wrong", `pictures: ${entity}`, says);
  });
  const { folders, images } = await findStrays(ctx);
  const listed = (all: readonly string[]) =>
    `${all.length}: ${all.slice(0, 5).join(", ")}${all.length > 5 ? ", …" : ""}`;
  const strays = folders.length
    ? found(
        "note",
        "bytes without a picture",
        `${listed(folders)} (uploads that failed or were replaced go within two nights)`,
      )
    : found("ok", "bytes without a picture", "none");
  const lost = images.map(({ entity, id }) => `${entity}-image ${id}`);
  return [
    ...kept,
    strays,
    lost.length
      ? found("wrong", "pictures without bytes", listed(lost))
      : found("ok", "pictures without bytes", "none"),
  ];
}

/** What is kept of agents' points, so that nobody reads them all. */
async function locations({ database }: Patient): Promise<Finding[]> {
  const drift = await findLocationDrift(verbContext(database));
  if (!isLocationDrift(drift)) return [found("ok", "agents' points", "as recounted")];
  const { latest, days, words, visits } = drift;
  const says = `${latest} newest points, ${days} counts of days, ${words} of words and ${visits} of visits differ: the nightly job mends it`;
  return [found("wrong", "agents' points", says)];
}

const REPORT_DAYS = 7;

/** What reports tell of the last closed days against their submissions, and months against their days. */
async function reports({ database, now }: Patient): Promise<Finding[]> {
  const wrong = (await findReportDrift(verbContext(database, {}, now), REPORT_DAYS)).filter(
    ({ rows }) => rows > 0,
  );
  if (!wrong.length) return [found("ok", "reports", `months and the last ${REPORT_DAYS} days as recounted`)];
  return wrong.map(({ of, rows }) => found("wrong", `reports: ${of}`, `${rows} rows differ from a recount`));
}

export const CHECKS: readonly Check[] = [
  { name: "Variables", examine: async (patient) => variables(patient) },
  { name: "Bindings", examine: async (patient) => bindings(patient) },
  { name: "Database", examine: migrations },
  { name: "Users", examine: users },
  { name: "Demo users", examine: demoUsers },
  { name: "Counts", examine: keptCounts },
  { name: "Pictures", examine: pictures },
  { name: "Agents' points", examine: locations },
  { name: "Reports", examine: reports },
  { name: "Health", examine: health },
];
