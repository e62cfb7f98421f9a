/** What syncs cost, end to end: 10,000 and 100,000 new items, 100,000 that are read meanwhile, and nothing new. */
import { Api } from "../lib/api.ts";
import { type Emulators, startEmulators } from "../lib/emulators.ts";
import { freePort } from "../lib/ports.ts";
import { tableOf } from "../lib/table.ts";
import type { Verdict } from "./judge.ts";
import { ADMINISTRATOR, Servers } from "./servers.ts";
import { runSync, type SyncCost } from "./sync-run.ts";

const FEW = 10_000;
const MANY = 100_000;
const NEW_SECONDS = 90;
const UNCHANGED_SECONDS = 40;
const MOST_GROWTH_MB = 40;
const MOST_TIMES_IDLE = 5;

let projects = 0;

/** An integration of a new project, with the same items each time. */
async function integrate(api: Api, standIns: string, items: number): Promise<number> {
  projects += 1;
  const name = `Bench ${projects}`;
  const project = await api.call<{ id: number }>("/api/v1/project/", { code_1c: name, name });
  const wsdl_url = `${standIns}/onec/n=${items};run=0/ws/catalog.1cws?wsdl`;
  const integration = { name, project: project.id, wsdl_url };
  return (await api.call<{ id: number }>("/api/v1/integration/", integration)).id;
}

/** A server of its own: what another run left in memory would be counted too. */
async function fresh(
  standIns: string,
  items: number,
  whats: readonly ("new" | "unchanged")[],
  isRead: boolean,
): Promise<SyncCost[]> {
  const servers = new Servers();
  const interrupt = () => void servers.stop().finally(() => process.exit(130));
  process.once("SIGINT", interrupt);
  try {
    const server = await servers.karvon(async () => {}, "without emulators", {});
    const api = new Api(server.origin, ADMINISTRATOR);
    const costs: SyncCost[] = [];
    let integrationId = 0;
    for (const what of whats) {
      if (what === "new") integrationId = await integrate(api, standIns, items);
      costs.push(await runSync(server, () => servers.queueLines(), { what, integrationId, items, isRead }));
    }
    return costs;
  } finally {
    process.off("SIGINT", interrupt);
    await servers.stop();
  }
}

const verdict = (scenario: string, value: number | undefined, limit: number, unit: string): Verdict[] => {
  if (value === undefined) return [];
  const says = `${value.toFixed(value < 10 ? 1 : 0)} ${unit} (at most ${limit})`;
  return [{ scenario, passed: value <= limit, says }];
};

const growth = (from: number | undefined, to: number | undefined) =>
  from === undefined || to === undefined ? undefined : to - from;

function judge([few, many, read, again]: SyncCost[]): Verdict[] {
  if (!few || !many || !read || !again) return [];
  return [
    ...verdict("100,000 new items", read.seconds, NEW_SECONDS, "s"),
    ...verdict("100,000 unchanged items", again.seconds, UNCHANGED_SECONDS, "s"),
    ...verdict("unchanged items that wrote their row", MANY - Number(again.state["unchanged"]), 0, ""),
    ...verdict(
      "memory of 100,000 items over 10,000",
      growth(few.aboveIdleMb, many.aboveIdleMb),
      MOST_GROWTH_MB,
      "MB",
    ),
    ...[read, again].flatMap(({ what, p95Ms = 0, idleP95Ms = 0 }) =>
      verdict(`reads while ${what} are synced, p95`, p95Ms / idleP95Ms, MOST_TIMES_IDLE, "x idle"),
    ),
  ];
}

const HEADER =
  "items,what,s,of it fetching,items/s,D1 trips,rows written,messages,idle MB,peak MB,reads p95 idle ms,meanwhile ms".split(
    ",",
  );

const fixed = (value: number | undefined, places = 0) => (value === undefined ? "" : value.toFixed(places));

const tableOfCosts = (costs: readonly SyncCost[]): string =>
  tableOf(
    HEADER,
    costs.map((one) => [
      one.items,
      one.what,
      ...[fixed(one.seconds, 1), fixed(one.fetchSeconds, 1), fixed(one.items / one.seconds)],
      ...[one.trips, one.rowsWritten, one.messages],
      ...[fixed(one.idleMb), fixed(one.peakMb), fixed(one.idleP95Ms, 1), fixed(one.p95Ms, 1)],
    ]),
  );

export async function benchSync(): Promise<{ table: string; verdicts: Verdict[]; runs: SyncCost[] }> {
  const standIns: Emulators | undefined = await startEmulators(await freePort());
  if (!standIns) throw new Error("There is no 1C stand-in to sync from");
  try {
    const { address } = standIns;
    const few = await fresh(address, FEW, ["new"], false);
    const many = await fresh(address, MANY, ["new"], false);
    const runs = [...few, ...many, ...(await fresh(address, MANY, ["new", "unchanged"], true))];
    return { table: tableOfCosts(runs), verdicts: judge(runs), runs };
  } finally {
    await standIns.close();
  }
}
