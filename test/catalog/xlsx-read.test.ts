/** Workbooks as programs and people make them: the same rows come out, whatever wrote them. */
import { describe, expect, test } from "vitest";
import type { ByteSource } from "../../src/catalog/xlsx/byte-source.ts";
import { openWorkbook } from "../../src/catalog/xlsx/open-workbook.ts";
import {
  fixture,
  partsOf,
  rowsOf,
  SHARED,
  SHEET,
  STYLES,
  sheetXml,
  workbookOf,
  zipOf,
} from "./xlsx-files.ts";

const HEADERS = ["code", "name", "digits", "price", "day", "stamp", "time", "active", "formula", "error"];
const HEAD = [1, ...HEADERS.map((name) => `text:${name}`)];
const LAST = [5, "text:after a blank row"];
const second = (formula: string) => [
  2,
  "text:00123",
  "text:Ёлка «Ўзбек»",
  "number:12345678901234",
  "number:1.1",
  "date:2024-02-29",
  "date:2024-02-29T09:37:05",
  "date:09:37:05",
  "boolean:true",
  formula,
  "error:#N/A",
];
const THIRD = [3, "text:=not a formula", "text:two\nlines & <tags>", "number:00123", "number:0.3"];
const OPENPYXL = [HEAD, second("error:#FORMULA"), [...THIRD, "date:2024-02-29"], LAST];
const XLSXWRITER = [
  HEAD,
  second("text:ab"),
  [
    3,
    "text:=not a formula",
    "text: padded\r\n_x0041_\u0007 ",
    "number:12300000000000",
    "number:0.3",
    null,
    null,
    null,
    "boolean:false",
  ],
  LAST,
];

test.each([
  ["openpyxl.xlsx", OPENPYXL],
  ["openpyxl-1904.xlsx", OPENPYXL],
  ["openpyxl-hidden-first.xlsx", OPENPYXL],
  ["xlsxwriter.xlsx", XLSXWRITER],
  ["xlsxwriter-inline.xlsx", XLSXWRITER],
  ["libreoffice.xlsx", [HEAD, second("number:2"), THIRD, LAST]],
])("%s is read to the last digit", async (name, expected) => {
  expect(await rowsOf(fixture(name))).toEqual(expected);
});

test("the first sheet in the workbook's order is read, whether it is hidden or not", async () => {
  expect((await openWorkbook(fixture("openpyxl-hidden-first.xlsx"))).sheetName).toBe("Скрытый");
});

const inline = (text: string) => `<row><c t="inlineStr"><is>${text}</is></c></row>`;

describe("text", () => {
  test.each([
    ["runs", "<r><t>a</t></r><r><rPr><b/></rPr><t> b</t></r>", "a b"],
    [
      "without how it is pronounced",
      "<t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh><phoneticPr/>",
      "東京",
    ],
    ["with its white space", '<t xml:space="preserve">  a\n\tb  </t>', "  a\n\tb  "],
    ["line ends of Windows", "<t>a\r\nb\rc</t>", "a\nb\nc"],
    ["entities", "<t>&lt;a&gt; &amp;amp; &#x41;&#1025;&quot;&apos;</t>", "<a> &amp; AЁ\"'"],
    ["Excel's escapes", "<t>a_x000D__x000a_b_x005F_x0041_ _x00_ _xZZZZ_</t>", "a\r\nb_x0041_ _x00_ _xZZZZ_"],
    ["characters beyond the first plane", "<t>😀 &#128512;</t>", "😀 😀"],
    ["a mark at its start", "<t>\uFEFFa</t>", "\uFEFFa"],
  ])("has %s, inline and shared", async (_, xml, expected) => {
    const shared = `<sst><si><t>other</t></si><si>${xml}</si></sst>`;
    const read = [[1, `text:${expected}`]];
    expect(await rowsOf(workbookOf(inline(xml)))).toEqual(read);
    expect(await rowsOf(workbookOf('<row><c t="s"><v>1</v></c></row>', { [SHARED]: shared }))).toEqual(read);
  });

  test("of a million characters in blocks is found by its number", async () => {
    const texts = Array.from({ length: 2000 }, (_, index) => `${index} ${"ў".repeat(index)}`);
    const shared = `<sst>${texts.map((text) => `<si><t>${text}</t></si>`).join("")}<si/></sst>`;
    const cells = [1999, 0, 1000, 2000].map((index) => `<row><c t="s"><v>${index}</v></c></row>`).join("");
    expect(await rowsOf(workbookOf(cells, { [SHARED]: shared }))).toEqual([
      [1, `text:${texts[1999]}`],
      [2, `text:${texts[0]}`],
      [3, `text:${texts[1000]}`],
    ]);
  });
});

test("cells stand where they say, in whatever order; blank rows are passed over and keep their numbers", async () => {
  const styles = {
    [STYLES]: '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
  };
  const rows = `<row r="3"><c r="C3"><v>3</v></c><c r="a3" s="1"><v>60</v></c><c t="b"><v>1</v></c></row>
    <row r="4" s="1" customFormat="1"/><row/><row><c r="B6" s="1"/><c t="s"/></row>
    <row><c r="B7" t="str"><f>""</f><v></v></c><c t="str"><f>"x"</f><v>x_x0041_</v></c><c><f>1+1</f></c></row>
    <row r="1048576"><c r="B1048576" t="d"><v>2024-02-29T00:00:00Z</v></c><c t="e"><v>#REF!</v></c><c><v>abc</v></c></row>`;
  expect(await rowsOf(workbookOf(rows, styles))).toEqual([
    [3, "date:1900-02-29", "boolean:true", "number:3"],
    [7, null, null, "text:xA", "error:#FORMULA"],
    [1_048_576, null, "date:2024-02-29", "error:#REF!", "error:abc"],
  ]);
});

describe("reading", () => {
  const many = workbookOf(
    Array.from(
      { length: 20_000 },
      (_, index) => `<row><c><v>${index}</v></c><c t="s"><v>0</v></c></row>`,
    ).join(""),
    { [SHARED]: "<sst><si><t>x</t></si></sst>" },
  );

  test("takes no more of the file than the rows asked for need, and starts anew each time", async () => {
    const file = zipOf(
      partsOf({
        [SHEET]: sheetXml(
          Array.from(
            { length: 200_000 },
            (_, index) => `<row><c><v>${(index * 7919) % 1_000_003}</v></c></row>`,
          ).join(""),
        ),
      }),
    );
    let bytes = 0;
    const source = {
      size: file.length,
      read: async (offset: number, length: number) => {
        const read = file.slice(offset, offset + length);
        bytes += read.length;
        return read;
      },
    };
    const workbook = await openWorkbook(source);
    for (let round = 0; round < 2; round += 1)
      for await (const { number, cells } of workbook.rows()) {
        expect(cells[0]?.text).toBe(String(((number - 1) * 7919) % 1_000_003));
        if (number === 3) break;
      }
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(file.length);
  });

  test("takes what a store streams, in pieces of whatever size", async () => {
    const streamed: ByteSource = {
      size: many.length,
      read: async (offset, length) => many.slice(offset, offset + length),
      async *stream(offset, length) {
        for (let at = offset; at < offset + length; at += 777)
          yield many.slice(at, Math.min(at + 777, offset + length));
      },
    };
    expect(await rowsOf(streamed)).toEqual(await rowsOf(many));
    const cut: ByteSource = { ...streamed, stream: async function* () {} };
    await expect(rowsOf(cut)).rejects.toThrow("cut off");
  });

  test("counts rows up to a number, without the texts", async () => {
    const workbook = await openWorkbook(many);
    expect(await workbook.countRows(5001)).toBe(5001);
    expect(await workbook.countRows(1_000_000)).toBe(20_000);
  });

  test("lets a fault of the store through as it is", async () => {
    const fault = new Error("R2 is away");
    const source = {
      size: many.length,
      read: async (offset: number, length: number) => {
        if (offset === 0 && length > 10_000) throw fault;
        return many.subarray(offset, offset + length);
      },
    };
    const read = async () => {
      for await (const _ of (
        await openWorkbook({
          ...source,
          read: async (offset, length) => {
            if (length > 20_000) throw fault;
            return many.subarray(offset, offset + length);
          },
        })
      ).rows());
    };
    await expect(read()).rejects.toBe(fault);
    void source;
  });
});
