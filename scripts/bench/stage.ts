/** One size of a bench: its servers started, its scenarios measured in turn, its servers gone. */
import { Api } from "../lib/api.ts";
import type { Bench, Scenario } from "./bench.ts";
import { compare, type Settings, type Turn } from "./measure.ts";
import type { Result } from "./report.ts";
import { ADMINISTRATOR, type Contender, Servers } from "./servers.ts";

export interface Peer extends Contender {
  api: Api;
}

export interface Stage {
  bench: Bench;
  rows: number;
  peer: Peer | undefined;
  settings: Settings;
}

async function turnsOf(scenario: Scenario, ours: Contender, servers: Servers, peer: Peer | undefined) {
  const { as, requests, bare } = scenario;
  const common = { as, ...(requests === undefined ? {} : { requests }) };
  const call = await scenario.call(new Api(ours.origin, ADMINISTRATOR));
  const turns: Turn[] = [{ ...common, contender: ours, call }];
  if (peer && scenario.peer) turns.push({ ...common, contender: peer, call: await scenario.peer(peer.api) });
  if (!peer && bare) turns.push({ ...common, contender: await servers.bare(bare, ours.token), call });
  return turns;
}

async function runGroup(
  group: readonly Scenario[],
  ours: Contender,
  servers: Servers,
  { rows, peer, settings }: Stage,
): Promise<Result[]> {
  const scenarios = peer ? group.filter((scenario) => scenario.peer) : group;
  const turns: Turn[][] = [];
  for (const scenario of scenarios) turns.push(await turnsOf(scenario, ours, servers, peer));
  console.error(`${scenarios.map(({ name }) => name).join(" · ")} …`);
  const figures = await compare(turns.flat(), settings);
  return scenarios.map(({ name, bars = [] }, index) => ({
    rows,
    scenario: name,
    figures: figures.splice(0, turns[index]?.length ?? 0),
    bars,
  }));
}

export async function runStage(stage: Stage): Promise<Result[]> {
  const servers = new Servers();
  const interrupt = () => void servers.stop().finally(() => process.exit(130));
  process.once("SIGINT", interrupt);
  try {
    const { contender, groups } = await servers.ours(stage.bench, stage.rows);
    const results: Result[] = [];
    for (const group of groups) results.push(...(await runGroup(group, contender, servers, stage)));
    return results;
  } finally {
    process.off("SIGINT", interrupt);
    await servers.stop();
  }
}
