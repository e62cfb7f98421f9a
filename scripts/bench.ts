/** `npm run bench`: one harness for every bench: the same calls, taking turns, counted in the same way. */
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import type { Bench } from "./bench/bench.ts";
import { catalog } from "./bench/catalog.ts";
import { house } from "./bench/house.ts";
import { images } from "./bench/images.ts";
import { judge } from "./bench/judge.ts";
import type { Settings } from "./bench/measure.ts";
import { type Result, tablesOfResults } from "./bench/report.ts";
import { tokenSource } from "./bench/servers.ts";
import { type Peer, runStage } from "./bench/stage.ts";
import { Api } from "./lib/api.ts";
import { Refusal, readOptions, run, wholeNumber } from "./lib/options.ts";
import { ensureDevVars } from "./lib/variables.ts";

const BENCHES: Readonly<Record<string, Bench>> = { house, catalog, images };

const USAGE = `
npm run bench -- NAME [options]

${Object.entries(BENCHES)
  .map(([name, { about }]) => `  ${name.padEnd(22)}${about}`)
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
  const bench = BENCHES[positionals[0] ?? ""];
  if (!bench || positionals.length > 1)
    throw new Refusal(`Name one bench: ${Object.keys(BENCHES).join(", ")} (--help shows the options)`);
  const settings: Settings = {
    seconds: wholeNumber("--seconds", values.seconds, 1, 600),
    rounds: wholeNumber("--rounds", values.rounds, 1, 100),
    connections: wholeNumber("--connections", values.connections, 1, 256),
  };
  const sizes = sizesOf(bench, values.rows, values.peer);
  return { name: positionals[0], bench, sizes, settings, ...values };
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

await run(async () => {
  const options = readBenchOptions();
  const { bench, sizes, settings } = options;
  ensureDevVars();
  if (process.platform !== "linux")
    console.error("CPU time is read from /proc, which only Linux has: left out.");
  const peer = await peerOf(options);
  const results: Result[] = [];
  for (const rows of sizes) results.push(...(await runStage({ bench, rows, peer, settings })));
  const verdicts = judge(results);
  console.log(tablesOfResults(results));
  console.log("");
  for (const { scenario, passed, says } of verdicts)
    console.log(`${passed ? "✓" : "✗"} ${scenario}: ${says}`);
  if (options.json !== undefined) writeFigures(options.json, options, { results, verdicts });
  return verdicts.every(({ passed }) => passed) ? 0 : 1;
});
