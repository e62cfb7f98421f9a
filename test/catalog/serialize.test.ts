/** Rows become JSON by hand: it must be what a parser reads as the row's own values, in the contract's order. */
import { describe, expect, test } from "vitest";
import { type Entity, entities } from "../../src/catalog/entities.ts";
import type { EntityRow } from "../../src/catalog/entity.ts";
import { client } from "../../src/catalog/fields/client.ts";
import type { Field, Stored } from "../../src/catalog/fields/field.ts";
import { nomenklatura } from "../../src/catalog/fields/nomenklatura.ts";
import { project } from "../../src/catalog/fields/project.ts";
import { serializerOf } from "../../src/catalog/serialize.ts";
import { Dice } from "../../workers/emulators/dice.ts";
import { promisedKeys } from "./contract-fields.ts";

const STAMP = 1_795_220_039_472_562;
const KEPT = { is_active: 1, is_deleted: 0, created_at: STAMP, updated_at: STAMP - 472_562 };

const rowOf = (entity: Entity, values: Record<string, Stored> = {}): EntityRow => ({
  ...Object.fromEntries(entity.fields.map(({ name }) => [name, null])),
  ...{ id: 5, project_id: 0, p_id: null, ...KEPT },
  ...values,
});

const read = (entity: Entity, values: Record<string, Stored> = {}, hidden: string[] = []) =>
  JSON.parse(serializerOf(entity, hidden)(rowOf(entity, values)));

describe.each(entities.map((entity) => [entity.name, entity] as const))("%s", (_, entity) => {
  test("has its keys in the contract's order, whatever is null or hidden", () => {
    const hidden = entity.fields.map(({ name }) => name);
    for (const object of [read(entity), read(entity, { name: "x" }, hidden)])
      expect(Object.keys(object)).toEqual(promisedKeys(entity));
  });
  test("has its flags and stamps, Tashkent's, the fraction left out where there is none", () => {
    expect(read(entity, { is_active: 0, is_deleted: 1 })).toMatchObject({
      ...{ id: 5, is_active: false, is_deleted: true, images: [] },
      ...{ created_at: "2026-11-21T05:13:59.472562+05:00", updated_at: "2026-11-21T05:13:59+05:00" },
    });
  });
  test("of null fields alone is null in each of them", () => {
    const object = read(entity);
    for (const { name } of entity.fields) expect([name, object[name]]).toEqual([name, null]);
  });
});

test.each([
  ['"', "\\", '\\"', "/", "</script>"],
  ["\n", "\r\n", "\t", "\b\f", "\u0001\u001f\u007f"],
  ["\u2028", "\u2029", "\ufeff", "\u00a0"],
  ["😀", "ё", "o‘", "\u202e"],
  ["null", "true", "0", "{}", "[]", " "],
])("a text comes back as it is: %j %j %j %j %j", (...texts) => {
  for (const name of texts.filter((text) => text !== undefined)) {
    const object = read(client, { name, notes: name, p_id: 3, p_code: name, p_name: name, p_integration: 1 });
    expect(object).toMatchObject({ name, notes: name });
    expect(object.project).toEqual({ id: 3, code_1c: name, name, is_integration: true });
  }
});

test.each([
  [0, "0.00", "0.000"],
  [-50, "-0.50", "-0.050"],
  [5, "0.05", "0.005"],
  [-5, "-0.05", "-0.005"],
  [100, "1.00", "0.100"],
  [1250, "12.50", "1.250"],
  [-123_456, "-1234.56", "-123.456"],
  [999_999_999_999_999, "9999999999999.99", "999999999999.999"],
])("a decimal of %i units is the text %s, or %s by its scale", (units, price, weight) => {
  const object = read(nomenklatura, { base_price: units, weight: units });
  expect([object.base_price, object.weight]).toEqual([price, weight]);
});

test.each(['{"a":[1,"б",null,{"c":"\\u2028\\""}]}', "[]", "{}", "5", "true", "1e21"])(
  "a document comes back as what it says: %s",
  (text) => expect(read(client, { metadata: text }).metadata).toEqual(JSON.parse(text)),
);

test("dates, whole numbers and choices come back as they are", () => {
  const row = { expiry_date: "0001-01-01", warranty_period: -2_147_483_648, enrichment_status: "FAILED" };
  expect(read(nomenklatura, { ...row, last_enriched_at: -1 })).toMatchObject({
    ...row,
    last_enriched_at: "1970-01-01T04:59:59.999999+05:00",
  });
});

test("a project that is gone or was never there is null, and an integration that runs is told", () => {
  expect(read(client, { project_id: 9 }).project).toBeNull();
  expect(serializerOf(client, [])({ id: 1, project_id: 0, ...KEPT })).toContain('"project":null,');
  expect([read(project, { is_integration: 1 }), read(project)].map((one) => one.is_integration)).toEqual([
    true,
    false,
  ]);
});

test("a hidden field is null and every other one is as it was", () => {
  const values = { name: "N", notes: "secret", cost_price: 5, metadata: '{"a":1}' };
  const shown = read(nomenklatura, values);
  const kept = read(nomenklatura, values, ["notes", "cost_price", "metadata"]);
  expect(kept).toEqual({ ...shown, notes: null, cost_price: null, metadata: null });
  expect(shown).toMatchObject({ notes: "secret", cost_price: "0.05", metadata: { a: 1 } });
});

/** What a parser must make of a stored value. */
function meant({ type, places }: Field, value: Stored): unknown {
  if (value === null || type === "text" || type === "html" || type === "date") return value;
  if (type === "json") return JSON.parse(String(value));
  if (type === "decimal") return (Number(value) / 10 ** places).toFixed(places);
  return type === "stamp" ? "2026-11-21T05:13:59.472562+05:00" : value;
}

const LETTERS = [..."aё\"\\/\u2028\n\t{}[]:,'😀\u0001"];

/** Any value that a column of this field may hold. */
function anyStored({ type }: Field, dice: Dice): Stored {
  const text = () => Array.from({ length: dice.between(0, 9) }, () => dice.pick(LETTERS)).join("");
  if (dice.between(0, 4) === 0) return null;
  if (type === "json") return JSON.stringify({ [text()]: [text()] });
  if (type === "text" || type === "html") return text();
  if (type === "date") return dice.date(1900, 2100);
  return type === "stamp" ? STAMP : dice.between(-99_999, 99_999);
}

test("any row is read as its own values", () => {
  const seed = Date.now() % 2 ** 31;
  for (let round = 0; round < 300; round++) {
    const dice = new Dice(seed, round);
    for (const entity of entities) {
      const stored = Object.fromEntries(entity.fields.map((field) => [field.name, anyStored(field, dice)]));
      const values = entity.fields.map((field) => [field.name, meant(field, stored[field.name] ?? null)]);
      expect([seed, round, read(entity, stored)]).toMatchObject([seed, round, Object.fromEntries(values)]);
    }
  }
});
