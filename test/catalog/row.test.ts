/** What is kept beside the fields of a row: the text that searches look into, flags, folded copies, changes. */
import { describe, expect, test } from "vitest";
import { type Entity, fieldOf } from "../../src/catalog/entity.ts";
import { client } from "../../src/catalog/fields/client.ts";
import { nomenklatura } from "../../src/catalog/fields/nomenklatura.ts";
import { project } from "../../src/catalog/fields/project.ts";
import { changedColumns, columnsOf, derive, standardValues, type Values } from "../../src/catalog/row.ts";
import { equalPhrase, foldOf, lookUp, searchOf } from "../../src/catalog/search-text.ts";
import { Dice } from "../../workers/emulators/dice.ts";

const START = "\u007f\u007f";
/** The beginnings of words stand in the line after the fields. */
const linesOf = (row: Values) => foldOf(project, row).split("\n");
const kept = (entity: Entity, row: Values): Values => derive(entity, row);
const startsOf = (name: string) => linesOf({ code_1c: "", name, title: null })[3]?.split(START).slice(1);

describe("the text that searches look into", () => {
  test("has a line for each searchable field, in the entity's order, empty ones too", () => {
    const row = { code_1c: "A-1", name: "Paxta", title: null };
    expect(linesOf(row).slice(0, 3)).toEqual(["a-1", "paxta", ""]);
    const lines = foldOf(nomenklatura, { ...row, brand: "BMW", category: "Ёғ" }).split("\n");
    expect(lines.slice(0, 10)).toEqual(["a-1", "paxta", "bmw", "", "", "", "", "", "", "еғ"]);
    expect(foldOf(client, { client_code_1c: "X", name: "Y", email: "A@B.UZ" })).toMatch(/^x\ny\na@b\.uz\n/);
  });
  test("keeps a field in its one line, whatever breaks it had", () => {
    const lines = linesOf({ code_1c: "a\nb", name: "c\nd", title: "e\n\nf" });
    expect(lines.slice(0, 3)).toEqual(["a b", "c d", "e  f"]);
  });
  test.each([
    ["Ёлка ЁЛКА", "елка елка"],
    ["O‘zbek oʻzbek o'zbek o`zbek oʼzbek", "ozbek ozbek ozbek ozbek ozbek"],
    ["ЎЗБЕК Ўзбек", "ўзбек ўзбек"],
    ["50% _a_ *", "50% _a_ *"],
    ["Cafe\u0301", "café"],
  ])("has %j as %j", (name, folded) => {
    expect(linesOf({ code_1c: "", name, title: null })[1]).toBe(folded);
  });
  test.each([
    ["Paxta yog‘i", ["pa", "yo"]],
    ["M-500 цемент", ["m", "50", "це"]],
    ["a b a b", ["a", "b"]],
    ["№5, 2.5 кг", ["5", "2", "кг"]],
    ["'o'lcham", ["ol"]],
    ["x", ["x"]],
    ["— …", []],
    ["𝒳𝒴𝒵", ["𝒳𝒴"]],
  ])("marks the beginnings of the words of %j", (name, starts) => {
    expect(startsOf(name)).toEqual(starts);
  });
});

/** What the trigram index does with a phrase, or either of two: it finds the text that it stands for. */
const found = (text: string, expression: string) =>
  [...expression.matchAll(/"((?:[^"]|"")*)"/g)].some(([, phrase = ""]) =>
    text.includes(phrase.replaceAll('""', '"')),
  );

describe("what a search looks up", () => {
  test("letters of nobody, which the index uses for itself, are in no text and in no term", () => {
    const fold = foldOf(nomenklatura, { code_1c: "c", name: "x\u007f\uf787 ab", sku: "-" });
    expect(fold.split("\n")[1]).toBe("x ab");
    expect(searchOf("ab\uf787 \u007fpa")).toEqual(searchOf("ab pa"));
  });
  test.each(["paxta", "a/1", '"q"', "50%_", "елка", "x".repeat(300)])("%s is itself", (term) => {
    const quoted = `"${term.replaceAll('"', '""')}"`;
    expect(lookUp(term)).toEqual({ phrase: quoted, recheck: false });
    expect(searchOf(term)).toEqual({ phrases: [quoted], contains: [] });
  });
  test("one or two letters alone are beginnings of words, beside a longer term any part of the row", () => {
    expect(searchOf("п ЁЛ")).toEqual({ phrases: ['"\u007f\u007fп"', '"\u007fел"'], contains: [] });
    expect(searchOf("п елка")).toEqual({ phrases: ['"елка"'], contains: ["п"] });
    expect(searchOf(" , ' ")).toEqual({ phrases: [], contains: [] });
  });
  test("a term that has a code in it is looked up by pairs, and checked against the row", () => {
    const { phrases, contains } = searchOf("NOM-0001234");
    expect(contains).toEqual(["nom-0001234"]);
    expect(phrases).toEqual([expect.stringMatching(/^\("[\ue000-\uf8ff]{3}" OR "[\ue000-\uf8ff]{3}"\)$/)]);
  });
  test.each(["-", "A", "a/1", "478370", "№ 5 «x»"])("of a marked field that is %s what equals it", (sku) => {
    const row = { code_1c: "C", name: "N", sku };
    const lookedUp = equalPhrase("sku", sku);
    expect(found(foldOf(nomenklatura, row), lookedUp)).toBe(true);
    for (const other of [`${sku}1`, sku.slice(1), sku.toLowerCase() + sku.toUpperCase()])
      expect(found(foldOf(nomenklatura, { ...row, sku: other, title: sku }), lookedUp)).toBe(false);
    expect(found(foldOf(nomenklatura, { ...row, sku: null, barcode: sku }), lookedUp)).toBe(false);
  });
  test.each([
    ["ГОСТ7798-70 М8х30", "ГОСТ7798-70 М10х30"],
    ["KATALOG2026-000123", "KATALOG2026-000124"],
    ["xodim.7@company2024.uz", "xodim.8@company2024.uz"],
  ])("not of %s and %s, of which they share a part that looks like a code", (one, other) => {
    const row = { client_code_1c: "C", name: "N" };
    expect(found(foldOf(client, { ...row, email: one }), equalPhrase("email", one))).toBe(true);
    expect(found(foldOf(client, { ...row, email: one }), equalPhrase("email", other))).toBe(false);
  });
  test.each(["4783702828350", "ABC0001234", "1".repeat(100)])("of the code %s its pairs", (sku) => {
    const lookedUp = equalPhrase("sku", sku);
    expect(found(foldOf(nomenklatura, { code_1c: "C", name: "N", sku }), lookedUp)).toBe(true);
    expect(found(foldOf(nomenklatura, { code_1c: "C", name: "N", sku: "4783702828" }), lookedUp)).toBe(false);
  });
  test("any three letters or more of any field are found, wherever they stand", () => {
    const seed = Date.now() % 2 ** 31;
    const dice = new Dice(seed, 0);
    const letters = [..."абёё'‘xyz01901901901 -/\"%_.,№ҚўШ"];
    for (let round = 0; round < 3000; round++) {
      const text = Array.from({ length: dice.between(3, 24) }, () => dice.pick(letters)).join("");
      const row = { code_1c: "c", name: text, title: null };
      const fold = foldOf(project, row);
      const line = fold.split("\n")[1] ?? "";
      const from = dice.between(0, line.length - 1);
      const part = line.slice(from, dice.between(from, line.length));
      const { phrase, recheck } = lookUp(part);
      const hit = phrase === undefined ? part.length < 3 && recheck : found(fold, phrase);
      expect([seed, text, part, hit]).toEqual([seed, text, part, true]);
    }
  });
});

describe("what follows from the fields", () => {
  test.each([
    [null, 0],
    ["", 0],
    ["<p><br></p>", 0],
    ["<p><br /></p>", 0],
    ["<p>x</p>", 1],
    ["x", 1],
    ["<p></p>", 1],
  ])("a description of %j counts as %i", (description, flag) => {
    expect(kept(project, { code_1c: "a", name: "b", description })["has_description"]).toBe(flag);
    expect(kept(project, { code_1c: "a", name: "b", description: null })["has_description"]).toBe(0);
  });
  test("brand and manufacturer have folded copies, and none where there is none", () => {
    const row = kept(nomenklatura, { code_1c: "a", name: "b", brand: "ЁЛКА O‘z", manufacturer: null });
    expect([row["brand_key"], row["manufacturer_key"]]).toEqual(["елка oz", null]);
    expect(kept(nomenklatura, { code_1c: "a", name: "b", brand: "" })["brand_key"]).toBeNull();
  });
  test("a new row has every default of its table, and is live", () => {
    const row = standardValues(client);
    expect(row).toMatchObject({ is_active: 1, is_deleted: 0, currency: "UZS", country: "Uzbekistan" });
    expect(row).toMatchObject({ social_media: "{}", additional_phones: "[]", tags: "[]", metadata: "{}" });
    expect([row["priority"], row["email"], row["name"]]).toEqual([0, null, null]);
    expect(standardValues(nomenklatura)["enrichment_status"]).toBe("PENDING");
  });
});

describe("the columns that a write may set", () => {
  test.each([project, client, nomenklatura])(
    "of a $name are all but the id, the stamps and what others keep",
    (entity) => {
      const columns = columnsOf(entity);
      expect(new Set(columns).size).toBe(columns.length);
      for (const { name } of entity.fields) expect(columns).toContain(name);
      for (const name of ["id", "created_at", "updated_at", "has_image", "is_integration"])
        expect(columns).not.toContain(name);
      const derived = Object.keys(kept(entity, {}));
      expect(columns).toEqual(expect.arrayContaining(["project_id", "is_active", "is_deleted", ...derived]));
    },
  );
  test("are named where they differ, and nowhere else", () => {
    const before = derive(nomenklatura, {
      ...standardValues(nomenklatura),
      code_1c: "a",
      name: "b",
      project_id: 0,
    });
    const price = derive(nomenklatura, { ...before, base_price: 150 });
    expect(changedColumns(nomenklatura, before, price)).toEqual(["base_price"]);
    const brand = derive(nomenklatura, { ...before, brand: "Q" });
    expect(changedColumns(nomenklatura, before, brand)).toEqual(["brand", "brand_key", "fold"]);
    expect(changedColumns(nomenklatura, before, { ...before, updated_at: 5, id: 9 })).toEqual([]);
    expect(fieldOf(nomenklatura, "brand").null).toBe(true);
  });
});
