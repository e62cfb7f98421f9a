/** What every answer of every route keeps, whatever was asked: headers, caching, declared statuses, shapes. */
import { expect } from "vitest";
import { endpointsOf } from "../../src/platform/endpoint.ts";
import { statusesOf } from "../../src/platform/openapi.ts";
import { type Route, typeOf } from "../../src/platform/route.ts";
import { routes } from "../../workers/routes.ts";
import type { Received } from "../support/app.ts";
import { nameOf } from "./route-requests.ts";

const ALWAYS: Readonly<Record<string, RegExp>> = {
  "x-request-id": /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/,
  "x-content-type-options": /^nosniff$/,
  "x-frame-options": /^DENY$/,
  "referrer-policy": /^same-origin$/,
  "strict-transport-security": /^max-age=31536000/,
  "content-security-policy": /^default-src 'none'.*frame-ancestors 'none'/,
  "access-control-allow-origin": /^\*$/,
  "access-control-expose-headers": /^Content-Disposition, Retry-After, ETag, X-Request-Id, Server-Timing$/,
  vary: /Authorization, Accept-Language/,
};

const refusal = (status: number, detail: string) => ({ status, text: `{"detail":"${detail}"}` });
export const ANONYMOUS = refusal(401, "Authentication credentials were not provided.");
/** The same in MyID's words. */
export const STRANGER = refusal(401, "Invalid token");
export const FORBIDDEN = refusal(403, "You do not have permission to perform this action.");
export const NOT_FOUND = refusal(404, "Not found.");

const allowOf = new Map(endpointsOf(routes).map(({ path, allow }) => [path, allow]));

/** Headers of every answer, of paths that nobody serves too. */
export function expectHeaders({ headers, status, text }: Received, what: string): void {
  for (const [name, pattern] of Object.entries(ALWAYS))
    expect(headers.get(name), `${what}: ${name}`).toMatch(pattern);
  if (status >= 400) {
    expect(headers.get("Content-Type"), what).toBe("application/json");
    expect(headers.get("Cache-Control"), what).toBe("private, no-store");
    expect(headers.get("ETag"), what).toBeNull();
  }
  if (status === 401) expect(headers.get("WWW-Authenticate"), what).toBe('Bearer realm="api"');
  if (status === 429) expect(headers.get("Retry-After"), what).toMatch(/^[1-9]\d*$/);
  if (status === 204 || status === 304) expect(text, what).toBe("");
}

function expectSuccess(
  route: Route,
  { headers, status, json }: Received,
  method: string,
  what: string,
): void {
  const isPublicRead = route.access.anonymous && route.method === "GET";
  const own = route.answer.headers?.["Cache-Control"];
  expect(headers.get("Cache-Control"), what).toBe(isPublicRead ? (own ?? "no-cache") : "private, no-store");
  if (isPublicRead) expect(headers.get("ETag"), what).toMatch(/^W\/"[\w+/=]+"$/);
  else expect(headers.get("ETag"), what).toBeNull();
  if (status === 304) return;
  const type = route.answer.shape || route.answer.type ? typeOf(route) : null;
  if (status !== 204) expect(headers.get("Content-Type"), what).toBe(type);
  const shape = route.answer.others?.[status] ?? route.answer.shape;
  if (method !== "HEAD") shape?.parse(json);
}

/** An answer to a method that the route has: a status it declares, and the shape it promises. */
export function expectHouse(route: Route, received: Received, method: string = route.method): Received {
  const what = `${nameOf(route)} asked by ${method}: ${received.status} ${received.text.slice(0, 300)}`;
  expectHeaders(received, what);
  expect(received.headers.get("Allow"), what).toBe(allowOf.get(route.path));
  expect(statusesOf(route), what).toContain(received.status);
  if (received.status < 400) expectSuccess(route, received, method, what);
  return received;
}

/** What a browser of another origin must be told before it sends anything. */
export function expectPreflight(received: Received): void {
  expectHeaders(received, "a preflight");
  expect(received.status).toBe(204);
  expect(received.headers.get("Access-Control-Allow-Methods")).toBe(
    "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
  );
  expect(received.headers.get("Access-Control-Allow-Headers")).toBe(
    "Authorization, Content-Type, Accept, Accept-Language, X-Bot-Token, Idempotency-Key, X-Requested-With, If-None-Match",
  );
  expect(received.headers.get("Access-Control-Allow-Credentials")).toBeNull();
}

/** What two answers to the same request have in common: all but ids and times. */
export function sameness({ status, headers, text, json }: Received) {
  const { "x-request-id": _, "server-timing": __, etag: ___, ...kept } = Object.fromEntries(headers);
  return { status, headers: kept, body: status < 400 && json ? Object.keys(json) : text };
}
