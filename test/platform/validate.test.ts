/** Absent, null and blank are three things, and every fault is told under its field in the schema's order. */
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { message } from "../../src/platform/i18n.ts";
import { date, integer, text } from "../../src/platform/kinds.ts";
import { fieldMessages, nullable, optional, required } from "../../src/platform/validate.ts";
import { fieldWords } from "./said.ts";

const REQUIRED = ["This field is required."];
const NULL = ["This field may not be null."];
const BLANK = ["This field may not be blank."];

const schema = z.object({
  name: required(text(5)),
  note: optional(text(5, { blank: true })),
  born: nullable(date),
  size: required(integer(1, 9)),
});

function faultsOf(value: unknown) {
  const result = schema.safeParse(value);
  return result.success ? result.data : fieldWords(fieldMessages(result.error));
}

test.each<[string, unknown, unknown]>([
  ["nothing", {}, { name: REQUIRED, size: REQUIRED }],
  [
    "null everywhere",
    { name: null, note: null, born: null, size: null },
    { name: NULL, note: NULL, size: NULL },
  ],
  ["blanks", { name: " ", note: " ", size: "" }, { name: BLANK, size: ["A valid integer is required."] }],
  ["undefined", { name: undefined, size: 1 }, { name: REQUIRED }],
  ["what is right", { size: "5", name: " a " }, { name: "a", size: 5 }],
  [
    "an optional one left out",
    { name: "a", size: 1, born: "2026-01-01" },
    { name: "a", born: "2026-01-01", size: 1 },
  ],
  ["a nullable one", { name: "a", size: 1, born: null }, { name: "a", born: null, size: 1 }],
  ["unknown keys", { name: "a", size: 1, admin: true, constructor: 5 }, { name: "a", size: 1 }],
])("%s: told apart", (_, given, expected) => {
  expect(faultsOf(given)).toEqual(expected);
});

describe("the messages of a body", () => {
  test("come in the order of the schema, whatever the order of the body", () => {
    const faults = faultsOf({ size: 0, born: "x", note: "123456", name: 5.5 });
    expect(Object.keys(faults)).toEqual(["note", "born", "size"]);
    expect(Object.keys(faultsOf({ size: null, name: null }))).toEqual(["name", "size"]);
  });
  test("of the whole object stand under non_field_errors, after the fields'", () => {
    const pair = z.object({ a: optional(text(1)), b: optional(text(1)) }).check((context) => {
      context.issues.push({
        code: "custom",
        input: context.value,
        params: { message: message("No data provided") },
      });
    });
    const result = pair.safeParse({});
    expect(fieldWords(fieldMessages(result.error ?? new z.ZodError([])))).toEqual({
      non_field_errors: ["No data provided"],
    });
  });
  test("that zod itself makes are never shown in its own words", () => {
    const result = z.object({ a: z.string() }).safeParse({ a: 5 });
    expect(fieldWords(fieldMessages(result.error ?? new z.ZodError([])))).toEqual({
      a: ["Not a valid string."],
    });
  });
});

test("a body's own __proto__ changes nothing", () => {
  const body: unknown = JSON.parse('{"name":"a","size":1,"__proto__":{"note":"x"}}');
  expect(faultsOf(body)).toEqual({ name: "a", size: 1 });
});
