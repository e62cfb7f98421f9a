/** `npm run check`: everything that can be known without running a test; a failing step's output is shown in full. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { openDatabase } from "./lib/database.ts";
import { applyMigrations } from "./lib/migrate.ts";
import { readOptions, refusePositionals, run } from "./lib/options.ts";
import { BUILD, ROOT } from "./lib/project.ts";
import { askWrangler } from "./lib/wrangler-command.ts";

const USAGE = `
npm run check               Format and lint, types, import rules, migrations from nothing, the deployable bundle.
`;

const MOST_KIB = 300;
const STEPS_AT_ONCE = 2;

interface Outcome {
  ok: boolean;
  /** Shown if the step failed. */
  output: string;
  note?: string;
}

async function program(...args: string[]): Promise<Outcome> {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      output += chunk;
    });
  const [code] = (await once(child, "close")) as [number | null];
  return { ok: code === 0, output };
}

async function migrate(): Promise<Outcome> {
  const { database, close } = await openDatabase(undefined);
  try {
    const applied = await applyMigrations(database);
    return { ok: true, output: "", note: `${applied.length} applied` };
  } catch (fault) {
    return { ok: false, output: fault instanceof Error ? fault.message : String(fault) };
  } finally {
    await close();
  }
}

async function deployable(): Promise<Outcome> {
  const folder = join(BUILD, "deploy");
  rmSync(folder, { recursive: true, force: true });
  const { code, out, err } = await askWrangler("deploy", "--dry-run", "--outdir", folder);
  if (code !== 0) return { ok: false, output: out + err };
  const modules = readdirSync(folder).filter((name) => name.endsWith(".js"));
  const bytes = modules.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name))).length, 0);
  const note = `${(bytes / 1024).toFixed(1)} KiB gzipped, at most ${MOST_KIB}`;
  const ok = bytes > 0 && bytes <= MOST_KIB * 1024;
  return { ok, note, output: ok ? "" : "The bundle is too large: see what it holds in .build/deploy" };
}

const STEPS: readonly { name: string; act: () => Promise<Outcome> }[] = [
  { name: "format and lint", act: () => program("node_modules/@biomejs/biome/bin/biome", "check", ".") },
  { name: "types", act: () => program("node_modules/typescript/bin/tsc", "--noEmit") },
  { name: "import rules", act: () => program("scripts/check-imports.mjs") },
  { name: "migrations", act: migrate },
  { name: "bundle", act: deployable },
];

async function timed(act: () => Promise<Outcome>): Promise<Outcome & { seconds: number }> {
  const started = performance.now();
  const outcome = await act();
  return { ...outcome, seconds: (performance.now() - started) / 1000 };
}

/** Answered in the order of the list, though two steps run at a time. */
async function* inTurn() {
  const started: ReturnType<typeof timed>[] = [];
  for (const [index, { name }] of STEPS.entries()) {
    for (const { act } of STEPS.slice(started.length, index + STEPS_AT_ONCE)) started.push(timed(act));
    const outcome = await started[index];
    if (outcome) yield { name, ...outcome };
  }
}

await run(async () => {
  const { positionals } = readOptions(USAGE, {});
  refusePositionals(positionals);
  let failed = 0;
  for await (const { name, ok, output, note, seconds } of inTurn()) {
    console.log(
      `${ok ? "✓" : "✗"} ${name.padEnd(16)} ${seconds.toFixed(1).padStart(5)} s${note ? `   ${note}` : ""}`,
    );
    if (ok) continue;
    failed += 1;
    console.log(output.trimEnd());
  }
  if (failed) console.log(`${failed} of ${STEPS.length} steps failed`);
  return failed ? 1 : 0;
});
