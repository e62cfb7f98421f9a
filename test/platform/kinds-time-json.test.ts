/** Dates, times and JSON: real calendar days alone, and no nesting that a reader could die of. */
import { describe, expect, test } from "vitest";
import { formatStamp } from "../../src/platform/clock.ts";
import { date, json, stamp } from "../../src/platform/kinds.ts";
import { abyss, said } from "./said.ts";

const DATE = "Date has wrong format. Use one of these formats instead: YYYY-MM-DD.";
test.each<[unknown, boolean]>([
  ["2026-11-21", true],
  [" 2026-11-21 ", true],
  ["0001-01-01", true],
  ["9999-12-31", true],
  ["2000-02-29", true],
  ["2024-02-29", true],
  ["0096-02-29", true],
  ["0004-02-29", true],
  ["0099-02-29", false],
  ["1900-02-29", false],
  ["2026-02-29", false],
  ["2026-02-30", false],
  ["2026-04-31", false],
  ["2026-13-01", false],
  ["2026-00-10", false],
  ["2026-01-00", false],
  ["2026-01-32", false],
  ["9999-99-99", false],
  ["0000-00-00", false],
  ["0000-01-01", false],
  ["2026-1-1", false],
  ["26-01-01", false],
  ["12026-01-01", false],
  ["2026/01/01", false],
  ["20260101", false],
  ["01.01.2026", false],
  ["2026-01-01T00:00:00", false],
  ["２０２６-01-01", false],
  ["-2026-01-01", false],
  ["today", false],
  ["", false],
  [20260101, false],
  [true, false],
  [[], false],
  [{}, false],
  ["2026-01-01\u0000", false],
])("%j is a date: %j", (given, valid) => {
  expect(said(date.parse(given))).toBe(valid ? String(given).trim() : DATE);
});

const STAMP =
  "Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].";
test.each<[string, string]>([
  ["2026-11-21T05:13:59.472562+05:00", "2026-11-21T05:13:59.472562+05:00"],
  ["2026-11-21T05:13:59.472562", "2026-11-21T05:13:59.472562+05:00"],
  ["2026-11-21T00:13:59.472562Z", "2026-11-21T05:13:59.472562+05:00"],
  ["2026-11-21T00:13:59z", "2026-11-21T05:13:59+05:00"],
  ["2026-11-21 05:13", "2026-11-21T05:13:00+05:00"],
  ["2026-11-21", "2026-11-21T00:00:00+05:00"],
  [" 2026-11-21T05:13:59 +0300 ", "2026-11-21T07:13:59+05:00"],
  ["2026-11-21T05:13:59-03", "2026-11-21T13:13:59+05:00"],
  ["2026-11-21T05:13:59+05:30", "2026-11-21T04:43:59+05:00"],
  ["2026-11-21T05:13:59,5", "2026-11-21T05:13:59.500000+05:00"],
  ["2026-11-21T05:13:59.123456789", "2026-11-21T05:13:59.123456+05:00"],
  ["2026-11-21T05:13:59.000001", "2026-11-21T05:13:59.000001+05:00"],
  ["2026-11-21T05:13:59.000000", "2026-11-21T05:13:59+05:00"],
  ["2026-01-01T02:00:00+05:00", "2026-01-01T02:00:00+05:00"],
  ["2025-12-31T23:30:00Z", "2026-01-01T04:30:00+05:00"],
  ["1969-12-31T23:59:59.999999Z", "1970-01-01T04:59:59.999999+05:00"],
  ["0001-01-01T00:00:00", "0001-01-01T00:00:00+05:00"],
  ["9999-12-31T23:59:59", "9999-12-31T23:59:59+05:00"],
  ["9999-12-31T23:59:59.999999", "9999-12-31T23:59:59+05:00"],
])("the time %j is answered as %j", (given, expected) => {
  expect(formatStamp(stamp.parse(given) as number)).toBe(expected);
});

test.each([
  "",
  "now",
  "2026-11-21T",
  "2026-11-21T5:13",
  "2026-11-21T24:00:00",
  "2026-11-21T23:60:00",
  "2026-11-21T23:59:60",
  "2026-02-30T00:00:00",
  "0000-01-01T00:00:00",
  "2026-11-21T05:13:59.",
  "2026-11-21T05:13:59+5",
  "2026-11-21T05:13:59+24:00",
  "2026-11-21T05:13:59+05:60",
  "2026-11-21T05:13:59-99:99",
  "2026-11-21T05:13:59 Tashkent",
  "2026-11-21T05:13:59Z\nx",
  "0001-01-01T00:00:00+14:00",
  "9999-12-31T23:59:59-12:00",
  "2026-11-21+05:00",
  20_261_121,
  1_795_220_039,
  null,
  true,
  [],
])("%j is no time", (given) => {
  expect(said(stamp.parse(given))).toBe(STAMP);
});

const JSON_FAULT = "Value must be valid JSON.";
const TOO_MUCH = "Ensure this value is at most 65536 bytes of JSON and 20 levels deep.";

test.each<[unknown, unknown]>([
  [{ a: [1, "б", null] }, '{"a":[1,"б",null]}'],
  [[], "[]"],
  [5, "5"],
  [true, "true"],
  ['{"a": 1}', '{"a":1}'],
  ["null", "null"],
  ["{a:1}", JSON_FAULT],
  ["", JSON_FAULT],
  ["NaN", JSON_FAULT],
  [`"${"a".repeat(65_534)}"`, `"${"a".repeat(65_534)}"`],
  [`"${"a".repeat(65_535)}"`, TOO_MUCH],
  [`"${"ы".repeat(32_767)}"`, `"${"ы".repeat(32_767)}"`],
  [`"${"ы".repeat(32_768)}"`, TOO_MUCH],
])("a JSON field keeps %j", (given, expected) => {
  expect(said(json.parse(given)) === expected).toBe(true);
});

describe("the depth of a JSON field", () => {
  test("is at most 20 levels, of lists and of objects", () => {
    for (const level of ["[]", '{"a":}']) {
      const nested = (levels: number) => {
        const [open, close] = level === "[]" ? ["[", "]"] : ['{"a":', "}"];
        return open.repeat(levels - 1) + (level === "[]" ? "[]" : "{}") + close.repeat(levels - 1);
      };
      expect(json.parse(nested(20))).toBe(nested(20));
      expect(said(json.parse(nested(21)))).toBe(TOO_MUCH);
    }
  });
  test("of 100,000 levels is refused without falling over, as a value and as text", () => {
    expect(said(json.parse(abyss()))).toBe(TOO_MUCH);
    expect(said(json.parse(JSON.parse(abyss())))).toBe(TOO_MUCH);
    expect(said(json.parse({ a: JSON.parse(`${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`) }))).toBe(
      TOO_MUCH,
    );
  });
});
