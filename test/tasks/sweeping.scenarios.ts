/** What nobody asks for: lost messages sent again, tasks that stand still ended, and what was parked thrown away. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { forgetParked, sweepTasks } from "../../src/tasks/index.ts";
import { asOperator, emptyCatalog, fresh, sql } from "../catalog/api.ts";
import { download, formOf, importPath, workbookOf } from "../catalog/excel-files.ts";
import { begin, cancelPath, errorsPath, leftBy, parkedOf, post, retryPath, stateOf } from "./imports.ts";
import { ctxIn, holding } from "./line.ts";
import { SampleLine } from "./samples.ts";

const line = new SampleLine();

const sweep = (minutes: number) => sweepTasks(ctxIn(line, minutes));

beforeAll(emptyCatalog);

describe("a lost message", () => {
  test.each([0, 1, 2, 3])(
    "of piece %d is sent again by the sweeper, once it has been missed for two minutes",
    async (piece) => {
      const task = await line.sample(piece);
      line.lose();
      await sweep(1.9);
      expect(line.waiting).toEqual([]);
      await sweep(2.1);
      expect(line.waiting.map(({ body }) => body)).toEqual([{ kind: "task", task_id: task.id, piece }]);
      await line.drain();
      await line.expectClean(task);
    },
  );
  test("of the step that reads the file, and of the end after the last piece, is too", async () => {
    const id = await begin(line, "client", workbookOf(["client_code_1c", "name"], [fresh("lost"), "N"]));
    line.lose();
    await sweep(3);
    expect(line.waiting.map(({ body }) => body)).toEqual([{ kind: "task", task_id: id }]);
    await line.drain();
    expect(await stateOf(id)).toMatchObject({ status: "completed", created: 1 });

    const task = await line.sample(3);
    // After the third call to the database the last piece is done, and nothing else has been.
    expect(await line.deliver(line.first(), { crash: { at: 6, when: "before" } })).toBe("crash");
    expect(await stateOf(task.id)).toMatchObject({
      status: "processing",
      processed: 16,
      progress_percent: 99,
    });
    line.lose();
    await sweep(3);
    await line.drain();
    await line.expectClean(task);
  });
  test("that was not lost, only late, changes nothing when it comes after all", async () => {
    const task = await line.sample();
    for (let minutes = 3; minutes < 9; minutes++) {
      await sweep(minutes);
      if (minutes % 2) await line.deliver(line.waiting.at(-1) ?? line.first());
    }
    await line.drain();
    await line.expectClean(task);
  });
  test("of one who answers a person is no fault of the answer: the task is there, and the sweeper sends", async () => {
    const down = { TASKS: { send: () => Promise.reject(new Error("the queue is down")) } };
    const prefix = fresh("unsent");
    const form = formOf(workbookOf(["client_code_1c", "name"], [`${prefix}/a`, "N"]));
    const started = await post(line, importPath("client", "?wait=false"), form, { replaced: down });
    expect([started.status, started.json.status]).toEqual([202, "started"]);
    const id: string = started.json.task_id;
    await post(line, cancelPath(id));
    const again = await post(line, retryPath(id), undefined, { replaced: down });
    expect([again.status, line.waiting]).toEqual([202, []]);
    await sweep(3);
    await line.drain();
    expect(await stateOf(id)).toMatchObject({ status: "completed", created: 1 });
  });
});

describe("a task that stands still", () => {
  test("for 15 minutes ends with an error that says so; one that moves, or has ended, does not", async () => {
    const [still, moving, ended] = [await line.sample(), await line.sample(), await line.sample()];
    await post(line, cancelPath(ended.id));
    await line.drain();
    await sql(
      "UPDATE tasks SET status = 'processing', ended_at = NULL WHERE id IN (?, ?)",
      still.id,
      moving.id,
    );
    await sql("UPDATE tasks SET moved_at = moved_at + 300000000 WHERE id = ?", moving.id);
    const before = await stateOf(ended.id);
    await sweep(14.9);
    expect((await stateOf(still.id)).status).toBe("processing");
    line.lose();
    await sweep(15.1);
    const words = "The task has not moved for 15 minutes. Start a retry.";
    expect(await stateOf(still.id)).toMatchObject({
      ...{ status: "error", message: words, error_message: words, cancelled: false },
    });
    expect((await stateOf(moving.id)).status).toBe("processing");
    expect(await stateOf(ended.id)).toEqual(before);
    expect(line.waiting.map(({ body }) => body.task_id)).toEqual([moving.id]);
    await line.drain();
  });
  test("begins again where it stood when it is tried again", async () => {
    const task = await line.sample(1);
    line.lose();
    await sweep(16);
    expect(await stateOf(task.id)).toMatchObject({ status: "error", processed: 4 });
    expect((await post(line, retryPath(task.id))).status).toBe(202);
    await line.drain();
    await line.expectClean(task);
  });
  test("with a piece in hand all the while is not changed by that piece any more, and a retry does it", async () => {
    const task = await line.sample(1);
    // The third call to the database is the write.
    const { trouble, reached, release } = holding("db", 3);
    const inHand = line.deliver(line.first(), trouble);
    await reached;
    await sweep(16);
    const ended = await leftBy(task.id, task.prefix);
    expect(ended).toMatchObject({ status: "error", processed: 4 });
    release();
    expect(await inHand).toBe("ack");
    expect({ ...(await leftBy(task.id, task.prefix)), bad: ended.bad, parked: ended.parked }).toEqual(ended);
    await line.expectRetried(task);
  });
  test("and was cancelled meanwhile ends as that", async () => {
    const [lost, still] = [await line.sample(), await line.sample()];
    for (const { id } of [lost, still]) await post(line, cancelPath(id));
    line.lose();
    await sql("UPDATE tasks SET moved_at = moved_at - 900000000 WHERE id = ?", still.id);
    await sweep(3);
    await line.drain();
    for (const { id } of [lost, still])
      expect(await stateOf(id)).toMatchObject({ status: "error", message: "Cancelled", cancelled: true });
  });
});

describe("what a task parked", () => {
  const DAY = 24 * 60;

  test("is gone when it completes, but for its bad rows, which stay for seven days", async () => {
    const file = workbookOf(["client_code_1c", "name"], [fresh("kept"), "N"], ["", "N"], ["", "N"]);
    const id = await begin(line, "client", file);
    expect(await parkedOf(id)).toEqual(["upload"]);
    await line.deliver(line.first());
    expect(await parkedOf(id)).toEqual(["rows-0.json", "upload"]);
    await line.drain();
    expect(await parkedOf(id)).toEqual(["bad-0.json"]);
    await forgetParked(ctxIn(line, 6.9 * DAY));
    expect(await parkedOf(id)).toEqual(["bad-0.json"]);
    expect((await stateOf(id)).errors_file).toBe(errorsPath(id));
    await forgetParked(ctxIn(line, 7.1 * DAY));
    expect(await parkedOf(id)).toEqual([]);
    await sql("UPDATE tasks SET ended_at = ended_at - 7.1 * 86400000000 WHERE id = ?", id);
    expect((await stateOf(id)).errors_file).toBeNull();
    expect((await download(errorsPath(id))).status).toBe(404);
  });
  test("stays for seven days when it ended with an error; a retry after that says what is missing", async () => {
    const task = await line.sample(1);
    await post(line, cancelPath(task.id));
    await line.drain();
    const parked = await parkedOf(task.id);
    expect(parked).toHaveLength(5);
    await forgetParked(ctxIn(line, 6.9 * DAY));
    expect(await parkedOf(task.id)).toEqual(parked);
    await forgetParked(ctxIn(line, 7.1 * DAY));
    expect(await parkedOf(task.id)).toEqual([]);
    await post(line, retryPath(task.id));
    await line.drain();
    expect(await stateOf(task.id)).toMatchObject({
      ...{ status: "error", error_message: "The parked rows are no longer there", processed: 4 },
    });
  });
  test("is found however long ago it was forgotten, and so is an upload that never became a task", async () => {
    const task = await line.sample(1);
    await post(line, cancelPath(task.id));
    await line.drain();
    await forgetParked(ctxIn(line, 400 * DAY));
    expect(await parkedOf(task.id)).toEqual([]);
    const [stray, young] = [crypto.randomUUID(), await line.sample()];
    await env.FILES.put(`tasks/${stray}/upload`, "left by a crash");
    await forgetParked(ctxIn(line, 0.9 * DAY));
    expect(await parkedOf(stray)).toEqual(["upload"]);
    await forgetParked(ctxIn(line, 1.1 * DAY));
    expect(await parkedOf(stray)).toEqual([]);
    await line.drain();
    await line.expectClean(young);
  });
  test("of a task that runs again is not thrown away, however long ago it ended first", async () => {
    const task = await line.sample();
    await post(line, cancelPath(task.id));
    await line.drain();
    await sql("UPDATE tasks SET ended_at = ended_at - 6.9 * 86400000000 WHERE id = ?", task.id);
    await post(line, retryPath(task.id));
    await forgetParked(ctxIn(line, DAY));
    await line.drain();
    await line.expectClean(task);
  });
  test.each([
    ["small", 1],
    ["too large to be held in memory", 5_000_000],
  ])("is nothing for a %s file that is refused, or imported at once", async (_, size) => {
    const before = (await env.FILES.list()).objects.length;
    const code = fresh("now");
    const fillers = Array.from({ length: Math.ceil(size / 30_000) }, () => ["x".repeat(30_000)]);
    const noRows = workbookOf(["name"], ...fillers);
    const noFile = formOf(noRows);
    noFile.append("fayl", noFile.get("file") ?? "");
    noFile.delete("file");
    const forms: [FormData, number][] = [
      [formOf(noRows), 400],
      [noFile, 400],
      [formOf(noRows.slice(0, -1)), 400],
      [formOf(noRows, 999), 400],
      [
        formOf(
          workbookOf(
            ["client_code_1c", "name", "?"],
            [code, "N"],
            ...fillers.map(() => ["", "", "x".repeat(30_000)]),
          ),
        ),
        200,
      ],
    ];
    for (const [body, status] of forms)
      expect((await asOperator(importPath("client"), { body })).status).toBe(status);
    const broken = `--a\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n${"x".repeat(size)}`;
    const headers = { "Content-Type": "multipart/form-data; boundary=a" };
    expect((await asOperator(importPath("client"), { body: broken, headers })).status).toBe(400);
    expect((await env.FILES.list()).objects.length).toBe(before);
  });
});
