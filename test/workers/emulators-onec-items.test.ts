/** The items of the 1C stand-in: repeatable, realistic, and wrong where a switch says so. */
import { describe, expect, test } from "vitest";
import { client, taxIdOf } from "../../workers/emulators/onec-clients.ts";
import { CLIENT_ELEMENTS, PRODUCT_ELEMENTS } from "../../workers/emulators/onec-elements.ts";
import { barcodeOf, product } from "../../workers/emulators/onec-products.ts";
import { items, look } from "./onec-asks.ts";

describe("The items", () => {
  test("are a function of seed and index: of any list, at any length, in both operations", async () => {
    for (const operation of ["GetProductList", "GetClientList"]) {
      const long = await items("n=300;seed=7;fields=extra", operation);
      expect(await items("n=300;seed=7;fields=extra", operation)).toEqual(long);
      expect(await items("n=40;seed=7;fields=extra", operation)).toEqual(long.slice(0, 40));
      expect(await items("n=300;seed=8;fields=extra", operation)).not.toEqual(long);
      expect(new Set(long.map(({ Code }) => Code)).size).toBe(300);
    }
    expect(product(7, 123_456)).toEqual(product(7, 123_456));
    expect(client(7, 123_456)).toEqual(client(7, 123_456));
  });

  test("fill every element of the contract, in three scripts, and fit their columns", async () => {
    for (const [operation, elements] of [
      ["GetProductList", PRODUCT_ELEMENTS],
      ["GetClientList", CLIENT_ELEMENTS],
    ] as const) {
      const all = await items("n=500", operation);
      const names = elements.filter(({ rank }) => rank !== "extra").map((element) => element.names[0]);
      for (const item of all) expect(Object.keys(item)).toEqual(names);
      for (const item of all)
        expect(Object.values(item).every((value) => value !== "" && value.length <= 100)).toBe(true);
      const text = JSON.stringify(all);
      expect([/[a-z]/, /[ўқғҳ]/i, /[ыщ]/].map((letters) => letters.test(text))).toEqual([true, true, true]);
    }
  });

  test("have valid EAN-13 barcodes and tax numbers that do not repeat", () => {
    const barcodes = Array.from({ length: 5_000 }, (_, index) => barcodeOf(3, index));
    const taxIds = Array.from({ length: 5_000 }, (_, index) => taxIdOf(3, index));
    expect(new Set(barcodes).size).toBe(5_000);
    expect(new Set(taxIds).size).toBe(5_000);
    for (const barcode of barcodes) {
      const sum = [...barcode].reduce(
        (all, digit, place) => all + Number(digit) * (place % 2 === 0 ? 1 : 3),
        0,
      );
      expect([barcode.length, sum % 10]).toEqual([13, 0]);
    }
    for (const taxId of taxIds) expect(taxId).toMatch(/^3\d{8}$/);
  });

  test("stream: 100,000 products pass in small chunks, and nothing is made before it is read", async () => {
    const answer = await look("n=100000");
    let [bytes, largest, found] = [0, 0, 0];
    for await (const chunk of answer.body ?? []) {
      bytes += chunk.length;
      largest = Math.max(largest, chunk.length);
      found += Buffer.from(chunk).toString("latin1").split("</m:ProductItem").length - 1;
    }
    expect(bytes).toBeGreaterThan(50_000_000);
    expect(largest).toBe(65_536);
    // A tag that lies across two chunks is not found.
    expect(found).toBeGreaterThan(98_000);
    const endless = (await look("n=10000000;huge=1000000000")).body?.getReader();
    expect((await endless?.read())?.value?.length).toBe(65_536);
    await endless?.cancel();
  });
});

describe("The switches of contents and values", () => {
  const P = "GetProductList";
  const C = "GetClientList";
  test.each([
    ["n=0", P, "Code", []],
    ["n=1", C, "Code", ["000000001"]],
    ["n=2;codes=plain", P, "Code", ["1", "2"]],
    ["n=1;codes=cyrillic;pad=14", P, "Code", ["НФ-00000001   "]],
    ["n=2;pad=11", C, "Code", ["000000001  ", "000000002  "]],
    ["n=3;disabled=2", P, "is_active", ["false", "true", "false"]],
    ["n=3;deleted=3", C, "is_delete", ["false", "false", "true"]],
    ["n=3;disabled=2", P, "is_delete", ["false", "false", "false"]],
    ["n=1", P, "is_active", [undefined]],
    ["n=3;duplicates=2;codes=plain", P, "Code", ["1", "2", "3", "2"]],
    ["n=6;missing_codes=2", P, "Code", ["000000001", undefined, "000000003", "", "000000005", "   "]],
    ["n=3;missing_names=1", C, "Name", [undefined, "", "   "]],
    ["n=1;bad=1;bad_kind=number", P, "BasePrice", ["kelishiladi"]],
    ["n=1;bad=1;bad_kind=overflow", C, "CreditLimit", ["99999999999999999.00"]],
    ["n=1;bad=1;bad_kind=date", P, "ExpiryDate", ["31.02.2020"]],
    ["n=1;bad=1;bad_kind=date", C, "EstablishedDate", ["31.02.2020"]],
    ["n=1;bad=1;bad_kind=json", C, "SocialMedia", ['{"telegram": ']],
    ["n=1;bad=1;bad_kind=email", C, "Email", ["pochta yo‘q"]],
    ["n=2;blank=NULL", P, "Brand", ["NULL", "NULL"]],
    ["n=1;blank=None", C, "City", ["None"]],
    ["n=1;blank=null", P, "BasePrice", ["null"]],
    ["n=1;blank=empty", P, "Unit", [""]],
    ["n=1;blank=absent", P, "Unit", [undefined]],
    ["n=1;blank=NULL", P, "Code", ["000000001"]],
    ["n=1;spelling=second", P, "Roditel", ["Choy va qahva"]],
    ["n=1;spelling=third;blank=NULL", P, "Supplier", ["NULL"]],
    ["n=1;spelling=third;blank=NULL", C, "INN", ["NULL"]],
    ["n=1;spelling=fourth;blank=NULL", C, "STIR", ["NULL"]],
    ["n=1;spelling=underscores;blank=NULL", P, "Base_Price", ["NULL"]],
    ["n=1;spelling=columns;blank=NULL", P, "article_code", ["NULL"]],
    ["n=1;fields=usual", P, "Material", [undefined]],
    ["n=1;fields=extra", P, "GUID", ["5b9d-0"]],
  ])("%s of %s gives the %s as it should", async (switches, operation, name, wanted) => {
    expect((await items(switches, operation)).map((item) => item[name])).toEqual(wanted);
  });

  test.each([
    ["decimals=point", /^\d+\.\d\d$/],
    ["decimals=comma", /^\d+,\d\d$/],
    ["decimals=space", /^\d{1,3}( \d{3})+,\d\d$/],
    ["decimals=nbsp", /^\d{1,3}(\u00a0\d{3})+,\d\d$/],
    ["decimals=narrow", /^\d{1,3}(\u202f\d{3})+,\d\d$/],
  ])("%s writes prices so", async (switches, form) => {
    for (const { AnnualRevenue } of await items(`n=50;${switches}`, C)) expect(AnnualRevenue).toMatch(form);
  });

  test("dates=mixed writes every form of dates, and integers=decimal whole numbers with a point", async () => {
    const all = await items("n=10;dates=mixed;integers=decimal", C);
    const forms = all.map(({ EstablishedDate = "" }) => EstablishedDate.replace(/[1-9]/g, "0"));
    expect(forms).toEqual([
      "0000-00-00",
      "00.00.0000",
      "00/00/0000",
      "0000.00.00",
      "0000/00/00",
      "00-00-0000",
      "0000-00-00T00:00:00",
      "0000-00-00T00:00:00+00:00",
      "0000-00-00",
      "0000-00-00T00:00:00",
    ]);
    expect(all.slice(8).map(({ EstablishedDate }) => EstablishedDate?.slice(0, 10))).toEqual(
      Array(2).fill("0001-01-01"),
    );
    for (const { EmployeeCount } of all) expect(EmployeeCount).toMatch(/^\d+\.0$/);
  });

  test("a later duplicate has another price, huge a Description of that length, long too long a text", async () => {
    const [first, last] = await items("n=1;duplicates=1");
    expect([last?.["Code"], last?.["Name"]]).toEqual([first?.["Code"], first?.["Name"]]);
    expect(last?.["BasePrice"]).not.toBe(first?.["BasePrice"]);
    expect((await items("n=2;huge=70000"))[0]?.["Description"]?.length).toBe(70_000);
    expect((await items("n=1;bad=1;bad_kind=long"))[0]?.["Brand"]?.length).toBeGreaterThan(150);
    expect((await items("n=1;bad=1;bad_kind=long", C))[0]?.["CompanyName"]?.length).toBeGreaterThan(255);
  });

  test("change gives so many percent of the prices anew in each run, counted by address or told", async () => {
    const prices = async (run: string) =>
      (await items(`n=200;change=10;${run}`)).map(({ BasePrice }) => BasePrice);
    const told = [await prices("run=0"), await prices("run=1"), await prices("run=2")];
    const changed = (a = 0, b = 0) => told[a]?.filter((price, index) => price !== told[b]?.[index]).length;
    expect([changed(0, 1), changed(1, 2), changed(0, 2)]).toEqual([20, 20, 40]);
    expect([await prices("label=a"), await prices("label=a"), await prices("label=b")]).toEqual([
      told[0],
      told[1],
      told[0],
    ]);
  });
});
