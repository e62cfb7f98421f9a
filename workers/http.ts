/** The HTTPS door: every request gets its id, its headers, its error exit and its one log line here. */
import { type Context, Hono } from "hono";
import { authenticate } from "../src/identity/index.ts";
import { type Call, type Endpoint, endpointsOf, serve } from "../src/platform/endpoint.ts";
import { configOf, type Env } from "../src/platform/env.ts";
import { notFound } from "../src/platform/errors.ts";
import { languageOf } from "../src/platform/i18n.ts";
import { Log, traceparentOf } from "../src/platform/log.ts";
import { problemOf } from "../src/platform/problem.ts";
import { routes } from "./routes.ts";

type HonoContext = Context<{ Bindings: Env }>;

/** Nothing that we serve may be framed, sniffed or run from elsewhere; the pages widen the last for themselves. */
const SECURITY = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "same-origin",
  "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  Vary: "Authorization, Accept-Language",
};
const EXPOSED = "Content-Disposition, Retry-After, ETag, X-Request-Id, Server-Timing";
const PREFLIGHT = {
  "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
  "Access-Control-Allow-Headers":
    "Authorization, Content-Type, Accept, Accept-Language, X-Bot-Token, Idempotency-Key, X-Requested-With, If-None-Match",
  "Access-Control-Max-Age": "86400",
};

function allowOrigin(headers: Headers, origin: string | null, allowed: readonly string[]): void {
  if (allowed.includes("*")) headers.set("Access-Control-Allow-Origin", "*");
  else {
    headers.append("Vary", "Origin");
    if (origin && allowed.includes(origin)) headers.set("Access-Control-Allow-Origin", origin);
  }
  headers.set("Access-Control-Expose-Headers", EXPOSED);
}

async function answer(call: Omit<Call, "config">, endpoint: Endpoint | undefined): Promise<Response> {
  const { request, env, log } = call;
  const origin = request.headers.get("Origin");
  let allowed = ["*"];
  let response: Response;
  try {
    const config = configOf(env);
    allowed = config.CORS_ORIGINS;
    if (request.method === "OPTIONS" && origin)
      response = new Response(null, { status: 204, headers: PREFLIGHT });
    else if (endpoint) response = await serve(endpoint, { ...call, config }, authenticate);
    else throw notFound();
  } catch (error) {
    const { status, body, headers } = problemOf(
      error,
      languageOf(request.headers.get("Accept-Language")),
      log,
    );
    const text = request.method === "HEAD" ? null : JSON.stringify(body);
    const own = { "Content-Type": "application/json", "Cache-Control": "private, no-store", ...headers };
    response = new Response(text, { status, headers: own });
  }
  for (const [name, value] of Object.entries(SECURITY))
    if (!response.headers.has(name)) response.headers.set(name, value);
  response.headers.set("X-Request-Id", call.requestId);
  if (endpoint) response.headers.set("Allow", endpoint.allow);
  allowOrigin(response.headers, origin, allowed);
  return response;
}

/** The trigger of one request, measured and logged whatever becomes of it. */
async function handle(context: HonoContext, endpoint?: Endpoint): Promise<Response> {
  const request = context.req.raw;
  const now = Date.now();
  const requestId = crypto.randomUUID();
  const log = new Log({
    door: "http",
    request_id: requestId,
    traceparent: traceparentOf(request.headers.get("traceparent")),
    method: request.method,
    route: endpoint?.path ?? null,
    user_id: null,
  });
  const { executionCtx, env } = context;
  const call = {
    request,
    env,
    log,
    requestId,
    now,
    url: new URL(request.url),
    params: context.req.param() as Record<string, string>,
    waitUntil: (work: Promise<unknown>) => executionCtx.waitUntil(work),
  };
  const response = await answer(call, endpoint);
  log.end({ status: response.status, ms: Date.now() - now });
  return response;
}

const app = new Hono<{ Bindings: Env }>({ strict: false });
for (const endpoint of endpointsOf(routes))
  app.all(endpoint.path.replace(/\/$/, ""), (context: HonoContext) => handle(context, endpoint));
app.notFound((context) => handle(context));

export const fetch = app.fetch;
