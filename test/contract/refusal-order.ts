/** The contract's order of refusals, as faults that can be put together into one request. */
import { env } from "cloudflare:workers";
import type { Role } from "../../src/platform/access.ts";
import { endpointsOf } from "../../src/platform/endpoint.ts";
import type { Route } from "../../src/platform/route.ts";
import { routes } from "../../workers/routes.ts";
import { clientToken, newClient } from "../myid/clients.ts";
import { person, tokenOf } from "../support/app.ts";
import {
  type Asked,
  address,
  bodyOf,
  callerWith,
  canHaveRow,
  fill,
  hasRequired,
  MISSING,
  pathWithRow,
  readsToken,
  roleFor,
  strangerRoleOf,
  tokenFor,
} from "./route-requests.ts";

/** Earlier ones win. */
export const ORDER = [
  "a bad token",
  "no credentials",
  "a role that may not",
  "too many requests",
  "a method that is not there",
  "a body over the limit",
  "a row that is not there",
  "a media type that is not read",
  "broken JSON",
  "fields that are missing",
] as const;
export type Fault = (typeof ORDER)[number];

const detail = (text: string) => new RegExp(`^\\{"detail":"${text}`);
export const REFUSAL: Readonly<Record<Fault, { status: number; text: RegExp }>> = {
  "a bad token": { status: 401, text: detail("Given token not valid for any token type") },
  "no credentials": { status: 401, text: detail("Authentication credentials were not provided\\.") },
  "a role that may not": { status: 403, text: detail("You do not have permission") },
  "too many requests": { status: 429, text: detail("Request was throttled\\.") },
  "a method that is not there": { status: 405, text: detail('Method \\\\"[A-Z]+\\\\" not allowed\\.') },
  "a body over the limit": {
    status: 413,
    text: detail("Request body is too large: the limit is \\d+ MiB\\."),
  },
  "a row that is not there": { status: 404, text: /^\{"(?:detail":"Not found\.|error":"Task not found)"/ },
  "a media type that is not read": {
    status: 415,
    text: detail('Unsupported media type \\\\"text/plain\\\\"'),
  },
  "broken JSON": { status: 400, text: detail("JSON parse error - ") },
  "fields that are missing": { status: 400, text: /^\{"\w+":\["This field is required\."\]/ },
};

/** Not the paths for administrators: those that apps call with MyID's own tokens. */
export const speaksMyid = ({ tag, authenticate }: Route) => tag === "MyID" && authenticate !== undefined;

/** MyID's own protocol has its own words for two things. */
export function textOf(fault: Fault, route: Route): RegExp {
  if (speaksMyid(route) && (fault === "a bad token" || fault === "no credentials"))
    return detail("Invalid token");
  if (route.path === "/api/v2/sdk/sessions/" && fault === "broken JSON")
    return detail("Invalid session parameters");
  return REFUSAL[fault].text;
}

const WRITES = ["DELETE", "PATCH", "PUT", "POST"];
const endpointOf = new Map(endpointsOf(routes).map((endpoint) => [endpoint.path, endpoint]));
const absentMethod = ({ path }: Route) => WRITES.find((method) => !endpointOf.get(path)?.routes.has(method));

/** The faults that a request to this route can have. */
export function faultsOf(route: Route): Fault[] {
  const readsBody = route.body !== undefined;
  const readsRow = readsBody && canHaveRow(route);
  const readsJson = readsRow && route.accepts.includes("application/json");
  const possible: Record<Fault, boolean> = {
    "a bad token": readsToken(route),
    "no credentials": !route.access.anonymous,
    "a role that may not": strangerRoleOf(route) !== undefined,
    "too many requests": !route.isUncounted,
    "a method that is not there": absentMethod(route) !== undefined,
    "a body over the limit": readsBody,
    "a row that is not there": route.path.includes(":"),
    "a media type that is not read": readsRow,
    "broken JSON": readsJson,
    "fields that are missing": readsJson && route.bodyIs !== "array" && hasRequired(route),
  };
  return ORDER.filter((fault) => possible[fault]);
}

/** Faults of which a request can have only one. */
const EXCLUSIVE: readonly (readonly Fault[])[] = [
  ["a bad token", "no credentials", "a role that may not"],
  ["broken JSON", "fields that are missing"],
];

export const fitTogether = (one: Fault, other: Fault) =>
  !EXCLUSIVE.some((group) => group.includes(one) && group.includes(other));

/** Asks the limiter itself until it refuses: one call where it does already. */
async function exhaust(limiter: RateLimit, key: string): Promise<void> {
  while ((await limiter.limit({ key })).success);
}

const spent = new Map<Role, ReturnType<typeof person>>();
const SPENT_ADDRESS = address();

/** One caller of each role is enough to be over the limit. */
async function spentCaller(role: Role) {
  const known = spent.get(role) ?? person(role);
  spent.set(role, known);
  await exhaust(env.THROTTLE_USER, String((await known).id));
  return known;
}

async function callerFor(route: Route, faults: ReadonlySet<Fault>) {
  const isSpent = faults.has("too many requests");
  const stranger = faults.has("a role that may not") ? strangerRoleOf(route) : undefined;
  const role = stranger ?? roleFor(route);
  if (!role || faults.has("no credentials")) return undefined;
  return isSpent ? spentCaller(role) : callerWith(role);
}

async function bodyWith(route: Route, faults: ReadonlySet<Fault>): Promise<unknown> {
  if (!route.body) return undefined;
  if (faults.has("broken JSON")) return '{"a": ';
  return faults.has("fields that are missing") ? {} : bodyOf(route);
}

const spentClients = new Map<string, ReturnType<typeof newClient>>();

/** The token of a client where no user may: over its limit at one address. */
async function clientTokenWith(route: Route, faults: ReadonlySet<Fault>): Promise<string | undefined> {
  if (!readsToken(route) || roleFor(route) || faults.has("no credentials")) return undefined;
  if (!faults.has("too many requests")) return tokenFor(route);
  const client = spentClients.get(route.path) ?? newClient("server");
  spentClients.set(route.path, client);
  await exhaust(env.THROTTLE_USER, `myid:${(await client).client_id}:${SPENT_ADDRESS}`);
  return clientToken(await client);
}

/** A request that has these faults and no other. */
export async function requestWith(route: Route, faults: ReadonlySet<Fault>): Promise<Asked> {
  const headers: Record<string, string> = {};
  const caller = await callerFor(route, faults);
  if (faults.has("a media type that is not read")) headers["Content-Type"] = "text/plain";
  if (faults.has("a body over the limit")) headers["Content-Length"] = String(route.limitBytes + 1);
  if (faults.has("too many requests") && !caller) {
    headers["CF-Connecting-IP"] = SPENT_ADDRESS;
    await exhaust(env.THROTTLE_ANON, SPENT_ADDRESS);
  }
  const asClient = caller ? undefined : await clientTokenWith(route, faults);
  const isMissing = faults.has("a row that is not there");
  const method = faults.has("a method that is not there") ? absentMethod(route) : undefined;
  return {
    headers,
    ...(method && { method }),
    path: isMissing ? fill(route.path, MISSING) : await pathWithRow(route),
    token: faults.has("a bad token") ? "rubbish" : caller ? await tokenOf(caller) : asClient,
    body: await bodyWith(route, faults),
  };
}
