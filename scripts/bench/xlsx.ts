/** What Excel costs: 5,000 rows at once, 100,000 as a task, out and in; and how memory grows with the file. */
import { tableOf } from "../lib/table.ts";
import { copyCatalogue } from "./catalog-rows.ts";
import type { Verdict } from "./judge.ts";
import { type Contender, type Environment, Servers } from "./servers.ts";
import type { Peer } from "./stage.ts";
import { type Cost, exportFile, importBare, importFile, type Sent, sumOf } from "./xlsx-calls.ts";
import { judgeXlsx, type Runs } from "./xlsx-judge.ts";

const AT_ONCE = 5000;
const FEW = 10_000;
const MANY = 100_000;

/** As much heap as production leaves beside the rest of its 128 MB. */
const LITTLE_HEAP = { MINIFLARE_WORKERD_V8_FLAGS: "--max-old-space-size=112" };

type Started = (servers: Servers) => Promise<Contender>;

/** A server of its own for each run: what another left in memory would be counted too. */
async function fresh<T>(
  start: Started,
  run: (server: Contender, servers: Servers) => Promise<T>,
): Promise<T> {
  const servers = new Servers();
  const interrupt = () => void servers.stop().finally(() => process.exit(130));
  process.once("SIGINT", interrupt);
  try {
    return await run(await start(servers), servers);
  } finally {
    process.off("SIGINT", interrupt);
    await servers.stop();
  }
}

const empty =
  (environment: Environment = {}): Started =>
  (servers) =>
    servers.karvon(async () => {}, "without emulators", { environment });
const filled =
  (rows: number, environment: Environment = {}): Started =>
  (servers) =>
    servers.karvon((folder) => copyCatalogue(rows, folder), "without emulators", { environment });
const bare: Started = (servers) => servers.bare({ worker: "import.ts" }, async () => "");

const sent = (what: string, rows: number, all: Sent["all"], more: Partial<Sent> = {}): Sent => ({
  ...{ what, columns: "all", prefix: "A", rows, all },
  ...more,
});

async function inAndAgain(server: Contender, columns: Sent["columns"]): Promise<Cost[]> {
  const prefix = `R${Date.now().toString(36)}`;
  // Code is compiled before anything counts.
  await importFile(server, sent("warm-up", AT_ONCE, "created", { columns, prefix: `W${prefix}` }));
  const again = server.label === "peer" ? "updated" : "unchanged";
  return [
    await importFile(server, sent("import, new", AT_ONCE, "created", { columns, prefix })),
    await importFile(server, sent("import, the same again", AT_ONCE, again, { columns, prefix })),
  ];
}

/** One after another in one server: together as much as one large file. */
async function tenOf(make: (nth: number) => Promise<Cost>): Promise<Cost> {
  const costs: Cost[] = [];
  for (let nth = 0; nth < MANY / FEW; nth++) costs.push(await make(nth));
  return sumOf(costs);
}

const large = (rows: number) => sent("import as a task", rows, "created");

async function runsOf(): Promise<Runs> {
  const atOnce = await fresh(empty(), (server) => inAndAgain(server, "all"));
  const task = await fresh(empty(), async (server, servers) => ({
    cost: await importFile(server, large(MANY)),
    longestMessageMs: Math.max(0, ...servers.queueLines().map(({ ms }) => ms)),
  }));
  return {
    ...{ atOnce, task },
    taskOfFew: await fresh(empty(), (server) => importFile(server, large(FEW))),
    tenTasks: await fresh(empty(), (server) =>
      tenOf((nth) => importFile(server, sent("ten imports", FEW, "created", { prefix: `T${nth}` }))),
    ),
    bareOfFew: await fresh(bare, (server) => importBare(server, FEW)),
    bare: await fresh(bare, (server) => importBare(server, MANY)),
    exportOfFew: await fresh(filled(FEW), (server) => exportFile(server, FEW, "all")),
    tenExports: await fresh(filled(FEW), (server) =>
      tenOf(() => exportFile(server, FEW, "all", "ten exports")),
    ),
    export: await fresh(filled(MANY), (server) => exportFile(server, MANY, "all")),
    littleHeap: [
      await fresh(empty(LITTLE_HEAP), (server) => importFile(server, large(MANY))),
      await fresh(filled(MANY, LITTLE_HEAP), (server) => exportFile(server, MANY, "all")),
    ],
  };
}

/** Both are sent the same file, of the peer's own columns; out they give the columns that they have. */
async function againstPeer(peer: Peer): Promise<NonNullable<Runs["peer"]>> {
  const ours = await fresh(filled(MANY), (server) => inAndAgain(server, "few"));
  return {
    ours,
    theirs: await inAndAgain(peer, "few"),
    export: await fresh(filled(MANY), (server) => exportFile(server, MANY, "all")),
    theirExport: await exportFile(peer, MANY, "few"),
  };
}

const fixed = (value: number | undefined, places: number) =>
  value === undefined || Number.isNaN(value) ? "" : value.toFixed(places);

const HEADER = "call,server,rows,cells,s,CPU s,cells a CPU s,file MB,first byte ms,node MB,workerd MB".split(
  ",",
);

const costTable = (costs: readonly Cost[]): string =>
  tableOf(
    HEADER,
    costs.map((cost) => [
      cost.what,
      cost.server,
      cost.rows,
      cost.cells,
      fixed(cost.seconds, 1),
      fixed(cost.cpuSeconds, 2),
      fixed(cost.cpuSeconds && cost.cells / cost.cpuSeconds, 0),
      fixed(cost.megabytes, 1),
      fixed(cost.firstByteMs, 0),
      fixed(cost.peaks?.node, 0),
      fixed(cost.peaks?.workerd, 0),
    ]),
  );

/** All that was run, however it is put together. */
function costsIn(run: unknown): Cost[] {
  if (typeof run !== "object" || run === null) return [];
  return "what" in run ? [run as Cost] : Object.values(run).flatMap(costsIn);
}

/** Ours alone, or against a peer. */
export async function benchXlsx(
  peer: Peer | undefined,
): Promise<{ table: string; verdicts: Verdict[]; runs: Runs }> {
  const runs: Runs = peer ? { peer: await againstPeer(peer) } : await runsOf();
  return { table: costTable(costsIn(runs)), verdicts: judgeXlsx(runs), runs };
}
