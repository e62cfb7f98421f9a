/** What an anonymous caller does not see: null in every answer, and no filter, search or order tells of it. */
import { beforeAll, describe, expect, test } from "vitest";
import { ask } from "../workers/door.ts";
import { as, create, emptyCatalog, expecting, one, PRODUCTS, type Row } from "./api.ts";
import { HIDDEN, promisedKeys } from "./contract-fields.ts";

const SECRETS = {
  ...{ cost_price: "1.00", supplier: "S", vendor_code: "V", min_stock: "2.00", max_stock: "9.00" },
  ...{ notes: "secret", metadata: { secret: 1 } },
};
const SHOWN = {
  brand: "B",
  base_price: "5.00",
  stock_quantity: "3.00",
  title: "T",
  category: "C",
  tags: ["x"],
};
const nulls = Object.fromEntries(HIDDEN.map((name) => [name, null]));

const asNobody = (path: string): Promise<Row> => expecting(200, as("anonymous", path));
const codes = ({ results }: Row) => results.map((row: Row) => row.code_1c);

describe("an anonymous caller", () => {
  beforeAll(async () => {
    await emptyCatalog();
    for (const [index, code_1c] of ["a", "b", "c"].entries())
      await create(PRODUCTS, {
        code_1c,
        name: `N${index}`,
        ...SECRETS,
        ...SHOWN,
        cost_price: 9 - index,
        brand: `B${index}`,
      });
  });

  test("reads the hidden fields as null and the others as they are, one and listed, the keys in their places", async () => {
    const whole = await expecting(200, as("agent", one(PRODUCTS, "a")));
    expect(whole).toMatchObject({ ...SECRETS, ...SHOWN, cost_price: "9.00", brand: "B0" });
    const seen = await asNobody(one(PRODUCTS, "a"));
    expect(seen).toEqual({ ...whole, ...nulls });
    expect(Object.keys(seen)).toEqual(promisedKeys({ name: "nomenklatura", ofProject: true }));
    for (const row of (await asNobody(PRODUCTS)).results) expect(row).toMatchObject(nulls);
    for (const row of (await asNobody(`${PRODUCTS}?search=n0`)).results) expect(row).toMatchObject(nulls);
  });
  test("who shows another scheme than Bearer is one of them; every role that may read is not", async () => {
    const basic = await as("anonymous", one(PRODUCTS, "a"), { headers: { Authorization: "Basic YTpi" } });
    expect(basic.json).toMatchObject(nulls);
    for (const role of ["agent", "operator", "admin"] as const)
      expect((await as(role, one(PRODUCTS, "a"))).json).toMatchObject({
        notes: "secret",
        cost_price: "9.00",
      });
  });
  test("gets the usual order where he asks for one by a hidden field", async () => {
    const usual = codes(await asNobody(PRODUCTS));
    expect(usual).toEqual(["c", "b", "a"]);
    for (const field of HIDDEN)
      for (const ordering of [field, `-${field}`])
        expect(codes(await asNobody(`${PRODUCTS}?ordering=${ordering}`))).toEqual(usual);
    expect(codes(await asNobody(`${PRODUCTS}?ordering=cost_price,name`))).toEqual(["a", "b", "c"]);
  });
  test("finds nothing by what is hidden", async () => {
    for (const query of ["search=secret", "search=V", "search=S"])
      expect((await asNobody(`${PRODUCTS}?${query}`)).count).toBe(0);
  });
});

describe("PUBLIC_HIDDEN_FIELDS", () => {
  const hiding = (fields: string) => ({ env: { PUBLIC_HIDDEN_FIELDS: fields } });
  const seen = async (query: string, fields: string) => ask(`${PRODUCTS}${query}`, hiding(fields));

  test("hides other fields, in place of the usual ones", async () => {
    const { json } = await seen("a/", "brand, base_price,stock_quantity");
    expect(json).toMatchObject({ ...SECRETS, cost_price: "9.00", brand: null, base_price: null, title: "T" });
    expect((await seen("a/", "")).json).toMatchObject({ ...SECRETS, cost_price: "9.00", brand: "B0" });
    expect((await seen("a/", "no_such_field")).json).toMatchObject({ brand: "B0" });
  });
  test("takes its fields out of filters and orders: they are asked about by nobody", async () => {
    const fields = "brand,base_price,stock_quantity,code_1c,title";
    for (const query of [
      ...[
        "brand=none",
        "brand_contains=none",
        "code_1c=none",
        "code_contains=none",
        "price_min=100",
        "price_max=1",
      ],
      ...["stock_min=100", "stock_max=1", "ordering=-brand", "ordering=base_price", "brand=b1&price_max=1"],
    ]) {
      const { status, json } = await seen(`?${query}`, fields);
      expect([query, status, json.results.map(({ id }: Row) => id)]).toEqual([query, 200, [3, 2, 1]]);
    }
    for (const row of (await seen("?price_min=1", fields)).json.results)
      expect([row.brand, row.base_price, row.code_1c, row.title]).toEqual([null, null, null, null]);
  });
  test("closes the search of anonymous callers where one of its fields is hidden, and no one else's", async () => {
    const closed = await seen("?search=n0", "brand");
    expect([closed.status, Object.keys(closed.json)]).toEqual([403, ["detail"]]);
    expect((await seen("?search=n0", "notes")).json.count).toBe(1);
    expect((await as("agent", `${PRODUCTS}?search=n0`)).json.count).toBe(1);
  });
});
