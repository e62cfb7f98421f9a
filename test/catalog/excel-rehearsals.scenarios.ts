/** dry_run: the answer of the real run, and a database that knows nothing of it; and which files are too large to wait for. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { entities } from "../../src/catalog/entities.ts";
import { TaskState } from "../../src/tasks/tasks.schema.ts";
import { Dice } from "../../workers/emulators/dice.ts";
import { cheapPerson } from "../identity/people.ts";
import { tokenOf } from "../support/app.ts";
import { ask } from "../workers/door.ts";
import {
  asOperator,
  CLIENTS,
  costOf,
  create,
  emptyCatalog,
  expecting,
  fresh,
  get,
  one,
  PROJECTS,
  sql,
} from "./api.ts";
import { formOf, importFile, importPath, type Made, workbookOf } from "./excel-files.ts";

const HEADER = ["client_code_1c", "name", "city", "notes", "rating", "is_active"];

/** Everything that an import could write, and what it must not leave behind either. */
async function everything() {
  const tables = [...entities.map(({ table }) => table), "list_counts", "tasks", "task_errors", "guards"];
  const rows = await Promise.all(tables.map((table) => sql(`SELECT * FROM ${table}`)));
  return Object.fromEntries(tables.map((table, index) => [table, rows[index]]));
}

const CODES = ["a", "b", " a ", "A", "v", "g", 7, "7"] as const;

function row(dice: Dice): Made[] {
  const code = dice.between(0, 9) ? dice.pick(CODES) : null;
  // A row of nothing is no row.
  const name = code === null ? "N" : dice.pick<Made>(["N", "M", null, "N", "x".repeat(101)]);
  const city = dice.pick<Made>(["Xiva", "Buxoro", null]);
  return [
    code,
    name,
    city,
    dice.pick<Made>([null, "n"]),
    dice.pick<Made>([null, 1, "5,5", "x"]),
    dice.pick<Made>([true, null, 0]),
  ];
}

/** Rows of their own in between, so that two of one code stand in different pieces. */
const filler = (from: number): Made[][] =>
  Array.from({ length: 1000 }, (_, n) => [`filler-${from + n}`, "N"]);

describe("a rehearsal", () => {
  beforeAll(emptyCatalog);

  test.each(Array.from({ length: 12 }, (_, n) => n))(
    "answers what the real run then answers, and writes nothing (%d)",
    async (round) => {
      const seed = (Date.now() + round) % 2 ** 31;
      const dice = new Dice(seed, round);
      const { id } = await create(PROJECTS, { code_1c: fresh("p"), name: "N" });
      const projectId = dice.between(0, 1) ? id : undefined;
      const before = Array.from({ length: 3 }, () => row(dice));
      await importFile("client", workbookOf(HEADER, ...before), { projectId });
      await sql("UPDATE clients SET is_deleted = 1 WHERE client_code_1c IN ('a', 'v') AND id % 2 = 0");
      const rows = Array.from({ length: dice.between(1, 30) }, () => row(dice));
      if (round < 2) rows.splice(rows.length >> 1, 0, ...filler(round * 1000));
      const file = workbookOf(HEADER, ...rows);

      const stored = await everything();
      const dry = await importFile("client", file, { query: "?dry_run=true", projectId });
      expect([dry.status, costOf(dry).rowsWritten]).toEqual([200, 0]);
      expect(await everything()).toEqual(stored);
      const real = await expecting(200, importFile("client", file, { projectId }));
      expect([seed, dry.json]).toEqual([seed, real]);
      expect(real.created + real.updated + real.unchanged + real.errors.length).toBe(rows.length);
      const again = await expecting(200, importFile("client", file, { query: "?dry_run=1", projectId }));
      expect([again.created, again.errors_json]).toEqual([0, real.errors_json]);
    },
  );
});

describe("a file", () => {
  const rows = (count: number, prefix: string): Made[][] =>
    Array.from({ length: count }, (_, n) => [`${prefix}-${n}`, "N"]);
  const fileOf = (count: number, prefix: string) => workbookOf(["code_1c", "name"], ...rows(count, prefix));
  const countOf = async (prefix: string) =>
    (await sql("SELECT count(*) AS n FROM projects WHERE code_1c LIKE ?", `${prefix}-%`))[0].n;

  test("of 5,000 rows is answered at once, in two round trips for each thousand and one for the caller", async () => {
    const prefix = fresh("most");
    const answer = await importFile("project", fileOf(5000, prefix));
    expect([answer.status, answer.json.created, await countOf(prefix)]).toEqual([200, 5000, 5000]);
    expect(costOf(answer).trips).toBeLessThanOrEqual(11);
  });
  test.each([
    ["of one row more", 5001, ""],
    ["that nobody waits for", 1, "?wait=false"],
    ["that nobody waits for, without rows", 0, "?wait=false&dry_run=false"],
    ["that is rehearsed and nobody waits for", 3, "?wait=0&dry_run=1"],
  ])("%s is stored for the queue: 202, and a task to follow", async (_, count, query) => {
    const prefix = fresh("later");
    const token = await tokenOf(await cheapPerson("operator"));
    const sent: unknown[] = [];
    const queue = { TASKS: { send: async (body: unknown) => void sent.push(body) } };
    const started = await ask(importPath("project", query), {
      token,
      body: formOf(fileOf(count, prefix)),
      env: queue,
    });
    expect([started.status, started.json]).toEqual([
      202,
      {
        task_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f-]{27}$/) as unknown,
        status: "started",
        message: "Import started: fayl.xlsx",
      },
    ]);
    const { task_id } = started.json;
    expect(sent).toEqual([{ kind: "task", task_id }]);
    const state = await get(`/api/v1/integration/sync/status/${task_id}/`);
    expect(TaskState.parse(state)).toEqual(state);
    expect(state).toMatchObject({
      ...{ task_id, sync_type: "import_project", status: "fetching", integration: null },
      ...{ progress_percent: 0, dry_run: query.includes("dry_run=1"), errors_file: null, completed_at: null },
      ...{ errors_json: [], ignored_columns: [], cancelled: false },
    });
    expect(await countOf(prefix)).toBe(0);
  });
  test("that was imported is answered so, though what was stored of it cannot be deleted", async () => {
    const prefix = fresh("kept");
    const rows = Array.from({ length: 150 }, (_, n): Made[] => [`${prefix}-${n}`, "N", "x".repeat(30_000)]);
    const { get, put } = env.FILES;
    const broken = {
      ...{ get: get.bind(env.FILES), put: put.bind(env.FILES) },
      delete: () => Promise.reject(new Error("R2 is away")),
    };
    const answer = await ask(importPath("project"), {
      token: await tokenOf(await cheapPerson("operator")),
      body: formOf(workbookOf(["code_1c", "name", "description"], ...rows)),
      env: { FILES: broken },
    });
    expect([answer.status, answer.json]).toMatchObject([200, { created: 150, errors: [] }]);
    expect(await countOf(prefix)).toBe(150);
  });
  test("with words in wait and dry_run that mean nothing is imported as without them", async () => {
    const prefix = fresh("words");
    await expecting(200, importFile("project", fileOf(1, prefix), { query: "?wait=later&dry_run=maybe" }));
    expect(await countOf(prefix)).toBe(1);
  });
  test("imported while others write the same rows loses none of either", async () => {
    const prefix = fresh("race");
    const header = ["client_code_1c", "name", "city"];
    const rows = Array.from({ length: 300 }, (_, n) => [`${prefix}-${n}`, "N", "Xiva"]);
    await expecting(
      200,
      importFile("client", workbookOf(header.slice(0, 2), ...rows.map((one) => one.slice(0, 2)))),
    );
    const answers = await Promise.all([
      importFile("client", workbookOf(header, ...rows)),
      importFile("client", workbookOf(["client_code_1c", "name", "region"], ...rows)),
      ...[3, 7, 250].map((n) =>
        asOperator(one(CLIENTS, `${prefix}-${n}`), { method: "PATCH", body: { notes: "n" } }),
      ),
    ]);
    for (const { status } of answers) expect([200, 409]).toContain(status);
    const [cities, regions, ...notes] = answers.map(({ status }) => status === 200);
    const stored = await sql(
      "SELECT count(*) AS n, count(city) AS cities, count(region) AS regions, count(notes) AS notes FROM clients WHERE client_code_1c LIKE ?",
      `${prefix}-%`,
    );
    expect(stored).toEqual([
      { n: 300, cities: cities ? 300 : 0, regions: regions ? 300 : 0, notes: notes.filter(Boolean).length },
    ]);
  });
});
