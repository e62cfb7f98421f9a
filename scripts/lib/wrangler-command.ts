/** The wrangler command as a child process: asks nothing, reports nothing home. */
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Refusal } from "./options.ts";
import { ROOT } from "./project.ts";

const PROGRAM = join(ROOT, "node_modules/wrangler/bin/wrangler.js");

export function spawnWrangler(args: readonly string[], options: SpawnOptions): ChildProcess {
  const quiet = {
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_HIDE_BANNER: "true",
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
  };
  return spawn(process.execPath, [PROGRAM, ...args], {
    cwd: ROOT,
    ...options,
    env: { ...process.env, ...quiet, ...options.env },
  });
}

/** Its output goes to ours. */
export async function runWrangler(...args: readonly string[]): Promise<number> {
  const child = spawnWrangler(args, { stdio: "inherit" });
  const [code] = (await once(child, "exit")) as [number | null];
  return code ?? 1;
}

export interface Answer {
  code: number;
  out: string;
  err: string;
}

/** It has no terminal: where it would ask, it fails. */
export async function askWrangler(...args: readonly string[]): Promise<Answer> {
  const child = spawnWrangler(args, { stdio: ["ignore", "pipe", "pipe"], env: { NO_COLOR: "1", CI: "1" } });
  const answer: Answer = { code: 1, out: "", err: "" };
  child.stdout?.on("data", (chunk) => {
    answer.out += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    answer.err += chunk;
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { ...answer, code: code ?? 1 };
}

/** Its own words, without the frame and the advice around them. */
export function faultOf({ out, err }: Answer): string {
  const lines = `${err}\n${out}`
    .split("\n")
    .map((line) => line.replace(/^✘ \[ERROR\] |^"text": /, "").trim());
  return (
    lines.find((line) => /\w{3}/.test(line) && !line.startsWith("Logs were written")) ?? "no reason given"
  );
}

export async function expectSignedIn(): Promise<void> {
  const answer = await askWrangler("whoami", "--json");
  if (/"loggedIn":\s*true/.test(answer.out)) return;
  if (/"loggedIn":\s*false/.test(answer.out))
    throw new Refusal("wrangler is not signed in: run npx wrangler login, or set CLOUDFLARE_API_TOKEN");
  throw new Refusal(`Cloudflare does not answer: ${faultOf(answer)}`);
}
