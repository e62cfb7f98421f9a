/** `npm run bench`: one harness for every bench: the same calls, taking turns, counted in the same way. */
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { type Bench, type Scenario, type Session, withToken } from "./bench/bench.ts";
import { house } from "./bench/house.ts";
import { compare, type Settings } from "./bench/measure.ts";
import { judge, type Result, tableOfResults } from "./bench/report.ts";
import { type Contender, Servers } from "./bench/servers.ts";
import { signIn } from "./lib/api.ts";
import { Refusal, readOptions, run, wholeNumber } from "./lib/options.ts";
import { ensureDevVars } from "./lib/variables.ts";

const BENCHES: Readonly<Record<string, Bench>> = { house };

const USAGE = `
npm run bench -- NAME [options]

${Object.entries(BENCHES)
  .map(([name, { about }]) => `  ${name.padEnd(22)}${about}`)
  .join("\n")}

  --seconds S           how long a round lasts (5)
  --rounds N            how often each server has its turn (5)
  --connections N       connections at once (8)
  --peer URL            against another server with this API, in turn, instead of bare Workers
  --peer-pid N          its process, so that its CPU time is counted
  --peer-user NAME, --peer-password TEXT   its administrator (admin, admin123)
  --json FILE           writes the figures there too

It starts its own server with fresh data. CPU time is that of the server's processes, read from /proc: Linux alone.
`;

interface Peer extends Contender {
  session: Session;
}

type Options = ReturnType<typeof readBenchOptions>;

function readBenchOptions() {
  const { values, positionals } = readOptions(USAGE, {
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
  return { name: positionals[0], bench, settings, ...values };
}

async function peerOf(options: Options): Promise<Peer | undefined> {
  if (options.peer === undefined) return undefined;
  const origin = options.peer.replace(/\/$/, "");
  const token = await signIn(origin, { user: options["peer-user"], password: options["peer-password"] });
  const pid = options["peer-pid"];
  return {
    label: "peer",
    origin,
    pid: pid === undefined ? undefined : wholeNumber("--peer-pid", pid, 1, 2 ** 31),
    session: { origin, token },
  };
}

const turnOf = (contender: Contender, scenario: Scenario, session: Session) => {
  const call = scenario.call(session);
  return { contender, call, asAdmin: { ...call, headers: { ...call.headers, ...withToken(session) } } };
};

async function runScenario(
  scenario: Scenario,
  ours: Contender,
  session: Session,
  servers: Servers,
  peer: Peer | undefined,
  settings: Settings,
): Promise<Result> {
  const turns = [turnOf(ours, scenario, session)];
  if (peer) turns.push(turnOf(peer, scenario, peer.session));
  else if (scenario.bare) turns.push(turnOf(await servers.bare(scenario.bare.worker), scenario, session));
  const figures = await compare(turns, settings);
  const bar = peer ? undefined : scenario.bare?.bar;
  return { scenario: scenario.name, figures, ...(bar ? { bar } : {}) };
}

async function runBench({ bench, settings }: Options, peer: Peer | undefined): Promise<Result[]> {
  const servers = new Servers();
  process.once("SIGINT", () => void servers.stop().finally(() => process.exit(130)));
  try {
    const ours = await servers.ours(bench);
    const token = await signIn(ours.origin, { user: "admin", password: "admin123" });
    const session = { origin: ours.origin, token };
    const results: Result[] = [];
    for (const scenario of bench.scenarios) {
      console.error(`${scenario.name} …`);
      results.push(await runScenario(scenario, ours, session, servers, peer, settings));
    }
    return results;
  } finally {
    await servers.stop();
  }
}

await run(async () => {
  const options = readBenchOptions();
  ensureDevVars();
  if (process.platform !== "linux")
    console.error("CPU time is read from /proc, which only Linux has: left out.");
  const results = await runBench(options, await peerOf(options));
  const verdicts = results.map(judge).filter((verdict) => verdict !== undefined);
  console.log(tableOfResults(results));
  for (const { scenario, passed, says } of verdicts)
    console.log(`${passed ? "✓" : "✗"} ${scenario}: ${says}`);
  if (options.json !== undefined) {
    const machine = { cpu: cpus()[0]?.model, cpus: cpus().length, node: process.version };
    const document = {
      bench: options.name,
      at: new Date().toISOString(),
      machine,
      ...options.settings,
      results,
      verdicts,
    };
    writeFileSync(options.json, `${JSON.stringify(document, null, 2)}\n`);
  }
  return verdicts.every(({ passed }) => passed) ? 0 : 1;
});
