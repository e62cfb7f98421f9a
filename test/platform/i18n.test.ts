/** Every text exists in three languages and says the same in each; the header chooses as its author meant. */
import { describe, expect, test } from "vitest";
import { languageOf, Message, message, TEXTS, translate } from "../../src/platform/i18n.ts";

const holesOf = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort();

describe.each(TEXTS)("%s", (text) => {
  const plain = new Message(text);
  test("has the same placeholders in Uzbek and in Russian", () => {
    expect(holesOf(plain.in("uz"))).toEqual(holesOf(text));
    expect(holesOf(plain.in("ru"))).toEqual(holesOf(text));
  });
  test("is translated, and is its own English", () => {
    expect(plain.in("en")).toBe(text);
    expect(plain.in("ru")).toMatch(/[а-яё]/i);
    expect(new Set([plain.in("uz"), plain.in("ru"), text]).size).toBe(3);
    expect(plain.in("uz")).not.toMatch(/[а-яё]|[og]['`’ʻ]/i);
  });
});

describe("the values of a text", () => {
  test("are put in as they are, and never taken for placeholders", () => {
    const choice = message('"{input}" is not a valid choice.', { input: "{input} {limit} $& $1" });
    expect(choice.in("en")).toBe('"{input} {limit} $& $1" is not a valid choice.');
    expect(message("A valid integer is required.", { input: "x" }).in("en")).toBe(
      "A valid integer is required.",
    );
  });
  test("stay open where they are missing, and cannot come from a prototype", () => {
    expect(message("Ensure this field has no more than {limit} characters.").in("en")).toContain("{limit}");
    expect(
      message("Ensure this field has no more than {limit} characters.", { limit: 0 }).in("en"),
    ).toContain(" 0 ");
  });
});

test("a body is translated wherever a message stands in it, and nothing else in it is touched", () => {
  const text = message("Not found.");
  const body = { a: [text, 1, null], b: { c: text }, d: "Not found.", e: undefined, f: true };
  expect(translate(body, "ru")).toEqual({
    a: ["Страница не найдена.", 1, null],
    b: { c: "Страница не найдена." },
    d: "Not found.",
    e: undefined,
    f: true,
  });
  expect(Object.keys(translate(body, "uz") as object)).toEqual(["a", "b", "d", "e", "f"]);
});

test.each<[string | null, string]>([
  [null, "en"],
  ["", "en"],
  ["*", "en"],
  ["uz", "uz"],
  ["ru", "ru"],
  ["en", "en"],
  ["RU", "ru"],
  ["uz-UZ", "uz"],
  ["uz-Cyrl-UZ", "uz"],
  ["ru_RU", "en"],
  ["fr", "en"],
  ["fr, de;q=0.9", "en"],
  ["fr, ru;q=0.1", "ru"],
  ["ru-RU,ru;q=0.9,en-US;q=0.8", "ru"],
  ["en;q=0.1, uz;q=0.9", "uz"],
  ["ru;q=0.5,uz;q=0.5", "ru"],
  ["ru;q=0, uz;q=0.001", "uz"],
  ["ru;q=0", "en"],
  ["uz; q=0.2 , ru ; q=0.3", "ru"],
  ["ru;level=1;q=0.1,uz;q=0.2", "uz"],
  ["ru;q=abc", "ru"],
  ["ru;q=.", "en"],
  ["rus", "en"],
  ["constructor", "en"],
  [",,;;,ru", "ru"],
  [`${"fr,".repeat(5000)}uz`, "uz"],
])("Accept-Language %j chooses %s", (header, expected) => {
  expect(languageOf(header)).toBe(expected);
});
