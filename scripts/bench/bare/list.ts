/** The least that a Worker does for the first page: the rate limit call, the page's own statements, bytes that it kept. */
import { nomenklatura } from "../../../src/catalog/fields/nomenklatura.ts";
import { filtersOf } from "../../../src/catalog/list-filters.ts";
import { countSql } from "../../../src/catalog/list-page.ts";
import { listResources, pageSql } from "../../../src/catalog/read-resource.ts";
import { Ctx } from "../../../src/platform/context.ts";
import { configOf, type Env } from "../../../src/platform/env.ts";
import { Log } from "../../../src/platform/log.ts";
import { pagingOf } from "../../../src/platform/pagination.ts";

const ORDER = [{ column: "id", descending: true }];
const FILTERS = filtersOf(nomenklatura, {});
const STATEMENTS = [
  pageSql(nomenklatura, FILTERS, ORDER, pagingOf({}, ORDER)),
  countSql(nomenklatura, FILTERS),
];

let kept: Promise<Uint8Array> | undefined;

async function firstPage(env: Env, url: URL): Promise<Uint8Array> {
  const waitUntil = () => {};
  const ctx = new Ctx(env, {
    now: Date.now(),
    config: configOf(env),
    log: new Log({}),
    requestId: "bare",
    waitUntil,
  });
  return new TextEncoder().encode((await listResources(ctx, nomenklatura, url, {})).text);
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const started = Date.now();
    const address = request.headers.get("CF-Connecting-IP") ?? "unknown";
    const { success } = await env.THROTTLE_ANON.limit({ key: address });
    kept ??= firstPage(env, new URL("/api/v1/nomenklatura/", request.url));
    const bytes = await kept;
    const [page] = await env.DB.batch(STATEMENTS.map((one) => env.DB.prepare(one.sql).bind(...one.values)));
    const status = success && page?.results.length ? 200 : 429;
    const time = new Date().toISOString();
    console.log(
      JSON.stringify({ time, level: "info", method: request.method, status, ms: Date.now() - started }),
    );
    return new Response(bytes, { status, headers: { "Content-Type": "application/json" } });
  },
};
