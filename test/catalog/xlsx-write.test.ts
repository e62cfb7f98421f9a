/** Workbooks as they are written: what is read back is what went in, in the kind that it should have. */
import { describe, expect, test } from "vitest";
import { Random } from "../../scripts/lib/random.ts";
import { bytesInMemory } from "../../src/catalog/xlsx/byte-source.ts";
import type { CellValue, ColumnKind } from "../../src/catalog/xlsx/cell-xml.ts";
import type { Sheet } from "../../src/catalog/xlsx/sheet-xml.ts";
import { writeWorkbook } from "../../src/catalog/xlsx/write-workbook.ts";
import { readZipDirectory } from "../../src/catalog/xlsx/zip-directory.ts";
import { readZipPart } from "../../src/catalog/xlsx/zip-part.ts";
import { rowsOf, SHEET } from "./xlsx-files.ts";

const KINDS = ["text", "number", "date", "stamp", "boolean"] as const;
const columnsOf = (kinds: readonly ColumnKind[]) => kinds.map((kind) => ({ header: kind, kind }));
const HEAD = [1, ...KINDS.map((kind) => `text:${kind}`)];

const bytesOf = async (stream: ReadableStream<Uint8Array>) =>
  new Uint8Array(await new Response(stream).arrayBuffer());

const written = (rows: Sheet["rows"], kinds: readonly ColumnKind[] = KINDS) =>
  bytesOf(writeWorkbook({ name: "Лист", columns: columnsOf(kinds), rows }));

async function partOf(file: Uint8Array, name: string): Promise<string> {
  const source = bytesInMemory(file);
  const entry = (await readZipDirectory(source)).get(name);
  const pieces: Uint8Array[] = [];
  if (entry) for await (const piece of readZipPart(source, entry, 1e9)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

describe("a text", () => {
  test.each([
    "00123",
    "+998 90 000 00 00",
    "=1+1",
    "=cmd|' /C calc'!A0",
    "-5",
    "@SUM(A1)",
    "12345678901234",
    "1E5",
    "TRUE",
    "2024-02-29",
    "Ёлка «Ўзбекистон» қаҳрамони",
    "a<b>&\"c\"'d'",
    "]]>",
    " \t padded \n",
    "a\r\nb\rc\nd",
    "\u0000\u0001\u001f\u007f\ufffe\uffff",
    "_x0041_ _x000D_ _x005F_ _X0041_ __x0041__ _x41_",
    "😀 \ud83d \ude00",
    "\ufeffmark",
    "x".repeat(32_767),
    "&".repeat(32_767),
    "ў".repeat(32_767),
  ])("comes back as it was and is no formula: %j", async (text) => {
    const file = await written([[text]], ["text"]);
    expect(await rowsOf(file)).toEqual([
      [1, "text:text"],
      [2, `text:${text}`],
    ]);
    expect(await partOf(file, SHEET)).not.toMatch(/<f[ >]/);
  });
});

test.each<[ColumnKind, CellValue, string]>([
  ["number", 0, "number:0"],
  ["number", "0", "number:0"],
  ["number", "-0.01", "number:-0.01"],
  ["number", "9999999999999.99", "number:9999999999999.99"],
  ["number", "12345678901234567", "number:12345678901234567"],
  ["number", 2_147_483_647, "number:2147483647"],
  ["number", 1e21, "number:1000000000000000000000"],
  ["date", "2024-02-29", "date:2024-02-29"],
  ["date", "1900-03-01", "date:1900-03-01"],
  ["date", "9999-12-31", "date:9999-12-31"],
  ["date", "1900-02-28", "text:1900-02-28"],
  ["date", "0001-01-01", "text:0001-01-01"],
  ["stamp", "2024-02-29T23:59:59", "date:2024-02-29T23:59:59"],
  ["stamp", "2024-02-29T00:00:00", "date:2024-02-29"],
  ["stamp", "1899-12-31T23:59:59", "text:1899-12-31T23:59:59"],
  ["boolean", true, "boolean:true"],
  ["boolean", false, "boolean:false"],
])("the %s %j is read as %s", async (kind, value, expected) => {
  expect((await rowsOf(await written([[value]], [kind])))[1]).toEqual([2, expected]);
});

describe("any row", () => {
  const random = new Random(1_904);
  const text = () =>
    String.fromCharCode(
      ...Array.from({ length: random.whole(0, 12) }, () =>
        random.once(2) ? random.pick([95, 120, 48, 65, 38, 60, 13, 10, 32]) : random.whole(0, 0xffff),
      ),
    );
  const two = (low: number, high: number) => String(random.whole(low, high)).padStart(2, "0");
  const date = () => `${random.whole(1901, 9999)}-${two(1, 12)}-${two(1, 28)}`;
  const MAKE: Record<ColumnKind, () => string | boolean> = {
    text,
    number: () =>
      `${random.once(2) ? "-" : ""}${random.whole(1, 999_999_999)}.${random.whole(0, 9)}${random.whole(1, 9)}`,
    date,
    stamp: () => `${date()}T${two(1, 23)}:${two(0, 59)}:${two(0, 59)}`,
    boolean: () => random.once(2),
  };
  const KIND_READ = { text: "text", number: "number", date: "date", stamp: "date", boolean: "boolean" };

  test("of every kind comes back, null and empty text as no cell", async () => {
    const rows = Array.from({ length: 2000 }, () =>
      KINDS.map((kind) => (random.once(5) ? null : MAKE[kind]())),
    );
    const expected = rows.map((row, index) => {
      const cells = row.map((value, at) =>
        value === null || value === "" ? null : `${KIND_READ[KINDS[at] ?? "text"]}:${value}`,
      );
      return [index + 2, ...cells.slice(0, cells.findLastIndex((cell) => cell !== null) + 1)];
    });
    expect(await rowsOf(await written(rows))).toEqual([HEAD, ...expected.filter((row) => row.length > 1)]);
  });
});

test("the sheet has its name, a bold header that stays in view, a filter, widths, and text columns for text", async () => {
  const columns = [
    { header: "a", kind: "text", width: 7 } as const,
    ...Array.from({ length: 27 }, (_, at) => ({ header: `column number ${at}`, kind: "number" }) as const),
  ];
  const file = await bytesOf(writeWorkbook({ name: "A & B", columns, rows: [[], ["x"]] }));
  const sheet = await partOf(file, SHEET);
  expect(await partOf(file, "xl/workbook.xml")).toContain('<sheet name="A &amp; B"');
  expect(sheet).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>');
  expect(sheet).toContain('<autoFilter ref="A1:AB3"/>');
  expect(sheet).toContain('<col min="1" max="1" width="7" style="2" customWidth="1"/>');
  expect(sheet).toContain('<col min="28" max="28" width="20" style="0" customWidth="1"/>');
  expect(sheet).toContain('<c r="AB1" s="1" t="inlineStr">');
  const formats = (await partOf(file, "xl/styles.xml")).split("<cellXfs")[1];
  expect(formats?.split("<xf")[2]).toContain('numFmtId="49" fontId="1"');
  expect(formats?.split("<xf")[3]).toContain('numFmtId="49" fontId="0"');
});

test("the same rows are the same bytes, and no rows are a workbook too", async () => {
  expect(await written([["a", 1]])).toEqual(await written([["a", 1]]));
  expect(await rowsOf(await written([]))).toEqual([HEAD]);
});

describe("a stream", () => {
  function watched(rows: number, fault?: Error) {
    const random = new Random(1);
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    const seen = { taken: 0 };
    async function* take() {
      try {
        for (; seen.taken < rows; seen.taken += 1) yield [random.digits(1000)];
        if (fault) throw fault;
      } finally {
        resolve();
      }
    }
    const stream = writeWorkbook({ name: "S", columns: columnsOf(["text"]), rows: take() });
    return { seen, ended, reader: stream.getReader() };
  }

  test("begins before the first row is taken, takes rows as it is read, and ends them when it is left", async () => {
    const { seen, ended, reader } = watched(100_000);
    const { value } = await reader.read();
    expect(value?.subarray(0, 4)).toEqual(Uint8Array.of(80, 75, 3, 4));
    expect(seen.taken).toBe(0);
    for (let bytes = 0; bytes < 100_000; ) bytes += (await reader.read()).value?.length ?? 0;
    expect(seen.taken).toBeLessThan(2000);
    await reader.cancel();
    await ended;
    expect(seen.taken).toBeLessThan(2000);
  });

  test("fails with the fault of the rows", async () => {
    const fault = new Error("the database is away");
    const { reader } = watched(3, fault);
    const all = async () => {
      while (!(await reader.read()).done);
    };
    await expect(all()).rejects.toBe(fault);
  });

  test.each<[string, ColumnKind, CellValue]>([
    ["a text that no cell holds", "text", "x".repeat(32_768)],
    ["a number that is none", "number", "1,5"],
    ["a number without end", "number", Number.POSITIVE_INFINITY],
  ])("refuses %s", async (_, kind, value) => {
    await expect(written([[value]], [kind])).rejects.toThrow(Error);
  });
});
