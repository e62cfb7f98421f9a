/** Up to a thousand rows in one call: each by the rules of one, the good ones kept, the same call twice writing nothing. */
import { beforeAll, describe, expect, test } from "vitest";
import {
  as,
  asOperator,
  bulk,
  costOf,
  create,
  emptyCatalog,
  entityOf,
  expecting,
  fresh,
  get,
  list,
  one,
  PRODUCTS,
  PROJECTS,
  type Row,
  sql,
} from "./api.ts";

const BULK = `${PRODUCTS}bulk/`;
const rowsOf = (count: number, prefix = fresh("b"), more: object = {}) =>
  Array.from({ length: count }, (_, n) => ({ code_1c: `${prefix}-${n}`, name: `Mahsulot ${n}`, ...more }));
const countOf = async () => (await sql("SELECT count(*) AS n FROM nomenklatura"))[0].n;

/** Every field that a test wants filled. */
const FULL = {
  ...{
    title: "Т",
    description: "<p>Тавсиф</p>",
    sku: "S",
    article_code: "A",
    barcode: "478",
    brand: "Brand",
  },
  ...{
    manufacturer: "M",
    model: "X",
    base_price: "12.50",
    stock_quantity: "3.00",
    category: "C",
    tags: ["a"],
  },
  ...{ metadata: { a: 1 }, warranty_period: 12, expiry_date: "2027-01-01", enrichment_status: "COMPLETED" },
  ...{ color: "c", size: "s", material: "m", notes: "n", country: "UZ", weight: "1.500", rating: "4.50" },
  ...{ seo_keywords: "k", last_enriched_at: "2026-11-21T05:13:59+05:00" },
};

describe("a bulk", () => {
  beforeAll(emptyCatalog);

  test("counts what it made, changed and left, and tells each refusal with its place, code and words", async () => {
    const [kept, changed] = [fresh(), fresh()];
    await create(PRODUCTS, { code_1c: kept, name: "N" });
    await create(PRODUCTS, { code_1c: changed, name: "N" });
    const made = fresh();
    const answer = await bulk(PRODUCTS, [
      { code_1c: kept, name: "N" },
      { code_1c: changed, title: "T" },
      { code_1c: made, name: "N" },
      { code_1c: `${made}-x` },
      { code_1c: made, title: "T" },
      { name: "no code" },
      5,
      null,
      [],
      { code_1c: 17, name: "x".repeat(256), base_price: "x", rating: "10" },
      { code_1c: made, title: "T" },
      { code_1c: made, project: "none" },
      { code_1c: { a: 1 }, name: "N" },
    ]);
    expect(answer).toEqual({
      ...{ created: 1, updated: 2, unchanged: 2 },
      errors: [
        { index: 3, code: `${made}-x`, errors: { name: ["This field is required."] } },
        { index: 5, code: null, errors: { code_1c: ["This field is required."] } },
        { index: 6, code: null, errors: dictionary("int") },
        { index: 7, code: null, errors: { non_field_errors: ["No data provided"] } },
        { index: 8, code: null, errors: dictionary("list") },
        {
          ...{ index: 9, code: "17" },
          errors: {
            name: ["Ensure this field has no more than 255 characters."],
            base_price: ["A valid number is required."],
            rating: ["Ensure that there are no more than 1 digits before the decimal point."],
          },
        },
        { index: 11, code: made, errors: { project: ['Invalid pk "none" - object does not exist.'] } },
        { index: 12, code: null, errors: { code_1c: ["Not a valid string."] } },
      ],
    });
    expect(Object.keys(answer)).toEqual(["created", "updated", "unchanged", "errors"]);
    expect((await get(one(PRODUCTS, made))).title).toBe("T");
    expect((await get(one(PRODUCTS, changed))).title).toBe("T");
  });
  test("sent twice writes no row the second time, of new and of changed rows, and of every field", async () => {
    const rows = rowsOf(1000, fresh("full"), FULL);
    for (const [sent, counts] of [
      [rows, { created: 1000, updated: 0, unchanged: 0 }],
      [
        rows.map((row) => ({ ...row, title: "U", is_active: false })),
        { created: 0, updated: 1000, unchanged: 0 },
      ],
    ] as const) {
      const first = await asOperator(BULK, { body: sent });
      expect(first.json).toEqual({ ...counts, errors: [] });
      expect(costOf(first).trips).toBe(2);
      const again = await asOperator(BULK, { body: sent });
      expect(again.json).toEqual({ created: 0, updated: 0, unchanged: 1000, errors: [] });
      expect(costOf(again)).toMatchObject({ trips: 1, rowsWritten: 0 });
    }
    const [{ code_1c }] = rows as [Row];
    const shown = await get(one(PRODUCTS, code_1c));
    expect(shown).toMatchObject({ ...FULL, title: "U", is_active: false });
    const back = await asOperator(BULK, { body: [shown] });
    expect(back.json).toMatchObject({ unchanged: 1, errors: [] });
  });
  test("gives its rows ids in their order, and touches none beside them", async () => {
    const prefix = fresh("order");
    await bulk(PRODUCTS, rowsOf(300, prefix));
    const { results } = await list(`${PRODUCTS}?code_contains=${prefix}&page_size=100&ordering=id`);
    expect(results.map(({ code_1c }) => code_1c)).toEqual(rowsOf(100, prefix).map(({ code_1c }) => code_1c));
    const before = await sql("SELECT * FROM nomenklatura WHERE code_1c NOT LIKE ? ORDER BY id", `${prefix}%`);
    await bulk(PRODUCTS, [{ code_1c: `${prefix}-7`, title: "T" }]);
    expect(
      await sql("SELECT * FROM nomenklatura WHERE code_1c NOT LIKE ? ORDER BY id", `${prefix}%`),
    ).toEqual(before);
  });
  test("changes rows in many different ways in one call, each as it was asked", async () => {
    const prefix = fresh("ways");
    await bulk(PRODUCTS, rowsOf(40, prefix, { title: "T", brand: "B", color: "c" }));
    const names = ["title", "brand", "color", "size", "notes", "sku", "model"];
    const rows = Array.from({ length: 40 }, (_, n) => ({
      code_1c: `${prefix}-${n}`,
      ...Object.fromEntries(
        names.filter((_name, bit) => n & (1 << bit)).map((name) => [name, `${name} ${n}`]),
      ),
    }));
    expect(await bulk(PRODUCTS, rows)).toMatchObject({ created: 0, updated: 39, unchanged: 1, errors: [] });
    const untouched = { title: "T", brand: "B", color: "c", size: null, notes: null, sku: null, model: null };
    for (const row of rows)
      expect(await get(one(PRODUCTS, row.code_1c))).toMatchObject({ ...untouched, ...row });
  });
  test("brings a deleted row back with what it had, with its id", async () => {
    const code = fresh();
    const made = await create(PRODUCTS, { code_1c: code, name: "N", title: "T" });
    await expecting(204, asOperator(one(PRODUCTS, code), { method: "DELETE" }));
    expect(await bulk(PRODUCTS, [{ code_1c: code, color: "c" }])).toMatchObject({ updated: 1, errors: [] });
    expect(await get(one(PRODUCTS, code))).toMatchObject({ id: made.id, name: "N", title: "T", color: "c" });
  });
  test("takes a thousand rows and no more, an empty list, and nothing that is no list", async () => {
    const before = await countOf();
    const tooMany = { non_field_errors: ["Ensure this list has no more than 1000 elements."] };
    expect(await expecting(400, asOperator(BULK, { body: rowsOf(1001) }))).toEqual(tooMany);
    expect(await expecting(400, asOperator(BULK, { body: { code_1c: "a", name: "b" } }))).toEqual({
      non_field_errors: ["Invalid data. Expected a list, but got dict."],
    });
    expect(await bulk(PRODUCTS, [])).toEqual({ created: 0, updated: 0, unchanged: 0, errors: [] });
    const form = await asOperator(BULK, { body: new URLSearchParams({ code_1c: "a" }) });
    expect(form.status).toBe(415);
    expect(await countOf()).toBe(before);
  });
  test("holds up to 8 MiB, whatever is in the rows, and is refused whole past that", async () => {
    // Two bytes a letter, and JSON doubles each quotation mark: the longest texts that a statement has to carry.
    const prefix = fresh("mib");
    const rows = rowsOf(1000, prefix, { notes: 'ы"'.repeat(2020), metadata: { a: '"\\'.repeat(20) } });
    const text = JSON.stringify(rows);
    const bytes = new TextEncoder().encode(text).length;
    expect(bytes).toBeLessThan(8_388_608);
    const full = text + " ".repeat(8_388_608 - bytes);
    expect(await expecting(200, asOperator(BULK, { body: full }))).toMatchObject({
      created: 1000,
      errors: [],
    });
    expect(await get(one(PRODUCTS, `${prefix}-999`))).toMatchObject(rows[999] as object);
    const before = await countOf();
    const past = await asOperator(BULK, { body: `${full} ` });
    expect([past.status, past.json]).toEqual([
      413,
      { detail: "Request body is too large: the limit is 8 MiB." },
    ]);
    expect(await countOf()).toBe(before);
  });
  test("of two at once whose rows overlap leaves each row as one of them says, once", async () => {
    const prefix = fresh("race");
    await bulk(PRODUCTS, rowsOf(50, prefix));
    const sent = ["X", "Y", "Z"].map((title, n) => rowsOf(300 - 50 * n, prefix, { title, model: title }));
    const answers = await Promise.all(sent.map((body) => asOperator(BULK, { body })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const stored = await sql(
      "SELECT code_1c, title, model FROM nomenklatura WHERE code_1c LIKE ?",
      `${prefix}-%`,
    );
    expect(stored).toHaveLength(300);
    for (const row of stored) expect([row.code_1c, row.model]).toEqual([row.code_1c, row.title]);
    const made = answers.map(({ json }) => json.created);
    expect(made.reduce((sum, n) => sum + n)).toBe(250);
    for (const { json } of answers) expect(json.errors).toEqual([]);
  });
  test.each([
    ["client", "client_code_1c"],
    ["project", "code_1c"],
  ])("is there for each %s", async (name, key) => {
    const path = `/api/v1/${entityOf(name).alias}/`;
    const [code, other] = [fresh(), fresh()];
    const rows = [{ [key]: code, name: "N" }, { [key]: other }];
    expect(await bulk(path, rows)).toEqual({
      ...{ created: 1, updated: 0, unchanged: 0 },
      errors: [{ index: 1, code: other, errors: { name: ["This field is required."] } }],
    });
    expect((await as("agent", one(path, code))).status).toBe(200);
    expect((await expecting(200, asOperator(`${PROJECTS}bulk/`, { body: "[]" }))).created).toBe(0);
  });
});

const dictionary = (type: string) => ({
  non_field_errors: [`Invalid data. Expected a dictionary, but got ${type}.`],
});
