/** Every path and method of the three entities, asked by everyone: who may, what they get, and what stays untouched. */
import { describe, expect, test } from "vitest";
import type * as z from "zod";
import { type Entity, entities } from "../../src/catalog/entities.ts";
import { BulkAnswer, objectShape } from "../../src/catalog/resource.schema.ts";
import { envelopeOf } from "../../src/platform/list.ts";
import type { Received } from "../support/app.ts";
import { as, type Caller, create, fresh, one, sql } from "./api.ts";
import { promisedKeys } from "./contract-fields.ts";

/** With the slash and without it. */
const CALLERS: [Caller, string][] = [
  ...([
    ["anonymous", "/"],
    ["anonymous", ""],
    ["customer", "/"],
    ["bot", ""],
    ["agent", "/"],
  ] as const),
  ...([
    ["agent", ""],
    ["operator", "/"],
    ["operator", ""],
    ["admin", "/"],
  ] as const),
].map(([caller, slash]) => [caller, slash]);
const READERS: Caller[] = ["agent", "operator", "admin"];
const WRITERS: Caller[] = ["operator", "admin"];

const REFUSALS: Readonly<Record<number, string>> = {
  401: '{"detail":"Authentication credentials were not provided."}',
  403: '{"detail":"You do not have permission to perform this action."}',
};

interface Scenario {
  title: string;
  method: string;
  status: number;
  isRead: boolean;
  /** The path, for a row that is there. */
  path: (base: string, code: string) => string;
  body?: (entity: Entity, code: string) => unknown;
  /** What the answer is, whole. */
  shape?: (entity: Entity) => z.ZodType;
}

const onList = (base: string) => base;
const object = (entity: Entity) => objectShape(entity);
const named = (entity: Entity, code: string) => ({ [entity.key]: code, name: "Named" });

const SCENARIOS: Scenario[] = [
  {
    title: "the list",
    method: "GET",
    status: 200,
    isRead: true,
    path: onList,
    shape: (e) => envelopeOf(objectShape(e)),
  },
  {
    title: "a new row",
    method: "POST",
    status: 201,
    isRead: false,
    path: onList,
    body: (e) => named(e, fresh()),
    shape: object,
  },
  { title: "one row", method: "GET", status: 200, isRead: true, path: one, shape: object },
  { title: "one row, headers alone", method: "HEAD", status: 200, isRead: true, path: one },
  { title: "one row", method: "PUT", status: 200, isRead: false, path: one, body: named, shape: object },
  {
    title: "one row",
    method: "PATCH",
    status: 200,
    isRead: false,
    path: one,
    body: () => ({ name: "N" }),
    shape: object,
  },
  { title: "one row", method: "DELETE", status: 204, isRead: false, path: one },
  {
    ...{ title: "many rows", method: "POST", status: 200, isRead: false, path: (base) => `${base}bulk/` },
    ...{ body: (entity: Entity, code: string) => [named(entity, code)], shape: () => BulkAnswer },
  },
  {
    ...{ title: "codes in several projects", method: "GET", status: 200, isRead: false },
    ...{
      path: (base: string) => `${base}duplicates/`,
      shape: (entity: Entity) => envelopeOf(objectShape(entity)),
    },
  },
];

function expectedStatus(entity: Entity, { isRead, status }: Scenario, caller: Caller): number {
  if (caller === "anonymous") return isRead && entity.publicRead ? status : 401;
  return (isRead ? READERS : WRITERS).includes(caller) ? status : 403;
}

const stateOf = ({ table, key }: Entity, code: string) =>
  sql(
    `SELECT *, (SELECT count(*) FROM ${table}) AS rows, (SELECT max(updated_at) FROM ${table}) AS latest
     FROM ${table} WHERE ${key} = ?`,
    code,
  );

function expectShape(entity: Entity, scenario: Scenario, { json, text }: Received): void {
  if (!scenario.shape) expect(text).toBe("");
  else {
    scenario.shape(entity).parse(json);
    for (const row of json.results ?? (scenario.shape === object ? [json] : []))
      expect(Object.keys(row)).toEqual(promisedKeys(entity));
  }
}

const paths = entities.flatMap((entity) =>
  [entity.name, ...(entity.alias ? [entity.alias] : [])].map((name) => [`/api/v1/${name}/`, entity] as const),
);

describe.each(paths)("%s", (base, entity) => {
  const scenarios = SCENARIOS.filter(({ title }) => entity.ofProject || !title.startsWith("codes"));
  test.each(scenarios)(
    "$method of $title is for whom the contract says, with and without the slash",
    async (scenario) => {
      const code = fresh();
      await create(base, named(entity, code));
      for (const [caller, slash] of CALLERS) {
        const before = scenario.isRead ? [] : await stateOf(entity, code);
        const path = scenario.path(base, code).replace(/\/$/, slash);
        const sent = scenario.body?.(entity, code);
        const received = await as(caller, path, { method: scenario.method, body: sent });
        const expected = expectedStatus(entity, scenario, caller);
        expect([caller, path, received.status]).toEqual([caller, path, expected]);
        if (expected < 300) expectShape(entity, scenario, received);
        else if (scenario.method !== "HEAD") expect(received.text).toBe(REFUSALS[expected]);
        if (expected >= 300 && !scenario.isRead) expect(await stateOf(entity, code)).toEqual(before);
        if (received.status === 204) await create(base, named(entity, code));
      }
    },
  );

  test("answers 404 for a code that is not there, and the row of another letter case is another row", async () => {
    const code = fresh("CamelCase");
    await create(base, named(entity, code));
    for (const missing of [fresh("none"), code.toLowerCase(), ` ${code}`, `${code}0`])
      for (const method of ["GET", "PUT", "PATCH", "DELETE"]) {
        const body = method === "PUT" || method === "PATCH" ? { name: "N" } : undefined;
        const received = await as("operator", one(base, missing), { method, body });
        expect([method, received.status, received.text]).toEqual([method, 404, '{"detail":"Not found."}']);
      }
  });
});

describe("a caller who may not", () => {
  test.each([
    ["more rows than a bulk takes", "/api/v1/client/bulk/", { body: Array(1001).fill({}) }],
    [
      "a key that is too long",
      "/api/v1/nomenklatura/",
      { body: { code_1c: "k", name: "k" }, headers: { "Idempotency-Key": "k".repeat(300) } },
    ],
    ["fields that are wrong", "/api/v1/nomenklatura/", { body: { base_price: "x" } }],
    ["a row that is not there", "/api/v1/client/none/", { method: "DELETE" }],
  ])("is told that, and not of %s", async (_, path, sent) => {
    const received = await as("agent", path, sent);
    expect([received.status, received.text]).toEqual([403, REFUSALS[403]]);
  });
  test("is told that, and not of a page that is not there", async () => {
    for (const query of ["?page=0", "?page=99", "?cursor=x", "?price_min=x"]) {
      const received = await as("bot", `/api/v1/nomenklatura/${query}`);
      expect([query, received.status, received.text]).toEqual([query, 403, REFUSALS[403]]);
    }
  });
});
