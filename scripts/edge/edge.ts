/** Stands before our Worker as Cloudflare's own edge does: asset files, the caller's address, and rate limits. */
import { WorkerEntrypoint } from "cloudflare:workers";

/** Our Worker with its other door, which the types of a binding do not tell of. */
type Worker = Fetcher & { scheduled(options: { cron: string }): Promise<{ outcome: string }> };

interface Env {
  WORKER: Worker;
  /** Absent where there are no asset files; `PATHS` are theirs. */
  ASSETS?: Fetcher;
  PATHS: string[];
  /** Whether everybody who can reach this is at this machine, and may fire its crons. */
  FIRES: boolean;
}

/** Where wrangler dev has it as well. */
const SCHEDULED = /^https?:\/\/[^/]+\/cdn-cgi\/handler\/scheduled\?cron=([^&#]+)$/;

async function fire(worker: Worker, cron: string): Promise<Response> {
  const { outcome } = await worker.scheduled({ cron });
  return new Response(`${cron}: ${outcome}\n`, { status: outcome === "ok" ? 200 : 500 });
}

let paths: Set<string> | undefined;

/** workerd tells it as `127.0.0.1:8000` or `[::1]:8000`. */
function callerOf(request: Request): string {
  const address = (request.cf as { clientIp?: string } | undefined)?.clientIp ?? "";
  return address.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
}

export default {
  fetch(request: Request, env: Env): Promise<Response> {
    const [, cron] = (env.FIRES && SCHEDULED.exec(request.url)) || [];
    if (cron !== undefined) return fire(env.WORKER, decodeURIComponent(cron.replaceAll("+", " ")));
    paths ??= new Set(env.PATHS);
    if (env.ASSETS && paths.has(new URL(request.url).pathname)) return env.ASSETS.fetch(request);
    const passed = new Request(request);
    passed.headers.set("CF-Connecting-IP", callerOf(request));
    return env.WORKER.fetch(passed);
  },
};

interface Limit {
  name: string;
  limit: number;
  /** Seconds. */
  period: number;
}

/** The counts of each binding in the window that runs now. */
const windows = new Map<string, { epoch: number; counts: Map<string, number> }>();

/** A rate limit binding. Miniflare's own costs a call of 0.3 ms to an object that keeps its counts on the disk. */
export class RateLimiter extends WorkerEntrypoint<unknown, Limit> {
  limit({ key }: { key: string }): { success: boolean } {
    const { name, limit, period } = this.ctx.props;
    const epoch = Math.floor(Date.now() / 1000 / period);
    const known = windows.get(name);
    const { counts } = known?.epoch === epoch ? known : { counts: new Map<string, number>() };
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    windows.set(name, { epoch, counts });
    return { success: count <= limit };
  }
}
