/** Every field takes what the contract lets it take, refuses what is past that in its own words, and comes back. */
import { describe, expect, test } from "vitest";
import { type Entity, entities } from "../../src/catalog/entities.ts";
import { Dice } from "../../workers/emulators/dice.ts";
import { asOperator, change, costOf, create, expecting, fresh, get, one, type Row, sql } from "./api.ts";
import { type Promised, promisedFields } from "./contract-fields.ts";
import { acceptedOf, anyValue, type Case, REQUIRED, refusedOf } from "./values.ts";

const ROUNDS = 16;
const pathOf = ({ name }: Entity) => `/api/v1/${name}/`;
const seeded = () => Date.now() % 2 ** 31;

/** The nth case of every field at once, as often as the longest list of cases has one. */
function rounds(entity: Entity, casesOf: (field: Promised) => Case[]): [string, Case][][] {
  const cases = promisedFields(entity).map((field): [string, Case[]] => [field.name, casesOf(field)]);
  const longest = Math.max(...cases.map(([, list]) => list.length));
  return Array.from({ length: longest }, (_, round) =>
    cases.flatMap(([name, list]): [string, Case][] => {
      const chosen = list[round % list.length];
      return chosen ? [[name, chosen]] : [];
    }),
  );
}

const sentOf = (round: [string, Case][]) => Object.fromEntries(round.map(([name, [sent]]) => [name, sent]));
const meantOf = (round: [string, Case][]) =>
  Object.fromEntries(
    round.map(([name, [sent, expected]]) => [name, expected === undefined ? sent : expected]),
  );

/** An object of any valid values, some fields left out. */
function anyObject(entity: Entity, dice: Dice): [string, Case][] {
  const fields = promisedFields(entity).filter(({ type }) => type === "name" || dice.between(0, 3) > 0);
  return fields.map((field): [string, Case] =>
    field.type === "key" ? [field.name, [fresh("k"), undefined]] : [field.name, anyValue(field, dice)],
  );
}

const minimal = (entity: Entity, code = fresh()): Row => ({ [entity.key]: code, name: "N" });

describe.each(entities.map((entity) => [entity.name, entity] as const))("%s", (_, entity) => {
  const path = pathOf(entity);

  test("takes every field at its border, and answers what it was given", async () => {
    const code = fresh("border");
    await create(path, minimal(entity, code));
    for (const round of rounds(entity, acceptedOf)) {
      const { [entity.key]: _key, ...body } = sentOf(round);
      const { [entity.key]: _meant, ...meant } = meantOf(round);
      const changed = await expecting(200, change(one(path, code), body));
      expect(changed).toMatchObject(meant);
      expect(await get(one(path, code))).toEqual(changed);
    }
  });
  test("takes every code that its key may be", async () => {
    const key = promisedFields(entity).find(({ type }) => type === "key");
    for (const [sent, expected] of key ? acceptedOf(key) : []) {
      const made = await create(path, { ...minimal(entity), [entity.key]: sent });
      expect(made[entity.key]).toBe(expected);
      expect(await get(one(path, String(expected)))).toEqual(made);
    }
  });
  test("refuses all faulty fields at once, each in its own words, in the fields' order", async () => {
    for (const round of rounds(entity, refusedOf)) {
      const received = await asOperator(path, { body: sentOf(round) });
      expect(received.status).toBe(400);
      expect(Object.entries(received.json)).toEqual(round.map(([name, [, words]]) => [name, [words]]));
    }
  });
  test("asks for the key and the name of a new row, for the name alone in a PUT, for nothing in a PATCH", async () => {
    const code = fresh();
    await create(path, minimal(entity, code));
    const missing = { [entity.key]: [REQUIRED], name: [REQUIRED] };
    expect(await expecting(400, asOperator(path, { body: {} }))).toEqual(missing);
    expect(await expecting(400, asOperator(path, { body: "" }))).toEqual(missing);
    expect(await expecting(400, change(one(path, code), {}, "PUT"))).toEqual({ name: [REQUIRED] });
    await expecting(200, change(one(path, code), {}));
  });
  test("gives a new row its defaults, and null where there is none", async () => {
    const made = await create(path, minimal(entity));
    for (const { name, type, standard } of promisedFields(entity))
      if (type !== "key" && type !== "name") expect([name, made[name]]).toEqual([name, standard]);
    expect(made).toMatchObject({ is_active: true, is_deleted: false, images: [] });
    expect(made.created_at).toBe(made.updated_at);
    if (entity.ofProject) expect(made.project).toBeNull();
    else expect(made.is_integration).toBe(false);
  });

  test("gives for one wrong field of a good object exactly that field's words, and keeps nothing", async () => {
    const seed = seeded();
    const [before] = await sql(`SELECT count(*) AS n FROM ${entity.table}`);
    for (let round = 0; round < 2 * ROUNDS; round++) {
      const dice = new Dice(seed, round);
      const field = dice.pick(promisedFields(entity));
      const [sent, words] = dice.pick(refusedOf(field));
      const body = { ...minimal(entity), ...sentOf(anyObject(entity, dice)), [field.name]: sent };
      const received = await asOperator(path, { body });
      expect([seed, round, received.status, received.json]).toEqual([
        seed,
        round,
        400,
        { [field.name]: [words] },
      ]);
    }
    expect(await sql(`SELECT count(*) AS n FROM ${entity.table}`)).toEqual([before]);
  });
  test("any valid object survives POST, GET, PUT of what was answered, and GET again, unchanged", async () => {
    const seed = seeded();
    for (let round = 0; round < ROUNDS; round++) {
      const object = anyObject(entity, new Dice(seed, round));
      const body = { ...minimal(entity), ...sentOf(object) };
      const made = await asOperator(path, { body });
      expect([seed, round, made.status, made.json]).toMatchObject([seed, round, 201, meantOf(object)]);
      const address = one(path, made.json[entity.key]);
      const read = await get(address);
      expect([seed, round, read]).toEqual([seed, round, made.json]);
      const put = await change(address, read, "PUT");
      expect([seed, round, put.status, put.json, costOf(put).rowsWritten]).toEqual([
        seed,
        round,
        200,
        read,
        0,
      ]);
      expect(await get(address)).toEqual(read);
    }
  });
  test("reads a form as it reads JSON, and no key that is not its own", async () => {
    const form = new URLSearchParams({
      ...minimal(entity),
      description: "<p>a</p>",
      is_active: "off",
      id: "5",
    });
    const made = await create(path, form);
    expect(made).toMatchObject({ name: "N", description: "<p>a</p>", is_active: false, is_deleted: false });
    const more = {
      is_deleted: true,
      created_at: "2000-01-01",
      updated_at: 5,
      images: [1],
      fold: "x",
      has_image: 1,
    };
    const other = await create(path, { ...minimal(entity), ...more, id: made.id });
    expect(other).toMatchObject({ is_deleted: false, images: [] });
    expect([other.id === made.id, other.created_at.startsWith("2000")]).toEqual([false, false]);
  });
  test.each([
    [[], "Invalid data. Expected a dictionary, but got list."],
    ["text", "Invalid data. Expected a dictionary, but got str."],
    [null, "No data provided"],
  ])("is no %j", async (body, words) => {
    const received = await asOperator(path, { body: JSON.stringify(body) });
    expect([received.status, received.json]).toEqual([400, { non_field_errors: [words] }]);
  });
});

test("half a surrogate pair is stored as the character that stands for it, and answered so at once", async () => {
  const made = await create("/api/v1/project/", `{"code_1c":"${fresh()}","name":"a\\ud800b"}`);
  expect(made.name).toBe("a\ufffdb");
  expect(await get(one("/api/v1/project/", made.code_1c))).toEqual(made);
});

test("is_active is read like any boolean, and not null", async () => {
  const code = fresh();
  await create("/api/v1/project/", { code_1c: code, name: "N" });
  for (const [sent, meant] of [
    ["no", false],
    [1, true],
    ["F", false],
    ["True", true],
    [false, false],
    ["on", true],
  ])
    expect((await change(one("/api/v1/project/", code), { is_active: sent })).json.is_active).toBe(meant);
  for (const [sent, words] of [
    [null, "This field may not be null."],
    ["", "Must be a valid boolean."],
    [2, "Must be a valid boolean."],
  ])
    expect((await change(one("/api/v1/project/", code), { is_active: sent })).json).toEqual({
      is_active: [words],
    });
});
