/** An answer is walked to its end: items from any shape of it, and never nothing where there was something. */
import { describe, expect, test } from "vitest";
import { AnswerReader } from "../../src/integration/onec-answer.ts";
import { expectEnvelope } from "../../src/integration/onec-response.ts";
import { isWebPage, sampleOf } from "../../src/integration/web-page.ts";

function itemsOf(xml: string, size = xml.length) {
  const reader = new AnswerReader({ item: "ProductItem", isWanted: (name) => name !== "GUID" });
  const items = [];
  for (let at = 0; at < xml.length; at += size) items.push(...reader.items(xml.slice(at, at + size)));
  reader.finish();
  return items;
}

function faultOf(act: () => unknown): unknown {
  try {
    act();
  } catch (fault) {
    return fault;
  }
  return "no fault";
}

const envelope = (body: string) =>
  `<s:Envelope xmlns:s="x"><s:Header><id>7</id></s:Header><s:Body>${body}</s:Body></s:Envelope>`;
const answer = (inside: string) => envelope(`<GetProductListResponse>${inside}</GetProductListResponse>`);
const ITEM = "<ProductItem><Code>1</Code><Name>a &amp; <![CDATA[<b>]]></Name><GUID>x</GUID></ProductItem>";
const READ = { Code: "1", Name: "a & <b>" };

test.each([
  ["in return", `<return>${ITEM}${ITEM}</return>`],
  ["in returns of their own", `<return>${ITEM}</return><return>${ITEM}</return>`],
  ["right under the response", ITEM + ITEM],
  ["after a count", `<TotalCount>2</TotalCount><return>${ITEM}${ITEM}</return>`],
  ["deeper", `<return><Items>${ITEM}${ITEM}</Items></return>`],
  ["with prefixes", `<m:return>${ITEM.replace(/<(\/?)([A-Z])/g, "<$1d4p1:$2")}${ITEM}</m:return>`],
])("items %s", (_, inside) => {
  for (const size of [1, 10, 10_000]) expect(itemsOf(answer(inside), size)).toEqual([READ, READ]);
});

test("a text with elements in it is not their text, and an element of the item's own name is no item", () => {
  const odd = "<ProductItem><Tags> <Tag>1</Tag></Tags><ProductItem>2</ProductItem><Code/></ProductItem>";
  expect(itemsOf(answer(odd))).toEqual([{ Tags: " ", ProductItem: "2", Code: "" }]);
});

test("names that every object has are only names", () => {
  const [item] = itemsOf(
    answer("<ProductItem><__proto__>1</__proto__><constructor>2</constructor></ProductItem>"),
  );
  expect(Object.getPrototypeOf(item)).toBe(Object.prototype);
  expect(JSON.parse(JSON.stringify(item))).toEqual({ constructor: "2" });
});

describe("Nothing", () => {
  test.each([
    ["", "an empty response"],
    ["<return/>", "an empty return"],
    ["<TotalCount>0</TotalCount>", "a count"],
    ["<return> <TotalCount> 0 </TotalCount>\n</return>", "a count in return"],
    ["<return><Items/></return>", "an empty list"],
  ])("%s is %s", (inside) => {
    expect(itemsOf(answer(inside))).toEqual([]);
  });
});

describe("An error instead of items", () => {
  test.each([
    [
      "words in return",
      answer("<return>Нет прав</return>"),
      "without any ProductItem",
      "GetProductListResponse/return: Нет прав",
    ],
    [
      "other items",
      answer("<return><ClientItem><Code>1</Code></ClientItem></return>"),
      "without any ProductItem",
      "GetProductListResponse/return/ClientItem/Code: 1",
    ],
    ["another document", "<html/>", "not a SOAP answer", "<html>"],
    ["an envelope without an answer", "<Envelope><Body/></Envelope>", "not a SOAP answer", undefined],
    [
      "a fault of 1.1",
      envelope(
        "<Fault><faultcode>Server</faultcode><faultstring>a\n b</faultstring><detail>secret</detail></Fault>",
      ),
      "1C answered with an error: a b",
      undefined,
    ],
    [
      "a fault of 1.2",
      envelope(
        "<s:Fault><s:Code><s:Value>x</s:Value></s:Code><s:Reason><s:Text>a</s:Text></s:Reason><Detail>secret</Detail></s:Fault>",
      ),
      "1C answered with an error: a",
      undefined,
    ],
    [
      "a fault without words",
      envelope("<Fault><faultcode>Server</faultcode></Fault>"),
      "1C answered with an error: SOAP Fault",
      undefined,
    ],
  ])("%s", (_, xml, words, details) => {
    expect(faultOf(() => itemsOf(xml))).toMatchObject({ message: expect.stringContaining(words), details });
  });

  test.each(["", "<Envelope>", answer(ITEM).slice(0, -3), answer(ITEM).slice(0, 150)])(
    "%j is not whole",
    (xml) => {
      expect(() => itemsOf(xml)).toThrow("the end is missing");
    },
  );
});

describe("Before anything is read of an answer", () => {
  test.each(["Xato: admin@mijoz.uz", '{"error": "admin@mijoz.uz"}', "<h1>admin@mijoz.uz</h1>", ""])(
    "%j is told as no SOAP, without what nobody may see",
    (text) => {
      const fault = faultOf(() => expectEnvelope(text));
      expect(fault).toMatchObject({ message: "1C's answer is not a SOAP answer." });
      expect(JSON.stringify(fault)).not.toContain("mijoz");
    },
  );

  test.each([
    "<Envelope>",
    "\n<soap-env:Envelope\nxmlns='x'>",
    '<?xml version="1.0"?><!-- a --><!-- b --><s:Envelope/>',
    "<!-- a comment that goes on",
    "<!DOCTYPE Envelope><Envelope>",
  ])("%j is left to the reader", (text) => {
    expect(() => expectEnvelope(text)).not.toThrow();
  });
});

describe("A web page", () => {
  test.each([
    ["<!DOCTYPE html>\n<html>", true],
    ["  <!doctype HTML PUBLIC>", true],
    ["<html lang='ru'>", true],
    ['<?xml version="1.0"?><!-- a --> <html xmlns="x">', true],
    ["<a:Envelope><Body><Name><![CDATA[<html> <!doctype html>]]>", false],
    ["<Envelope><Body>", false],
    ["<htmlx>", false],
  ])("%j: %s", (start, is) => {
    expect(isWebPage(start)).toBe(is);
  });

  test("is shown as a reader would see it, without what nobody may see", () => {
    const page = `<html><style>a{}</style><script>token="abc"</script><h1>Kirish</h1>
      <input value="hidden"> admin@mijoz.uz password: qwerty123 Пароль=абв
      eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyIjoxfQ <p>Xato`;
    expect(sampleOf(page)).toBe("Kirish [...] password: [...] Пароль=[...] [...] Xato");
  });

  test("is shown in part", () => {
    expect(sampleOf("so‘z ".repeat(100))).toHaveLength(203);
  });
});
