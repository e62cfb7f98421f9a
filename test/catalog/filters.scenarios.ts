/** Every filter, search and order, alone and together, against the same question asked of each row in turn. */
import { beforeAll, describe, expect, test } from "vitest";
import { type Entity, entities } from "../../src/catalog/entities.ts";
import { Dice } from "../../workers/emulators/dice.ts";
import { asOperator, expecting, inside, list, type Page, type Row } from "./api.ts";
import { promisedFields } from "./contract-fields.ts";
import { ASKED, expectedRows, type Query } from "./expected-list.ts";
import { someRows } from "./some-rows.ts";

const ALONE = 2;
const SEARCHES = 40;
const TOGETHER = 60;

const queryText = (query: Query) => new URLSearchParams(query).toString();
/** A value of no text or of these words counts as absent. */
const isAbsent = (value: string) => ["", "null", "undefined"].includes(value);

/** A field's value in some row, or a part of it, as somebody might type it. */
function typed(rows: readonly Row[], fields: readonly string[], dice: Dice): string {
  const value = dice.pick(rows)[dice.pick(fields)];
  const text = typeof value === "string" ? value : "none";
  const respelled = dice.pick([
    (one: string) => one,
    (one: string) => one.toUpperCase(),
    (one: string) => one.replace(/[еЕ]/g, "ё"),
    (one: string) => one.replace(/['‘ʻ`]/g, "ʻ"),
    (one: string) => one.normalize("NFD"),
  ])(text);
  const from = dice.pick([0, dice.between(0, respelled.length)]);
  const part = respelled.slice(from, from + dice.pick([1, 2, 3, 4, 6, 9, 100]));
  return isAbsent(part) ? "none" : part;
}

function searchFor(rows: readonly Row[], fields: readonly string[], dice: Dice): string {
  const terms = Array.from({ length: dice.between(1, 3) }, () => typed(rows, fields, dice));
  return terms.join(dice.pick([" ", ",", ", ", "  "]));
}

const DATES = [
  "2026-09-21",
  "2026-10-05",
  "2026-10-20T12:00:00+05:00",
  "2026-10-01T00:00:00.5Z",
  "2026-12-31",
];

function valueFor(entity: Entity, name: string, rows: readonly Row[], dice: Dice): string {
  const { exact, caseless, contains, ranges, search } = ASKED[entity.name] ?? {};
  const field = contains?.[name];
  if (name === "search") return searchFor(rows, search ?? [], dice);
  if (field) return typed(rows, [field], dice);
  if (exact?.includes(name)) return String(dice.pick(rows)[name] || "none");
  if (caseless?.includes(name))
    return dice.pick(["NESTLE", "nestle", "oltin boshoq", "O'ZBEGIM", "OZBEGIM", "x"]);
  if (ranges?.[name.slice(0, -4)]) return dice.pick(["0", "0.01", "10", "-5.00", "9.99", "1000000"]);
  if (name === "project") return dice.pick(["P1", "P2", "none"]);
  if (name === "project_id") return String(dice.pick(rows).project?.id ?? 99_999);
  if (name.endsWith("_status")) return dice.pick(["with", "without", "with", "without", "other"]);
  return /_(from|to)$/.test(name) ? dice.pick(DATES) : dice.pick(["true", "FALSE", "1", "0", "yes"]);
}

function filtersOf(entity: Entity): string[] {
  const { exact, caseless, contains, ranges } = ASKED[entity.name] ?? {
    exact: [],
    caseless: [],
    contains: {},
    ranges: {},
  };
  return [
    ...exact,
    ...caseless,
    ...Object.keys(contains),
    ...Object.keys(ranges).flatMap((name) => [`${name}_min`, `${name}_max`]),
    ...(Object.keys(ranges).length ? ["in_stock"] : []),
    ...(entity.ofProject ? ["project", "project_id"] : []),
    ...["is_active", "description_status", "image_status"],
    ...["created_from", "created_to", "updated_from", "updated_to"],
  ];
}

const orderFor = (entity: Entity, dice: Dice): string => {
  const fields = [
    "id",
    "created_at",
    "updated_at",
    "is_active",
    ...promisedFields(entity).map(({ name }) => name),
  ];
  const usual = ["name", "created_at", entity.key];
  return Array.from(
    { length: dice.between(1, 3) },
    () => dice.pick(["", "-"]) + dice.pick([...usual, ...fields]),
  ).join();
};

describe.each(entities.map((entity) => [entity.name, entity] as const))("the list of %s", (name, entity) => {
  const path = `/api/v1/${name}/`;
  const seed = Date.now() % 2 ** 31;
  let rows: Row[] = [];
  beforeAll(async () => {
    rows = await someRows(entity, name === "nomenklatura" ? 300 : 150, seed);
  });

  /** The first hundred rows and the count; the seed and the query say how to see it again. */
  async function expectList(query: Query): Promise<void> {
    const { status, json, text } = await asOperator(`${path}?page_size=100&${queryText(query)}`);
    const expected = expectedRows(name, rows, query);
    const ids = expected.slice(0, 100).map(({ id }) => id);
    const seen = status === 200 ? [json.count, json.results.map(({ id }: Row) => id)] : text;
    expect([seed, query, seen]).toEqual([seed, query, [expected.length, ids]]);
  }

  test("is in its usual order the newest first, and has every live row", () => expectList({}));
  test.each(filtersOf(entity))(
    "filtered by %s has the rows that it names, and its count, beside a search too",
    async (filter) => {
      for (let round = 0; round < ALONE; round++) {
        const query = { [filter]: valueFor(entity, filter, rows, new Dice(seed, round)) };
        await expectList(query);
        await expectList({ ...query, search: round % 2 ? "un" : "uru" });
      }
    },
  );
  test("searched by any words of its rows has the rows that have them all", async () => {
    for (let round = 0; round < SEARCHES; round++)
      await expectList({ search: valueFor(entity, "search", rows, new Dice(seed, round)) });
  });
  test("asked for anything together has the rows that fit it all, in the order that was asked", async () => {
    for (let round = 0; round < TOGETHER; round++) {
      const dice = new Dice(seed + 1, round);
      const query: Record<string, string> = {};
      for (let chosen = dice.between(0, 3); chosen > 0; chosen--) {
        const filter = dice.pick([...filtersOf(entity), "search", "is_active"]);
        query[filter] = valueFor(entity, filter, rows, dice);
      }
      if (query["project"]) delete query["project_id"];
      if (dice.between(0, 1)) query["ordering"] = orderFor(entity, dice);
      await expectList(query);
    }
  });
  test("counts the rows that a walk of it sees, whatever narrows it", async () => {
    for (const query of [
      { search: "un" },
      { is_active: "true" },
      { name_contains: "а" },
      { description_status: "with" },
    ]) {
      const walked: number[] = [];
      const counts = new Set<number>();
      let next: string | null = `https://karvon.test${path}?${queryText(query)}&page_size=7`;
      while (next) {
        const page: Page = await list(inside(next));
        walked.push(...page.results.map(({ id }) => id));
        counts.add(page.count);
        next = page.next;
      }
      const expected = expectedRows(name, rows, query).map(({ id }) => id);
      expect([query, walked, [...counts]]).toEqual([query, expected, [expected.length]]);
    }
  });
  test.each(["created_from", "created_to", "updated_from", "updated_to"])(
    "refuses a %s that is no date",
    async (filter) => {
      for (const value of ["x", "2026-02-30", "21.09.2026", "0"])
        expect(await expecting(400, asOperator(`${path}?${filter}=${value}`))).toEqual({
          [filter]: ["Enter a valid date."],
        });
    },
  );
  test("takes null, undefined and nothing for a filter that is not there", async () => {
    const { count } = await list(path);
    for (const value of ["", "null", "undefined"])
      for (const filter of [...filtersOf(entity), "search", "ordering", "page", "page_size"])
        expect([filter, (await list(`${path}?${filter}=${value}`)).count]).toEqual([filter, count]);
  });
});
