/** The scanner of XML: the same tokens wherever the pieces are cut, and a refusal for what is not well-formed. */
import { describe, expect, test } from "vitest";
import { XmlError, type XmlLimits, XmlScanner } from "../../src/platform/xml-scanner.ts";

/** `<a b=c`, `>a` and the text between, joined where markup divides it. */
function tokens(
  pieces: Iterable<string>,
  attributes: readonly string[] = [],
  limits: Partial<XmlLimits> = {},
): string[] {
  const scanner = new XmlScanner({ tokenChars: 200, depth: 5, ...limits });
  const found: string[] = [];
  let text = "";
  const say = (token: string) => {
    if (text) found.push(text);
    text = "";
    found.push(token);
  };
  for (const piece of pieces) {
    scanner.push(piece);
    for (let token = scanner.next(); token !== "more"; token = scanner.next()) {
      if (token === "text") text += scanner.text;
      if (token === "close") say(`>${scanner.name}`);
      if (token !== "open") continue;
      const given = attributes.filter((name) => scanner.attribute(name) !== undefined);
      say([`<${scanner.name}`, ...given.map((name) => `${name}=${scanner.attribute(name)}`)].join(" "));
    }
  }
  scanner.finish();
  return found;
}

const DOCUMENT = `<?xml version="1.0"?>\r
<!-- a > b & <c> -->
<s:Envelope xmlns:s="http://x" xmlns:id='no' s:id="1 &lt; 2" title = 'it "is" > that'
  ><Body/><p:b a=""  >x &amp; y&#x21;\r\nz\r<![CDATA[<raw> & ]] >]]><!----><?pi <q> ?>\u0451</p:b
></s:Envelope >
`;
const TOKENS = [
  '<Envelope id=1 < 2 title=it "is" > that',
  "<Body",
  ">Body",
  "<b a=",
  "x & y!\nz\n<raw> & ]] >\u0451",
  ">b",
  ">Envelope",
];

describe("one document", () => {
  const names = ["id", "title", "a", "s:id"];

  test("is its elements by their local names, their attributes and their text", () => {
    expect(tokens([DOCUMENT], names)).toEqual(TOKENS);
  });

  test("is the same wherever it is cut in two, and a character at a time", () => {
    const whole = tokens([DOCUMENT], names);
    for (let at = 0; at <= DOCUMENT.length; at += 1)
      expect(tokens([DOCUMENT.slice(0, at), DOCUMENT.slice(at)], names)).toEqual(whole);
    expect(tokens(DOCUMENT, names)).toEqual(whole);
  });
});

test.each([
  ["nothing", ""],
  ["white space alone", " \n"],
  ["text alone", "a"],
  ["text before the root", "a<b/>"],
  ["text after the root", "<b/>a"],
  ["CDATA outside the root", "<![CDATA[a]]><b/>"],
  ["two roots", "<a/><b/>"],
  ["an end without a start", "</a>"],
  ["an end of another name", "<a></b>"],
  ["an end of a longer name", "<a></aa>"],
  ["an end of a shorter name", "<aa></a>"],
  ["elements that cross", "<a><b></a></b>"],
  ["an element without an end", "<a><b></b>"],
  ["an element without a name", "<a>< ></a>"],
  ["a tag cut off", "<a/><b"],
  ["a value cut off", '<a b="'],
  ["a comment cut off", "<a/><!-- "],
  ["an attribute without a value", "<a b/>"],
  ["an attribute without quotes", "<a b=c/>"],
  ["a document type", "<!DOCTYPE a><a/>"],
  ["a document type with entities", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
  ["an unknown declaration", "<a><!ELEMENT b></a>"],
  ["an unknown entity", "<a>&nbsp;</a>"],
  ["an unknown entity in a value", '<a b="&nbsp;"/>'],
  ["an entity that every object has", "<a>&constructor;</a>"],
  ["an entity without an end", "<a>a & b</a>"],
  ["a character that is none", "<a>&#x110000;</a>"],
  ["half a character", "<a>&#xDFFF;</a>"],
  ["character zero", "<a>&#0;</a>"],
  ["too deep nesting", "<a>".repeat(6) + "</a>".repeat(6)],
])("%s is refused, whole or a character at a time", (_, xml) => {
  expect(() => tokens([xml], ["b"])).toThrow(XmlError);
  expect(() => tokens(xml, ["b"])).toThrow(XmlError);
});

test.each([
  ["tag", `<a b="${"x".repeat(300)}`],
  ["text", `<a>${"x".repeat(300)}`],
  ["comment", `<a><!--${"x".repeat(300)}`],
  ["CDATA section", `<a><![CDATA[${"x".repeat(300)}`],
  ["name", `<${"x".repeat(300)}`],
])("a %s that does not end is given up at the limit", (_, xml) => {
  expect(() => tokens([xml, "x"])).toThrow("a token is too long");
});

test("a million comments and instructions one after another are no recursion", () => {
  expect(tokens([`<a>${"<!----><??>".repeat(500_000)}</a>`])).toEqual(["<a", ">a"]);
});

describe("Where texts may be given in parts", () => {
  const PARTS = { partChars: 20, tokenChars: 60 };
  const piecesOf = (xml: string, size: number) => xml.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
  const said = "a &lt; b &#x451; ]] > ".repeat(50);
  const meant = "a < b ё ]] > ".repeat(50);

  test.each([1, 2, 3, 19, 20, 21, 50])("a long text is whole, whatever the pieces (%i)", (size) => {
    expect(tokens(piecesOf(`<a>${said}</a>`, size), [], PARTS)).toEqual(["<a", meant, ">a"]);
    const cdata = `<a>x<![CDATA[${said}]]]>y</a>`;
    expect(tokens(piecesOf(cdata, size), [], PARTS)).toEqual(["<a", `x${said}]y`, ">a"]);
  });

  test.each(["<a>text", "<a><![CDATA[text"])("%s without an end is still refused at the end", (begun) => {
    expect(() => tokens([begun, "x".repeat(100)], [], PARTS)).toThrow("the end is missing");
  });

  test("an entity that nobody ends is refused in any part", () => {
    expect(() => tokens(piecesOf(`<a>${"x".repeat(90)}&nbsp${"x".repeat(90)}</a>`, 7), [], PARTS)).toThrow(
      "an unknown entity",
    );
  });
});
