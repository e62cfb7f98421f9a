/** The kinds that read numbers: no digit is lost, no border is off by one. */
import { describe, expect, test } from "vitest";
import { formatDecimal } from "../../src/platform/decimals.ts";
import { decimal, integer } from "../../src/platform/kinds.ts";
import { said } from "./said.ts";

const INTEGER = "A valid integer is required.";
const NUMBER = "A valid number is required.";
const most = (limit: number) => `Ensure this value is less than or equal to ${limit}.`;
const least = (limit: number) => `Ensure this value is greater than or equal to ${limit}.`;

test.each<[unknown, unknown]>([
  [0, 0],
  ["0", 0],
  ["-0", 0],
  [-0, 0],
  ["+5", 5],
  ["  5  ", 5],
  ["007", 7],
  ["5.", 5],
  ["5.00", 5],
  [5.0, 5],
  [1e3, 1000],
  [2_147_483_647, 2_147_483_647],
  ["2147483647", 2_147_483_647],
  [2_147_483_648, most(2_147_483_647)],
  ["2147483648", most(2_147_483_647)],
  [-2_147_483_648, -2_147_483_648],
  [-2_147_483_649, least(-2_147_483_648)],
  [1e21, most(2_147_483_647)],
  [-1e300, least(-2_147_483_648)],
  ["9".repeat(1000), most(2_147_483_647)],
  ["1e3", INTEGER],
  [1.5, INTEGER],
  ["1.5", INTEGER],
  ["1.01", INTEGER],
  ["", INTEGER],
  [" ", INTEGER],
  ["-", INTEGER],
  ["+-5", INTEGER],
  ["1 000", INTEGER],
  ["1,5", INTEGER],
  ["1_000", INTEGER],
  ["0x10", INTEGER],
  ["٣", INTEGER],
  ["Infinity", INTEGER],
  [Number.POSITIVE_INFINITY, INTEGER],
  [Number.NaN, INTEGER],
  [true, INTEGER],
  [null, INTEGER],
  [[], INTEGER],
  [[5], INTEGER],
  [{}, INTEGER],
  ["5\u00005", INTEGER],
])("an integer reads %j as %j", (given, expected) => {
  expect(said(integer().parse(given))).toBe(expected);
});

describe("an integer of up to 2^53", () => {
  const big = integer(-(2 ** 53), 2 ** 53);
  test.each<[unknown, unknown]>([
    ["9007199254740991", 9_007_199_254_740_991],
    ["9007199254740992", 9_007_199_254_740_992],
    ["9007199254740993", most(2 ** 53)],
    ["-9007199254740992", -9_007_199_254_740_992],
    ["-9007199254740993", least(-(2 ** 53))],
  ])("reads %j as %j", (given, expected) => {
    expect(said(big.parse(given))).toBe(expected);
  });
});

const inTotal = (limit: number) => `Ensure that there are no more than ${limit} digits in total.`;
const inPlaces = (limit: number) => `Ensure that there are no more than ${limit} decimal places.`;
const before = (limit: number) =>
  `Ensure that there are no more than ${limit} digits before the decimal point.`;

test.each<[unknown, unknown]>([
  [0, 0],
  [-0, 0],
  ["-0.00", 0],
  ["0", 0],
  [4.5, 450],
  ["4.5", 450],
  ["4.50", 450],
  [" 4.50 ", 450],
  ["+4.50", 450],
  [".5", 50],
  ["5.", 500],
  ["-.05", -5],
  ["0000000000000000004.50", 450],
  ["1e2", 10_000],
  ["1E+2", 10_000],
  ["1.5e1", 1500],
  ["125e-2", 125],
  ["12.5e-1", 125],
  [1e-2, 1],
  [1e12, 100_000_000_000_000],
  ["9999999999999.99", 999_999_999_999_999],
  ["-9999999999999.99", -999_999_999_999_999],
  [9999999999999.99, 999_999_999_999_999],
  ["10000000000000.0", before(13)],
  ["10000000000000", before(13)],
  ["10000000000000.00", inTotal(15)],
  ["1e13", before(13)],
  [1e15, inTotal(15)],
  ["1e400", inTotal(15)],
  ["99999999999999999999", inTotal(15)],
  ["4.505", inPlaces(2)],
  ["4.500", inPlaces(2)],
  ["0.001", inPlaces(2)],
  [1e-7, inPlaces(2)],
  ["1e-16", inTotal(15)],
  ["9007199254740993.1", inTotal(15)],
  ["1e999999", NUMBER],
  ["", NUMBER],
  [".", NUMBER],
  ["-", NUMBER],
  ["e5", NUMBER],
  [".e5", NUMBER],
  ["1e", NUMBER],
  ["4,5", NUMBER],
  ["1 000", NUMBER],
  ["1.2.3", NUMBER],
  ["--1", NUMBER],
  ["0x1F", NUMBER],
  ["NaN", NUMBER],
  ["Infinity", NUMBER],
  ["-inf", NUMBER],
  [Number.NaN, NUMBER],
  [Number.POSITIVE_INFINITY, NUMBER],
  [true, NUMBER],
  [[], NUMBER],
  [{}, NUMBER],
  ["1\u0000", NUMBER],
])("a decimal of 15 digits, 2 of them places, reads %j as %j", (given, expected) => {
  expect(said(decimal(15, 2).parse(given))).toBe(expected);
});

describe("a coordinate", () => {
  const latitude = decimal(9, 6, -90, 90);
  test.each<[unknown, unknown]>([
    ["41.3111", 41_311_100],
    [41.3111, 41_311_100],
    ["90", 90_000_000],
    ["-90.000000", -90_000_000],
    ["90.000001", most(90)],
    ["-90.000001", least(-90)],
    ["999.999999", most(90)],
    ["1000", before(3)],
    ["41.3111001", inPlaces(6)],
  ])("%j is read as %j", (given, expected) => {
    expect(said(latitude.parse(given))).toBe(expected);
  });
});

test.each<[number, number, string]>([
  [0, 2, "0.00"],
  [5, 2, "0.05"],
  [-5, 2, "-0.05"],
  [450, 2, "4.50"],
  [41_311_100, 6, "41.311100"],
  [-999_999_999_999_999, 2, "-9999999999999.99"],
  [7, 0, "7"],
  [-7, 0, "-7"],
])("%j units with %j places are written %j", (units, places, expected) => {
  expect(formatDecimal(units, places)).toBe(expected);
});

test("every decimal is written as it was read", () => {
  const kind = decimal(15, 2);
  for (let n = 0; n < 2000; n++) {
    const units = Math.trunc((n * 7919 * 104_729) % 999_999_999_999_999) * (n % 2 ? 1 : -1);
    expect(kind.parse(formatDecimal(units, 2))).toBe(units === 0 ? 0 : units);
  }
});
