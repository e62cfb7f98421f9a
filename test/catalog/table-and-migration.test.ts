/** The field tables, the contract and the migration say the same: no column or index too few, none too many. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Entity, entities } from "../../src/catalog/entities.ts";
import { fieldOf } from "../../src/catalog/entity.ts";
import type { Field, FieldType } from "../../src/catalog/fields/field.ts";
import { promisedFields } from "./contract-fields.ts";

const FOLDER = "migrations";
/** Every migration in order: a later one may only add to what the engine was made with. */
const migrations = readdirSync(FOLDER)
  .sort()
  .map((file) => readFileSync(`${FOLDER}/${file}`, "utf8"))
  .join("\n");

const first = (pattern: RegExp): string => pattern.exec(migrations)?.[1] ?? "";

/** The lines of a CREATE TABLE: `name definition`, and the unit that a comment tells. */
function columnsOf({ table }: Entity): { name: string; definition: string; comment: string }[] {
  const body = first(new RegExp(`CREATE TABLE ${table} \\(\\n(.*?)\\n\\) STRICT;`, "s"));
  return body.split("\n").map((line) => {
    const [, name = "", definition = "", comment = ""] =
      /^ {2}(\w+) (.*?)(?:,|,? -- (.*)|, -- (.*))?$/.exec(line) ?? [];
    return { name, definition: definition.replace(/,$/, ""), comment };
  });
}

const indexesOf = ({ table }: Entity): string[] =>
  [...migrations.matchAll(/^CREATE (UNIQUE )?INDEX (\w+) ON (\w+) (.*);$/gm)]
    .filter(([, , , on]) => on === table)
    .map(([, unique = "", name, , rest]) => `${unique}${name} ${rest}`);

const SQL_TYPES: Readonly<Record<FieldType, string>> = {
  text: "TEXT",
  html: "TEXT",
  date: "TEXT",
  json: "TEXT",
  integer: "INTEGER",
  decimal: "INTEGER",
  stamp: "INTEGER",
  bool: "INTEGER",
};

function definitionOf(field: Field): string {
  const type = SQL_TYPES[field.type] + (field.null ? "" : " NOT NULL");
  return field.type === "json" ? `${type} CHECK (json_valid(${field.name}))` : type;
}

function unitOf({ type, places }: Field): string {
  if (type === "stamp") return "microseconds UTC";
  return type === "decimal" ? `1/${10 ** places}` : "";
}

const FLAG = "INTEGER NOT NULL DEFAULT 0 CHECK";
const BEFORE = (entity: Entity) => [
  ["id", "INTEGER PRIMARY KEY"],
  ["project_id", `INTEGER NOT NULL DEFAULT 0${entity.ofProject ? "" : " CHECK (project_id = 0)"}`],
];
const AFTER = (entity: Entity) => [
  ["is_active", "INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1))"],
  ["is_deleted", `${FLAG} (is_deleted IN (0, 1))`],
  ["created_at", "INTEGER NOT NULL"],
  ["updated_at", "INTEGER NOT NULL"],
  ...(entity.ofProject ? [] : [["is_integration", `${FLAG} (is_integration IN (0, 1))`]]),
  ...entity.caseless.map((name) => [`${name}_key`, "TEXT"]),
  ["has_description", `${FLAG} (has_description IN (0, 1))`],
  ["has_image", `${FLAG} (has_image IN (0, 1))`],
  ["fold", "TEXT NOT NULL"],
];

/** An index for a filter holds the live rows that have a value. */
function filterIndex({ table }: Entity, column: string, isNullable: boolean): string {
  return `${table}_${column} (${column}) WHERE is_deleted = 0${isNullable ? ` AND ${column} IS NOT NULL` : ""}`;
}

function expectedIndexes(entity: Entity): string[] {
  const { table, key } = entity;
  const live = "WHERE is_deleted = 0";
  const ofProject = [
    `${table}_project (project_id, is_active) ${live}`,
    `${table}_project_key (project_id, ${key}) ${live}`,
    `${table}_project_name (project_id, name) ${live}`,
  ];
  const ofLists = [
    `UNIQUE ${table}_key (${key}, project_id)`,
    ...(entity.ofProject ? ofProject : []),
    `${table}_active (is_active) ${live}`,
    `${table}_kept (has_description, has_image) ${live}`,
    `${table}_created (created_at) ${live}`,
    `${table}_updated (updated_at) ${live}`,
    `${table}_name (name) ${live}`,
  ];
  const filtered = [...entity.exact, ...Object.values(entity.ranges)].filter(
    (name) => name !== key && name !== "name" && !entity.marked.includes(name),
  );
  return [
    ...ofLists,
    ...filtered.map((name) => filterIndex(entity, name, fieldOf(entity, name).null)),
    ...entity.caseless.map((name) => filterIndex(entity, `${name}_key`, true)),
  ];
}

describe.each(entities.map((entity) => [entity.name, entity] as const))("%s", (_, entity) => {
  test("marks filters that compare whole values, of fields whose codes the search index holds", () => {
    expect(
      entity.marked.filter((name) => !(entity.exact.includes(name) && entity.search.includes(name))),
    ).toEqual([]);
  });
  test("has the contract's fields in their order, with their defaults and what they need", () => {
    const promised = promisedFields(entity);
    expect(entity.fields.map(({ name }) => name)).toEqual(promised.map(({ name }) => name));
    for (const { name, type, places, standard } of promised) {
      const field = fieldOf(entity, name);
      const isNeeded = type === "key" || type === "name";
      const kept = standard !== null && type === "json" ? JSON.stringify(standard) : standard;
      expect([name, field.required, field.null, field.places, field.standard]).toEqual([
        name,
        isNeeded,
        !isNeeded && type !== "choice",
        places,
        kept,
      ]);
    }
  });
  test("has a column for each field, of its type and nullability, and none besides", () => {
    const fields = entity.fields.map((field) => [field.name, definitionOf(field)]);
    const columns = columnsOf(entity).map(({ name, definition }) => [name, definition]);
    expect(columns).toEqual([...BEFORE(entity), ...fields, ...AFTER(entity)]);
  });
  test("says the unit of each decimal and time beside its column", () => {
    for (const { name, comment } of columnsOf(entity)) {
      const field = entity.fields.find((known) => known.name === name);
      if (field) expect([name, comment]).toEqual([name, unitOf(field)]);
    }
  });
  test("has an index for each filter, range and order of its lists, and none besides", () => {
    expect(indexesOf(entity).sort()).toEqual(expectedIndexes(entity).sort());
  });
  test("names only its own fields in what may be asked of it", () => {
    const { key, search, exact, caseless, contains, ranges } = entity;
    const asked = [
      key,
      ...search,
      ...exact,
      ...caseless,
      ...Object.values(contains),
      ...Object.values(ranges),
    ];
    expect(asked.map((name) => fieldOf(entity, name).name)).toEqual(asked);
    expect(search.slice(0, Object.keys(contains).length)).toEqual(Object.values(contains));
  });
  test("keeps its search index, its counts and its pictures by triggers on insert and update", () => {
    const triggers = [...migrations.matchAll(/^CREATE TRIGGER (\w+) AFTER (INSERT|UPDATE)/gm)]
      .map(([, name]) => name)
      .filter((name) => name?.startsWith(`${entity.table}_`));
    expect(triggers.sort()).toEqual(
      ["count_enter", "count_insert", "count_leave", "fts_insert", "fts_update", "images_update"].map(
        (name) => `${entity.table}_${name}`,
      ),
    );
    expect(first(new RegExp(`CREATE VIRTUAL TABLE ${entity.table}_fts USING (fts5)`))).toBe("fts5");
  });
});

test("the filters and search fields are the contract's", () => {
  const asked = entities.map(({ name, search, exact, caseless, contains, ranges }) => ({
    name,
    search: [...search].sort().join(" "),
    exact: [...exact].sort().join(" "),
    caseless: caseless.join(" "),
    contains: Object.entries(contains).sort().join(" "),
    ranges: Object.entries(ranges).sort().join(" "),
  }));
  expect(asked).toEqual([
    {
      name: "project",
      search: "code_1c name title",
      exact: "code_1c name",
      caseless: "",
      contains: "code_contains,code_1c name_contains,name",
      ranges: "",
    },
    {
      name: "client",
      search: "city client_code_1c company_name contact_person email name phone region tax_id",
      exact: "business_region_code city client_code_1c email name region",
      caseless: "",
      contains: "code_contains,client_code_1c email_contains,email name_contains,name",
      ranges: "",
    },
    {
      name: "nomenklatura",
      search: "article_code barcode brand category code_1c manufacturer model name sku title",
      exact: "article_code barcode category code_1c enrichment_status name sku",
      caseless: "brand manufacturer",
      contains: "brand_contains,brand code_contains,code_1c name_contains,name",
      ranges: "price,base_price stock,stock_quantity",
    },
  ]);
});
