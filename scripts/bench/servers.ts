/** The servers of a bench: children on free ports with fresh data, gone when the bench is over. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Credentials, signIn } from "../lib/api.ts";
import { Refusal } from "../lib/options.ts";
import { freePort } from "../lib/ports.ts";
import { BUILD, ROOT } from "../lib/project.ts";
import type { Bench, Scenario } from "./bench.ts";

export interface Contender {
  label: string;
  origin: string;
  /** Without it the CPU time of its processes cannot be read. */
  pid: number | undefined;
  /** An administrator's access token. */
  token(): Promise<string>;
}

export interface QueueLine {
  door: string;
  ms: number;
  trips: number;
  rows_written: number;
}

/** What benches keep, and what they make for a run: gigabytes, where git does not look. */
export const KEPT = join(BUILD, "bench");
const RUN = "run-";

const START_PATIENCE_MS = 30_000;

/** Shorter than any token lives. */
const TOKEN_MS = 60_000;

export function tokenSource(origin: string, credentials: Credentials): () => Promise<string> {
  let [token, until] = ["", 0];
  return async () => {
    if (Date.now() < until) return token;
    token = await signIn(origin, credentials);
    until = Date.now() + TOKEN_MS;
    return token;
  };
}

/** The administrator of the demo data. */
export const ADMINISTRATOR: Credentials = { user: "admin", password: "admin123" };

async function answers(origin: string): Promise<boolean> {
  return fetch(origin).then(
    (answer) => answer.arrayBuffer().then(() => true),
    () => false,
  );
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** What a killed run left, too. */
function makeRunFolder(): string {
  mkdirSync(KEPT, { recursive: true });
  for (const name of readdirSync(KEPT).filter((one) => one.startsWith(RUN)))
    if (!isRunning(Number.parseInt(name.slice(RUN.length), 10)))
      rmSync(join(KEPT, name), { recursive: true, force: true });
  return mkdtempSync(join(KEPT, `${RUN}${process.pid}-`));
}

/** So long without a message done. */
const QUIET_MS = 1500;

export type Environment = Readonly<Record<string, string>>;

export class Servers {
  readonly #folder = makeRunFolder();
  readonly #children: ChildProcess[] = [];

  async #start(
    label: string,
    arguments_: (port: number, folder: string) => string[],
    environment: Environment = {},
  ): Promise<Omit<Contender, "token">> {
    const port = await freePort();
    const folder = this.#folderOf(label);
    const messages = join(folder, "messages");
    const child = spawn(process.execPath, arguments_(port, folder), {
      cwd: ROOT,
      env: { ...process.env, ...environment },
      // A file takes log lines as it would in a service.
      stdio: ["ignore", openSync(join(folder, "log"), "w"), openSync(messages, "w")],
    });
    this.#children.push(child);
    const origin = `http://127.0.0.1:${port}`;
    const patientUntil = Date.now() + START_PATIENCE_MS;
    while (!(await answers(origin))) {
      if (child.exitCode !== null || Date.now() > patientUntil)
        throw new Refusal(`${label} did not start: ${readFileSync(messages, "utf8").trim()}`);
      await pause(100);
    }
    return { label, origin, pid: child.pid };
  }

  #folderOf(label: string): string {
    const folder = join(this.#folder, label.replaceAll(/\W/g, "-"));
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  async ours({ emulators, variables, prepare }: Bench, rows: number) {
    let groups: Scenario[][] = [];
    const fill = async (folder: string) => {
      groups = await prepare(folder, rows);
    };
    return { contender: await this.karvon(fill, emulators, { variables }), groups };
  }

  /** Our server on what `fill` puts into its data folder; variables are the Worker's, the environment its engine's. */
  async karvon(
    fill: (folder: string) => Promise<void>,
    emulators: Bench["emulators"],
    { variables, environment }: { variables?: Bench["variables"]; environment?: Environment },
  ): Promise<Contender> {
    const label = "karvon";
    await fill(this.#folderOf(label));
    const more = emulators === "without emulators" ? ["--no-emulators"] : [];
    const script = join(ROOT, "scripts/start.ts");
    const options = (port: number, folder: string) => [
      ...[script, "--port", String(port), "--data", folder, ...more],
      ...Object.entries(variables?.(port) ?? {}).flatMap(([name, value]) => ["--var", `${name}=${value}`]),
    ];
    const started = await this.#start(label, options, environment);
    await this.#untilQuiet();
    return { ...started, token: tokenSource(started.origin, ADMINISTRATOR) };
  }

  /** The demo data's pictures get their renditions after the start, which is work of the start's, not of what is measured. */
  async #untilQuiet(): Promise<void> {
    for (let before = -1; before !== this.queueLines().length; ) {
      before = this.queueLines().length;
      await pause(QUIET_MS);
    }
  }

  /** What our server logged of each queue message. */
  queueLines(): QueueLine[] {
    const lines = readFileSync(join(this.#folderOf("karvon"), "log"), "utf8").split("\n");
    return lines
      .filter((line) => line.startsWith("{") && line.endsWith("}"))
      .map((line) => JSON.parse(line) as QueueLine)
      .filter(({ door }) => door === "queue");
  }

  /** Bare Workers sign nobody in: they take another server's tokens. */
  async bare({ worker, prepare }: NonNullable<Scenario["bare"]>, token: Contender["token"]) {
    const script = join(import.meta.dirname, "serve-bare.ts");
    const label = `bare ${worker.replace(".ts", "")}`;
    await prepare?.(this.#folderOf(label));
    const started = await this.#start(label, (port, folder) => [script, worker, String(port), folder]);
    return { ...started, token };
  }

  async stop(): Promise<void> {
    const running = this.#children.filter((child) => child.exitCode === null);
    const ended = running.map((child) => once(child, "exit"));
    for (const child of running) child.kill("SIGTERM");
    await Promise.all(ended);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
