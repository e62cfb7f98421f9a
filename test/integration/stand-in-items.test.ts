/** What the 1C stand-in can say of an item, read to its end: the same rows however values are written. */
import { describe, expect, test } from "vitest";
import { entities } from "../../src/catalog/entities.ts";
import { AnswerReader } from "../../src/integration/onec-answer.ts";
import { columnNamer, itemReader } from "../../src/integration/parse-onec.ts";
import { xmlOf } from "../workers/onec-asks.ts";

const OPERATIONS = [
  ["GetProductList", "ProductItem", "nomenklatura"],
  ["GetClientList", "ClientItem", "client"],
] as const;

function entityNamed(name: string) {
  const entity = entities.find((one) => one.name === name);
  if (!entity) throw new Error(`There is no ${name}`);
  return entity;
}

describe.each(OPERATIONS)("%s", (operation, item, name) => {
  const entity = entityNamed(name);
  const columnOf = columnNamer(entity);

  async function read(switches: string) {
    const reader = new AnswerReader({ item, isWanted: (element) => columnOf(element) !== undefined });
    const items = [...reader.items(await xmlOf(`n=12;fields=extra;${switches}`, operation))];
    reader.finish();
    return items.map(itemReader({ entity, projectId: 1, language: "en" }));
  }

  test("every element of every item sets its column", async () => {
    const [first] = await read("seed=1");
    const columns = entity.fields.map((field) => field.name);
    const unset = columns.filter((column) => first?.body?.[column] === undefined);
    const never = ["notes", "seo_keywords", "source", "metadata", "enrichment_status", "last_enriched_at"];
    expect(unset).toEqual(name === "client" ? [] : never);
  });

  test.each([
    ...["comma", "space", "nbsp", "narrow"].map((style) => `decimals=${style}`),
    "integers=decimal",
    ...["dmy-dots", "dmy-slashes", "ymd-dots", "ymd-slashes", "dmy-dashes"].map((style) => `dates=${style}`),
    "dates=datetime",
    "dates=datetime-zone",
    "pad=20",
    ...["second", "third", "fourth", "underscores", "columns", "mixed"].map((style) => `spelling=${style}`),
    "layout=pretty;cdata=1;comments=1",
  ])("%s changes no row", async (switches) => {
    const plain = await read("seed=1");
    expect(plain.every(({ body }) => body)).toBe(true);
    expect(await read(switches)).toEqual(plain);
  });

  test.each(["empty", "NULL", "None", "null", "absent", "mixed"])(
    "blank=%s writes nothing but the key and the name",
    async (blank) => {
      for (const { body } of await read(`blank=${blank}`))
        expect(Object.keys(body ?? {}).sort()).toEqual(
          [entity.key, "is_active", "is_deleted", "name", "project_id"].sort(),
        );
    },
  );

  test("1C's empty date is none", async () => {
    for (const dates of ["empty", "empty-datetime"])
      for (const { body } of await read(`dates=${dates}`))
        expect(Object.keys(body ?? {}).filter((column) => column.endsWith("_date"))).toEqual([]);
  });

  test("missing codes and names are told item by item, and the others go on", async () => {
    const found = await read("missing_codes=4;missing_names=3");
    const errors = found.map(({ error }) => error?.error.replace("Ma'lumotlarni parse qilib bo'lmadi: ", ""));
    const [ok, noName, noCode] = [undefined, "Name", "Code"];
    expect(errors).toEqual([ok, ok, noName, noCode, ok, noName, ok, noCode, noName, ok, ok, noCode]);
    expect(found[2]?.error?.code).toBe("000000003");
    expect(found[3]?.error?.code).toBeNull();
  });

  test.each([
    ["number", /^\w+: A valid number is required\.$/],
    ["overflow", /^\w+: Ensure that there are no more than \d+ digits in total\.$/],
    ["date", /^\w+_date: Date has wrong format\./],
    ["json", /^\w+: Value must be valid JSON\.$/],
    ["long", /^\w+: Ensure this field has no more than \d+ characters\.$/],
    ["email", name === "client" ? /^email: Enter a valid email address\.$/ : /^brand: Ensure/],
  ])("a bad %s is an error that names its field", async (kind, words) => {
    const found = await read(`bad=6;bad_kind=${kind}`);
    expect(found.filter(({ body }) => body)).toHaveLength(10);
    expect(found[5]?.error).toEqual({ item: null, code: "000000006", error: expect.stringMatching(words) });
  });

  test("disabled and deleted items say so", async () => {
    const found = await read("disabled=2;deleted=3");
    expect(found.map(({ body }) => body?.is_active)).toEqual(
      [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0].map(Boolean),
    );
    expect(found.map(({ body }) => body?.is_deleted)).toEqual(
      [0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1].map(Boolean),
    );
  });
});
