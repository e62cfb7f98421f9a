/** Out and in again: a project's rows exported and imported into an empty one are the same in every column. */
import { beforeAll, expect, test } from "vitest";
import { entities } from "../../src/catalog/entities.ts";
import { Dice } from "../../workers/emulators/dice.ts";
import { create, emptyCatalog, entityOf, expecting, fill, fresh, list, PROJECTS, type Row } from "./api.ts";
import type { Promised } from "./contract-fields.ts";
import { promisedColumns, promisedFile } from "./excel-columns.ts";
import { download, importFile } from "./excel-files.ts";
import { anyValue } from "./values.ts";

const ROWS = 600;

const HOSTILE = [
  ...[
    "=1+1",
    "+998901234567",
    "-5",
    "@SUM(A1)",
    "'00123",
    "00123",
    "1.23E+13",
    "12345678901234567890",
    "TRUE",
  ],
  ...[
    "false",
    "#N/A",
    "null",
    "NULL",
    "_x000D_",
    "_x0041_",
    "__x0000_",
    "a\rb",
    "a\r\nb",
    "a\tb\u000bc\u0001d",
  ],
  ...[
    "<b>&amp;\"'</b>",
    "]]>",
    "\ufffe\uffff",
    "😀 ё ў қ",
    "a\u2028b",
    "a  b   c",
    "٣",
    "1 234,50",
    "01.02.2026",
  ],
];
const DAYS = [
  "0001-01-01",
  "1899-12-31",
  "1900-01-01",
  "1900-02-28",
  "1900-03-01",
  "1904-01-01",
  "9999-12-31",
];

function valueFor(field: Promised, dice: Dice): unknown {
  if (field.type === "text" && dice.between(0, 1)) return dice.pick(HOSTILE).slice(0, field.limit).trim();
  if (field.type === "date" && dice.between(0, 1)) return dice.pick(DAYS);
  const [sent] = anyValue(field, dice);
  return sent;
}

beforeAll(emptyCatalog);

test.each(entities.map(({ name }) => name))("of %s, whatever is in them", async (name) => {
  const seed = Date.now() % 2 ** 31;
  const entity = entityOf(name);
  const path = `/api/v1/${name}/`;
  const columns = promisedColumns(entity);
  const rows = Array.from({ length: ROWS }, (_, n) => {
    const dice = new Dice(seed, n);
    const values = columns.map((field) => [field.name, valueFor(field, dice)]);
    const name = dice.pick(HOSTILE).slice(0, 60);
    return {
      ...Object.fromEntries(values),
      ...{ [entity.key]: `${n}${dice.pick(HOSTILE).slice(0, 40)}`, name, is_active: dice.between(0, 1) > 0 },
    };
  });
  const projects: number[] = [];
  for (const code_1c of [fresh("from"), fresh("to")])
    projects.push((await create(PROJECTS, { code_1c, name: code_1c })).id);
  const [from = 0, to = 0] = projects;
  if (!entity.ofProject) await emptyCatalog();
  await fill(path, entity.ofProject ? rows.map((row) => ({ ...row, project_id: from })) : rows);

  /** By their codes, with the columns of the file alone. */
  async function stored(project: number): Promise<Row> {
    const found: [string, unknown][] = [];
    for (let page = 1; found.length === (page - 1) * 100; page++) {
      const query = entity.ofProject ? `project_id=${project}&` : "";
      const { results } = await list(`${path}?${query}ordering=id&page_size=100&page=${page}`);
      for (const row of results)
        found.push([
          row[entity.key],
          promisedFile(entity).columns.map((column) => [column, row[column] === "" ? null : row[column]]),
        ]);
      if (found.length === ROWS) break;
    }
    return Object.fromEntries(found);
  }

  const before = await stored(from);
  expect(Object.keys(before)).toHaveLength(ROWS);
  const exported = await download(
    `${path}export-xlsx/?ordering=id${entity.ofProject ? `&project_id=${from}` : ""}`,
  );
  expect(exported.status).toBe(200);
  if (!entity.ofProject) await emptyCatalog();
  const given = { projectId: entity.ofProject ? to : undefined };
  const answer = await expecting(200, importFile(name, exported.bytes, given));
  expect([seed, answer]).toMatchObject([seed, { created: ROWS, updated: 0, unchanged: 0, errors: [] }]);
  expect([seed, await stored(to)]).toEqual([seed, before]);
  const again = await expecting(200, importFile(name, exported.bytes, given));
  expect([seed, again]).toMatchObject([seed, { created: 0, updated: 0, unchanged: ROWS, errors: [] }]);
});
