/** What holds for every mounted route, and so for the next one too: nothing here knows a path but the public list. */
import { describe, expect, test } from "vitest";
import { JSON_TYPE } from "../../src/platform/body.ts";
import { message } from "../../src/platform/i18n.ts";
import { statusesOf } from "../../src/platform/openapi.ts";
import type { Route } from "../../src/platform/route.ts";
import { routes } from "../../workers/routes.ts";
import { tokenOf } from "../support/app.ts";
import {
  ANONYMOUS,
  expectHeaders,
  expectHouse,
  FORBIDDEN,
  NOT_FOUND,
  STRANGER,
  sameness,
} from "./house-rules.ts";
import { faultsOf, fitTogether, ORDER, REFUSAL, requestWith, speaksMyid, textOf } from "./refusal-order.ts";
import "./every-path.scenarios.ts";
import * as requests from "./route-requests.ts";
import {
  ask,
  bodyOf,
  fill,
  MISSING,
  nameOf,
  pathWithRow,
  tokenFor,
  unmeasured,
  withoutSlash,
} from "./route-requests.ts";

/** Whoever opens a route to callers without credentials says so here. */
const PUBLIC = [
  "POST /api/token/",
  "POST /api/token/refresh/",
  "POST /api/token/verify/",
  "POST /api/token/blacklist/",
  "POST /api/login/",
  "POST /api/v1/auth/clients/access-token/",
  "GET /.well-known/jwks.json",
  "GET /myid/sandbox/:session_id/",
  "POST /myid/sandbox/:session_id/",
  "POST /customer/token",
  "GET /customer/nonce",
  "GET /api/v1/",
  "GET /api/schema/",
  "GET /api/docs/",
  "GET /api/redoc/",
  "GET /api/v1/core/health/status/",
  "GET /api/reports/health/",
  "GET /api/v1/thumbnails/",
  "GET /api/v1/thumbnails/projects/",
  "GET /api/v1/thumbnails/nomenklatura/",
  "GET /media/:folder/:id/:hash/:file",
  ...["project-image", "nomenklatura-image"].flatMap((name) => [
    `GET /api/v1/${name}/`,
    `GET /api/v1/${name}/:id/`,
  ]),
  ...["project", "projects", "nomenklatura"].flatMap((name) => [
    `GET /api/v1/${name}/`,
    `GET /api/v1/${name}/:code/`,
  ]),
];

const named = (all: readonly Route[]) => all.map((route) => [nameOf(route), route] as const);
const writes = routes.filter((route) => route.body);
const everyRoute = test.each(named(routes));
const everyRead = test.each(named(routes.filter(({ method }) => method === "GET")));
const everyWrite = test.each(named(writes));

everyRoute("%s refuses a caller without credentials, or is on the public list", async (name, route) => {
  const received = expectHouse(route, await ask(route, { body: await bodyOf(route) }));
  expect(route.access.anonymous).toBe(PUBLIC.includes(name));
  if (PUBLIC.includes(name)) expect(received.status).not.toBe(401);
  else expect(received).toMatchObject(speaksMyid(route) ? STRANGER : ANONYMOUS);
});

everyRoute(
  "%s answers a caller who may with the strict shape that it promises, or with a refusal it declares",
  async (_, route) => {
    const path = await pathWithRow(route, route.method === "DELETE" ? "fresh" : "any");
    const asked = { path, token: await tokenFor(route), body: await bodyOf(route) };
    const { status, text } = expectHouse(route, await ask(route, asked));
    const mayRefuse = new Set(Object.keys(route.refusals).map(Number));
    if (route.body || route.query?.safeParse({}).success === false) mayRefuse.add(400);
    if (!requests.canHaveRow(route)) mayRefuse.add(404);
    if (!route.accepts.includes(JSON_TYPE)) mayRefuse.add(415);
    expect([...mayRefuse, ...statusesOf(route).filter((one) => one < 300)], text).toContain(status);
    if (requests.hasStoredBody(route)) expect(status, text).toBe(route.answer.status);
  },
);

everyRoute("%s keeps every other role out with 403", async (_, route) => {
  const role = requests.strangerRoleOf(route);
  if (!role) return expect(requests.readsToken(route)).toBe(route.authenticate !== undefined);
  const asked = { token: await tokenOf(await requests.callerWith(role)), body: await bodyOf(route) };
  const received = expectHouse(route, await ask(route, asked));
  expect(received).toMatchObject(FORBIDDEN);
});

everyRoute("%s is the same without its trailing slash, the body of a write included", async (_, route) => {
  const token = await tokenFor(route);
  const faulty = route.body ? { body: '{"a": ', token } : { token };
  for (const asked of [{}, faulty]) {
    const path = fill(route.path, MISSING);
    const plain = expectHouse(route, await ask(route, { ...asked, path: withoutSlash(path) }));
    expect(sameness(plain)).toEqual(sameness(await ask(route, { ...asked, path })));
  }
});

everyRoute(
  "%s refuses an Accept header that it cannot serve, in English, Uzbek or Russian",
  async (_, route) => {
    const refusal = message("Could not satisfy the request Accept header.");
    const languages = { "": "en", fr: "en", uz: "uz", "ru-RU,ru;q=0.9,en;q=0.8": "ru" } as const;
    for (const [header, language] of Object.entries(languages)) {
      const headers = { Accept: "application/xml", ...(header && { "Accept-Language": header }) };
      const { status, json } = expectHouse(route, await ask(route, { headers }));
      expect({ status, json }).toEqual({ status: 406, json: { detail: refusal.in(language) } });
    }
  },
);

everyRoute(
  "%s tells of all faults that a request has at once the first in the contract's order",
  async (_, route) => {
    const faults = faultsOf(route);
    for (const [index, fault] of faults.entries()) {
      const later = faults.slice(index).filter((one) => one === fault || fitTogether(fault, one));
      const { status, text } = await ask(route, await requestWith(route, new Set(later)));
      expect({ fault, status }).toEqual({ fault, status: REFUSAL[fault].status });
      expect(text).toMatch(textOf(fault, route));
    }
  },
);

everyRead("%s answers HEAD as GET, without the body", async (_, route) => {
  const asked = { path: await pathWithRow(route), token: await tokenFor(route) };
  const got = await ask(route, asked);
  const head = expectHouse(route, await ask(route, { ...asked, method: "HEAD" }), "HEAD");
  expect(head.text).toBe("");
  const { body: _body, ...expected } = sameness(got);
  expect(sameness(head)).toMatchObject(expected);
});

everyRead(
  "%s answers 304 to a public read that the caller has already, and to no other",
  async (_, route) => {
    const asked = { path: await pathWithRow(route), token: await tokenFor(route) };
    const first = await ask(route, asked);
    const etag = first.headers.get("ETag");
    const again = await ask(route, { ...asked, headers: { "If-None-Match": etag ?? "*" } });
    expectHouse(route, again);
    const isKept = etag !== null && again.headers.get("ETag") === etag;
    expect(again.status).toBe(isKept ? 304 : first.status);
  },
);

everyWrite("%s refuses a body over its limit, whether it says its length or not", async (_, route) => {
  const token = await tokenFor(route);
  const path = await pathWithRow(route);
  const declared = { "Content-Length": String(route.limitBytes + 1) };
  const asked = [
    { headers: declared, body: "{}" },
    { headers: { "Content-Type": "application/json" }, body: unmeasured(route.limitBytes + 1) },
  ];
  for (const one of asked) {
    const { status, text } = expectHouse(route, await ask(route, { ...one, path, token }));
    expect(status).toBe(413);
    expect(text).toContain(`${route.limitBytes / 1_048_576} MiB`);
  }
});

test.each(named(writes.filter(requests.canHaveRow)))(
  "%s refuses a media type that it does not read, and broken JSON without echoing it",
  async (_, route) => {
    const token = await tokenFor(route);
    const path = await pathWithRow(route);
    const plain = await ask(route, { path, token, body: "a", headers: { "Content-Type": "text/plain" } });
    expectHouse(route, plain);
    expect(plain).toMatchObject({
      status: 415,
      text: '{"detail":"Unsupported media type \\"text/plain\\" in request."}',
    });
    for (const body of ['{"s3cret": ', '{"a": s3cret}', '{"a": "s3cret', "s3cret"]) {
      const broken = expectHouse(route, await ask(route, { path, token, body }));
      const readsJson = route.accepts.includes(JSON_TYPE);
      expect(broken.status).toBe(readsJson ? 400 : 415);
      expect(broken.text).toMatch(readsJson ? textOf("broken JSON", route) : /media type/);
      expect(broken.text).not.toContain("s3cret");
    }
  },
);

describe("the order of refusals: of two faults in one request the earlier is told", () => {
  const fullest = routes.reduce((one, other) =>
    faultsOf(other).length > faultsOf(one).length ? other : one,
  );
  const pairs = ORDER.flatMap((one, index) => ORDER.slice(index + 1).map((other) => [one, other] as const));

  test.each(pairs.filter((pair) => fitTogether(...pair)))("%s, before %s", async (...pair) => {
    expect(faultsOf(fullest)).toEqual(ORDER);
    const { status, text } = await ask(fullest, await requestWith(fullest, new Set(pair)));
    expect(status, text).toBe(REFUSAL[pair[0]].status);
    expect(text).toMatch(textOf(pair[0], fullest));
  });

  test.each(ORDER)("an unknown path, before %s", async (fault) => {
    const asked = await requestWith(fullest, new Set([fault]));
    const received = await ask(fullest, { ...asked, path: "/api/v1/nowhere/" });
    expectHeaders(received, "an unknown path");
    expect(received).toMatchObject(NOT_FOUND);
  });
});
