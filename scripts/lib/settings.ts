/** wrangler.toml as Miniflare takes it, so that a binding is written in one place. */
import type { V4WorkerOptionsShape } from "miniflare";
import { WRANGLER_TOML } from "./project.ts";
import { miniflareOptionsOf, readConfig } from "./wrangler.ts";

/** What these scripts read of it; wrangler's own type is not in its package. */
export interface Settings {
  name: string;
  compatibility_date?: string;
  vars: Record<string, string>;
  triggers: { crons?: string[] };
  d1_databases: { binding: string; database_name: string; database_id?: string }[];
  kv_namespaces: { binding: string; id?: string }[];
  r2_buckets: { binding: string; bucket_name: string }[];
  queues: { producers?: { binding: string; queue: string }[] };
  ratelimits: { name: string; simple: { limit: number; period: number } }[];
  images?: { binding: string };
}

export const readSettings = (): Settings => readConfig({ config: WRANGLER_TOML }, { hideWarnings: true });

/** Bindings, triggers and flags of the Worker; its code, variables and asset files are the caller's. */
export function bindingsOf(settings: Settings): V4WorkerOptionsShape {
  const { workerOptions } = miniflareOptionsOf(settings);
  const { assets: _assets, modulesRules: _rules, bindings: _variables, ...bindings } = workerOptions;
  return bindings;
}

/** A Worker of the scripts' own, without bindings, under the same rules of the runtime. */
export function plainWorker(name: string, contents: string) {
  const { compatibility_date: date } = readSettings();
  return {
    name,
    ...(date === undefined ? {} : { compatibilityDate: date }),
    modules: [{ type: "ESModule" as const, path: `${name}.js`, contents }],
  };
}
