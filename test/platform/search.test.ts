/** What people take for the same word is found by any spelling of it. */
import { describe, expect, test } from "vitest";
import { foldText, searchTerms } from "../../src/platform/search.ts";

test.each<[string, string[]]>([
  ["Latin case", ["Loyiha", "LOYIHA", "loyiha"]],
  ["Cyrillic case", ["Лойиҳа", "ЛОЙИҲА", "лойиҳа"]],
  ["Uzbek Cyrillic letters", ["ЎҚҒҲ", "ўқғҳ"]],
  ["ё and е", ["Ёғ ёрмаси", "ЕҒ ЕРМАСИ", "ёғ ермаси", "Е\u0308ғ ёрмаси"]],
  [
    "the letter o‘",
    ["o‘g‘il", "oʻgʻil", "o'g'il", "o`g`il", "O’G’IL", "oʼgʼil", "o´g´il", "o′g′il", "oʹgʹil"],
  ],
  ["composed and decomposed й", ["Чой", "ЧОИ\u0306"]],
])("%s: one form", (_, spellings) => {
  expect(new Set(spellings.map((text) => foldText(text))).size).toBe(1);
});

test("what is different stays different", () => {
  for (const [one, other] of [
    ["к", "қ"],
    ["у", "ў"],
    ["х", "ҳ"],
    ["c", "с"],
    ["и", "й"],
    ["100%", "100"],
    ["a_b", "ab"],
  ] as const)
    expect(foldText(one)).not.toBe(foldText(other));
});

test("fields are kept apart, so that no term spans two of them", () => {
  expect(foldText("ab", "", null, undefined, "cd")).toBe("ab\ncd");
  expect(foldText()).toBe("");
});

test.each<[string, string[]]>([
  ["", []],
  ["  ,, \t\n ", []],
  ["NOM00001 kg", ["nom00001", "kg"]],
  ["NOM00001,kg", ["nom00001", "kg"]],
  ["a\u00a0b\u3000c", ["a", "b", "c"]],
  ["kg KG Kg", ["kg"]],
  ["ё е", ["е"]],
  ["\u0000", []],
  ["a\u0000b", ["ab"]],
  ["100% a_b", ["100%", "a_b"]],
  ["' ‘", []],
  ["o‘ o'", ["o"]],
])("the terms of %j are %j", (text, expected) => {
  expect(searchTerms(text)).toEqual(expected);
});

describe("folding", () => {
  test("is idempotent: what was stored folded is found by its own text", () => {
    for (const text of ["Bo‘yoq «Oltin»", "МАСЛО Ё-5", "İstanbul", "ǅ", "ﬁ", "ΑΣ", "😀 a"])
      expect(foldText(foldText(text))).toBe(foldText(text));
  });
});
