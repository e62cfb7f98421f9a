/** The servers of a bench: children on free ports with fresh data, gone when the bench is over. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Refusal } from "../lib/options.ts";
import { freePort } from "../lib/ports.ts";
import { ROOT } from "../lib/project.ts";
import type { Bench } from "./bench.ts";

export interface Contender {
  label: string;
  origin: string;
  /** Without it the CPU time of its processes cannot be read. */
  pid: number | undefined;
}

const START_PATIENCE_MS = 30_000;

async function answers(origin: string): Promise<boolean> {
  return fetch(origin).then(
    (answer) => answer.arrayBuffer().then(() => true),
    () => false,
  );
}

export class Servers {
  readonly #folder = mkdtempSync(join(tmpdir(), "karvon-bench-"));
  readonly #children: ChildProcess[] = [];

  async #start(label: string, arguments_: (port: number, folder: string) => string[]): Promise<Contender> {
    const port = await freePort();
    const folder = this.folderOf(label);
    const messages = join(folder, "messages");
    const child = spawn(process.execPath, arguments_(port, folder), {
      cwd: ROOT,
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

  folderOf(label: string): string {
    const folder = join(this.#folder, label.replaceAll(/\W/g, "-"));
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  ours({ emulators, prepare }: Bench): Promise<Contender> {
    const label = "karvon";
    const ready = prepare?.(this.folderOf(label)) ?? Promise.resolve();
    const more = emulators === "without emulators" ? ["--no-emulators"] : [];
    const script = join(ROOT, "scripts/start.ts");
    return ready.then(() =>
      this.#start(label, (port, folder) => [script, "--port", String(port), "--data", folder, ...more]),
    );
  }

  bare(worker: string): Promise<Contender> {
    const script = join(import.meta.dirname, "serve-bare.ts");
    return this.#start(`bare ${worker.replace(".ts", "")}`, (port, folder) => [
      script,
      worker,
      String(port),
      folder,
    ]);
  }

  async stop(): Promise<void> {
    const running = this.#children.filter((child) => child.exitCode === null);
    const ended = running.map((child) => once(child, "exit"));
    for (const child of running) child.kill("SIGTERM");
    await Promise.all(ended);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
