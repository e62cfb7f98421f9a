/** An item of 1C's becomes what the API would have taken, value by value, or an error that names the field. */
import { describe, expect, test } from "vitest";
import { entities } from "../../src/catalog/entities.ts";
import { itemReader } from "../../src/integration/parse-onec.ts";

const entityOf = (name: string) => {
  const entity = entities.find((one) => one.name === name);
  if (!entity) throw new Error(`no ${name}`);
  return entity;
};
const productOf = itemReader({ entity: entityOf("nomenklatura"), projectId: 7, language: "en" });
const clientOf = itemReader({ entity: entityOf("client"), projectId: 7, language: "en" });
const bodyOf = (item: Record<string, string>, read = productOf) =>
  read({ Code: "1", Name: "Choy", ...item }).body;
const errorOf = (item: Record<string, string>, read = productOf) =>
  read({ Code: "1", Name: "Choy", ...item }).error?.error;

const WRITTEN = { name: "Choy", is_active: true, is_deleted: false, project_id: 7 };

describe("What 1C does not say", () => {
  test.each(["", "  ", "\n", "NULL", "None", "null", " NULL "])("%j is not written", (blank) => {
    const body = bodyOf({ Brand: blank, BasePrice: blank, ExpiryDate: blank, Tags: blank, is_active: blank });
    expect(body).toEqual({ ...WRITTEN, code_1c: "1" });
  });

  test.each(["", "   ", "NULL", undefined])("a Code that is %j is missing, and so is a Name", (blank) => {
    const { Code, Name, ...absent } = { Code: blank, Name: blank };
    const given = blank === undefined ? absent : { Code, Name };
    expect(productOf({ Name: "Choy", ...given } as Record<string, string>).error).toEqual({
      item: null,
      code: null,
      error: "Ma'lumotlarni parse qilib bo'lmadi: Code",
    });
    const named = blank === undefined ? { Code: "007" } : { Code: "007", Name: blank };
    expect(productOf(named).error).toEqual({
      item: null,
      code: "007",
      error: "Ma'lumotlarni parse qilib bo'lmadi: Name",
    });
  });

  test("an empty element beside a filled one of the same column takes nothing away", () => {
    expect(bodyOf({ INN: "301234567", TaxId: "", STIR: "NULL" }, clientOf)).toHaveProperty(
      "tax_id",
      "301234567",
    );
  });
});

test("codes keep their leading zeros and lose the spaces that pad them", () => {
  expect(bodyOf({ Code: "000000012       " })).toHaveProperty("code_1c", "000000012");
  expect(bodyOf({ Code: "НФ-0 1  " })).toHaveProperty("code_1c", "НФ-0 1");
});

describe("Dates", () => {
  test.each([
    "2026-03-09",
    "09.03.2026",
    "9.3.2026",
    "09/03/2026",
    "2026.03.09",
    "2026/03/09",
    "09-03-2026",
    "2026-03-09T00:00:00",
    "2026-03-09T23:59:59.123",
    "2026-03-09T00:00:00+05:00",
    "09.03.2026 10:20:30",
  ])("%s is 2026-03-09", (text) => {
    expect(bodyOf({ ExpiryDate: text })).toHaveProperty("expiry_date", "2026-03-09");
    expect(bodyOf({ EstablishedDate: text }, clientOf)).toHaveProperty("established_date", "2026-03-09");
  });

  test.each(["0001-01-01", "01.01.0001", "0001-01-01T00:00:00", "01.01.0001 0:00:00"])(
    "%s is no date of anybody's",
    (text) => {
      expect(bodyOf({ ExpiryDate: text, LastEnrichedAt: text })).toEqual({ ...WRITTEN, code_1c: "1" });
    },
  );

  test.each(["31.02.2020", "yesterday", "09.03.26", "2026-13-01"])("%s is an error of its field", (text) => {
    expect(errorOf({ ExpiryDate: text })).toBe(
      "expiry_date: Date has wrong format. Use one of these formats instead: YYYY-MM-DD.",
    );
  });

  test.each([
    ["2026-03-09T10:20:30", "2026-03-09T05:20:30Z"],
    ["09.03.2026 10:20:30", "2026-03-09T05:20:30Z"],
    ["2026-03-09T10:20:30Z", "2026-03-09T10:20:30Z"],
    ["09.03.2026", "2026-03-08T19:00:00Z"],
  ])("the time %s is Tashkent's where it names no other", (text, instant) => {
    expect(bodyOf({ LastEnrichedAt: text })).toHaveProperty("last_enriched_at", Date.parse(instant) * 1000);
  });
});

describe("What 1C calls active and deleted", () => {
  test.each([
    ["true", false],
    ["1", false],
    ["True", false],
    ["false", true],
    ["0", true],
    ["", true],
  ])("is_active %j means that the row's is_active is %j", (text, active) => {
    expect(bodyOf({ is_active: text })).toHaveProperty("is_active", active);
    expect(bodyOf({ IsActive: text })).toHaveProperty("is_active", active);
  });

  test.each([
    ["true", true],
    ["1", true],
    ["false", false],
    ["", false],
  ])("is_delete %j means that the row's is_deleted is %j", (text, deleted) => {
    expect(bodyOf({ is_delete: text })).toHaveProperty("is_deleted", deleted);
    expect(bodyOf({ IsDeleted: text })).toHaveProperty("is_deleted", deleted);
  });

  test("another word is an error that names it", () => {
    expect(errorOf({ is_active: "perhaps" })).toBe("is_active: Must be a valid boolean.");
    expect(errorOf({ is_delete: "perhaps" })).toBe("is_delete: Must be a valid boolean.");
  });
});

test.each([
  ["Brand", "x".repeat(151), "brand: Ensure this field has no more than 150 characters."],
  ["Code", "x".repeat(256), "code_1c: Ensure this field has no more than 255 characters."],
  ["Code", "bulk", 'code_1c: "bulk" is not a valid choice.'],
  ["BasePrice", "kelishiladi", "base_price: A valid number is required."],
  ["BasePrice", "99999999999999999.00", "base_price: Ensure that there are no more than 15 digits in total."],
  ["WarrantyPeriod", "1.5", "warranty_period: A valid integer is required."],
  ["Tags", '{"telegram": ', "tags: Value must be valid JSON."],
  [
    "Description",
    "<b>a</b>".repeat(40_000),
    "description: Ensure this field has no more than 131072 characters.",
  ],
])("a %s that does not fit is an error that names the field", (name, text, error) => {
  expect(errorOf({ [name]: text })).toBe(error);
});

test("every fault of an item is told, in the language that was asked for", () => {
  const read = itemReader({ entity: entityOf("client"), projectId: 7, language: "ru" });
  expect(errorOf({ Email: "yo‘q", Rating: "?" }, read)).toBe(
    "email: Введите правильный адрес электронной почты.; rating: Введите правильное число.",
  );
});

test("a description from 1C is sanitised like any other", () => {
  expect(bodyOf({ Description: "<p onclick='x()'>a<script>b</script></p>" })).toHaveProperty(
    "description",
    "<p>a</p>",
  );
});
