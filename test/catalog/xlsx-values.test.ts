/** What a cell's number means: exact digits, days and times, as Excel shows them. */
import { expect, test } from "vitest";
import { exactDigits, isoMoment, momentOf, withLeadingZeros } from "../../src/catalog/xlsx/cell-values.ts";
import { customFormat, readNumberFormats } from "../../src/catalog/xlsx/number-formats.ts";
import { utf8 } from "./xlsx-files.ts";

test.each<[string, string | undefined]>([
  ["0", "0"],
  ["-0", "-0"],
  ["12345678901234", "12345678901234"],
  ["1234567890123456789", "1234567890123456789"],
  ["1.23E+13", "12300000000000"],
  ["1.2345678901234001E13", "12345678901234"],
  ["1.2345678901234568E+16", "12345678901234568"],
  ["1E-2", "0.01"],
  ["-1.5E-7", "-0.00000015"],
  ["0.5", "0.5"],
  [".5", "0.5"],
  ["123.0", "123"],
  ["12.50", "12.5"],
  ["-0.00", "0"],
  ["+7", "7"],
  ["1.1000000000000001", "1.1"],
  ["0.30000000000000004", "0.3"],
  ["4.3499999999999996", "4.35"],
  ["9999999999999.99", "9999999999999.99"],
  ["1.2345678901234567E-5", "0.0000123456789012346"],
  ["1E+308", `1${"0".repeat(308)}`],
  ["", undefined],
  ["1E+400000", undefined],
  ["1,5", undefined],
  ["NaN", undefined],
  ["0x10", undefined],
])("the number %j is %j", (text, expected) => {
  expect(exactDigits(text)).toBe(expected);
});

test.each<[string, number, string]>([
  ["123", 5, "00123"],
  ["123456", 5, "123456"],
  ["123", 1, "123"],
  ["-123", 5, "-123"],
  ["1.5", 5, "1.5"],
])("%s with at least %i digits is %s", (digits, least, expected) => {
  expect(withLeadingZeros(digits, least)).toBe(expected);
});

test.each<[string, string | number]>([
  ["0%", "percent"],
  ["0.00%", "percent"],
  ["#,##0.0\\ %;[Red]-0.0%", "percent"],
  ['0" %"', 1],
  ["0\\%", 1],
  ["yyyy-mm-dd", "date"],
  ["dd.mm.yyyy", "date"],
  ["[$-419]dd/mm/yyyy;@", "date"],
  ["[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "date"],
  ['d" числа" mmmm', "date"],
  ["mmm-yy", "date"],
  ["mmmm", "date"],
  ["yyyy/mm/dd\\ hh:mm:ss.000", "date"],
  ["h:mm AM/PM", "time"],
  ["mm:ss.0", "time"],
  ["[h]:mm", 1],
  ["[mm]:ss", 1],
  ["General", 1],
  ["@", 1],
  ["0", 1],
  ["0.00", 1],
  ["00000", 5],
  ["0000;-0000", 4],
  ["00-00", 1],
  ["#,##0.00", 1],
  ['#,##0.00" сўм/дона"', 1],
  ['#,##0.00\\ "d"', 1],
  ["#,##0\\ \\d\\a\\y\\s", 1],
  ["[$сўм-843] #,##0", 1],
  ["[Red]0.00", 1],
  ["_-* #,##0.00_d_-", 1],
  ["0.00E+00", 1],
  ["# ?/?", 1],
  ['"TRUE";"TRUE";"FALSE"', 1],
  ["", 1],
])("the format %j is %j", (code, expected) => {
  expect(customFormat(code)).toBe(expected);
});

test("a style's format is found by its place in the list of cell formats alone", async () => {
  const xml = `<styleSheet><numFmts><numFmt numFmtId="200" formatCode="00000"/><numFmt numFmtId="14" formatCode="0.00"/></numFmts>
    <cellStyleXfs><xf numFmtId="22"/></cellStyleXfs>
    <cellXfs><xf numFmtId="0"/><xf numFmtId="22"/><xf/><xf numFmtId="200"/><xf numFmtId="46"/><xf numFmtId="14"/><xf numFmtId="20"/><xf numFmtId="9"/></cellXfs>
    <dxfs><dxf><numFmt numFmtId="0" formatCode="yyyy"/></dxf></dxfs></styleSheet>`;
  const formats = await readNumberFormats(
    (async function* () {
      yield utf8(xml);
    })(),
  );
  expect(formats).toEqual([1, "date", 1, 5, 1, 1, "time", "percent"]);
});

test.each<[number, "date" | "time", string | undefined, string | undefined]>([
  [1, "date", "1900-01-01", "1904-01-02"],
  [59, "date", "1900-02-28", "1904-02-29"],
  [60, "date", "1900-02-29", "1904-03-01"],
  [61, "date", "1900-03-01", "1904-03-02"],
  [45_351, "date", "2024-02-29", "2028-03-01"],
  [45_351.4007523148, "date", "2024-02-29T09:37:05", "2028-03-01T09:37:05"],
  [45_351.999999, "date", "2024-03-01", "2028-03-02"],
  [45_351.9999, "date", "2024-02-29T23:59:51", "2028-03-01T23:59:51"],
  [0.4007523148, "time", "09:37:05", "09:37:05"],
  [0, "time", "00:00:00", "00:00:00"],
  [1.5, "time", "1900-01-01T12:00:00", "1904-01-02T12:00:00"],
  [0, "date", undefined, "1904-01-01"],
  [-1, "date", undefined, undefined],
  [2_958_465, "date", "9999-12-31", undefined],
  [2_957_003, "date", "9995-12-30", "9999-12-31"],
  [2_958_466, "date", undefined, undefined],
  [1e300, "date", undefined, undefined],
])("day %f as a %s is %s, and %s where days are counted from 1904", (serial, format, from1900, from1904) => {
  expect(momentOf(serial, format, false)).toBe(from1900);
  expect(momentOf(serial, format, true)).toBe(from1904);
});

test.each([
  ["2024-02-29", "2024-02-29"],
  ["2024-02-29T00:00:00.000Z", "2024-02-29"],
  ["2024-02-29T09:37", "2024-02-29T09:37:00"],
  ["2024-02-29T09:37:05.123Z", "2024-02-29T09:37:05"],
  ["09:37:05", "09:37:05"],
])("the ISO date %s is %s", (text, expected) => {
  expect(isoMoment(text)).toBe(expected);
});
