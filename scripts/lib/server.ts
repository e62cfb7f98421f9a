/** Serves a Worker on Miniflare with every binding of wrangler.toml; what it acknowledged is on disk. */
import { readdirSync } from "node:fs";
import { relative, sep } from "node:path";
import type { Miniflare, V4WorkerOptions } from "miniflare";
import { bundle } from "./bundle.ts";
import { isLoopback } from "./ports.ts";
import { EDGE } from "./project.ts";
import { startRuntime } from "./runtime.ts";
import { bindingsOf, plainWorker, readSettings, type Settings } from "./settings.ts";
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

/** Miniflare's own front costs 0.2 ms of CPU for each request, and its rate limits 0.3: ours take their places. */
async function edgeWorker({ host, port, assets }: Serving): Promise<V4WorkerOptions> {
  const paths = assets === undefined ? [] : assetPaths(assets).map((path) => `/${path}`);
  return {
    ...plainWorker("edge", await bundle(EDGE)),
    // Firing a cron of another Worker is one of workerd's extra handlers.
    compatibilityFlags: ["service_binding_extra_handlers"],
    bindings: { PATHS: paths, FIRES: isLoopback(host) },
    serviceBindings: { WORKER: "worker", ...(assets === undefined ? {} : { ASSETS: "assets" }) },
    unsafeDirectSockets: [{ host, port }],
  };
}

/** A Worker of its own: in front of one that has assets Miniflare's router would be asked before every request. */
const assetWorker = (directory: string): V4WorkerOptions => ({
  ...plainWorker("assets", "export default { fetch: (request, env) => env.ASSETS.fetch(request) };"),
  assets: { directory, binding: "ASSETS" },
});

/** Each rate limit of wrangler.toml, or the one that is given in its place, counted by the edge. */
const limitersOf = ({ ratelimits }: Settings, given: Serving["throttles"]) =>
  Object.fromEntries(
    ratelimits.map(({ name, simple: { limit, period } }) => {
      const props = { name, limit: given[name] ?? limit, period };
      return [name, { name: "edge", entrypoint: "RateLimiter", props }];
    }),
  );

function workerOf({ code, variables, throttles }: Serving): V4WorkerOptions {
  const settings = readSettings();
  const { ratelimits: _ratelimits, ...bindings } = bindingsOf(settings);
  return {
    ...bindings,
    name: "worker",
    modules: [{ type: "ESModule", path: "worker.js", contents: code }],
    bindings: { ...settings.vars, ...variables },
    serviceBindings: limitersOf(settings, throttles),
  };
}

async function fire(miniflare: Miniflare, cron: string): Promise<boolean> {
  const worker = await miniflare.getWorker();
  const { outcome } = await worker.scheduled({ cron });
  return outcome === "ok";
}

export async function serve(serving: Serving): Promise<Server> {
  const { assets } = serving;
  const workers = [workerOf(serving), await edgeWorker(serving)];
  if (assets !== undefined) workers.push(assetWorker(assets));
  // Miniflare's own front stays inside, on a port that nobody is told: the crons are fired through it.
  const { miniflare, close } = await startRuntime({ host: "127.0.0.1", port: 0, workers }, serving.data);
  return { fire: (cron) => fire(miniflare, cron), close };
}
