/** Codes are text from end to end, whatever is in them, and a row's code is its own for ever. */
import { beforeAll, describe, expect, test } from "vitest";
import {
  asOperator,
  bulk,
  change,
  create,
  emptyCatalog,
  fresh,
  get,
  list,
  one,
  PRODUCTS,
  PROJECTS,
} from "./api.ts";

const CODES = [
  ...[
    "007",
    "0",
    "00",
    "1.10",
    "a.b",
    ".a",
    "a..b",
    "a/b",
    "/a",
    "a/",
    "a//b",
    "a b",
    "a  b",
    "Пахта ёғи",
    "O‘zbek",
  ],
  ...[
    "100%",
    "%",
    "%41",
    "%zz",
    "a%2Fb",
    "a+b",
    "a&b=c",
    "a?b",
    "a#b",
    "a\\b",
    "a;b",
    "a:b",
    "'",
    '"',
    "`",
    "<x>",
    "😀",
  ],
  ...[
    "null",
    "undefined",
    "true",
    "last",
    "__proto__",
    "constructor",
    "xlsx",
    "Bulk",
    "BULK",
    "bulks",
    "bulk/a",
    "~",
    "-",
    "_",
  ],
  ...["a\u2028b", "a\tb", "e\u0301", "é", "x".repeat(255)],
];

describe("a code", () => {
  beforeAll(emptyCatalog);
  test.each(CODES)("%j finds its row and no other, by its path and by the filter", async (code) => {
    const made = await create(PRODUCTS, { code_1c: code, name: "N" });
    expect(made.code_1c).toBe(code);
    expect(await get(one(PRODUCTS, code))).toEqual(made);
    expect(await get(one(PRODUCTS, code).slice(0, -1))).toEqual(made);
    const changed = await change(one(PRODUCTS, code), { title: "T" });
    expect([changed.status, changed.json.id, changed.json.title]).toEqual([200, made.id, "T"]);
    const { results } = await list(`${PRODUCTS}?code_1c=${encodeURIComponent(code)}`);
    const isAbsent = code === "null" || code === "undefined";
    if (!isAbsent) expect(results.map(({ id }) => id)).toEqual([made.id]);
    expect((await asOperator(one(PRODUCTS, code), { method: "DELETE" })).status).toBe(204);
    expect((await asOperator(one(PRODUCTS, code))).status).toBe(404);
  });
  test("that was sent as a number is its text, and white space around it is none of it", async () => {
    for (const [sent, code] of [
      [5, "5"],
      [1.5, "1.5"],
      [" 05 ", "05"],
      ["\u00a05\n", undefined],
    ] as const) {
      const answer = await asOperator(PRODUCTS, { body: { code_1c: sent, name: "N" } });
      if (code === undefined) expect(answer.json).toEqual({ code_1c: [TAKEN] });
      else expect([answer.status, answer.json.code_1c]).toEqual([201, code]);
    }
    const long = await asOperator(PRODUCTS, { body: '{"code_1c":4780000000000000000001,"name":"N"}' });
    expect(long.json.code_1c).toBe("4780000000000000000001");
  });
  test.each(["duplicates", "bulk", "export-xlsx", "import-xlsx", "template-xlsx"])(
    "%s is nobody's: its path is another",
    async (code_1c) => {
      const words = { code_1c: [`"${code_1c}" is not a valid choice.`] };
      for (const path of [PRODUCTS, PROJECTS])
        expect((await asOperator(path, { body: { code_1c, name: "N" } })).json).toEqual(words);
      const { errors } = await bulk(PRODUCTS, [{ code_1c, name: "N" }]);
      expect(errors).toEqual([{ index: 0, code: code_1c, errors: words }]);
    },
  );
  test("cannot change, whatever PUT, PATCH say it is", async () => {
    const code = fresh();
    const { id } = await create(PRODUCTS, { code_1c: code, name: "N" });
    for (const method of ["PUT", "PATCH"])
      for (const [index, other] of [
        "other",
        "",
        null,
        "bulk",
        5,
        "x".repeat(300),
        [],
        `${code} `,
      ].entries()) {
        const name = `${method} ${index}`;
        const changed = await change(one(PRODUCTS, code), { code_1c: other, name }, method);
        expect([changed.status, changed.json]).toMatchObject([200, { id, code_1c: code, name }]);
      }
    expect((await asOperator(one(PRODUCTS, "other"))).status).toBe(404);
  });
  test("that is taken is refused in the model's words, by each entity", async () => {
    for (const [path, key, words] of [
      [PROJECTS, "code_1c", "project with this code 1c already exists."],
      [PRODUCTS, "code_1c", TAKEN],
      ["/api/v1/clients/", "client_code_1c", "client with this client code 1c already exists."],
    ] as const) {
      const body = { [key]: fresh(), name: "N" };
      await create(path, body);
      const again = await asOperator(path, { body });
      expect([again.status, again.json]).toEqual([400, { [key]: [words] }]);
    }
  });
  test("is refused in the caller's language", async () => {
    const body = { code_1c: fresh(), name: "N" };
    await create(PRODUCTS, body);
    const russian = { headers: { "Accept-Language": "ru" } };
    const again = await asOperator(PRODUCTS, { ...russian, body });
    expect(again.json.code_1c[0]).toMatch(/уже существует/);
    const many = await asOperator(`${PRODUCTS}bulk/`, { ...russian, body: [{ code_1c: "bulk" }] });
    expect(many.json.errors[0].errors.code_1c[0]).toMatch(/нет среди допустимых/);
  });
});

const TAKEN = "nomenklatura with this code 1c already exists.";
