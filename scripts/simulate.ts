/** `npm run simulate`: syncs under every kind of trouble, each schedule made of a seed that plays it again. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { V4WorkerOptions } from "miniflare";
import { bundle, stopBundling } from "./lib/bundle.ts";
import type { Database } from "./lib/database.ts";
import { applyMigrations } from "./lib/migrate.ts";
import { readOptions, refusePositionals, run, wholeNumber } from "./lib/options.ts";
import { Progress } from "./lib/progress.ts";
import { startRuntime } from "./lib/runtime.ts";
import { bindingsOf, readSettings } from "./lib/settings.ts";
import { ensureDevVars, readVariables } from "./lib/variables.ts";
import type { Played } from "./simulate/schedule.ts";

const USAGE = `
npm run simulate -- [options]  Plays syncs whose messages are lost, doubled, delayed and reordered, and whose Worker
                             stops or fails at any of its calls; each must leave what a calm sync leaves.

  --schedules N         how many (1000)
  --seed S              of the first one; the next has the next (a new one each time)
  --lanes N             how many at once (4)
`;

/** Nothing has to outlive the run: where there is a disk in memory, no write waits for a real one. */
const MEMORY_DISK = "/dev/shm";

/** A Worker of its own, with stores of its own, for each lane: a sweep must not meet another lane's tasks. */
function laneOf(name: string, code: string): V4WorkerOptions {
  const settings = readSettings();
  const { queueConsumers: _consumers, queueProducers: _producers, ...bindings } = bindingsOf(settings);
  return {
    ...bindings,
    name,
    d1Databases: { DB: `database-${name}` },
    r2Buckets: { FILES: `files-${name}` },
    modules: [{ type: "ESModule", path: "simulate.js", contents: code }],
    bindings: { ...readVariables(), ENVIRONMENT: "local" },
  };
}

function tell({ seed, fault, did }: Played): void {
  console.log(`\n✗ ${fault}\n\n  ${did.join("\n  ")}\n`);
  console.log(`Play it again: npm run simulate -- --schedules 1 --seed ${seed}`);
}

interface Sums {
  played: number;
  calls: number;
  gone: number;
}

type Lane = { fetch(address: string): Promise<{ json(): Promise<unknown> }> };

async function playAll(lanes: readonly Lane[], seed: number, schedules: number): Promise<Sums | Played> {
  const progress = new Progress("schedules", schedules);
  const sums: Sums = { played: 0, calls: 0, gone: 0 };
  let next = 0;
  let failed: Played | undefined;
  await Promise.all(
    lanes.map(async (lane) => {
      while (next < schedules && !failed) {
        const answer = await lane.fetch(`http://simulator/?seed=${seed + next++}`);
        const played = (await answer.json()) as Played;
        if (played.fault !== undefined) failed = played;
        sums.played += 1;
        sums.calls += played.calls;
        sums.gone += played.gone;
        progress.at(sums.played);
      }
    }),
  );
  return failed ?? sums;
}

await run(async () => {
  const { values, positionals } = readOptions(USAGE, {
    schedules: { type: "string", default: "1000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
    lanes: { type: "string", default: "4" },
  });
  refusePositionals(positionals);
  const schedules = wholeNumber("--schedules", values.schedules, 1, 1_000_000);
  const seed = wholeNumber("--seed", values.seed, 0, 1_000_000_000);
  const names = Array.from({ length: wholeNumber("--lanes", values.lanes, 1, 16) }, (_, n) => `lane-${n}`);
  ensureDevVars();
  if (existsSync(MEMORY_DISK)) process.env["TMPDIR"] = MEMORY_DISK;
  const code = await bundle(join(import.meta.dirname, "simulate/worker.ts"));
  await stopBundling();
  const workers = names.map((name) => laneOf(name, code));
  const { miniflare, close } = await startRuntime({ host: "127.0.0.1", port: 0, workers }, undefined);
  for (const name of names)
    await applyMigrations((await miniflare.getD1Database("DB", name)) as unknown as Database);
  const lanes = await Promise.all(names.map((name) => miniflare.getWorker(name)));
  const outcome = await playAll(lanes as unknown as Lane[], seed, schedules);
  await close();
  if ("did" in outcome) {
    tell(outcome);
    return 1;
  }
  const { played, calls, gone } = outcome;
  console.log(`✓ ${played} schedules from seed ${seed}: ${calls} calls, ${gone} Workers gone`);
  return 0;
});
