/** Ways to write the same workbook that are all right, or that Excel does not mind. */
import { expect, test } from "vitest";
import { joined, partsOf, rowsOf, SHEET, sheetXml, workbookOf, zipOf } from "./xlsx-files.ts";

const A1 = [[1, "text:a"]];
const CELL_A = '<c r="A1" t="inlineStr"><is><t>a</t></is></c>';
const ROW_A = `<row r="1">${CELL_A}</row>`;
const PLAIN = partsOf({ [SHEET]: sheetXml(ROW_A) });
const utf16 = (text: string, big: boolean) => {
  const bytes = new Uint8Array(Buffer.from(`\uFEFF${text}`, "utf16le"));
  if (big) Buffer.from(bytes.buffer).swap16();
  return bytes;
};
const withSheet = (content: string | Uint8Array, more: object = {}) =>
  zipOf([...PLAIN.filter(({ name }) => name !== SHEET), { name: SHEET, content, ...more }]);

test.each<[string, Uint8Array]>([
  [
    "prefixes",
    withSheet(
      `<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>`,
    ),
  ],
  [
    "prefixes declared where they would be taken for attributes",
    workbookOf(
      `<row xmlns:r="x" r="1"><c xmlns:t="y" xmlns:r="x" r="A1" t="inlineStr"><is><t>a</t></is></c></row>`,
    ),
  ],
  ["no numbers of rows and cells", workbookOf('<row><c t="inlineStr"><is><t>a</t></is></c></row>')],
  ["white space between", workbookOf(`<row r="1">\n ${CELL_A}\n</row>`)],
  ["UTF-8 with a mark", withSheet(`\uFEFF${sheetXml(ROW_A)}`)],
  ["UTF-16", withSheet(utf16(sheetXml(ROW_A), false))],
  ["UTF-16, the other way round", withSheet(utf16(sheetXml(ROW_A), true))],
  ["UTF-16 without a mark", withSheet(utf16(sheetXml(ROW_A), false).subarray(2))],
  [
    "comments, instructions and CDATA",
    workbookOf(
      `<!-- <row> --><row r="1"><?x <c> ?><c r="A1" t="inlineStr"><is><t><!-- b --><![CDATA[a]]></t></is></c></row>`,
    ),
  ],
  [
    "quotes of the other kind and spaces in tags",
    workbookOf(`<row r = '1' ><c r='A1' t='inlineStr' ><is ><t xml:space='preserve'>a</t ></is></c></row >`),
  ],
  ["stored parts", zipOf(PLAIN.map((part) => ({ ...part, stored: true })))],
  ["sizes after the parts", zipOf(PLAIN.map((part) => ({ ...part, descriptor: true })))],
  [
    "sizes of 64 bits",
    zipOf(
      PLAIN.map((part) => ({ ...part, large: true })),
      { large: true },
    ),
  ],
  ["bytes before the zip", joined(new Uint8Array(1000).fill(65), zipOf(PLAIN))],
  ["bytes after the zip", joined(zipOf(PLAIN), new Uint8Array(1000).fill(65))],
  ["bytes before a zip of 64 bits", joined(new Uint8Array(99), zipOf(PLAIN, { large: true }))],
  [
    "backslashes and another case in names",
    zipOf(PLAIN.map((part) => ({ ...part, name: part.name.replace("xl/worksheets/", "XL\\Worksheets\\") }))),
  ],
  ["a slash before names", zipOf(PLAIN.map((part) => ({ ...part, name: `/${part.name}` })))],
  [
    "rows after the data that are none",
    withSheet(
      `<worksheet><sheetData>${ROW_A}</sheetData><extLst><row r="2">${CELL_A}</row></extLst></worksheet>`,
    ),
  ],
  [
    "a chart before the sheet",
    workbookOf(ROW_A, {
      "xl/workbook.xml": `<workbook><sheets><sheet name="C" r:id="c"/><sheet name="S" r:id="rId1"/></sheets></workbook>`,
      "xl/_rels/workbook.xml.rels": `<R><Relationship Id="c" Type="x/chartsheet" Target="chart.xml"/><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></R>`,
    }),
  ],
  [
    "absolute targets",
    workbookOf(ROW_A, {
      "xl/_rels/workbook.xml.rels": `<R><Relationship Id="rId1" Type="x/worksheet" Target="/xl/worksheets/sheet1.xml"/></R>`,
    }),
  ],
  [
    "targets through other folders",
    workbookOf(ROW_A, {
      "xl/_rels/workbook.xml.rels": `<R><Relationship Id="rId1" Type="x/worksheet" Target="../xl/./worksheets/sheet1.xml"/></R>`,
    }),
  ],
  [
    "the namespaces of strict files",
    zipOf(
      partsOf({
        "_rels/.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
        "xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
        [SHEET]: `<worksheet xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"><sheetData>${ROW_A}</sheetData></worksheet>`,
      }),
    ),
  ],
])("a workbook with %s is read", async (_, file) => {
  expect(await rowsOf(file)).toEqual(A1);
});
