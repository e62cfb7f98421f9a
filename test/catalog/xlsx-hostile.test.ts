/** Files that are no workbooks, wrong ones and ones made to hurt: one kind of error with its reason, soon and in little memory. */
import { deflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { WorkbookError } from "../../src/catalog/xlsx/workbook-error.ts";
import {
  fixture,
  joined,
  type Part,
  partsOf,
  refusalOf,
  rowsOf,
  SHARED,
  SHEET,
  STYLES,
  sheetXml,
  utf8,
  workbookOf,
  zipOf,
} from "./xlsx-files.ts";

const ROW = "<row><c><v>1</v></c></row>";
const CELL = "<c><v>1</v></c>";
const PARTS = partsOf({ [SHEET]: sheetXml(ROW) });
const SHEET_BYTES = utf8(sheetXml(ROW)).length;
const MIB = 1_048_576;

/** The sheet's part otherwise than it should be. */
const sheetPart = (more: Partial<Part>) =>
  zipOf(PARTS.map((part) => (part.name === SHEET ? { ...part, ...more } : part)));

test.each<[string, Uint8Array, string]>([
  ["nothing", new Uint8Array(), "not-a-workbook"],
  ["a few bytes", utf8("PK"), "not-a-workbook"],
  ["a page of HTML", utf8(`<html>${"<tr><td>1</td></tr>".repeat(5000)}</html>`), "not-a-workbook"],
  ["comma-separated values", utf8("code;name\r\n1;2\r\n"), "not-a-workbook"],
  ["zeros", new Uint8Array(100_000), "not-a-workbook"],
  ["a workbook of Excel 2003", fixture("libreoffice.xls"), "old-format"],
  ["a workbook with a password", fixture("libreoffice-encrypted.xlsx"), "encrypted"],
  ["an OpenDocument", fixture("libreoffice.ods"), "not-a-workbook"],
  ["an empty zip", zipOf([]), "not-a-workbook"],
  [
    "a text document",
    zipOf(partsOf({ "xl/workbook.xml": "<document><body/></document>" })),
    "not-a-workbook",
  ],
  [
    "a binary workbook",
    zipOf(
      partsOf({
        "_rels/.rels": '<R><Relationship Type="x/officeDocument" Target="xl/workbook.bin"/></R>',
        "xl/workbook.bin": "\u0083",
      }),
    ),
    "not-a-workbook",
  ],
  [
    "no sheet at all",
    workbookOf(ROW, { "xl/workbook.xml": "<workbook><sheets/></workbook>" }),
    "not-a-workbook",
  ],
  ["a sheet that is not there", zipOf(PARTS.filter(({ name }) => name !== SHEET)), "damaged"],
  [
    "a sheet elsewhere",
    workbookOf(ROW, {
      "xl/_rels/workbook.xml.rels":
        '<R><Relationship Id="rId1" Type="x/worksheet" Target="http://evil.example/s.xml" TargetMode="External"/></R>',
    }),
    "not-a-workbook",
  ],
  ["an encrypted part", sheetPart({ flags: 1 }), "encrypted"],
  ["a part packed in another way", sheetPart({ method: 12 }), "damaged"],
  ["a part of nothing", sheetPart({ content: "" }), "damaged"],
  ["a wrong checksum", sheetPart({ crc: 1 }), "damaged"],
  ["a wrong checksum of a stored part", sheetPart({ crc: 1, stored: true }), "damaged"],
  ["a part larger than it says", sheetPart({ bytes: SHEET_BYTES - 1 }), "damaged"],
  ["a part smaller than it says", sheetPart({ bytes: SHEET_BYTES + 1 }), "damaged"],
  ["a part that does not unpack", sheetPart({ packed: new Uint8Array(500).fill(255) }), "damaged"],
  ["two parts of one name", zipOf([...PARTS, ...PARTS.slice(-1)]), "damaged"],
  [
    "two parts of one name but for case",
    zipOf([...PARTS, { name: SHEET.toUpperCase(), content: "" }]),
    "damaged",
  ],
  ["a part above the folder", zipOf([...PARTS, { name: "xl/../../etc/passwd", content: "" }]), "damaged"],
  ["a part above the folder of Windows", zipOf([...PARTS, { name: "..\\evil.dll", content: "" }]), "damaged"],
  ["a name with a zero", zipOf([...PARTS, { name: "a\u0000.xml", content: "" }]), "damaged"],
  [
    "a huge directory",
    zipOf(
      Array.from({ length: 50_000 }, (_, index) => ({
        name: `${"x".repeat(60)}${index}`,
        content: "",
        stored: true,
      })),
    ),
    "too-large-unpacked",
  ],
])("%s is refused", async (_, file, reason) => {
  expect(await refusalOf(file)).toBe(reason);
});

const nested = (depth: number) => `${"<a>".repeat(depth)}${"</a>".repeat(depth)}`;

test.each<[string, string, string]>([
  ["cut in half", `<worksheet><sheetData>${ROW}<row><c>`, "damaged"],
  ["cut in a tag", `<worksheet><sheetData>${ROW}<row`, "damaged"],
  [
    "with a document type",
    `<!DOCTYPE x [<!ENTITY a "aa">]>${sheetXml("<row><c><v>&a;</v></c></row>")}`,
    "damaged",
  ],
  ["with an entity of its own", sheetXml("<row><c><v>&lol9;</v></c></row>"), "damaged"],
  ["with an entity named like a method", sheetXml("<row><c><v>&toString;</v></c></row>"), "damaged"],
  ["with an entity that does not end", sheetXml("<row><c><v>1 & 2</v></c></row>"), "damaged"],
  ["with half a character", sheetXml("<row><c><v>&#xD800;</v></c></row>"), "damaged"],
  ["with a zero", sheetXml("<row><c><v>&#0;</v></c></row>"), "damaged"],
  ["with elements that cross", sheetXml("<row><c><v>1</c></v></row>"), "damaged"],
  ["with two roots", `${sheetXml(ROW)}${sheetXml(ROW)}`, "damaged"],
  ["with text after the root", `${sheetXml(ROW)}x`, "damaged"],
  ["with attributes without quotes", sheetXml("<row r=1/>"), "damaged"],
  ["that is nested deep", sheetXml(`<row><c>${nested(100_000)}</c></row>`), "damaged"],
  ["with a tag of two million characters", sheetXml(`<row a="${"x".repeat(2 * MIB)}"/>`), "damaged"],
  ["with a comment of two million characters", sheetXml(`<!--${"x".repeat(2 * MIB)}-->`), "damaged"],
  ["with row 0", sheetXml(`<row r="0">${CELL}</row>`), "damaged"],
  ["with a row below the last", sheetXml(`<row r="1048576"/><row>${CELL}</row>`), "damaged"],
  ["with a row that is no number", sheetXml(`<row r="x">${CELL}</row>`), "damaged"],
  ["with a cell without a column", sheetXml('<row><c r="12"><v>1</v></c></row>'), "damaged"],
  ["with a cell beyond the last column", sheetXml('<row><c r="XFE1"><v>1</v></c></row>'), "damaged"],
  ["with a shared string that is not there", sheetXml('<row><c t="s"><v>9</v></c></row>'), "damaged"],
  ["with a shared string before the first", sheetXml('<row><c t="s"><v>-1</v></c></row>'), "damaged"],
  ["with half a shared string", sheetXml('<row><c t="s"><v>0.5</v></c></row>'), "damaged"],
  [
    "with the last cell of all",
    sheetXml('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "too-many-columns",
  ],
  [
    "with a cell of 32,768 characters",
    sheetXml(`<row><c t="str"><v>${"x".repeat(32_768)}</v></c></row>`),
    "too-long-text",
  ],
  [
    "with a cell of many pieces",
    sheetXml(`<row><c t="str"><v>${`${"x".repeat(1000)}<!---->`.repeat(5000)}</v></c></row>`),
    "too-long-text",
  ],
  [
    "with a cell of two million characters",
    sheetXml(`<row><c t="str"><v>${"x".repeat(2 * MIB)}</v></c></row>`),
    "damaged",
  ],
])("a sheet %s is refused", async (_, xml, reason) => {
  const file = workbookOf("", { [SHEET]: xml, [SHARED]: "<sst><si><t>x</t></si></sst>" });
  expect(await refusalOf(file)).toBe(reason);
});

test("bytes that are no text are refused", async () => {
  expect(
    await refusalOf(sheetPart({ content: joined(utf8(sheetXml(ROW)), Uint8Array.of(0xc3, 0x28)) })),
  ).toBe("damaged");
});

describe("a file made to cost more than it weighs", () => {
  const spaces = new Uint8Array(40 * MIB).fill(0x20);
  const bomb = deflateRawSync(spaces, { level: 1 });
  const shared = (xml: string) => ({ [SHARED]: `<sst>${xml}</sst>` });

  test.each<[string, () => Uint8Array, string]>([
    ["says that it unpacks to 3 GB", () => sheetPart({ bytes: 3_000_000_000 }), "too-large-unpacked"],
    [
      "unpacks to a thousand times its size",
      () => sheetPart({ packed: bomb, bytes: spaces.length }),
      "too-large-unpacked",
    ],
    ["says that it unpacks to little", () => sheetPart({ packed: bomb, bytes: 1000 }), "damaged"],
    [
      "has styles of 20 MB",
      () => workbookOf(ROW, { [STYLES]: "<xf/>".repeat(4_000_000) }),
      "too-large-unpacked",
    ],
    [
      "has cells of nothing",
      () => workbookOf(`<row>${"<c/>".repeat(1_000_000)}</row>`),
      "too-many-blank-cells",
    ],
    [
      "is made of comments",
      () => workbookOf(`${ROW}${`<!--${"x".repeat(10_000)}-->`.repeat(200)}`),
      "too-large-unpacked",
    ],
    ["is made of other elements", () => workbookOf(`${ROW}${"<a/>".repeat(500_000)}`), "too-large-unpacked"],
    [
      "has long attributes",
      () => workbookOf(`<row a="${"x".repeat(900_000)}"/>`.repeat(3)),
      "too-large-unpacked",
    ],
    ["has more rows than the limit", () => workbookOf(ROW.repeat(11)), "too-many-rows"],
    [
      "shares empty texts",
      () => workbookOf(ROW, shared("<si/>".repeat(1_000_000))),
      "too-many-shared-strings",
    ],
    [
      "shares long texts",
      () => workbookOf(ROW, shared(`<si><t>${"x".repeat(32_000)}</t></si>`.repeat(100))),
      "too-many-shared-strings",
    ],
    [
      "repeats one text",
      () =>
        workbookOf(
          `<row>${'<c t="s"><v>0</v></c>'.repeat(400)}</row>`,
          shared(`<si><t>${"x".repeat(32_000)}</t></si>`),
        ),
      "too-large-unpacked",
    ],
  ])("%s: refused", async (_, make, reason) => {
    const limits = {
      ...{ rows: 10, unpackedBytes: 10 * MIB, sharedBytes: 3 * MIB },
      ...{ idleBytes: MIB, blankCells: 1000 },
    };
    expect(await refusalOf(make(), reason === "damaged" ? {} : limits)).toBe(reason);
  });

  test("a million empty rows with a style are passed over, and so is a stray cell without a value", async () => {
    const blank = '<row s="1" customFormat="1"><c s="1"/></row>'.repeat(MIB - 2);
    const last = '<row r="1048576"><c r="XFD1048576" s="1"/></row>';
    const file = sheetPart({ content: sheetXml(`<row r="1">${CELL}</row>${blank}${last}`), stored: true });
    expect(await rowsOf(file)).toEqual([[1, "number:1"]]);
  });

  test("rows with values have room for styled cells beside them, and texts for their length", async () => {
    const rows = `<row>${CELL}${'<c s="1"/>'.repeat(50)}</row>`.repeat(3000);
    const text = `<row><c t="str"><v>${"&amp;".repeat(32_000)}</v></c></row>`.repeat(20);
    const limits = { idleBytes: MIB, blankCells: 1000 };
    expect(await rowsOf(workbookOf(rows + text), limits)).toHaveLength(3020);
  });

  test("the limit that was passed is named", async () => {
    const fault = await rowsOf(workbookOf(ROW.repeat(4)), { rows: 3 }).catch((thrown) => thrown);
    expect(fault).toBeInstanceOf(WorkbookError);
    expect([fault.reason, fault.limit]).toEqual(["too-many-rows", 3]);
    expect(await rowsOf(workbookOf(ROW.repeat(3)), { rows: 3 })).toHaveLength(3);
  });
});
