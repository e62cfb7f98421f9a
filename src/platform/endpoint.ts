/** One path with all its methods: refuses in the contract's order, then lets the route answer. */
import * as z from "zod";
import type { Access } from "./access.ts";
import {
  BODY_TYPES,
  declaresMoreThan,
  expectArray,
  expectMediaType,
  expectObject,
  JSON_TYPE,
  mediaTypeOf,
  readBody,
  readBytes,
} from "./body.ts";
import { type Credential, Ctx } from "./context.ts";
import type { Config, Env } from "./env.ts";
import {
  ApiError,
  invalid,
  methodNotAllowed,
  notAcceptable,
  notAuthenticated,
  notFound,
  throttled,
  tooLarge,
} from "./errors.ts";
import { languageOf, type Message } from "./i18n.ts";
import type { Log } from "./log.ts";
import { respond } from "./respond.ts";
import { type Input, type Method, type Route, route, typeOf, wishesOf } from "./route.ts";
import { fieldMessages } from "./validate.ts";

export type Authenticate = (request: Request, config: Config, now: number) => Promise<Credential | undefined>;

export interface Endpoint {
  path: string;
  routes: Map<string, Route>;
  /** Who may learn that a method is not there. */
  otherwise: Access;
  /** Sign-in paths read no Authorization header. */
  readsToken: boolean;
  /** In place of our users' tokens. */
  authenticate: Authenticate | undefined;
  expects: Route["expects"];
  allow: string;
}

export interface Call {
  request: Request;
  url: URL;
  params: Record<string, string>;
  env: Env;
  config: Config;
  log: Log;
  requestId: string;
  now: number;
  waitUntil: (work: Promise<unknown>) => void;
}

const ORDER: readonly Method[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

const OptionsShape = z.strictObject({
  name: z.string(),
  description: z.string(),
  renders: z.array(z.string()),
  parses: z.array(z.string()),
});

/** What a bodiless request may carry in its query is text, the last of several values counting; an empty cursor is one. */
export function queryOf(url: URL): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of url.searchParams)
    if (value === "" ? name === "cursor" : !["null", "undefined"].includes(value)) query[name] = value;
  return query;
}

/** The paths of these routes; literal ones come first, so that `users/me/` is not taken for a user's id. */
export function endpointsOf(routes: readonly Route[]): Endpoint[] {
  const paths = [...new Set(routes.map((one) => one.path))];
  const variables = (path: string) => path.split(":").length;
  paths.sort((a, b) => variables(a) - variables(b));
  return paths.map((path) =>
    endpointOf(
      path,
      routes.filter((one) => one.path === path),
    ),
  );
}

function endpointOf(path: string, routes: readonly Route[]): Endpoint {
  const byMethod = new Map<string, Route>(routes.map((one) => [one.method, one]));
  const reader = byMethod.get("GET") ?? routes[0];
  if (!reader) throw new Error(`${path} has no routes`);
  const methods: string[] = ORDER.filter((method) => byMethod.has(method));
  if (byMethod.has("GET")) methods.push("HEAD");
  const open = reader.access.roles.length === 0;
  byMethod.set("OPTIONS", optionsOf(reader));
  return {
    path,
    routes: byMethod,
    otherwise: { ...reader.access, anonymous: open },
    readsToken: !open,
    authenticate: reader.authenticate,
    expects: reader.expects,
    allow: [...methods, "OPTIONS"].join(", "),
  };
}

function optionsOf(reader: Route): Route {
  const { path, name, summary, tag, access } = reader;
  return {
    ...route({
      method: "GET",
      path,
      name,
      summary,
      tag,
      access,
      answer: { status: 200, shape: OptionsShape },
      run: () => ({ name, description: "", renders: [typeOf(reader)], parses: BODY_TYPES }),
    }),
  };
}

/** 406 and the framework's `?format=`, which knows json alone. */
function negotiate(call: Call, found: Route | undefined): void {
  const format = call.url.searchParams.get("format");
  if (format && format !== "json") throw notFound();
  const accept = call.request.headers.get("Accept");
  if (!accept) return;
  const type = (found ? typeOf(found) : JSON_TYPE).split(";", 1).join("");
  const served = [type, ...(found?.answer.aliases ?? []), type.replace(/\/.*/, "/*"), "*/*"];
  if (!wishesOf(accept).some((wish) => served.includes(wish))) throw notAcceptable();
}

async function isThrottled({ env, request }: Call, credential: Credential | undefined): Promise<boolean> {
  const outcome = credential
    ? await env.THROTTLE_USER.limit({ key: credential.throttleKey })
    : await env.THROTTLE_ANON.limit({ key: addressOf(request) });
  return !outcome.success;
}

/** Set by Cloudflare itself, which overrides what a client sends. */
export const addressOf = (request: Request) => request.headers.get("CF-Connecting-IP") ?? "unknown";

/** Fields of a body or a query that their shape refuses. */
class FaultyFields extends ApiError {
  readonly fields: Record<string, Message[]>;
  readonly given: Record<string, unknown>;

  constructor(fields: Record<string, Message[]>, given: unknown) {
    super(400, fields);
    this.fields = fields;
    this.given = given as Record<string, unknown>;
  }
}

function read<T>(schema: z.ZodType<T> | undefined, value: unknown): T | undefined {
  if (!schema) return undefined;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new FaultyFields(fieldMessages(result.error), value);
}

async function inputOf(call: Call, found: Route): Promise<Input<unknown, unknown>> {
  const { params, request, url } = call;
  const input = { params, request, url, query: undefined as unknown, body: undefined as unknown };
  if (found.bodyIs === "raw") {
    // As elsewhere, a body that is empty is of no type, and one that is too large is that first.
    if (!found.accepts.includes(mediaTypeOf(request))) {
      const bytes = await readBytes(request, found.limitBytes, found.overLimit);
      if (bytes.byteLength || request.headers.has("Content-Type")) expectMediaType(request, found.accepts);
      // What was read to its end cannot be read again: the verb gets a request without a body.
      input.request = new Request(request.url, { method: request.method, headers: request.headers });
    }
  } else if (found.body) {
    const body = await readBody(request, found.accepts, found.limitBytes);
    if (found.bodyIs === "either" && Array.isArray(body)) input.body = body;
    else input.body = read(found.body, found.bodyIs === "array" ? expectArray(body) : expectObject(body));
  }
  input.query = read(found.query, queryOf(url));
  return input;
}

/** A faulty body is complained of only to a caller who may, about a row that is there. */
async function complain(ctx: Ctx, call: Call, found: Route, fault: unknown): Promise<never> {
  const { params, request, url } = call;
  const known = fault instanceof ApiError;
  if (known && fault.status !== 413 && found.row)
    await found.row(ctx, { params, request, url, query: undefined, body: undefined });
  await ctx.db.admit();
  if (fault instanceof FaultyFields && found.faults)
    throw invalid({ ...(await found.faults(ctx, fault.given)), ...fault.fields });
  throw fault;
}

/** A refusal that needed nothing of the database is told only to a caller who may call. */
async function answerOf(ctx: Ctx, found: Route, input: Input<unknown, unknown>): Promise<unknown> {
  try {
    return await found.run(ctx, input);
  } catch (fault) {
    if (fault instanceof ApiError && !ctx.db.stats.trips) await ctx.db.admit();
    throw fault;
  }
}

/** The refusals that need neither the body nor the database, each with its place in the order. */
async function refusalOf(call: Call, found: Route | undefined, credential?: Credential) {
  if (!found?.isUncounted && (await isThrottled(call, credential))) return throttled(60);
  if (!found) return methodNotAllowed(call.request.method);
  return declaresMoreThan(call.request, found.limitBytes)
    ? tooLarge(found.limitBytes, found.overLimit)
    : undefined;
}

export async function serve(endpoint: Endpoint, call: Call, authenticate: Authenticate): Promise<Response> {
  const { request, config, now } = call;
  const found = endpoint.routes.get(request.method === "HEAD" ? "GET" : request.method);
  negotiate(call, found);
  endpoint.expects?.(config);
  const admission = endpoint.authenticate ?? authenticate;
  const credential = endpoint.readsToken ? await admission(request, config, now) : undefined;
  const access = found?.access ?? endpoint.otherwise;
  if (!credential && !access.anonymous) throw notAuthenticated();
  const refusal = await refusalOf(call, found, credential);

  const ctx = new Ctx(call.env, {
    ...call,
    access,
    credential,
    language: languageOf(request.headers.get("Accept-Language")),
  });
  try {
    if (refusal || !found) {
      await ctx.db.admit();
      throw refusal;
    }
    const input = await inputOf(call, found).catch((fault: unknown) => complain(ctx, call, found, fault));
    const value = await answerOf(ctx, found, input);
    await ctx.db.admit();
    if (credential?.afterwards) call.waitUntil(credential.afterwards(ctx));
    return await respond(value, { call, found, ctx });
  } finally {
    call.log.add({ user_id: (ctx.actor && ctx.callerId) ?? null, ...ctx.db.logged });
  }
}
