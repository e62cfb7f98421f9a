/** Descriptions come from strangers: whatever they send, what is kept runs nothing, loads nothing and stays as it is. */
import { describe, expect, test } from "vitest";
import { html } from "../../src/catalog/fields/field.ts";
import { isEmptyDescription, sanitize } from "../../src/catalog/sanitize.ts";
import { Dice } from "../../workers/emulators/dice.ts";
import { said } from "../platform/said.ts";

describe("what is taken out", () => {
  test.each([
    ["a script with what it says", "a<script>alert(1)</script>b", "ab"],
    ["a script in capitals, with attributes", "<SCRIPT SRC=//x.uz>1</SCRIPT>a", "a"],
    ["a script that nobody closed", "a<script>alert(1)", "a"],
    ["a script that a script hides", "<scr<script>1</script>ipt>2</script>", "1ipt&gt;2"],
    ["a style with what it says", "<style>@import 'x'</style>a", "a"],
    ["a handler", '<p onclick="x()">a</p>', "<p>a</p>"],
    ["a handler behind a slash, without quotes", "<p/onmouseover=x>a</p>", "<p>a</p>"],
    ["a handler of many cases and lines", '<p OnClick\n=\n"x">a</p>', "<p>a</p>"],
    ["a style, whatever it loads", '<p style="background:url(//x)">a</p>', "<p>a</p>"],
    ["a class and an id", '<p class="x" id="y">a</p>', "<p>a</p>"],
    ["an image", '<p>a<img src=x onerror="y"></p>', "<p>a</p>"],
    ["an SVG", "<svg onload=x><circle/></svg>a", "a"],
    ["an SVG with a script", "<svg><script>x</script></svg>a", "a"],
    ["MathML", '<math><mtext href="javascript:x">a</mtext></math>', "a"],
    ["a frame", '<iframe src="https://x"></iframe>a', "a"],
    ["an object and what it embeds", '<object data="x"><embed src="y"></object>a', "a"],
    ["a form and its fields", '<form action="x"><input value="y"><button>b</button></form>a', "ba"],
    ["a base, a link and a meta", '<base href="//x"><link href="y"><meta http-equiv="refresh">a', "a"],
    ["a comment", "a<!-- x -->b<!--[if IE]><script>1</script><![endif]-->", "ab"],
    ["a template", "<template><script>x</script></template>a", "a"],
    ["text in noscript", '<noscript><p title="</noscript><img src=x onerror=y>"></noscript>a', ""],
  ])("%s", (_, given, kept) => {
    const result = sanitize(given);
    if (kept !== "") expect(result).toBe(kept);
    expectHarmless(result);
  });
  test.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "java\u0000script:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A&#x61vascript:alert(1)",
    "java&Tab;script:alert(1)",
    "\u0001javascript:alert(1)",
    "vbscript:x",
    "data:text/html,<script>1</script>",
    "data:image/svg+xml;base64,PHN2Zz4=",
    "file:///etc/passwd",
    "ftp://x.uz",
    "//x.uz/",
    "tel:+998",
  ])("the link %j, and not its text", (href) => {
    const result = sanitize(`<a href="${href.replaceAll('"', "&quot;")}">a</a>`);
    expect(result).not.toContain("href");
    expect(result).toMatch(/^<a>a<\/a>/);
  });
});

describe("what is kept", () => {
  test.each([
    "<p>Paxta <b>yog‘i</b>, <i>1 л</i><br />ёлка</p>",
    "<h1>a</h1><h2>b</h2><blockquote>c</blockquote><pre>d</pre><code>e</code>",
    '<ul><li>a</li></ul><ol start="3" type="a"><li>b</li></ol>',
    '<table><thead><tr><th colspan="2" scope="col">a</th></tr></thead><tbody><tr><td rowspan="2">b</td></tr></tbody></table>',
    '<a href="https://x.uz/a?b=c&amp;d" title="t" target="_blank" rel="noopener">a</a>',
    '<a href="http://x.uz">a</a> <a href="mailto:a@b.uz">b</a>',
    '<p dir="rtl" lang="uz">a</p><sup>1</sup><sub>2</sub><s>3</s><u>4</u><mark>5</mark>',
  ])("%s", (text) => expect(sanitize(text)).toBe(text));
  test.each(["", "Oddiy matn", "AT&T, 5 > 3", "a &amp; b", "&lt;script&gt;", "qator\nqator", "'\"`"])(
    "%j, which is text without a tag",
    (text) => expect(sanitize(text)).toBe(text),
  );
  test("a smaller sign that begins no tag, as its entity", () => {
    expect(sanitize("1 < 2 & 3 > 2")).toBe("1 &lt; 2 &amp; 3 &gt; 2");
  });
});

const TAG = /<\/?([a-z][a-z0-9]*)((?: [a-z]+="[^"]*")*)( \/)?>/g;
const ALLOWED_TAGS =
  /^(p|br|hr|div|span|h[1-6]|blockquote|pre|code|b|strong|i|em|u|s|del|ins|mark|small|sub|sup|a|ul|ol|li|dl|dt|dd|figure|figcaption|table|caption|colgroup|col|thead|tbody|tfoot|tr|th|td)$/;
const ALLOWED_ATTRIBUTES = /^(href|title|target|rel|colspan|rowspan|scope|span|start|type|dir|lang)$/;

/** Every tag is one of ours in one plain form, and outside the tags no bracket is left that could make another. */
function expectHarmless(text: string): void {
  expect(text.replace(TAG, "").replaceAll("<", "ANGLE")).not.toContain("ANGLE");
  for (const [, name, attributes = ""] of text.matchAll(TAG)) {
    expect(name).toMatch(ALLOWED_TAGS);
    for (const [, attribute, value] of attributes.matchAll(/ ([a-z]+)="([^"]*)"/g)) {
      expect(attribute).toMatch(ALLOWED_ATTRIBUTES);
      if (attribute === "href") expect(value).toMatch(/^(https?:|mailto:|(?![a-z][a-z0-9+.-]*:|\/\/))/i);
    }
  }
}

const FRAGMENTS = [
  ...[
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    "<svg ",
    "<svg>",
    "</svg>",
    "<math>",
    "<p",
    "<p>",
    "</p>",
  ],
  ...["<a href=", "<a href='javascript:", "</a>", "<b>", "</b>", "<br>", "<br/>", "<img src=x onerror=y>"],
  ...[
    " onclick=x ",
    ' title="',
    "title='",
    '"',
    "'",
    "`",
    ">",
    "<",
    "/",
    "=",
    "&",
    ";",
    "<!--",
    "-->",
    "<![CDATA[",
  ],
  ...[
    "]]>",
    "<textarea>",
    "</textarea>",
    "<title>",
    "</title>",
    "<noscript>",
    "</noscript>",
    "<xmp>",
    "<template>",
  ],
  ...[
    "&lt;",
    "&gt;",
    "&amp;",
    "&#60;",
    "&#x3c;",
    "&quot;",
    "&nbsp;",
    "&notit;",
    "javascript:",
    "https://x.uz",
    "//",
  ],
  ...[
    " ",
    "\n",
    "\t",
    "\u00a0",
    "\ufeff",
    "\u2028",
    "текст",
    "o‘",
    "ё",
    "😀",
    "text",
    "<td>",
    "<table>",
    "<tr>",
    "</table>",
  ],
];

test("what is kept is harmless, and cleaning it again changes nothing, for any pile of fragments", () => {
  const seed = Date.now() % 2 ** 31;
  const dice = new Dice(seed, 0);
  for (let round = 0; round < 4000; round++) {
    const text = Array.from({ length: dice.between(1, 12) }, () => dice.pick(FRAGMENTS)).join("");
    const kept = sanitize(text);
    expect([seed, text, sanitize(kept)]).toEqual([seed, text, kept]);
    expectHarmless(kept);
    // As the field keeps it, a value that was answered can be sent back unchanged.
    const stored = said(html("description").kind.parse(text));
    expect([seed, text, said(html("description").kind.parse(stored))]).toEqual([seed, text, stored]);
  }
});

describe("a description", () => {
  const { kind } = html("description");
  test("holds 32,000 characters after it was cleaned, whatever was cut away", () => {
    const full = `<p>${"ы".repeat(31_993)}</p>`;
    expect(said(kind.parse(full))).toBe(full);
    expect(said(kind.parse(`<script>${"x".repeat(60_000)}</script>${full}`))).toBe(full);
    expect(said(kind.parse(full.replace("<p>", "<p>ы")))).toBe(
      "Ensure this field has no more than 32000 characters.",
    );
    expect(said(kind.parse("<".repeat(31_000)))).toBe("Ensure this field has no more than 32000 characters.");
  });
  test("of a megabyte is refused or cleaned at once, whatever is in it", () => {
    const limit = "Ensure this field has no more than 32000 characters.";
    for (const part of ["<b>", "<ul><li>", "<svg>", "<", "<p a=b ", "</b>"]) {
      expect(said(kind.parse(part.repeat(1_000_000 / part.length)))).toBe(limit);
      expect(String(said(kind.parse(part.repeat(7_900)))).length).toBeLessThan(32_001);
    }
    expect(said(kind.parse(`<p>a<img src="data:image/png;base64,${"A".repeat(900_000)}"></p>`))).toBe(
      "<p>a</p>",
    );
  });
  test.each([
    ["a\u0000b", "Null characters are not allowed."],
    [5, "5"],
    ["  <p>a</p> ", "<p>a</p>"],
    [true, "Not a valid string."],
    [["<p>"], "Not a valid string."],
  ])("of %j is %j", (given, expected) => expect(said(kind.parse(given))).toBe(expected));
  test("is empty where nothing is left of it, and an editor's empty paragraph is nothing", () => {
    expect(
      [null, "", "<p><br></p>", sanitize("<p><br></p>"), sanitize("<script>1</script>")].map(
        isEmptyDescription,
      ),
    ).toEqual(Array(5).fill(true));
    expect(["a", "<p>a</p>", "<p></p>", "<br>"].map(isEmptyDescription)).toEqual(Array(4).fill(false));
  });
});
