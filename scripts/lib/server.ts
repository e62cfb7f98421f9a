/** Serves a Worker on Miniflare with every binding of wrangler.toml; what it acknowledged is on disk. */
import { readdirSync } from "node:fs";
import { relative, sep } from "node:path";
import type { Miniflare, V4WorkerOptions } from "miniflare";
import { countInMemory } from "./rate-counters.ts";
import { startRuntime } from "./runtime.ts";
import { bindingsOf, plainWorker, readSettings } from "./settings.ts";
import type { Variables } from "./variables.ts";

export interface Serving {
  /** The bundled module. */
  code: string;
  host: string;
  port: number;
  variables: Variables;
  /** Requests a minute for each rate limit binding, in place of wrangler.toml's. */
  throttles: Readonly<Record<string, number>>;
  /** Without a folder everything is kept in memory. */
  data?: string;
  /** The folder of the asset files, if there are any to serve. */
  assets?: string;
}

export interface Server {
  /** Runs the Worker's cron door to its end; false if it failed. */
  fire(cron: string): Promise<boolean>;
  close(): Promise<void>;
}

/** Cloudflare's own settings files are no assets. */
const SETTINGS_FILES = ["_headers", "_redirects"];

function assetPaths(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !SETTINGS_FILES.includes(entry.name))
    .map((entry) => relative(folder, `${entry.parentPath}${sep}${entry.name}`).replaceAll(sep, "/"));
}

/**
 * A Worker beside ours that the asset files' own paths are routed to: Miniflare's asset router would be
 * asked before every request and costs 0.4 ms of CPU each time.
 */
function assetWorker(folder: string): V4WorkerOptions {
  return {
    ...plainWorker("assets", "export default { fetch: (request, env) => env.ASSETS.fetch(request) };"),
    routes: assetPaths(folder).map((path) => `*/${path}`),
    assets: { directory: folder, binding: "ASSETS" },
  };
}

function workerOf(serving: Serving): V4WorkerOptions {
  const settings = readSettings();
  const bindings = bindingsOf(settings);
  const limits = Object.entries(bindings.ratelimits ?? {}).map(([name, { namespace_id, simple }]) => {
    const limit = serving.throttles[name] ?? simple.limit;
    return [name, { namespace_id, simple: { ...simple, limit } }] as const;
  });
  return {
    ...bindings,
    name: "worker",
    modules: [{ type: "ESModule", path: "worker.js", contents: serving.code }],
    bindings: { ...settings.vars, ...serving.variables },
    ratelimits: Object.fromEntries(limits),
  };
}

async function fire(miniflare: Miniflare, cron: string): Promise<boolean> {
  const worker = await miniflare.getWorker();
  const { outcome } = await worker.scheduled({ cron });
  return outcome === "ok";
}

export async function serve(serving: Serving): Promise<Server> {
  const { host, port, data, assets } = serving;
  const worker = workerOf(serving);
  const workers = assets === undefined ? [worker] : [worker, assetWorker(assets)];
  const forgetCounters = data === undefined ? () => {} : countInMemory(data);
  const { miniflare, close } = await startRuntime({ host, port, workers }, data);
  return { fire: (cron) => fire(miniflare, cron), close: () => close().finally(forgetCounters) };
}
