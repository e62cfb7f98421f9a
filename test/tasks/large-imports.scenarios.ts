/** Large files through the real queue: the right counts, progress on the way, and bad rows to be corrected and sent again. */
import { beforeAll, describe, expect, test, vi } from "vitest";
import { openWorkbook } from "../../src/catalog/xlsx/open-workbook.ts";
import type { TaskState } from "../../src/tasks/tasks.schema.ts";
import { Dice } from "../../workers/emulators/dice.ts";
import { emptyCatalog, expecting, fresh, get, type Row, sql } from "../catalog/api.ts";
import {
  download,
  formOf,
  importFile,
  importPath,
  listOf,
  type Made,
  sheetOf,
  workbookOf,
} from "../catalog/excel-files.ts";
import { begin, cancelPath, errorsPath, parkedOf, post, stateOf } from "./imports.ts";
import { Line } from "./line.ts";

const HEADER = ["code_1c", "name", "ombor", "title"];
const ROWS = 6100;
const LONG = "x".repeat(256);
const LONG_WORDS = "name: Ensure this field has no more than 255 characters.";

/** Sent, and followed until it ends: every look at it on the way is held against the rules. */
async function followed(
  file: Uint8Array<ArrayBuffer>,
  query = "",
): Promise<{ seen: TaskState[]; last: TaskState }> {
  const { task_id } = await expecting(202, importFile("project", file, { query }));
  const seen: TaskState[] = [];
  await vi.waitFor(
    async () => {
      const state = await stateOf(task_id);
      seen.push(state);
      expect(["completed", "error"]).toContain(state.status);
    },
    { timeout: 30_000, interval: 40 },
  );
  const progress = seen.map(({ progress_percent }) => progress_percent);
  expect(progress).toEqual([...progress].sort((a, b) => a - b));
  const last = seen.at(-1);
  if (!last) throw new Error("Nobody looked");
  return { seen, last };
}

const countsOf = ({ total, processed, created, updated, unchanged, errors }: TaskState) => ({
  ...{ total, processed, created, updated, unchanged, errors },
});

describe("a file of 6,100 rows", () => {
  const prefix = fresh("large");
  /** Codes that come again in later pieces, written in other ways, and rows that no column takes. */
  const row = (n: number): Made[] => {
    const code = `${prefix}-${n}`;
    if (n % 100 === 99) return ["", `without a code ${n}`, null, "T"];
    if (n % 100 === 50) return [code, LONG, "o", n];
    if (n % 250 === 10 && n > 2000) return [` ${prefix}-${n - 2000} `, `changed ${n}`];
    if (n % 250 === 20 && n > 2000) return [`${prefix}-${n - 2000}`, `Loyiha ${n - 2000}`];
    return [code, `Loyiha ${n}`, n, "T"];
  };
  const rows = Array.from({ length: ROWS }, (_, n) => row(n));
  const file = workbookOf(HEADER, ...rows);
  const expected = { total: ROWS, processed: ROWS, created: 5962, updated: 8, unchanged: 8, errors: 122 };
  let real: TaskState;

  beforeAll(emptyCatalog);

  test("is rehearsed without a row written, with the counts and the faults of the real run", async () => {
    const { last: dry } = await followed(file, "?dry_run=true");
    expect((await sql("SELECT count(*) AS n FROM projects"))[0].n).toBe(0);
    expect(dry).toMatchObject({ status: "completed", dry_run: true, ...expected });
    const { last, seen } = await followed(file);
    real = last;
    expect(countsOf(real)).toEqual(countsOf(dry));
    expect([real.errors_json, real.ignored_columns]).toEqual([dry.errors_json, dry.ignored_columns]);
    expect(seen.length).toBeGreaterThan(2);
  });
  test("ends with the right counts, faults and rows, in the file's order", async () => {
    expect(real).toMatchObject({
      ...{
        status: "completed",
        dry_run: false,
        progress_percent: 100,
        ignored_columns: ["ombor"],
        ...expected,
      },
      ...{ error_message: null, cancelled: false, sync_type: "import_project", integration: null },
    });
    const empty = "code_1c bo'sh bo'lishi mumkin emas";
    expect(real.errors_json?.slice(0, 2)).toEqual([
      { row: 52, code: `${prefix}-50`, error: LONG_WORDS },
      { row: 101, code: null, error: empty },
    ]);
    expect(real.errors_json).toHaveLength(100);
    const stored = await sql("SELECT code_1c, name, title FROM projects ORDER BY id");
    const kept = new Map<string, Row>();
    for (const [code, name, , title = null] of rows) {
      const key = String(code).trim();
      if (key === "" || name === LONG) continue;
      kept.set(key, { title, ...kept.get(key), code_1c: key, name });
    }
    expect(stored).toEqual([...kept.values()]);
    expect(await parkedOf(real.task_id)).toEqual(Array.from({ length: 7 }, (_, n) => `bad-${n}.json`));
  });
  test("again changes nothing", async () => {
    const { last } = await followed(file);
    expect(countsOf(last)).toMatchObject({ created: 0, errors: 122 });
    // A code that comes twice goes to its first name and back again.
    expect([last.updated, last.unchanged]).toEqual([16, 5962]);
  });
  test("has its bad rows as a workbook, as they stood, that can be corrected and sent again", async () => {
    expect(real.errors_file).toBe(errorsPath(real.task_id));
    const { status, headers, bytes } = await download(errorsPath(real.task_id));
    expect([status, headers.get("Content-Disposition")]).toEqual([
      200,
      'attachment; filename="projects_errors.xlsx"',
    ]);
    const { header, rows: bad, name } = await sheetOf(bytes);
    expect([name, header, bad.length]).toEqual(["Projects", ["code_1c", "name", "title", "error"], 122]);
    expect(bad.slice(0, 2)).toEqual([
      { code_1c: `text:${prefix}-50`, name: `text:${LONG}`, title: "text:50", error: `text:${LONG_WORDS}` },
      {
        ...{ name: "text:without a code 99", title: "text:T" },
        error: "text:code_1c bo'sh bo'lishi mumkin emas",
      },
    ]);
    const refused = await expecting(200, importFile("project", bytes));
    expect(refused).toMatchObject({ created: 0, ignored_columns: ["error"] });
    expect(refused.errors_json.map(({ error }: Row) => error)).toEqual(
      bad.map((one) => one["error"]?.slice(5)),
    );

    const cells = (await listOf((await openWorkbook(bytes)).rows())).slice(1).map((one) => one.cells);
    const corrected = cells.map(([code, , title, error], n): Made[] => [
      ...[code?.text ?? `${prefix}-new-${n}`, "Tuzatildi", title?.text ?? null, error?.text ?? null],
    ]);
    const answer = await expecting(200, importFile("project", workbookOf(header, ...corrected)));
    expect(answer).toMatchObject({ created: 122, updated: 0, unchanged: 0, errors: [] });
    expect(await get(`/api/v1/project/${prefix}-50/`)).toMatchObject({ name: "Tuzatildi", title: "50" });
  });
});

test("a rehearsal of rows that come again and again, in one piece and in others, counts as the real run does", async () => {
  const seed = Date.now() % 2 ** 31;
  const [dice, prefix] = [new Dice(seed, 0), fresh("again")];
  const rows = Array.from({ length: 3200 }, (): Made[] => [
    `${" ".repeat(dice.between(0, 1))}${prefix}-${dice.between(0, dice.pick([3, 900, 9000]))}`,
    dice.pick(["N", "M", "", LONG]),
    null,
    dice.pick(["T", "U", null]),
  ]);
  const file = workbookOf(HEADER, ...rows);
  const { last: dry } = await followed(file, "?wait=false&dry_run=true");
  const { last } = await followed(file, "?wait=false");
  expect([seed, countsOf(dry), dry.errors_json]).toEqual([seed, countsOf(last), last.errors_json]);
  for (const name of ["created", "updated", "unchanged", "errors"] as const)
    expect(last[name]).toBeGreaterThan(50);
});

describe("a file of few rows with long texts", () => {
  const prefix = fresh("long");
  const rows = Array.from({ length: 200 }, (_, n): Made[] => [
    `${prefix}-${n % 7}`,
    `N ${n % 11}`,
    `${n % 5}`.repeat(30_000),
  ]);
  const file = workbookOf(["client_code_1c", "name", "notes"], ...rows);

  test("is cut by its text: no piece holds more than a million characters", async () => {
    const line = new Line();
    const id = await begin(line, "client", file);
    for (const message of [...line.waiting]) await line.deliver(message);
    expect(await parkedOf(id)).toEqual([...Array.from({ length: 7 }, (_, n) => `rows-${n}.json`), "upload"]);
    await post(line, cancelPath(id));
  });
  test("is rehearsed with the counts of the real run, each piece reading the one before it alone", async () => {
    const line = new Line();
    const id = await begin(line, "client", file, "&dry_run=true");
    const reads: number[] = [];
    while (line.waiting[0]) {
      let files = 0;
      const before = (where: string) => {
        if (where === "files") files += 1;
      };
      await line.deliver(line.waiting[0], { before });
      reads.push(files);
    }
    const dry = await stateOf(id);
    expect(dry).toMatchObject({ status: "completed", total: 200, created: 7, errors: 0 });
    // A piece, the states before it, and its own.
    for (const files of reads.slice(2, -1)) expect(files).toBe(3);
    const { task_id } = await expecting(202, importFile("client", file, { query: "?wait=false" }));
    await vi.waitFor(async () => expect((await stateOf(task_id)).status).toBe("completed"), 10_000);
    expect(countsOf(await stateOf(task_id))).toEqual(countsOf(dry));
  });
});

test("more text than may be in memory at once is worked off as a task, however few rows it is in", async () => {
  const rows = Array.from({ length: 560 }, (_, n): Made[] => [fresh("much"), "N", `${n % 9}`.repeat(30_000)]);
  const file = workbookOf(["client_code_1c", "name", "notes"], ...rows);
  const line = new Line();
  const started = await post(line, importPath("client"), formOf(file));
  expect([started.status, started.json.status]).toEqual([202, "started"]);
  await post(line, cancelPath(started.json.task_id));
});

test("faults as long as cells may be are told in short, a hundred at once", async () => {
  const rows = Array.from({ length: 120 }, (_, n): Made[] => [`${n}${"ж".repeat(32_000)}`, "N"]);
  const file = workbookOf(["client_code_1c", "name"], ...rows);
  const { task_id } = await expecting(202, importFile("client", file, { query: "?wait=false" }));
  await vi.waitFor(async () => expect((await stateOf(task_id)).status).toBe("completed"), 10_000);
  expect(await stateOf(task_id)).toMatchObject({ errors: 120, created: 0 });
});

test("the bad rows of a file have its own columns alone: what it did not say, the corrected file does not say either", async () => {
  const code = fresh("quiet");
  const file = workbookOf(["client_code_1c", "name"], [code, LONG]);
  const { task_id } = await expecting(202, importFile("client", file, { query: "?wait=false" }));
  await vi.waitFor(async () => expect((await stateOf(task_id)).status).toBe("completed"), 10_000);
  const { header } = await sheetOf((await download(errorsPath(task_id))).bytes);
  expect(header).toEqual(["client_code_1c", "name", "error"]);
  await expecting(200, importFile("client", workbookOf(header, [code, "N", ""])));
  expect(await get(`/api/v1/client/${code}/`)).toMatchObject({
    currency: "UZS",
    country: "Uzbekistan",
    priority: 0,
  });
});

test("a task without bad rows has no file of them", async () => {
  const file = workbookOf(["code_1c", "name"], [fresh("good"), "N"]);
  const { last } = await followed(file, "?wait=false");
  expect(last).toMatchObject({ status: "completed", created: 1, errors_file: null });
  const answer = await download(errorsPath(last.task_id));
  expect([answer.status, new TextDecoder().decode(answer.bytes)]).toEqual([404, '{"detail":"Not found."}']);
});
