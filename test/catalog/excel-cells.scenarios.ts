/** What an import makes of each cell: its digits, dates, words and spaces, by the column that it stands in. */
import { beforeAll, describe, expect, test } from "vitest";
import { emptyCatalog, expecting, fresh, get, one, PRODUCTS, type Row } from "./api.ts";
import { importFile, type Made, partsOf, workbookOf, zipOf } from "./excel-files.ts";

const imported = async (file: Uint8Array<ArrayBuffer>, name = "nomenklatura"): Promise<Row> =>
  expecting(200, importFile(name, file));

const NO_DATE = "Date has wrong format. Use one of these formats instead: YYYY-MM-DD.";
const digits = (text: string, style?: "day" | "stamp" | "zeros" | "percent"): Made => ({
  digits: text,
  ...(style && { style }),
});
const shared = (xml: string): Made => ({ shared: xml });

/** What stands in the cell, and what the API then answers for its column. */
type Case = [column: string, cell: Made, value: unknown];

const TEXTS: Case[] = [
  ["sku", "00123", "00123"],
  ["sku", "  ab c  ", "ab c"],
  ["sku", 12345678901234, "12345678901234"],
  ["sku", digits("1.2345678901234E+13"), "12345678901234"],
  ["sku", digits("12345678901234567890"), "12345678901234567890"],
  ["sku", digits("4.60E3"), "4600"],
  ["sku", 1.1, "1.1"],
  ["sku", digits("1.1000000000000001"), "1.1"],
  ["sku", digits("123", "zeros"), "00123"],
  ["sku", true, "TRUE"],
  ["sku", digits("45351", "day"), "2024-02-29"],
  ["sku", digits("45351.400752314815", "stamp"), "2024-02-29T09:37:05"],
  ["sku", shared("<t>umumiy</t>"), "umumiy"],
  ["sku", shared("<r><t>bo</t></r><r><rPr><b/></rPr><t>y</t></r><rPh><t>x</t></rPh>"), "boy"],
  ["sku", { xml: '<c t="str"><f>"a"&amp;"b"</f><v>ab</v></c>' }, "ab"],
  ["sku", { xml: '<c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>' }, "ab"],
  ["size", digits("0.5", "percent"), "50%"],
  ["sku", "=1+1", "=1+1"],
  ["sku", "null", "null"],
  ["notes", "бир\nикки\t'уч' & <тўрт>", "бир\nикки\t'уч' & <тўрт>"],
  ["description", "<p onclick='x'>a<script>b</script></p>", "<p>a</p>"],
  ["name", 777, "777"],
];

const NUMBERS: Case[] = [
  ["base_price", 0, "0.00"],
  ["base_price", "0", "0.00"],
  ["base_price", digits("1E-3"), "0.00"],
  ["base_price", 1.005, "1.01"],
  ["base_price", "1.0049", "1.00"],
  ["base_price", -1.005, "-1.01"],
  ["base_price", "1 234,50", "1234.50"],
  ["base_price", "1\u00a0234\u202f567,5", "1234567.50"],
  ["base_price", " +12,3 ", "12.30"],
  ["base_price", digits("9999999999999.99"), "9999999999999.99"],
  ["base_price", "9999999999999.994", "9999999999999.99"],
  ["weight", "0,0005", "0.001"],
  ["discount_percent", digits("0.12", "percent"), "12.00"],
  ["discount_percent", digits("0.07", "percent"), "7.00"],
  ["discount_percent", digits("-1.2345", "percent"), "-123.45"],
  ["discount_percent", digits("0", "percent"), "0.00"],
  ["discount_percent", "12 %", "12.00"],
  ["discount_percent", 0.12, "0.12"],
  ["tax_rate", digits("0.125", "percent"), "12.50"],
  ["tax_rate", "12,5%", "12.50"],
  ["rating", digits("0.12", "percent"), "0.12"],
  ["rating", 9.994, "9.99"],
  ["warranty_period", 12, 12],
  ["warranty_period", "12.0", 12],
  ["warranty_period", "1 200", 1200],
  ["warranty_period", 0, 0],
  ["warranty_period", -3, -3],
];

const DAYS: Case[] = [
  ["expiry_date", digits("45351", "day"), "2024-02-29"],
  ["expiry_date", digits("45351.99", "stamp"), "2024-02-29"],
  ["expiry_date", { xml: '<c t="d"><v>2024-02-29T00:00:00</v></c>' }, "2024-02-29"],
  ...["2024-02-29", "29.02.2024", "29/02/2024", "2024.02.29", "2024/02/29", "29-02-2024"].map(
    (text): Case => ["expiry_date", text, "2024-02-29"],
  ),
  ["expiry_date", " 1.2.2024 ", "2024-02-01"],
  ["expiry_date", "29.02.2024 10:30", "2024-02-29"],
  ["expiry_date", "2024-02-29T10:30:00", "2024-02-29"],
  ["expiry_date", "0001-01-01", "0001-01-01"],
];

const ACTIVES: Case[] = [
  ...["1", "true", "yes", "ha", "active", "on", "y", "TRUE", " Ha ", "YES"].map(
    (word): Case => ["is_active", word, true],
  ),
  ...["0", "false", "no", "yo'q", "off", "n", "2", "да", "inactive", "-"].map(
    (word): Case => ["is_active", word, false],
  ),
  ["is_active", 1, true],
  ["is_active", -2.5, true],
  ["is_active", digits("0.1"), true],
  ["is_active", 0, false],
  ["is_active", digits("0.0"), false],
  ["is_active", true, true],
  ["is_active", false, false],
  ["is_active", null, true],
  ["is_active", "  ", true],
];

const ACCEPTED = [...TEXTS, ...NUMBERS, ...DAYS, ...ACTIVES];

const REFUSED: [column: string, cell: Made, words: string][] = [
  ["sku", "x".repeat(101), "Ensure this field has no more than 100 characters."],
  ["name", "ы".repeat(256), "Ensure this field has no more than 255 characters."],
  ["notes", "x".repeat(32_001), "Ensure this field has no more than 32000 characters."],
  ["sku", "a_x0000_b", "Null characters are not allowed."],
  ["base_price", "arzon", "A valid number is required."],
  ["base_price", "5%", "A valid number is required."],
  ["base_price", "9".repeat(32_000), "Ensure that there are no more than 15 digits in total."],
  ["base_price", true, "A valid number is required."],
  ["base_price", "1.234.567,00", "A valid number is required."],
  ["base_price", digits("45351", "day"), "A valid number is required."],
  ["base_price", digits("1e15"), "Ensure that there are no more than 15 digits in total."],
  ["rating", 9.995, "Ensure that there are no more than 3 digits in total."],
  ["warranty_period", 1.5, "A valid integer is required."],
  ["warranty_period", "bir", "A valid integer is required."],
  ["warranty_period", 2_147_483_648, "Ensure this value is less than or equal to 2147483647."],
  ...["2024-02-30", "30.02.2024", "29.02.24", "1.2.3", "ertaga", "2024", "13/13/2024"].map(
    (text): [string, Made, string] => ["expiry_date", text, NO_DATE],
  ),
  ["expiry_date", 45_351, NO_DATE],
  ["expiry_date", true, NO_DATE],
];

describe("a cell", () => {
  beforeAll(emptyCatalog);

  test("is read by its column: every kind of cell becomes what a person sees of it", async () => {
    const columns = [...new Set(ACCEPTED.map(([column]) => column))].filter((name) => name !== "name");
    const prefix = fresh("cell");
    const rows = ACCEPTED.map(([column, cell], n) => [
      `${prefix}-${n}`,
      column === "name" ? cell : "N",
      ...columns.map((name): Made => (name === column ? cell : null)),
    ]);
    const answer = await imported(workbookOf(["code_1c", "name", ...columns], ...rows));
    expect(answer).toMatchObject({ created: ACCEPTED.length, errors: [] });
    const read: unknown[] = [];
    for (const [n, [column, cell]] of ACCEPTED.entries())
      read.push([column, cell, (await get(one(PRODUCTS, `${prefix}-${n}`)))[column]]);
    expect(read).toEqual(ACCEPTED);
  });
  test("that does not fit its column is its row's error, in the API's words, and the other rows are kept", async () => {
    const columns = [...new Set(REFUSED.map(([column]) => column))].filter((name) => name !== "name");
    const prefix = fresh("bad");
    const rows = REFUSED.flatMap(([column, cell], n) => [
      [
        `${prefix}-${n}`,
        column === "name" ? cell : "N",
        ...columns.map((name): Made => (name === column ? cell : null)),
      ],
      [`${prefix}-good-${n}`, "N"],
    ]);
    const answer = await imported(workbookOf(["code_1c", "name", ...columns], ...rows));
    expect(answer).toMatchObject({ created: REFUSED.length, updated: 0, unchanged: 0 });
    expect(answer.errors_json).toEqual(
      REFUSED.map(([column, , words], n) => ({
        row: 2 + 2 * n,
        code: `${prefix}-${n}`,
        error: `${column}: ${words}`,
      })),
    );
    expect(answer.errors).toEqual(
      REFUSED.map(([column, , words], n) => `Row ${2 + 2 * n}: ${column}: ${words}`),
    );
  });
  test("with several faults in its row tells all of them, in the columns' order of the API", async () => {
    const header = ["base_price", "code_1c", "sku", "name", "expiry_date"];
    const row = ["x", "several", "y".repeat(101), "z".repeat(256), "w"];
    const { errors_json } = await imported(workbookOf(header, row));
    expect(errors_json).toEqual([
      {
        ...{ row: 2, code: "several" },
        error: `name: Ensure this field has no more than 255 characters.; sku: Ensure this field has no more than 100 characters.; base_price: A valid number is required.; expiry_date: ${NO_DATE}`,
      },
    ]);
  });
  test("that is the fault itself is quoted no longer than a code may be", async () => {
    const long = "ж".repeat(32_000);
    const error = { xml: `<c t="e"><v>${long}</v></c>` };
    const answer = await imported(
      workbookOf(["code_1c", "name", "sku"], [long, "N"], ["broken", "N", error]),
    );
    expect(answer.errors_json).toEqual([
      {
        ...{ row: 2, code: "ж".repeat(255) },
        error: "code_1c: Ensure this field has no more than 255 characters.",
      },
      {
        ...{ row: 3, code: "broken" },
        error: `sku: The cell holds "${"ж".repeat(255)}" instead of a value.`,
      },
    ]);
  });
  test("with an error of Excel's hides none of its row's other faults", async () => {
    const error = { xml: '<c t="e"><v>#DIV/0!</v></c>' };
    const header = ["code_1c", "name", "base_price", "expiry_date", "sku"];
    const { errors_json } = await imported(workbookOf(header, ["hidden", "N", error, "ertaga", error]));
    const broken = 'The cell holds "#DIV/0!" instead of a value.';
    expect(errors_json).toEqual([
      {
        ...{ row: 2, code: "hidden" },
        error: `base_price: ${broken}; expiry_date: ${NO_DATE}; sku: ${broken}`,
      },
    ]);
  });
  test("with a date of the 1904 system is the day that Excel shows", async () => {
    const parts = partsOf(
      [
        ["code_1c", "name", "expiry_date"],
        ["1904", "N", digits("43889", "day")],
      ],
      true,
    );
    await imported(zipOf(parts));
    expect((await get(one(PRODUCTS, "1904"))).expiry_date).toBe("2024-02-29");
  });
  test("with an error of Excel's, or a formula that was never worked out, is no value of its row", async () => {
    const faulty: Made[] = [
      { xml: '<c t="e"><v>#N/A</v></c>' },
      { xml: '<c t="e"><v>#REF!</v></c>' },
      { xml: "<c><f>A1</f></c>" },
    ];
    const rows = faulty.flatMap((cell, n) => [
      [cell, "N", null],
      [`name-${n}`, cell, null],
      [`sku-${n}`, "N", cell],
    ]);
    const answer = await imported(workbookOf(["code_1c", "name", "sku"], ...rows));
    expect([answer.created, answer.errors.length]).toEqual([0, 9]);
  });
});
