/** What a search finds: every spelling that people take for the same, text of any length, and no wildcard of its own. */
import { beforeAll, describe, expect, test } from "vitest";
import {
  asOperator,
  CLIENTS,
  change,
  create,
  emptyCatalog,
  expecting,
  list,
  one,
  PRODUCTS,
  PROJECTS,
  type Row,
} from "./api.ts";

const LONG =
  "Ўта узун номли маҳсулот: тоза пахтадан тўқилган, икки қаватли, ювилганда киришмайдиган сочиқ 70x140";

const ROWS: Readonly<Record<string, Row>> = {
  a: { name: "Paxta yog‘i tozalangan", brand: "Oltin Boshoq", barcode: "4780012345678" },
  b: { name: "ПАХТА ЁҒИ", title: "Ёлка", sku: "SKU-000123-Б" },
  c: { name: "Цемент М-500 50% (_a_)", article_code: "АРТ_77%" },
  d: { name: 'Say "hello" world', model: "x* (y) ^z NEAR(q) -w" },
  e: { name: LONG, manufacturer: "O'zbegim" },
  f: { name: "Un", category: "Ун ва ёрма", brand: "Un zavodi" },
  g: { name: "Guruch devzira 1 kg", title: "Buxoro guruchi" },
};

const found = async (search: string, more = ""): Promise<string> => {
  const { count, results } = await list(
    `${PRODUCTS}?search=${encodeURIComponent(search)}&ordering=code_1c${more}`,
  );
  expect([search, count]).toEqual([search, results.length]);
  return results.map(({ code_1c }) => code_1c).join("");
};

describe("a code that is asked for as a whole", () => {
  const CODES = ["-", "7", "A1", "a1", "A1-", "478", "4780012345678", "АРТ_77%", '"x" y', "№ 5"];

  test.each(["sku", "barcode", "article_code"])(
    "finds the rows whose %s is that, however short",
    async (name) => {
      await emptyCatalog();
      for (const [index, code] of CODES.entries())
        await create(PRODUCTS, { code_1c: `c${index}`, name: `${code} ${CODES.join(" ")}`, [name]: code });
      for (const [index, code] of CODES.entries()) {
        const { count, results } = await list(`${PRODUCTS}?${new URLSearchParams({ [name]: code })}`);
        expect([code, count, results.map(({ code_1c }) => code_1c)]).toEqual([code, 1, [`c${index}`]]);
      }
      await expecting(200, change(`${PRODUCTS}c2/`, { [name]: "A2" }));
      expect((await list(`${PRODUCTS}?${name}=A1`)).count).toBe(0);
      expect((await list(`${PRODUCTS}?${name}=A2&search=A1`)).count).toBe(1);
    },
  );
});

describe("a search", () => {
  beforeAll(async () => {
    await emptyCatalog();
    for (const [code_1c, row] of Object.entries(ROWS)) await create(PRODUCTS, { code_1c, ...row });
  });

  test.each([
    ["paxta", "a"],
    ["PAXTA", "a"],
    ["пахта", "be"],
    ["ёлка", "b"],
    ["ЕЛКА", "b"],
    ["yog‘i", "a"],
    ["yogʻi", "a"],
    ["yog'i", "a"],
    ["yog`i", "a"],
    ["YOG’I", "a"],
    ["ozbegim", "e"],
    ["o‘zbegim", "e"],
    ["axta yo", "a"],
    ["пахта, ёғи", "b"],
    ["пахта,,  ,ёғи", "b"],
    ["paxta цемент", ""],
    ["guruch buxoro", "g"],
    ["devzira guruchi", "g"],
    ["GURUCH DEVZIRA BUXORO", "g"],
  ])(
    "takes all spellings of a word for one, and wants every word in some field: %s finds %j",
    async (search, codes) => {
      expect(await found(search)).toBe(codes);
    },
  );
  test.each([
    ["50%", "c"],
    ["_a_", "c"],
    ["арт_77%", "c"],
    ["а%т", ""],
    ["p_xta", ""],
    ["pax*", ""],
    ["x*", ""],
    ["x* (y)", "d"],
    ['"hello"', "d"],
    ['say "hello', "d"],
    ['""', ""],
    ["(y)", "d"],
    ["near(q)", "d"],
    ["NEAR(q) AND paxta", ""],
    ["paxta OR guruch", ""],
    ["-w (y)", "d"],
    ["fold:paxta", ""],
    ["^z near(q)", "d"],
    ["\\", ""],
    ["'", "abcdefg"],
  ])("has no signs of its own: %s finds %j", async (search, codes) =>
    expect(await found(search)).toBe(codes),
  );
  test.each([
    ["u", "f"],
    ["un", "f"],
    ["n", "d"],
    ["pa", "a"],
    ["ax", ""],
    ["ёғ", "b"],
    ["м", "ce"],
    ["50", "c"],
    ["ол", ""],
    ["ol", "a"],
    ["1", "g"],
    ["1 kg", "g"],
    ["g 1", "g"],
    ["paxta x", "a"],
    ["paxta i", "a"],
    ["paxta w", ""],
    ["пах ғи", "b"],
  ])(
    "of one or two letters is of beginnings of words, and beside a longer word of any part: %s finds %j",
    async (search, codes) => {
      expect(await found(search)).toBe(codes);
    },
  );
  test.each([
    ["4780012345678", "a"],
    ["80012345", "a"],
    ["780012", "a"],
    ["345678", "a"],
    ["4780012345679", ""],
    ["000123", "b"],
    ["sku-000123-б", "b"],
    ["ku-00012", "b"],
    ["70x140", "e"],
    ["70x14", "e"],
  ])("finds codes by any part of them: %s finds %j", async (search, codes) =>
    expect(await found(search)).toBe(codes),
  );
  test("may be as long as a name, and a letter more finds nothing", async () => {
    expect(new TextEncoder().encode(LONG).length).toBeGreaterThan(150);
    expect(await found(LONG)).toBe("e");
    expect(await found(LONG.replaceAll(" ", ","))).toBe("e");
    expect(await found(`${LONG}0`)).toBe("");
    expect(await found("киришмайдиганкиришмайдиганкиришмайдиган")).toBe("");
  });
  test("may have any number of words: none of them is left out, and none makes it fail", async () => {
    const long = Array.from({ length: 200 }, (_, n) => `guruch${"".padEnd(n % 3, " ")} devzira`);
    const short = [..."abcdefghijklmnopqrstuvwxyz"].flatMap((x) => [..."abcdef"].map((y) => x + y));
    const codes = Array.from({ length: 150 }, (_, n) => String(123_456 + n));
    expect(await found(long.join(" "))).toBe("g");
    for (const words of [short, codes, [...long, ...short], [...codes, ...short]])
      expect(await found(words.join(" "))).toBe("");
    await create(PRODUCTS, {
      code_1c: "h",
      name: "H",
      title: short.slice(0, 60).join(" "),
      brand: codes.slice(0, 20).join(" "),
    });
    await expecting(200, change(one(PRODUCTS, "h"), { manufacturer: codes.slice(20, 40).join("-") }));
    expect(await found([...short.slice(0, 60), "aab"].join(" "))).toBe("");
    expect(await found(short.slice(0, 60).join(" "))).toBe("h");
    expect(await found([...codes.slice(0, 40), ...short.slice(0, 60)].join(" "))).toBe("h");
    expect(await found([codes[0], ...short.slice(0, 61)].join(" "))).toBe("");
    expect(await found([...codes.slice(0, 41), ...short.slice(0, 60)].join(" "))).toBe("");
    await expecting(204, asOperator(one(PRODUCTS, "h"), { method: "DELETE" }));
  });
  test("beside every filter at once, to the last page, is within what the database binds", async () => {
    const every =
      "code_1c=a&name=a&category=a&barcode=1&sku=1&article_code=1&enrichment_status=PENDING&brand=1&manufacturer=2&name_contains=123456&code_contains=1234567&brand_contains=12345678&price_min=1&price_max=2&stock_min=1&stock_max=2&in_stock=1&created_from=2020-01-01&created_to=2030-01-01&updated_from=2020-01-01&updated_to=2030-01-01&description_status=with&image_status=with&is_active=1&project=P1";
    const words = Array.from({ length: 60 }, (_, n) => String(123_456 + n)).join(" ");
    for (const rest of ["page=last", "page=last&ordering=name", "cursor=&ordering=brand", "offset=1000"])
      expect((await list(`${PRODUCTS}?${every}&search=${words}&${rest}`)).count).toBe(0);
  });
  test("looks into the contract's fields alone", async () => {
    await create(PRODUCTS, {
      code_1c: "z",
      name: "Z",
      notes: "faqat izohda",
      description: "<p>tavsifda</p>",
      seo_keywords: "kalitda",
    });
    for (const search of ["izohda", "tavsifda", "kalitda"]) expect(await found(search)).toBe("");
    for (const [name, value] of Object.entries({
      sku: "q-sku",
      article_code: "q-art",
      barcode: "q-bar",
      model: "q-mod",
      category: "q-cat",
      manufacturer: "q-man",
    })) {
      await expecting(200, change(one(PRODUCTS, "z"), { [name]: value }));
      expect(await found(value)).toBe("z");
    }
    expect(await found("q-sku q-art q-bar q-mod q-cat q-man z")).toBe("z");
    await expecting(204, asOperator(one(PRODUCTS, "z"), { method: "DELETE" }));
  });
  test("finds clients by contact and place, projects by title", async () => {
    await create(CLIENTS, {
      client_code_1c: "cl",
      name: "Mijoz",
      email: "ali@bozor.uz",
      phone: "+998 90 123-45-67",
      contact_person: "Вали",
      city: "Qo‘qon",
      region: "Farg‘ona",
      tax_id: "301234567",
      company_name: "МЧЖ «Нур»",
    });
    for (const search of [
      "ali@boz",
      "123-45",
      "вали",
      "qoqon",
      "fargona",
      "301234567",
      "нур",
      "бозор ali@",
      "+998",
    ]) {
      const { count } = await list(`${CLIENTS}?search=${encodeURIComponent(search)}`);
      expect([search, count]).toEqual([search, search.startsWith("бозор") ? 0 : 1]);
    }
    await create(PROJECTS, { code_1c: "pr", name: "Loyiha", title: "Сарлавҳа" });
    expect((await list(`${PROJECTS}?search=САРЛАВ`)).count).toBe(1);
  });
});
