/** What an import does to the rows that are there: made, changed, left alone, brought back, each in its project. */
import { beforeAll, describe, expect, test } from "vitest";
import { entities } from "../../src/catalog/entities.ts";
import { ImportAnswer } from "../../src/catalog/excel.schema.ts";
import {
  asOperator,
  CLIENTS,
  costOf,
  create,
  emptyCatalog,
  entityOf,
  expecting,
  fresh,
  get,
  one,
  PRODUCTS,
  PROJECTS,
  type Row,
  sql,
} from "./api.ts";
import { promisedColumns } from "./excel-columns.ts";
import { download, type Given, importFile, type Made, workbookOf } from "./excel-files.ts";

async function imported(name: string, rows: readonly (readonly Made[])[], given: Given = {}): Promise<Row> {
  const answer = await expecting(200, importFile(name, workbookOf(...rows), given));
  expect(ImportAnswer.parse(answer)).toEqual(answer);
  return answer;
}

const counts = (created: number, updated = 0, unchanged = 0) => ({
  ...{ created, updated, unchanged },
  ...{ errors: [], errors_json: [], ignored_columns: [] },
});

const HEADER = ["code_1c", "name", "title"];
const product = (code: string, query = "") => get(one(PRODUCTS, code, query));

beforeAll(emptyCatalog);

describe("the header", () => {
  test("decides by names, in any order, in any case, with spaces around; unknown columns are named and ignored", async () => {
    const code = fresh();
    const header = [" Narx ", "TITLE", "  Name", null, "Code_1C ", "id", "created_at"];
    const answer = await imported("nomenklatura", [header, [5, "T", "N", "stray", code, 7, "1999-01-01"]]);
    expect(answer).toEqual({ ...counts(1), ignored_columns: ["Narx", "id", "created_at"] });
    expect(await product(code)).toMatchObject({ name: "N", title: "T", base_price: null });
  });
  test("is the first row with a value, and rows are numbered as Excel does; blank rows are no rows", async () => {
    const [first, second] = [fresh(), fresh()];
    const rows: Made[][] = [
      [],
      HEADER,
      [],
      [first, "N"],
      [null, "no code"],
      [" ", "\n", "\u00a0"],
      [second, "N", "x".repeat(256)],
      [],
    ];
    const { errors, errors_json, created } = await imported("nomenklatura", rows);
    const words = "title: Ensure this field has no more than 255 characters.";
    expect(created).toBe(1);
    expect(errors).toEqual(["Row 5: code_1c bo'sh bo'lishi mumkin emas", `Row 7: ${words}`]);
    expect(errors_json).toEqual([
      { row: 5, code: null, error: "code_1c bo'sh bo'lishi mumkin emas" },
      { row: 7, code: second, error: words },
    ]);
  });
  test("may stand below a title, and what stands above it is no row", async () => {
    const code = fresh();
    const rows: Made[][] = [
      ["Narxlar, 2026"],
      [],
      [null, "Omborchi:", "Aziz"],
      HEADER,
      [code, "N"],
      [null, "M"],
    ];
    const answer = await imported("nomenklatura", rows);
    expect([answer.created, answer.errors]).toEqual([1, ["Row 6: code_1c bo'sh bo'lishi mumkin emas"]]);
    expect((await product(code)).name).toBe("N");
  });
  test("without any row below it imports nothing, and says which columns it does not know", async () => {
    const answer = await imported("nomenklatura", [["name", "code_1c", "ombor"]]);
    expect(answer).toEqual({ ...counts(0), ignored_columns: ["ombor"] });
  });
});

describe("a row", () => {
  test("without a name has its code for one; a missing optional column leaves its field, or its default", async () => {
    const code = fresh();
    await imported("nomenklatura", [["code_1c", "name"], [code]]);
    const made = await product(code);
    expect(made).toMatchObject({
      name: code,
      currency: "UZS",
      popularity_score: 0,
      is_active: true,
      tags: [],
    });
    await expecting(
      200,
      asOperator(one(PRODUCTS, code), { method: "PATCH", body: { is_active: false, title: "T" } }),
    );
    expect(
      await imported("nomenklatura", [
        ["code_1c", "name"],
        [code, "M"],
      ]),
    ).toEqual(counts(0, 1));
    expect(await product(code)).toMatchObject({ name: "M", title: "T", is_active: false, currency: "UZS" });
  });
  test.each(entities.map(({ name }) => name))(
    "of %s has null for each empty cell when it is made, and keeps what it has when it is there",
    async (name) => {
      const entity = entityOf(name);
      const columns = promisedColumns(entity).slice(2);
      const code = fresh("empty");
      const header = [entity.key, "name", ...columns.map((column) => column.name)];
      const path = one(`/api/v1/${name}/`, code);
      const empty = Object.fromEntries(columns.map((column) => [column.name, null]));
      expect(await imported(name, [header, [code, "N"]])).toEqual(counts(1));
      const made = await get(path);
      expect(made).toMatchObject({ ...empty, is_active: true });
      const values: Record<string, string> = { email: "a@b.uz", url: "https://a.uz", date: "2026-01-31" };
      const filled = columns.map(({ type }) => values[type] ?? "1");
      expect(await imported(name, [header, [code, "N", ...filled]])).toEqual(counts(0, 1));
      const changed = await get(path);
      for (const column of columns)
        expect([column.name, changed[column.name]]).not.toEqual([column.name, null]);
      expect(await imported(name, [header, [code, "N"], [code]])).toEqual(counts(0, 1, 1));
      expect(await get(path)).toEqual({
        ...changed,
        ...{ name: code, updated_at: expect.any(String) as unknown },
      });
    },
  );
  test("whose is_active is empty becomes active, one without the column stays as it is", async () => {
    const code = fresh();
    await create(PRODUCTS, { code_1c: code, name: "N", is_active: false });
    expect(
      await imported("nomenklatura", [
        ["code_1c", "name"],
        [code, "N"],
      ]),
    ).toEqual(counts(0, 0, 1));
    expect(
      await imported("nomenklatura", [
        ["code_1c", "name", "is_active"],
        [code, "N"],
      ]),
    ).toEqual(counts(0, 1));
    expect((await product(code)).is_active).toBe(true);
  });
  test("that was deleted comes back with its id and what it had", async () => {
    const code = fresh();
    const { id, created_at } = await create(PRODUCTS, { code_1c: code, name: "N", title: "T", sku: "S" });
    await expecting(204, asOperator(one(PRODUCTS, code), { method: "DELETE" }));
    expect(await imported("nomenklatura", [HEADER, [code, "M", ""]])).toEqual(counts(0, 1));
    expect(await product(code)).toMatchObject({ id, created_at, name: "M", title: "T", sku: "S" });
    expect(await imported("nomenklatura", [HEADER, [code, "M"]])).toEqual(counts(0, 0, 1));
  });
  test("that comes twice is changed by the later one, in the file's order", async () => {
    const [code, other] = [fresh(), fresh()];
    const rows = [
      ...[HEADER, [code, "A", "T"], [code, "A"], [other, "X"]],
      ...[
        [code, "B"],
        [` ${code} `, "C", "U"],
        [code, "B", "x".repeat(256)],
        [other, "Y"],
      ],
    ];
    const answer = await imported("nomenklatura", rows);
    expect(answer).toMatchObject({ created: 2, updated: 3, unchanged: 1 });
    expect(answer.errors).toHaveLength(1);
    expect(await product(code)).toMatchObject({ name: "C", title: "U" });
    expect((await product(other)).name).toBe("Y");
  });
  test("is looked for in the project that was named, or among the rows of none", async () => {
    const [code, first, second] = [fresh(), fresh("p"), fresh("p")];
    const ids: number[] = [];
    for (const code_1c of [first, second]) ids.push((await create(PROJECTS, { code_1c, name: "N" })).id);
    const header = ["client_code_1c", "name"];
    const places = [undefined, ...ids, ""];
    const answers: Row[] = [];
    for (const projectId of places)
      answers.push(await imported("client", [header, [code, `N ${projectId ?? ""}`]], { projectId }));
    expect(answers.map(({ created, unchanged }) => [created, unchanged])).toEqual([
      ...[
        [1, 0],
        [1, 0],
        [1, 0],
      ],
      [0, 1],
    ]);
    const stored = await sql(
      "SELECT project_id, name FROM clients WHERE client_code_1c = ? ORDER BY id",
      code,
    );
    expect(stored).toEqual([0, ...ids].map((id) => ({ project_id: id, name: id ? `N ${id}` : "N" })));
    expect((await get(one(CLIENTS, code, `?project=${second}`))).project).toMatchObject({ code_1c: second });
  });
  test.each([
    ["uz", "Bu maydonda 255 tadan ko‘p belgi bo‘lmasin."],
    ["ru", "Убедитесь, что это поле содержит не более 255 символов."],
    ["fr", "Ensure this field has no more than 255 characters."],
  ])("is refused in the language that the caller reads (%s)", async (language, words) => {
    const rows = [HEADER, [fresh(), "N", "x".repeat(256)], ["", "N"]];
    const { errors } = await imported("nomenklatura", rows, { headers: { "Accept-Language": language } });
    expect(errors).toEqual([`Row 2: title: ${words}`, "Row 3: code_1c bo'sh bo'lishi mumkin emas"]);
  });
  test.each(["bulk", "import-xlsx"])("cannot have the code %s, which is a path", async (word) => {
    const { errors } = await imported("nomenklatura", [HEADER, [word, "N"]]);
    expect(errors).toEqual([`Row 2: code_1c: "${word}" is not a valid choice.`]);
  });
});

describe("the same file again", () => {
  test.each(entities.map(({ name }) => name))("of %s changes nothing, and writes no row", async (name) => {
    const entity = entityOf(name);
    const columns = promisedColumns(entity).slice(2);
    const values: Record<string, Made> = { email: "a@b.uz", url: "https://a.uz", date: "2026-01-31" };
    const rows = Array.from({ length: 1200 }, (_, n) => [
      ...[`same-${n}`, `N ${n}`],
      ...columns.map(({ type }) =>
        n % 2 ? (values[type] ?? "1,2300".slice(0, type === "integer" ? 1 : 6)) : null,
      ),
    ]);
    const file = workbookOf([entity.key, "name", ...columns.map((column) => column.name)], ...rows);
    expect(await expecting(200, importFile(name, file))).toEqual(counts(1200));
    for (const query of ["", "?dry_run=true"]) {
      const again = await importFile(name, file, { query });
      expect(again.json).toEqual(counts(0, 0, 1200));
      expect(costOf(again).rowsWritten).toBe(0);
    }
  });
  test.each(entities.map(({ name }) => name))("works with the template of %s as it comes", async (name) => {
    const { bytes } = await download(`/api/v1/${name}/template-xlsx/`);
    for (const [path, answer] of [
      [name, counts(1)],
      [entityOf(name).alias ?? name, counts(0, 0, 1)],
    ] as const)
      expect(await expecting(200, importFile(path, bytes))).toEqual(answer);
  });
});
