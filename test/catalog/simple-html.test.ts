/** HTML that is told to be simple need not be cleaned: it has to be what the sanitizer itself would leave. */
import { expect, test } from "vitest";
import { cleanHtml } from "../../src/catalog/sanitize.ts";
import { isSimpleHtml } from "../../src/catalog/simple-html.ts";
import { Dice } from "../../workers/emulators/dice.ts";

test.each([
  ["<p>Paxta <b>yog‘i</b></p><ul><li>1 л</li><li><i>ёлка</i></li></ul>", true],
  ["<p>a", false],
  ["<p>a</b></p>", false],
  ["<p><p>a</p></p>", false],
  ["<p>a</p> ", false],
  ["<p>a &amp; b</p>", false],
  ["<p>1 > 2</p>", false],
  ["<p class='x'>a</p>", false],
  ["<br>", false],
  ["<ul><b>a</b></ul>", false],
  ["<script>a</script>", false],
])("%s: %s", (text, simple) => expect(isSimpleHtml(text)).toBe(simple));

test("is what the sanitizer leaves as it is, for any pile of tags and words", () => {
  const seed = Date.now() % 2 ** 31;
  const dice = new Dice(seed, 0);
  const tags = [
    "p",
    "h2",
    "b",
    "strong",
    "i",
    "u",
    "sub",
    "ul",
    "ol",
    "li",
    "del",
    "div",
    "br",
    "P",
    "a",
    "td",
  ];
  const words = [
    "текст",
    "o‘",
    " ",
    "\n",
    "\u0000",
    "\u00a0",
    "\u2028",
    '"',
    "'",
    "`",
    "/",
    "😀",
    "a & b",
    "&amp;",
    ">",
    "<",
  ];
  const pieceOf = (depth: number): string => {
    if (depth === 0 || dice.between(0, 2) === 0)
      return dice.pick(words.slice(0, dice.between(6, words.length)));
    const tag = dice.pick(tags);
    const within = Array.from({ length: dice.between(0, 3) }, () => pieceOf(depth - 1)).join("");
    return dice.between(0, 30) ? `<${tag}>${within}</${tag}>` : `<${tag}>${within}`;
  };
  let simple = 0;
  for (let round = 0; round < 20_000; round++) {
    const text = Array.from({ length: dice.between(1, 3) }, () => pieceOf(3)).join("");
    if (!text.includes("<") || !isSimpleHtml(text)) continue;
    simple += 1;
    expect([seed, cleanHtml(text)]).toEqual([seed, text]);
  }
  expect(simple).toBeGreaterThan(500);
});
