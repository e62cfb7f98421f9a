/** What people do with a task: look at it, try it again; and who may. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { parkedAt } from "../../src/tasks/index.ts";
import {
  as,
  asOperator,
  type Caller,
  CLIENTS,
  create,
  emptyCatalog,
  expecting,
  fresh,
  get,
  one,
  PROJECTS,
  sql,
} from "../catalog/api.ts";
import { formOf, importPath, type Made, workbookOf } from "../catalog/excel-files.ts";
import {
  begin,
  cancelPath,
  errorsPath,
  leftBy,
  park,
  piecesOf,
  post,
  retryPath,
  stateOf,
  statusPath,
} from "./imports.ts";
import { SampleLine } from "./samples.ts";

const line = new SampleLine();

beforeAll(emptyCatalog);

test("a task that nobody knows is told so, on every path", async () => {
  for (const id of [crypto.randomUUID(), "x", "1", "%D0%81"]) {
    const answers = [
      await asOperator(statusPath(id)),
      await asOperator(errorsPath(id)),
      await post(line, cancelPath(id)),
      await post(line, retryPath(id)),
    ];
    for (const { status, json } of answers)
      expect([status, json]).toEqual([404, { error: "Task not found" }]);
  }
});

test("whoever is signed in may look, operators and administrators alone may steer", async () => {
  const { id } = await line.sample();
  await line.drain();
  const rows: [Caller, look: number, cancel: number, retry: number, errors: number][] = [
    ["anonymous", 401, 401, 401, 401],
    ["customer", 403, 403, 403, 403],
    ["bot", 403, 403, 403, 403],
    ["agent", 200, 403, 403, 403],
    ["operator", 200, 200, 409, 200],
    ["admin", 200, 200, 409, 200],
  ];
  for (const [caller, ...expected] of rows) {
    const answers = [
      await as(caller, statusPath(id)),
      await as(caller, cancelPath(id), { method: "POST" }),
      await as(caller, retryPath(id), { method: "POST" }),
      await as(caller, errorsPath(id)),
    ];
    expect([caller, ...answers.map(({ status }) => status)]).toEqual([caller, ...expected]);
  }
});

describe("the status", () => {
  test("tells how far a task is at every step, and never goes back", async () => {
    const { id, prefix } = await line.sample();
    const seen: unknown[] = [];
    for (;;) {
      const { status, processed, progress_percent } = await stateOf(id);
      seen.push(`${status} ${processed} ${progress_percent}`);
      if (!line.waiting.length) break;
      await line.deliver(line.first());
    }
    const working = [0, 4, 8, 12].map((done) => `processing ${done} ${(done * 100) / 16}`);
    expect(seen).toEqual([...working, "completed 16 100"]);
    const { started_at, completed_at, integration, sync_type, message } = await stateOf(id);
    expect([integration, sync_type, message]).toEqual([
      null,
      "import_client",
      (await leftBy(id, prefix)).message,
    ]);
    expect(String(completed_at) >= started_at).toBe(true);
  });
  test("of a task with one row left of a thousand is 99, not 100", async () => {
    const prefix = fresh("almost");
    const many = Array.from({ length: 999 }, (_, n) => [`${n}`, "N"] as const);
    const id = await park(line, piecesOf(prefix, [many, [["last", "N"]]]));
    await line.deliver(line.first());
    expect(await stateOf(id)).toMatchObject({ processed: 999, progress_percent: 99, status: "processing" });
    await line.drain();
    expect((await stateOf(id)).progress_percent).toBe(100);
  });
  test("shows the first hundred faults in the file's order, and counts them all", async () => {
    const bad = (from: number) =>
      Array.from({ length: 80 }, (_, n) => [`${from + n}`, "x".repeat(101)] as const);
    const prefix = fresh("faults");
    const id = await park(line, piecesOf(prefix, [bad(0), [["good", "N"]], bad(80), bad(160)]));
    await line.drain();
    const state = await stateOf(id);
    expect([state.errors, state.item_errors_total, state.created]).toEqual([240, 240, 1]);
    const words = "name: Ensure this field has no more than 100 characters.";
    expect(state.errors_json).toEqual(
      Array.from({ length: 100 }, (_, n) => ({
        ...{ row: n < 80 ? n + 2 : n + 3, code: `${prefix}/${n}`, error: words },
      })),
    );
    expect(state.item_errors.map(({ code, error }) => ({ code, error }))).toEqual(
      (state.errors_json ?? []).map(({ code, error }) => ({ code, error })),
    );
    expect(state.errors_file).toBe(errorsPath(id));
    expect((await sql("SELECT count(*) AS n FROM task_errors WHERE task_id = ?", id))[0].n).toBe(100);
  });
});

describe("a file for the queue", () => {
  const given = async (rows: Made[][]) => {
    const code_1c = fresh("p");
    const { id } = await create(PROJECTS, { code_1c, name: "N" });
    const form = formOf(workbookOf(["client_code_1c", "name"], ...rows), id);
    const headers = { "Accept-Language": "ru" };
    const started = await post(line, importPath("client", "?wait=false"), form, { headers });
    expect(started.status).toBe(202);
    return { task: started.json.task_id as string, project: code_1c };
  };

  test("goes into the project that was named, with faults in the language of who sent it", async () => {
    const code = fresh("asked");
    const { task, project } = await given([
      [code, "N"],
      ["long", "x".repeat(101)],
    ]);
    await line.drain();
    const state = await stateOf(task);
    expect([state.created, state.errors_json]).toEqual([
      1,
      [{ row: 3, code: "long", error: "name: Убедитесь, что это поле содержит не более 100 символов." }],
    ]);
    expect((await get(one(CLIENTS, code, `?project=${project}`))).project.code_1c).toBe(project);
  });
  test("whose project is deleted before it is worked off has each of its rows refused", async () => {
    const { task, project } = await given([
      [fresh("late"), "N"],
      [fresh("late"), "N"],
    ]);
    const { id } = await get(one(PROJECTS, project));
    await expecting(204, asOperator(one(PROJECTS, project), { method: "DELETE" }));
    await line.drain();
    const state = await stateOf(task);
    expect(state).toMatchObject({ status: "completed", created: 0, errors: 2 });
    expect(state.errors_json?.map(({ error }) => error)).toEqual(
      [1, 2].map(() => `project_id: Недопустимый первичный ключ «${id}» - объект не существует.`),
    );
  });
});

describe("a retry", () => {
  test("of a task that runs, or is completed, is refused, and changes nothing", async () => {
    const unread = await begin(line, "client", workbookOf(["client_code_1c", "name"]));
    const refused = async (id: string) => {
      const [before, waiting] = [await sql("SELECT * FROM tasks WHERE id = ?", id), line.waiting.length];
      const answer = await post(line, retryPath(id));
      const detail = "Only a task that ended with an error can be tried again.";
      expect([answer.status, answer.json]).toEqual([409, { detail }]);
      expect([await sql("SELECT * FROM tasks WHERE id = ?", id), line.waiting.length]).toEqual([
        before,
        waiting,
      ]);
    };
    await refused(unread);
    await line.drain();
    await refused(unread);
    const { id } = await line.sample();
    await refused(id);
    await line.deliver(line.first());
    await refused(id);
    await line.drain();
    await refused(id);
  });
  test("of two at once starts the task once", async () => {
    const task = await line.sample();
    await post(line, cancelPath(task.id));
    await line.drain();
    const answers = await Promise.all([1, 2, 3].map(() => post(line, retryPath(task.id))));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
    await line.drain();
    await line.expectClean(task);
  });
  test("of a file that could not be read reads it anew", async () => {
    const prefix = fresh("again");
    const file = workbookOf(["client_code_1c", "name"], [`${prefix}/a`, "N"]);
    const id = await begin(line, "client", file);
    const key = parkedAt(id, "upload");
    const spoiled = file.map((byte) => byte ^ 1);
    await env.FILES.put(key, spoiled);
    await line.drain();
    const failed = await stateOf(id);
    const words = "XLSX faylni o'qib bo'lmadi";
    expect(failed).toMatchObject({
      ...{ status: "error", message: words, error_message: words, cancelled: false },
      ...{ total: 0, progress_percent: 0 },
    });
    expect(failed.error_details).toBeTruthy();
    await env.FILES.delete(key);
    await post(line, retryPath(id));
    await line.drain();
    expect((await stateOf(id)).error_message).toBe("The uploaded file is no longer there");
    await env.FILES.put(key, file);
    await post(line, retryPath(id));
    await line.drain();
    expect(await stateOf(id)).toMatchObject({ status: "completed", created: 1, error_message: null });
  });
});
