/** Fixed-point numbers as text. */
import { expect, test } from "vitest";
import { hundredfold, roundedDecimal } from "../../src/platform/decimals.ts";

test.each([
  ["0.12", "12"],
  ["0.07", "7"],
  ["0.125", "12.5"],
  ["-0.005", "-0.5"],
  ["1", "100"],
  ["0", "0"],
  ["0.00000001", "0.000001"],
  ["12.50", "1250"],
  ["no number", "no number"],
])("a hundred times %s is %s", (text, expected) => {
  expect(hundredfold(text)).toBe(expected);
});

test("a number longer than anybody's is not rounded, however long it is", () => {
  expect(roundedDecimal("1".repeat(1000), 2)).toBe(`${"1".repeat(1000)}.00`);
  expect(roundedDecimal("1".repeat(1001), 2)).toBeUndefined();
});
