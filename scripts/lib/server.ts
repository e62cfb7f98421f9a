/** Serves a Worker on Miniflare with every binding of wrangler.toml; what it acknowledged is on disk. */
import { readdirSync } from "node:fs";
import { relative, sep } from "node:path";
import type { Miniflare, V4WorkerOptions } from "miniflare";
import { bundle } from "./bundle.ts";
import { doorBinding } from "./door.ts";
import { isLoopback } from "./ports.ts";
import { EDGE } from "./project.ts";
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

/** The Worker behind an edge of ours: Miniflare's own front costs 0.2 ms of CPU for each request, its rate limits 0.3. */
async function workerOf(serving: Serving): Promise<V4WorkerOptions> {
  const { code, host, port, variables, throttles, assets } = serving;
  const settings = readSettings();
  const { ratelimits: _ratelimits, compatibilityFlags = [], ...bindings } = bindingsOf(settings);
  const paths = assets === undefined ? [] : assetPaths(assets).map((path) => `/${path}`);
  const limits = settings.ratelimits.map(({ name, simple: { limit, period } }) => ({
    name,
    limit: throttles[name] ?? limit,
    period,
  }));
  const modules = {
    "main.js":
      'import { behindEdge } from "./edge.js"; import worker from "./worker.js"; export default behindEdge(worker);',
    "edge.js": await bundle(EDGE),
    "worker.js": code,
  };
  return {
    ...bindings,
    name: "worker",
    modules: Object.entries(modules).map(([path, contents]) => ({ type: "ESModule", path, contents })),
    // To fire a cron through a binding is one of workerd's extra handlers.
    compatibilityFlags: [...compatibilityFlags, "service_binding_extra_handlers"],
    bindings: { ...settings.vars, ...variables, EDGE: { paths, fires: isLoopback(host), limits } },
    serviceBindings: { EDGE_SELF: "worker", ...(assets === undefined ? {} : { EDGE_ASSETS: "assets" }) },
    unsafeBindings: [doorBinding(host, port)],
  };
}

/** A Worker of its own: in front of one that has assets Miniflare's router would be asked before every request. */
const assetWorker = (directory: string): V4WorkerOptions => ({
  ...plainWorker("assets", "export default { fetch: (request, env) => env.ASSETS.fetch(request) };"),
  assets: { directory, binding: "ASSETS" },
});

async function fire(miniflare: Miniflare, cron: string): Promise<boolean> {
  const worker = await miniflare.getWorker();
  const { outcome } = await worker.scheduled({ cron });
  return outcome === "ok";
}

export async function serve(serving: Serving): Promise<Server> {
  const { assets } = serving;
  const workers = [await workerOf(serving)];
  if (assets !== undefined) workers.push(assetWorker(assets));
  // Miniflare's own front stays inside, on a port that nobody is told: the crons are fired through it.
  const { miniflare, close } = await startRuntime({ host: "127.0.0.1", port: 0, workers }, serving.data);
  return { fire: (cron) => fire(miniflare, cron), close };
}
