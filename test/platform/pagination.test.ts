/** What the query means, what the links say, and that no cursor of somebody's own making gets anywhere. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ApiError } from "../../src/platform/errors.ts";
import { translate } from "../../src/platform/i18n.ts";
import {
  cursorText,
  linkTo,
  type Order,
  orderOf,
  type Paging,
  pageOfRows,
  pagingOf,
} from "../../src/platform/pagination.ts";

const COLUMNS = {
  name: { column: "name" },
  seen: { column: "last_seen", nullable: true },
  id: { column: "id" },
};
const STANDARD: Order[] = [{ column: "created_at", descending: true }];
const ORDER: Order[] = [
  { column: "name", descending: false },
  { column: "last_seen", descending: true, nullable: true },
  { column: "id", descending: false },
];

function refusal(work: () => unknown): unknown {
  try {
    return work();
  } catch (fault) {
    if (fault instanceof ApiError) return [fault.status, translate(fault.body, "en")];
    throw fault;
  }
}
const INVALID_PAGE = [404, { detail: "Invalid page." }];
const INVALID_CURSOR = [404, { detail: "Invalid cursor" }];

test.each<[Parameters<typeof pagingOf>[0], unknown]>([
  [{}, { kind: "page", page: 1, size: 20 }],
  [{ page: "3" }, { kind: "page", page: 3, size: 20 }],
  [{ page: "007" }, { kind: "page", page: 7, size: 20 }],
  [
    { page: "last", page_size: "5" },
    { kind: "page", page: "last", size: 5 },
  ],
  ...["0", "00", "-1", "abc", "1.5", "2.0", "1e3", "+2", " 2", "", "LAST", "٣", "9".repeat(30)].map(
    (page) => [{ page }, INVALID_PAGE] as [{ page: string }, unknown],
  ),
  [{ page_size: "100" }, { kind: "page", page: 1, size: 100 }],
  [{ page_size: "101" }, { kind: "page", page: 1, size: 100 }],
  ...["0", "-5", "abc", "1.5", "", "9".repeat(30)].map(
    (page_size) => [{ page_size }, { kind: "page", page: 1, size: 20 }] as [{ page_size: string }, unknown],
  ),
  [{ limit: "5" }, { kind: "offset", limit: 5, offset: 0 }],
  [{ offset: "7" }, { kind: "offset", limit: 20, offset: 7 }],
  [
    { limit: "500", offset: "-1" },
    { kind: "offset", limit: 100, offset: 0 },
  ],
  [
    { limit: "0", offset: "x" },
    { kind: "offset", limit: 20, offset: 0 },
  ],
  [
    { limit: "5", page: "abc" },
    { kind: "offset", limit: 5, offset: 0 },
  ],
  [{ cursor: "" }, { kind: "cursor", size: 20, back: false, after: undefined }],
  [
    { cursor: "", page_size: "7", limit: "9", page: "x" },
    { kind: "cursor", size: 7, back: false, after: undefined },
  ],
  [
    { cursor: "", limit: "9" },
    { kind: "cursor", size: 9, back: false, after: undefined },
  ],
])("the query %j is read as %j", (query, expected) => {
  expect(refusal(() => pagingOf(query, ORDER))).toEqual(expected);
});

test.each<[string | undefined, string]>([
  [undefined, "created_at DESC, id DESC"],
  ["", "created_at DESC, id DESC"],
  ["nope", "created_at DESC, id DESC"],
  ["name", "name ASC, id ASC"],
  ["-name", "name DESC, id DESC"],
  ["nope,-name", "name DESC, id DESC"],
  [" seen , -name ", "last_seen ASC, name DESC, id ASC"],
  ["name,-name,name", "name ASC, id ASC"],
  ["name,-id", "name ASC, id DESC"],
  ["-id", "id DESC"],
  ["last_seen", "created_at DESC, id DESC"],
  ["--name", "created_at DESC, id DESC"],
  ["name;DROP TABLE users", "created_at DESC, id DESC"],
  ["constructor", "created_at DESC, id DESC"],
  ["__proto__,toString,-hasOwnProperty", "created_at DESC, id DESC"],
])("ordering=%j means %s", (ordering, expected) => {
  const order = orderOf(ordering, COLUMNS, STANDARD);
  expect(order.map(({ column, descending }) => `${column} ${descending ? "DESC" : "ASC"}`).join(", ")).toBe(
    expected,
  );
});

describe("a cursor", () => {
  test.each<[string, unknown[]]>([
    ["numbers and text", ["Paxta", 1_795_220_039_472_562, 5]],
    ["nothing", ["", null, -1]],
    ["every script", ["Ўзбекистон «😀» \u0000 \ud800x \" ' \\", null, 2 ** 53 - 1]],
    ["long text", ["ы".repeat(32_000), 0, 1]],
    ["long text of surrogate pairs", ["😀".repeat(32_000), 0, 1]],
  ])("brings back %s, in both directions, and fits into an address", (_, values) => {
    for (const back of [false, true]) {
      const text = cursorText(ORDER, back, values);
      expect(text).toMatch(/^[\w-]+$/);
      expect(pagingOf({ cursor: text }, ORDER)).toEqual({ kind: "cursor", size: 20, back, after: values });
    }
  });

  const made = (value: unknown) =>
    btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(value))))
      .replaceAll("+", "-")
      .replaceAll("/", "_");
  const SIGNATURE = "name,-last_seen,id";
  test("of our own form is understood, so that the refusals below mean something", () => {
    expect(pagingOf({ cursor: made([SIGNATURE, 0, "a", null, 1]) }, ORDER)).toMatchObject({
      after: ["a", null, 1],
    });
  });
  test.each<[string, string]>([
    ["rubbish", "rubbish!"],
    ["no base64", "%%%"],
    ["no JSON", btoa("abc")],
    ["no UTF-8", btoa("\xff\xfe")],
    ["null", made(null)],
    ["a number", made(5)],
    ["an object", made({ length: 5 })],
    ["a text", made("name")],
    ["an empty list", made([])],
    ["another order", made(["-name,-last_seen,id", 0, "a", null, 1])],
    ["too few values", made([SIGNATURE, 0, "a", null])],
    ["too many values", made([SIGNATURE, 0, "a", null, 1, 2])],
    ["an object for a value", made([SIGNATURE, 0, { a: 1 }, null, 1])],
    ["a list for a value", made([SIGNATURE, 0, [1, 2], null, 1])],
    ["a boolean for a value", made([SIGNATURE, 0, "a", true, 1])],
    ["a BOM", btoa(`\xef\xbb\xbf${atob(made([SIGNATURE, 0, "a", null, 1]))}`)],
  ])("that is %s is 404", (_, cursor) => {
    expect(refusal(() => pagingOf({ cursor }, ORDER))).toEqual(INVALID_CURSOR);
  });
});

describe("the links of a list", () => {
  const at = (query: string, changes: Record<string, string> | undefined, path = "/api/v1/users/") =>
    linkTo(new URL(`https://karvon.test${path}${query}`), changes);
  test.each<[string, Record<string, string> | undefined, string | null]>([
    ["", undefined, null],
    ["", { page: "2" }, "https://karvon.test/api/v1/users/?page=2"],
    ["?page=2", { page: "" }, "https://karvon.test/api/v1/users/"],
    ["?page=2&x=1&page_size=2", { page: "3" }, "https://karvon.test/api/v1/users/?page=3&page_size=2&x=1"],
    ["?page=2&x=1&page_size=2", { page: "" }, "https://karvon.test/api/v1/users/?page_size=2&x=1"],
    ["?page=1&page=2", { page: "3" }, "https://karvon.test/api/v1/users/?page=3"],
    ["?x=1&x=2&search=", { page: "2" }, "https://karvon.test/api/v1/users/?page=2&search=&x=1&x=2"],
    [
      "?search=мой+сад",
      { page: "2" },
      "https://karvon.test/api/v1/users/?page=2&search=%D0%BC%D0%BE%D0%B9+%D1%81%D0%B0%D0%B4",
    ],
    ["?ordering=name,-id", { page: "2" }, "https://karvon.test/api/v1/users/?ordering=name%2C-id&page=2"],
    ["?limit=5&offset=5", { limit: "5", offset: "" }, "https://karvon.test/api/v1/users/?limit=5"],
  ])("of %j with %j: %s", (query, changes, expected) => {
    expect(at(query, changes)).toBe(expected);
  });
  test("end their path in a slash, whatever was asked", () => {
    expect(at("?x=1", { page: "2" }, "/api/v1/users")).toBe("https://karvon.test/api/v1/users/?page=2&x=1");
  });
});

describe("the place of a page", () => {
  const place = (paging: Paging, count: number) =>
    refusal(() => {
      const { next, previous } = pageOfRows(paging, ORDER, { rows: [], count, keyOf: () => [] });
      return [next, previous];
    });
  const page = (number: number | "last", size = 20): Paging => ({ kind: "page", page: number, size });
  const offset = (start: number, limit = 20): Paging => ({ kind: "offset", limit, offset: start });
  test.each<[string, Paging, number, unknown]>([
    ["the only one", page(1), 20, [undefined, undefined]],
    ["an empty one", page(1), 0, [undefined, undefined]],
    ["the last of nothing", page("last"), 0, [undefined, undefined]],
    ["the first", page(1), 21, [{ page: "2" }, undefined]],
    ["the second, whose previous has no page", page(2), 41, [{ page: "3" }, { page: "" }]],
    ["the third", page(3), 60, [undefined, { page: "2" }]],
    ["the last by name", page("last"), 45, [undefined, { page: "2" }]],
    ["one past the end", page(3), 40, INVALID_PAGE],
    ["the second of nothing", page(2), 0, INVALID_PAGE],
    ["limit and offset: first", offset(0), 21, [{ limit: "20", offset: "20" }, undefined]],
    [
      "limit and offset: second",
      offset(20),
      41,
      [
        { limit: "20", offset: "40" },
        { limit: "20", offset: "" },
      ],
    ],
    ["limit and offset: between", offset(7, 5), 12, [undefined, { limit: "5", offset: "2" }]],
    [
      "limit and offset: less than a page in",
      offset(3, 5),
      9,
      [
        { limit: "5", offset: "8" },
        { limit: "5", offset: "" },
      ],
    ],
    ["limit and offset: past the end", offset(100, 5), 12, [undefined, { limit: "5", offset: "95" }]],
  ])("%s", (_, paging, count, expected) => {
    expect(place(paging, count)).toEqual(expected);
  });
});

test("no statement binds its LIMIT, which would have it compiled anew for each call", () => {
  const folder = join(import.meta.dirname, "../../src");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((name) => readFileSync(join(folder, name), "utf8").includes("LIMIT $" + "{"))).toEqual([
    join("platform", "sql.ts"),
  ]);
});
