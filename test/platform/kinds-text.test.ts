/** The kinds that read text: every refusal in the contract's words, every border counted in characters. */
import { describe, expect, test } from "vitest";
import { bool, choice, email, password, text, url } from "../../src/platform/kinds.ts";
import { abyss, said } from "./said.ts";

const STRING = "Not a valid string.";
const BLANK = "This field may not be blank.";
const NUL = "Null characters are not allowed.";
const atMost = (limit: number) => `Ensure this field has no more than ${limit} characters.`;
const atLeast = (limit: number) => `Ensure this field has at least ${limit} characters.`;

test.each<[unknown, unknown]>([
  ["a", "a"],
  ["  a  b\t\n", "a  b"],
  ["\u00a0\u2009\u3000\ufeffa\u00a0", "a"],
  ["00123", "00123"],
  [123, "123"],
  [-1.5, "-1.5"],
  [0, "0"],
  ["", BLANK],
  [" \t\n\u00a0", BLANK],
  [true, STRING],
  [false, STRING],
  [[], STRING],
  [["a"], STRING],
  [{}, STRING],
  [{ toString: "a" }, STRING],
  ["a\u0000b", NUL],
  ["\u0000", NUL],
  [" \u0000 ", NUL],
  ["12345", "12345"],
  ["123456", atMost(5)],
  ["  12345  ", "12345"],
  [123456, atMost(5)],
  ["😀😀😀😀😀", "😀😀😀😀😀"],
  ["😀😀😀😀😀😀", atMost(5)],
  ["\ud800\ud800\ud800\ud800\ud800\ud800", atMost(5)],
])("text of at most 5 characters reads %j as %j", (given, expected) => {
  expect(said(text(5).parse(given))).toEqual(expected);
});

describe("text", () => {
  test("holds 32,000 characters and not one more where nothing else is said", () => {
    expect(said(text().parse("ы".repeat(32_000)))).toHaveLength(32_000);
    expect(said(text().parse("ы".repeat(32_001)))).toBe(atMost(32_000));
    expect(said(text().parse("😀".repeat(32_000)))).toHaveLength(64_000);
  });
  test("is empty where it may be blank", () => {
    expect(text(5, { blank: true }).parse("   ")).toBe("");
    expect(said(text(5, { blank: true }).parse(null))).toBe(STRING);
  });
  test("counts a minimum in characters, not in halves of surrogate pairs", () => {
    expect(said(text(10, { min: 3 }).parse("😀😀"))).toBe(atLeast(3));
    expect(said(text(10, { min: 3 }).parse("😀😀😀"))).toBe("😀😀😀");
    expect(said(text(10, { min: 3 }).parse("ab"))).toBe(atLeast(3));
  });
});

test.each<[unknown, unknown]>([
  ["12345678", "12345678"],
  ["        ", "        "],
  [" 123456 ", " 123456 "],
  [12345678, "12345678"],
  ["1234567", atLeast(8)],
  ["😀😀😀😀", atLeast(8)],
  ["😀".repeat(8), "😀".repeat(8)],
  ["x".repeat(128), "x".repeat(128)],
  ["x".repeat(129), atMost(128)],
  ["", BLANK],
  ["12345678\u0000", NUL],
  [null, STRING],
  [true, STRING],
  [["12345678"], STRING],
  [{ $ne: "" }, STRING],
])("a new password %j is read as %j", (given, expected) => {
  expect(said(password(8).parse(given))).toEqual(expected);
});

test("a password that may be blank is taken as it is", () => {
  expect(password(0).parse("")).toBe("");
});

const EMAIL = "Enter a valid email address.";
test.each<[unknown, boolean]>([
  ["a@b.uz", true],
  ["  A.B+c_d'e@sub.b-c.example.UZ ", true],
  ["a@xn--80aswg.xn--p1ai", true],
  ["o‘g‘il@b.uz", false],
  ["a@b", false],
  ["a@b.u", false],
  ["a@b.123", false],
  ["a@-b.uz", false],
  ["a@b-.uz", false],
  ["a@b..uz", false],
  ["a@.uz", false],
  ["a..b@b.uz", false],
  [".a@b.uz", false],
  ["a.@b.uz", false],
  ["@b.uz", false],
  ["a b@b.uz", false],
  ["a@b.uz\nBcc: x@y.uz", false],
  ["a@b@c.uz", false],
  ["<a@b.uz>", false],
  [`a@${"b".repeat(64)}.uz`, false],
  [5, false],
])("%j is an e-mail address: %j", (given, valid) => {
  expect(said(email(254).parse(given))).toBe(valid ? String(given).trim() : EMAIL);
});

test("an e-mail address is text first: blank, too long, no text", () => {
  expect(said(email(254, { blank: true }).parse(""))).toBe("");
  expect(said(email(254).parse(""))).toBe(BLANK);
  expect(said(email(10).parse("abcdefgh@b.uz"))).toBe(atMost(10));
  expect(said(email(254).parse([]))).toBe(STRING);
  const hostile = `${"a.".repeat(100_000)}@`;
  const started = performance.now();
  expect(said(email(1_000_000).parse(hostile))).toBe(EMAIL);
  expect(performance.now() - started).toBeLessThan(500);
});

const URL_FAULT = "Enter a valid URL.";
test.each<[unknown, boolean]>([
  ["http://example.uz", true],
  ["https://example.uz:8443/a%20b?c=d#e", true],
  ["HTTPS://EXAMPLE.UZ/", true],
  ["ftp://example.uz/file", true],
  ["http://localhost:8001/base", true],
  ["http://192.168.1.5/odata", true],
  ["http://[::1]:8000/", true],
  ["https://кафе.уз/", true],
  ["example.uz", false],
  ["//example.uz", false],
  ["http://", false],
  ["http:///path", false],
  ["http://nodots/", false],
  ["http://.example.uz/", false],
  ["http://exa mple.uz/", false],
  ["http://example.uz/a b", false],
  ["javascript:alert(1)//http://example.uz", false],
  ["data:text/html,hi", false],
  ["file:///etc/passwd", false],
  ["http://example.uz:99999/", false],
])("%j is a URL: %j", (given, valid) => {
  expect(said(url(200).parse(given))).toBe(valid ? given : URL_FAULT);
});

test.each<[unknown, unknown]>([
  ["admin", "admin"],
  ["Admin", '"Admin" is not a valid choice.'],
  [" admin", '" admin" is not a valid choice.'],
  ["", '"" is not a valid choice.'],
  [5, '"5" is not a valid choice.'],
  [true, '"true" is not a valid choice.'],
  [["admin"], '"[...]" is not a valid choice.'],
  [{ admin: "admin" }, '"{...}" is not a valid choice.'],
  ["{limit}", '"{limit}" is not a valid choice.'],
  ["constructor", '"constructor" is not a valid choice.'],
])("a choice of admin and agent reads %j as %j", (given, expected) => {
  expect(said(choice("admin", "agent").parse(given))).toBe(expected);
});

test("no kind dies of 100,000 levels", () => {
  const deep: unknown = JSON.parse(abyss());
  for (const kind of [text(), password(8), email(254), url(200), choice("a"), bool])
    expect(typeof said(kind.parse(deep))).toBe("string");
});

const TRUE = ["true", "1", "yes", "on", "t", "y"];
const FALSE = ["false", "0", "no", "off", "f", "n"];
const inThreeCases = (word: string) => [
  word,
  word.toUpperCase(),
  word.slice(0, 1).toUpperCase() + word.slice(1),
];

describe("a boolean", () => {
  test.each([true, 1, ...TRUE.flatMap(inThreeCases)])("%j is true", (given) => {
    expect(bool.parse(given)).toBe(true);
  });
  test.each([false, 0, ...FALSE.flatMap(inThreeCases)])("%j is false", (given) => {
    expect(bool.parse(given)).toBe(false);
  });
  test.each(["", " ", "tRUE", "truE", "yEs", "2", 2, -1, 0.5, "null", "01", "1.0", [], {}, [true], "да"])(
    "%j is none",
    (given) => {
      expect(said(bool.parse(given))).toBe("Must be a valid boolean.");
    },
  );
});
