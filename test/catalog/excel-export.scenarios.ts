/** Excel files out of the catalogue: what is in them, in which order, for whom, and of which kind each cell is. */
import { beforeAll, describe, expect, test } from "vitest";
import { entities } from "../../src/catalog/entities.ts";
import { bytesInMemory } from "../../src/catalog/xlsx/byte-source.ts";
import { readZipDirectory } from "../../src/catalog/xlsx/zip-directory.ts";
import { readZipPart } from "../../src/catalog/xlsx/zip-part.ts";
import {
  asOperator,
  type Caller,
  CLIENTS,
  create,
  emptyCatalog,
  entityOf,
  expecting,
  fill,
  fresh,
  list,
  one,
  PRODUCTS,
  PROJECTS,
  type Row,
} from "./api.ts";
import type { Promised } from "./contract-fields.ts";
import { promisedColumns, promisedFile } from "./excel-columns.ts";
import { download, listOf, sheetOf } from "./excel-files.ts";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const exported = async (path: string) => {
  const { status, bytes } = await download(path);
  expect([path, status]).toEqual([path, 200]);
  return sheetOf(bytes);
};

/** What is stored, and the cell that it should be. */
function cellCases({ type, limit, places, name }: Promised): [stored: unknown, cell: string][] {
  const nines = "9".repeat(limit - places);
  const decimals = [`0.${"0".repeat(places)}`, `-${nines}.${"9".repeat(places)}`, "5.50"];
  const url = "https://a.uz/?b=1&c=<ё>";
  switch (type) {
    case "decimal":
      return [
        [decimals[0], "number:0"],
        [decimals[1], `number:${decimals[1]}`],
        ["5.50", "number:5.5"],
      ];
    case "integer":
      return [0, 2_147_483_647, -2_147_483_648].map((value) => [value, `number:${value}`]);
    case "date":
      return ["2026-02-28", "1900-03-01", "9999-12-31"].map((day) => [day, `date:${day}`]);
    case "email":
      return ["a@b.uz", "0@b.uz", "=a+b@c.uz"].map((value) => [value, `text:${value}`]);
    case "url":
      return [url, "http://localhost", "https://0.uz"].map((value) => [value, `text:${value}`]);
    case "key":
      return ["=0+1", "000123", "@-2"].map((value) => [value, `text:${value}`]);
    default:
      return ["00123", "=1+1", name === "notes" ? "+1\n-1\t\"ё\" & 'ў' _x000D_\r <b>" : "-5"].map((value) => [
        value,
        `text:${value}`,
      ]);
  }
}

describe.each(entities.map(({ name }) => name))("the %s file", (name) => {
  const entity = entityOf(name);
  const promised = promisedFile(entity);
  const path = `/api/v1/${name}/`;
  const fields = promisedColumns(entity);

  beforeAll(emptyCatalog);

  test.each([
    ["export-xlsx", promised.file, promised.sheet],
    ["template-xlsx", `${promised.file}_template`, `${promised.sheet} template`],
  ])(
    "of %s has the promised name, sheet and columns, under every path of the entity",
    async (last, file, sheet) => {
      for (const base of [name, entity.alias ?? name])
        for (const slash of ["/", ""]) {
          const { status, headers, bytes } = await download(`/api/v1/${base}/${last}${slash}`);
          expect([status, headers.get("Content-Type"), headers.get("Content-Disposition")]).toEqual([
            ...[200, XLSX, `attachment; filename="${file}.xlsx"`],
          ]);
          expect(headers.get("Cache-Control")).toBe("private, no-store");
          const { name: title, header } = await sheetOf(bytes);
          expect([title, header]).toEqual([sheet, promised.columns]);
        }
    },
  );
  test("of the template has the sample row and nothing else", async () => {
    const { rows } = await exported(`${path}template-xlsx/`);
    const cells = promised.sample.map((value, index) => [
      promised.columns[index],
      value === true ? "boolean:true" : `text:${value}`,
    ]);
    expect(rows).toEqual([Object.fromEntries(cells)]);
  });
  test("has each value in a cell of its kind: zeros, leading zeros and what looks like a formula too", async () => {
    const cases = [0, 1, 2].map((index) => {
      const picked = fields.map((field) => [field.name, cellCases(field)[index]] as const);
      const isActive = index > 0;
      return {
        body: {
          ...Object.fromEntries(picked.map(([field, found]) => [field, found?.[0]])),
          is_active: isActive,
        },
        row: {
          ...Object.fromEntries(picked.map(([field, found]) => [field, found?.[1]])),
          is_active: `boolean:${isActive}`,
        },
      };
    });
    for (const { body } of cases) await create(path, body);
    const { rows } = await exported(`${path}export-xlsx/?ordering=id`);
    expect(rows).toEqual(cases.map(({ row }) => row));
  });
  test("has no formula, and an empty cell for each null", async () => {
    const code = fresh("empty");
    const nulls = fields.filter(({ type }) => type !== "key" && type !== "name");
    await create(path, {
      ...Object.fromEntries(nulls.map((field) => [field.name, null])),
      [entity.key]: code,
      name: "N",
    });
    const { bytes } = await download(`${path}export-xlsx/?${entity.key}=${code}`);
    const { rows } = await sheetOf(bytes);
    expect(rows).toEqual([{ [entity.key]: `text:${code}`, name: "text:N", is_active: "boolean:true" }]);
    const all = await download(`${path}export-xlsx/`);
    const source = bytesInMemory(all.bytes);
    for (const [part, entry] of await readZipDirectory(source)) {
      const pieces = await listOf(readZipPart(source, entry, 10_000_000));
      expect([part, /<f[\s/>]/.test(Buffer.concat(pieces).toString())]).toEqual([part, false]);
    }
  });
  test("is for operators and administrators alone", async () => {
    const answers: [Caller, number][] = [
      ["anonymous", 401],
      ["agent", 403],
      ["bot", 403],
      ["customer", 403],
      ["operator", 200],
      ["admin", 200],
    ];
    for (const last of ["export-xlsx/", "template-xlsx"])
      for (const [caller, status] of answers) {
        const answer = await download(path + last, caller);
        expect([last, caller, answer.status]).toEqual([last, caller, status]);
        if (status !== 200) expect(answer.headers.get("Content-Type")).toBe("application/json");
      }
  });
  test("is told of by HEAD without being sent", async () => {
    for (const last of ["export-xlsx/", "template-xlsx/"]) {
      const [head, got] = [await download(path + last, "operator", "HEAD"), await download(path + last)];
      expect([head.status, head.bytes.length]).toEqual([200, 0]);
      for (const header of ["Content-Type", "Content-Disposition", "Cache-Control"])
        expect(head.headers.get(header)).toBe(got.headers.get(header));
    }
    expect((await download(`${path}export-xlsx/`, "agent", "HEAD")).status).toBe(403);
    const posted = await asOperator(`${path}export-xlsx/`, { body: {} });
    expect([posted.status, posted.headers.get("Allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
  });
});

describe("an export of many rows", () => {
  const COUNT = 1203;
  const cities = (n: number) => (n < 500 ? "Buxoro" : n < 1000 ? "Xiva" : null);

  beforeAll(async () => {
    await emptyCatalog();
    for (const code_1c of ["P1", "P2"]) await create(PROJECTS, { code_1c, name: code_1c });
    const rows = Array.from({ length: COUNT }, (_, n) => ({
      client_code_1c: `k-${n}`,
      ...{ name: `Mijoz ${(n * 7) % 100}`, city: cities(n), region: n % 4 ? `r${n % 4}` : null },
      ...{ priority: n % 9 ? n % 9 : null, rating: n % 5, is_active: n % 3 > 0 },
      ...{ project: ["P1", "P2", null][n % 3], email: `m${n}@b.uz` },
    }));
    await fill(CLIENTS, rows);
    await expecting(204, asOperator(one(CLIENTS, "k-7"), { method: "DELETE" }));
    await expecting(204, asOperator(one(CLIENTS, "k-999"), { method: "DELETE" }));
  });

  async function listed(query: string): Promise<string[]> {
    const codes: string[] = [];
    for (let page = 1; ; page++) {
      const { results, next } = await list(`${CLIENTS}?${query}&page_size=100&page=${page}`);
      codes.push(...results.map((row: Row) => row.client_code_1c));
      if (!next) return codes;
    }
  }

  test.each([
    ["", COUNT - 2],
    ["city=Buxoro", 499],
    ["city=Buxoro&ordering=priority,-name", 499],
    ["city=Xiva&ordering=region", 499],
    ["ordering=region,-priority", COUNT - 2],
    ["ordering=-rating,name", COUNT - 2],
    ["is_active=false&ordering=name", 400],
    ["project=P1&ordering=-client_code_1c", 400],
    ["project_id=0&search=mijoz 7", 162],
    ["search=mijoz&ordering=-city", COUNT - 2],
    ["code_contains=99&ordering=id", 20],
    ["email=m11@b.uz", 1],
    ["city=nowhere", 0],
    ["created_to=2020-01-01", 0],
  ])("has the live rows that the list has for '%s', in its order, each once", async (query, count) => {
    const codes = (await exported(`${CLIENTS}export-xlsx/?${query}`)).rows.map(
      (row) => row["client_code_1c"],
    );
    expect(codes.length).toBe(count);
    expect(codes).toEqual((await listed(query)).map((code) => `text:${code}`));
  });
  test("has all of them whatever page is asked for, whole pages of 500 and none", async () => {
    const codesOf = async (query: string) =>
      (await exported(`${CLIENTS}export-xlsx/?${query}`)).rows.map((row) => row["client_code_1c"]);
    const all = await codesOf("");
    for (const query of ["page=2&page_size=5", "limit=1&offset=1", "cursor=", "cursor=bad&page=x"])
      expect(await codesOf(query)).toEqual(all);
    const names = [0, 1, 2].map((n) => `export-${n}`);
    for (const [index, sku] of names.entries())
      await fill(
        PRODUCTS,
        Array.from({ length: index * 500 }, (_, n) => ({ code_1c: `${sku}-${n}`, name: "N", sku })),
      );
    for (const [index, sku] of names.entries()) {
      const { rows } = await exported(`${PRODUCTS}export-xlsx/?sku=${sku}`);
      expect(new Set(rows.map((row) => row["code_1c"])).size).toBe(index * 500);
      expect(rows.length).toBe(index * 500);
    }
  });
  test("refuses a bad filter in words, before it sends anything", async () => {
    const answer = await asOperator(`${CLIENTS}export-xlsx/?created_from=yesterday`);
    expect([answer.status, answer.json]).toEqual([400, { created_from: ["Enter a valid date."] }]);
  });
});
