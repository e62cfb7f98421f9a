/** Requests for any mounted route: its path with a row that is there, a body that it takes, a caller who may. */

import { FOR_BOTS } from "../../src/identity/index.ts";
import { ROLES, type Role } from "../../src/platform/access.ts";
import { exampleOf } from "../../src/platform/examples.ts";
import { openApi } from "../../src/platform/openapi.ts";
import type { Route } from "../../src/platform/route.ts";
import { routes } from "../../workers/routes.ts";
import { clientToken, newClient } from "../myid/clients.ts";
import { PASSWORD, type Person, person, type Received, type Sent, send, tokenOf } from "../support/app.ts";
import { projectNamed } from "../support/projects.ts";

type Json = Record<string, unknown>;

export const nameOf = ({ method, path }: Route) => `${method} ${path}`;
export const readsToken = ({ access }: Route) => access.roles.length > 0;

const document = JSON.parse(JSON.stringify(openApi(routes)));

/** The schema that the document shows for a route's body. */
function bodySchemaOf({ method, path, accepts }: Route): Json {
  const operation = document.paths[path.replace(/:(\w+)/g, "{$1}")][method.toLowerCase()];
  const { schema } = operation.requestBody.content[accepts[0] ?? ""];
  const name = schema.$ref?.replace("#/components/schemas/", "");
  return name ? document.components.schemas[name] : schema;
}

/** Whether a body without any field is refused. */
export const hasRequired = ({ body }: Route) => body !== undefined && !body.safeParse({}).success;

let count = 0;

type StoredBody = (who: Person, refresh: string) => Json | Promise<Json>;
const credentials: StoredBody = ({ username }) => ({ username, password: PASSWORD });
const withRefresh: StoredBody = (_, refresh) => ({ refresh });

/** Of a project that is there, at an address that may be asked and where nobody answers. */
const integration: StoredBody = async () => {
  count += 1;
  const project = await projectNamed(`of-integration-${count}`);
  return { name: `text-${count}`, project, wsdl_url: "http://127.0.0.1:9/ws/catalog.1cws?wsdl" };
};

/** Bodies that no schema can tell: their paths look up what was stored before. */
const STORED: Readonly<Record<string, StoredBody>> = {
  "/api/token/": credentials,
  "/api/login/": credentials,
  "/api/token/refresh/": withRefresh,
  "/api/token/blacklist/": withRefresh,
  "/api/token/verify/": (_, token) => ({ token }),
  "/api/v1/integration/": integration,
  "/api/v1/integration/:id/": integration,
  "/api/v1/auth/clients/access-token/": async () => {
    const { client_id, client_secret } = await newClient("app");
    return { client_id, client_secret };
  },
};

/** Whether a body is known that the route has to take. */
export const hasStoredBody = ({ path }: Route) => path in STORED;

/** Every plain text of an example, made one that no row has yet. */
function withNewTexts(value: unknown): unknown {
  if (value === "text") return `text-${count}`;
  if (Array.isArray(value)) return value.map(withNewTexts);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withNewTexts(part)]));
}

/** The documented example, or what the path needs that was stored before. */
export async function bodyOf(route: Route): Promise<unknown> {
  if (!route.body) return undefined;
  const stored = STORED[route.path];
  if (stored) {
    const who = await person("agent");
    return stored(who, await tokenOf(who, "refresh"));
  }
  count += 1;
  return withNewTexts(exampleOf(bodySchemaOf(route)));
}

/** Every request comes from an address of its own, so that no limit is met by chance. */
export function address(): string {
  count += 1;
  return `2001:db8::${count.toString(16)}`;
}

const favourites: readonly Role[] = ["admin", "operator", "agent", "bot", "customer"];

/** A part of what a user may ask in a minute, since a test may ask ten times: only who wants to meets that limit. */
const ASKS_EACH = 100;
const callers = new Map<Role, { who: Promise<Person>; asks: number }>();

/** A caller of this role, shared by some of the requests. */
export function callerWith(role: Role): Promise<Person> {
  const known = callers.get(role);
  const caller = known && known.asks < ASKS_EACH ? known : { who: person(role), asks: 0 };
  caller.asks += 1;
  callers.set(role, caller);
  return caller.who;
}

/** The widest role that the route lets in; none for a sign-in path. */
export const roleFor = ({ access }: Route) => favourites.find((one) => access.roles.includes(one));

/** A role that the route keeps out, where there is one; a path with tokens of its own alone keeps them out as such. */
export function strangerRoleOf(route: Route): Role | undefined {
  return readsToken(route) && [undefined, FOR_BOTS.authenticate].includes(route.authenticate)
    ? ROLES.findLast((role) => !route.access.roles.includes(role))
    : undefined;
}

/** A value that names no row, whatever kind of key the path has. */
export const MISSING = "987654321";
export const fill = (path: string, value: string) => path.replace(/:\w+/g, value);
export const withoutSlash = (path: string) => path.replace(/\/$/, "");

export interface Asked extends Sent {
  path?: string;
}

/** One request; the caller is an administrator where nobody else is named. */
export async function ask(route: Route, asked: Asked = {}): Promise<Received> {
  const { path = fill(route.path, MISSING), headers = {}, ...rest } = asked;
  return send(path, {
    method: route.method,
    ...rest,
    headers: { "CF-Connecting-IP": address(), ...headers },
  });
}

/** Of a user, or of a client where no user may. */
export async function tokenFor(route: Route): Promise<string | undefined> {
  const role = roleFor(route);
  if (role) return tokenOf(await callerWith(role));
  return readsToken(route) ? clientToken(await newClient("server")) : undefined;
}

/** The route that makes the rows which this route's path names, where there is one that takes JSON. */
function makerOf({ path }: Route): Route | undefined {
  const [list = "", ...more] = path.split(/:\w+/);
  const makers = routes.filter((one) => one.method === "POST" && one.accepts.includes("application/json"));
  return more.length === 1 ? makers.find((one) => one.path === list) : undefined;
}

/** False where the path names a row that nothing here can make. */
export const canHaveRow = (route: Route) => !route.path.includes(":") || makerOf(route) !== undefined;

const made = new Map<string, Promise<Json>>();

async function makeRow(maker: Route): Promise<Json> {
  const { status, text, json } = await ask(maker, {
    token: await tokenFor(maker),
    body: await bodyOf(maker),
  });
  if (status === maker.answer.status) return json;
  throw new Error(`${nameOf(maker)} does not take its documented example (give its schema one): ${text}`);
}

/** The route's path with a row in it that is there. Who will take the row away asks for a fresh one. */
export async function pathWithRow(route: Route, age: "any" | "fresh" = "any"): Promise<string> {
  const maker = makerOf(route);
  if (!maker) return fill(route.path, MISSING);
  const making = (age === "any" && made.get(maker.path)) || makeRow(maker);
  if (age === "any") made.set(maker.path, making);
  const row = await making;
  const name = /:(\w+)/.exec(route.path)?.[1] ?? "";
  const key = row[name] ?? row["code_1c"] ?? row["client_code_1c"] ?? row["id"];
  return fill(route.path, encodeURIComponent(String(key)));
}

/** How to reach a path: the address that it has without a row, and who may. */
export async function reach(path: string) {
  const route = routes.find((one) => one.path === path) as Route;
  return { route, address: fill(path, MISSING), token: await tokenFor(route) };
}

/** So many spaces, sent without saying how many they will be. */
export function unmeasured(bytes: number): ReadableStream {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array(bytes).fill(32));
      controller.close();
    },
  });
}
