/** The reader and the writer where they serve: workerd's streams and zlib are not Node's. */
import { describe, expect, test } from "vitest";
import { openWorkbook } from "../../src/catalog/xlsx/open-workbook.ts";
import { WorkbookError } from "../../src/catalog/xlsx/workbook-error.ts";
import { writeWorkbook } from "../../src/catalog/xlsx/write-workbook.ts";

const COLUMNS = [
  { header: "code", kind: "text" },
  { header: "price", kind: "number" },
  { header: "day", kind: "date" },
] as const;
const rowOf = (index: number) => [`00${index} қалам ${(index * 7919) % 10_007}`, `${index}.25`, "2024-02-29"];

async function* rows(count: number) {
  for (let index = 0; index < count; index += 1) yield rowOf(index);
}

const written = async (count: number) =>
  new Uint8Array(
    await new Response(writeWorkbook({ name: "S", columns: COLUMNS, rows: rows(count) })).arrayBuffer(),
  );

async function reasonFor(file: Uint8Array): Promise<string> {
  try {
    let count = 0;
    for await (const _ of (await openWorkbook(file)).rows()) count += 1;
    return `read ${count} rows`;
  } catch (fault) {
    if (fault instanceof WorkbookError) return fault.reason;
    throw fault;
  }
}

describe("in workerd", () => {
  test("a workbook of many pieces comes back as it went in", async () => {
    const workbook = await openWorkbook(await written(5000));
    let index = -1;
    for await (const { number, cells } of workbook.rows()) {
      if (index >= 0) {
        expect(number).toBe(index + 2);
        expect(cells.map((cell) => cell?.text)).toEqual(rowOf(index));
      }
      index += 1;
    }
    expect(index).toBe(5000);
    expect(await workbook.countRows(100)).toBe(100);
  });

  test("UTF-16, a damaged part and a cut file are what they are in Node", async () => {
    const file = await written(2000);
    const wrong = file.slice();
    wrong.fill(255, file.length / 2, file.length / 2 + 200);
    expect(await reasonFor(wrong)).toBe("damaged");
    expect(await reasonFor(file.subarray(0, file.length / 2))).toBe("damaged");
    expect(await reasonFor(new TextEncoder().encode("<html>"))).toBe("not-a-workbook");
    expect(new TextDecoder("utf-16be", { fatal: true, ignoreBOM: false }).decode(Uint8Array.of(4, 16))).toBe(
      "А",
    );
  });

  test("a fault of the rows fails the stream, and a reader that leaves ends them", async () => {
    let end = Promise.withResolvers<void>();
    async function* failing() {
      try {
        for await (const row of rows(20_000)) yield row;
        throw new Error("the database is away");
      } finally {
        end.resolve();
      }
    }
    const stream = () => writeWorkbook({ name: "S", columns: COLUMNS, rows: failing() });
    await expect(new Response(stream()).arrayBuffer()).rejects.toThrow("the database is away");
    end = Promise.withResolvers();
    const reader = stream().getReader();
    for (let bytes = 0; bytes < 50_000; ) bytes += (await reader.read()).value?.length ?? 0;
    await reader.cancel();
    await end.promise;
  });
});
