/** `npm run bench`: one harness for every bench: the same calls, taking turns, counted in the same way. */
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import type { Bench } from "./bench/bench.ts";
import { catalog } from "./bench/catalog.ts";
import { field } from "./bench/field.ts";
import { house } from "./bench/house.ts";
import { identity } from "./bench/identity.ts";
import { images } from "./bench/images.ts";
import { judge, type Verdict } from "./bench/judge.ts";
import type { Settings } from "./bench/measure.ts";
import { sandbox } from "./bench/myid.ts";
import { onec } from "./bench/onec.ts";
import { type Result, tablesOfResults } from "./bench/report.ts";
import { reports } from "./bench/reports.ts";
import { tokenSource } from "./bench/servers.ts";
import { type Peer, runStage } from "./bench/stage.ts";
import { benchSync } from "./bench/sync.ts";
import { benchXlsx } from "./bench/xlsx.ts";
import { Api } from "./lib/api.ts";
import { Refusal, readOptions, run, wholeNumber } from "./lib/options.ts";
import { ensureDevVars } from "./lib/variables.ts";

/** Each after the other, on a server of its own: variables differ. */
const BENCHES: Readonly<Record<string, readonly [Bench, ...Bench[]]>> = {
  house: [house],
  catalog: [catalog],
  images: [images],
  field: [field],
  onec: [onec],
  identity: [identity, sandbox],
  reports: [reports],
};

/** Long calls that are made once, each in a server of its own: no rounds and no connections. */
interface LongBench {
  about: string;
  run(peer: Peer | undefined): Promise<{ table: string; verdicts: Verdict[]; runs: object }>;
}
const LONG: Readonly<Record<string, LongBench>> = {
  sync: {
    about: "from 1C: seconds, memory, what readers feel meanwhile; takes --json alone",
    run: benchSync,
  },
  xlsx: {
    about: "Excel in and out: seconds, CPU, memory, each once; takes --peer and --json alone",
    run: benchXlsx,
  },
};

const USAGE = `
npm run bench -- NAME [options]

${[
  ...Object.entries(BENCHES).map(([name, [{ about }]]) => [name, about]),
  ...Object.entries(LONG).map(([name, { about }]) => [name, about]),
]
  .map(([name = "", about]) => `  ${name.padEnd(22)}${about}`)
  .join("\n")}

  --rows N,M            the sizes of the table (catalog: 1000,100000,1000000; against a peer 100000)
  --seconds S           how long a round lasts (5)
  --rounds N            how often each call has its turn (5)
  --connections N       connections at once (8)
  --peer URL            against another server with this API, in turn, instead of bare Workers
  --peer-pid N          its process, so that its CPU time is counted
  --peer-user NAME, --peer-password TEXT   its administrator (admin, admin123)
  --json FILE           writes the figures there too

It starts its own server with fresh data. CPU time is that of the server's processes, read from /proc: Linux alone.
`;

type Options = ReturnType<typeof readBenchOptions>;

function sizesOf({ sizes }: Bench, given: string | undefined, peer: string | undefined): readonly number[] {
  if (given === undefined) return sizes ? (peer === undefined ? sizes.usual : [sizes.againstPeer]) : [0];
  if (!sizes) throw new Refusal("--rows means nothing to this bench");
  return given.split(",").map((text) => wholeNumber("--rows", text, 1000, 10_000_000));
}

function readBenchOptions() {
  const { values, positionals } = readOptions(USAGE, {
    rows: { type: "string" },
    seconds: { type: "string", default: "5" },
    rounds: { type: "string", default: "5" },
    connections: { type: "string", default: "8" },
    peer: { type: "string" },
    "peer-pid": { type: "string" },
    "peer-user": { type: "string", default: "admin" },
    "peer-password": { type: "string", default: "admin123" },
    json: { type: "string" },
  });
  const [name = ""] = positionals;
  const [benches, long] = [BENCHES[name], LONG[name]];
  if ((!benches && !long) || positionals.length > 1) {
    const names = Object.keys({ ...BENCHES, ...LONG });
    throw new Refusal(`Name one bench: ${names.join(", ")} (--help shows the options)`);
  }
  const settings: Settings = {
    seconds: wholeNumber("--seconds", values.seconds, 1, 600),
    rounds: wholeNumber("--rounds", values.rounds, 1, 100),
    connections: wholeNumber("--connections", values.connections, 1, 256),
  };
  const sizes = benches ? sizesOf(benches[0], values.rows, values.peer) : [];
  return { name, benches, long, sizes, settings, ...values };
}

async function peerOf(options: Options): Promise<Peer | undefined> {
  if (options.peer === undefined) return undefined;
  const origin = options.peer.replace(/\/$/, "");
  const credentials = { user: options["peer-user"], password: options["peer-password"] };
  const pid = options["peer-pid"];
  return {
    label: "peer",
    origin,
    pid: pid === undefined ? undefined : wholeNumber("--peer-pid", pid, 1, 2 ** 31),
    token: tokenSource(origin, credentials),
    api: new Api(origin, credentials),
  };
}

function writeFigures(file: string, { name, settings }: Options, figures: object): void {
  const machine = { cpu: cpus()[0]?.model, cpus: cpus().length, node: process.version };
  const document = { bench: name, at: new Date().toISOString(), machine, ...settings, ...figures };
  writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`);
}

function tell(verdicts: readonly Verdict[]): number {
  console.log("");
  for (const { scenario, passed, says } of verdicts)
    console.log(`${passed ? "✓" : "✗"} ${scenario}: ${says}`);
  return verdicts.every(({ passed }) => passed) ? 0 : 1;
}

async function runLong(long: LongBench, options: Options): Promise<number> {
  const { table, verdicts, runs } = await long.run(await peerOf(options));
  console.log(table);
  if (options.json !== undefined) writeFigures(options.json, options, { runs, verdicts });
  return tell(verdicts);
}

async function runStages(benches: readonly Bench[], options: Options): Promise<number> {
  const { sizes, settings } = options;
  const peer = await peerOf(options);
  const results: Result[] = [];
  for (const bench of benches)
    for (const rows of sizes) results.push(...(await runStage({ bench, rows, peer, settings })));
  const verdicts = judge(results);
  console.log(tablesOfResults(results));
  if (options.json !== undefined) writeFigures(options.json, options, { results, verdicts });
  return tell(verdicts);
}

await run(async () => {
  const options = readBenchOptions();
  ensureDevVars();
  if (process.platform !== "linux")
    console.error("CPU time is read from /proc, which only Linux has: left out.");
  const { benches, long } = options;
  if (long) return runLong(long, options);
  return benches && runStages(benches, options);
});
