/** Syncs from the button to the row: started once, told while they run, applied in order, and clear about what failed. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { sql } from "../catalog/api.ts";
import { cancelPath, parkedOf, post, retryPath, stateOf, statusPath } from "../tasks/imports.ts";
import { holding } from "../tasks/line.ts";
import { integrate, SyncLine, startPath, stored, tellOf } from "./syncs.ts";

const line = new SyncLine();

describe("a sync", () => {
  test.each([
    ["nomenklatura", "Nomenklatura", "code_1c"],
    ["clients", "Clients", "client_code_1c"],
  ] as const)("of %s is started, told and completed in the contract's words", async (kind, word, key) => {
    const integration = await integrate("n=7;fields=usual;duplicates=3");
    const answer = await post(line, startPath(kind, integration.id));
    const { task_id } = answer.json;
    expect([answer.status, answer.json]).toEqual([
      202,
      {
        ...{ task_id, status: "started", message: `${word} sync started for ${integration.name}` },
        integration: tellOf(integration),
      },
    ]);
    expect(line.waiting.map(({ body }) => body)).toEqual([{ kind: "task", task_id }]);
    expect(await stateOf(task_id)).toMatchObject({
      ...{ status: "fetching", sync_type: kind, integration: tellOf(integration), progress_percent: 0 },
      message: `${word} sync started for ${integration.name}`,
    });
    await line.drain();
    expect(await stateOf(task_id)).toMatchObject({
      ...{ status: "completed", total: 9, created: 7, updated: 2, unchanged: 0, errors: 0 },
      ...{ integration: tellOf(integration), item_errors: [], error_message: null },
    });
    const rows = await stored(integration, kind);
    expect([rows.length, new Set(rows.map((row) => row[key])).size]).toEqual([7, 7]);
    expect(await parkedOf(task_id)).toEqual([]);
  });
  test("that finds everything as it is writes no row", async () => {
    const integration = await integrate("n=7;fields=every");
    await line.whole(integration);
    const before = await stored(integration);
    const again = await stateOf(await line.whole(integration));
    expect(again).toMatchObject({ status: "completed", created: 0, updated: 0, unchanged: 7 });
    expect(await stored(integration)).toEqual(before);
  });
  test("of a base without items is completed, and says so", async () => {
    const id = await line.whole(await integrate("n=0;shape=count"));
    expect(await stateOf(id)).toMatchObject({
      ...{ status: "completed", message: "No data found in 1C", total: 0, progress_percent: 100 },
    });
  });
  test("tells of each item that cannot be applied, the first hundred with their codes and times", async () => {
    const integration = await integrate("n=230;fields=usual;bad=2;missing_codes=10;bad_kind=number");
    const state = await stateOf(await line.whole(integration));
    expect(state).toMatchObject({ status: "completed", created: 115, errors: 115, total: 230 });
    expect(state.item_errors_total).toBe(115);
    const [first] = state.item_errors;
    expect(first?.code).toMatch(/^0+\d+$/);
    expect(first?.error).toContain("A valid number is required.");
    const codeless = state.item_errors.filter(({ code }) => code === null);
    expect(new Set(codeless.map(({ error }) => error))).toEqual(
      new Set(["Ma'lumotlarni parse qilib bo'lmadi: Code"]),
    );
    expect((await stored(integration)).length).toBe(115);
  });
  test("whose project is deleted before it is applied has each of its items refused", async () => {
    const integration = await integrate("n=3");
    const id = await line.begin(integration);
    await line.deliver(line.first());
    await sql("UPDATE projects SET is_deleted = 1 WHERE id = ?", integration.projectId);
    await line.drain();
    const error = `project_id: Invalid pk "${integration.projectId}" - object does not exist.`;
    expect(await stateOf(id)).toMatchObject({
      status: "completed",
      errors: 3,
      item_errors: [{ error }, {}, {}],
    });
  });
});

describe("a sync that fails", () => {
  test("to be fetched says why, never completes, and a retry fetches anew", async () => {
    const integration = await integrate("n=4;fail=1;fail_status=503;label=sync-retry");
    const id = await line.whole(integration);
    const failed = await stateOf(id);
    expect(failed).toMatchObject({ status: "error", total: 0, cancelled: false });
    expect(failed.error_message).toBe("1C answered with an error: status 503");
    expect(failed.error_details).toContain("status 503");
    const again = await post(line, retryPath(id));
    expect([again.status, again.json]).toEqual([
      202,
      {
        ...{ task_id: id, status: "started", message: `Started again: ${integration.name}` },
        integration: tellOf(integration),
      },
    ]);
    await line.drain();
    expect(await stateOf(id)).toMatchObject({ status: "completed", created: 4, error_message: null });
  });
  test("because its integration was switched off meanwhile says that", async () => {
    const integration = await integrate("n=1");
    const id = await line.begin(integration);
    await sql("UPDATE integrations SET is_active = 0 WHERE id = ?", integration.id);
    await line.drain();
    expect((await stateOf(id)).error_message).toBe(
      "The integration or its project was switched off or deleted.",
    );
  });
  test("in the middle of the answer keeps nothing of it", async () => {
    const integration = await integrate("n=700;fields=usual;truncate=600");
    const id = await line.whole(integration);
    expect(await stateOf(id)).toMatchObject({
      ...{ status: "error", error_message: "1C's answer broke off: its end is missing." },
    });
    expect(await stored(integration)).toEqual([]);
  });
  test("at a piece goes on from there when it is tried again", async () => {
    const integration = await integrate("n=741;fields=usual");
    const id = await line.begin(integration);
    await line.deliver(line.first());
    await line.deliver(line.first());
    const { objects } = await env.FILES.list({ prefix: `tasks/${id}/` });
    const key = objects.find((one) => one.key.endsWith("rows-1.json"))?.key ?? "";
    const rows = await (await env.FILES.get(key))?.text();
    await env.FILES.delete(key);
    await line.drain();
    expect(await stateOf(id)).toMatchObject({
      ...{ status: "error", processed: 500 },
      error_message: "The parked items are no longer there: start a new sync.",
    });
    await env.FILES.put(key, rows ?? "");
    expect((await post(line, retryPath(id))).status).toBe(202);
    expect((await stateOf(id)).status).toBe("processing");
    await line.drain();
    expect(await stateOf(id)).toMatchObject({ status: "completed", created: 741, processed: 741 });
  });
});

test("a sync cancelled in the middle stops after the piece in hand, and a retry does the rest", async () => {
  const integration = await integrate("n=241;fields=usual");
  const id = await line.begin(integration);
  await line.deliver(line.first());
  const { trouble, reached, release } = holding("db", 3);
  const inHand = line.deliver(line.first(), trouble);
  await reached;
  const answer = await post(line, cancelPath(id));
  expect([answer.status, answer.json.cancelled]).toEqual([200, true]);
  release();
  await inHand;
  await line.drain();
  expect(await stateOf(id)).toMatchObject({ status: "error", message: "Cancelled", processed: 100 });
  expect((await stored(integration)).length).toBe(100);
  await post(line, retryPath(id));
  await line.drain();
  expect(await stateOf(id)).toMatchObject({ status: "completed", created: 241, cancelled: false });
});

test("an unknown task is 404 wherever it is asked for", async () => {
  const id = crypto.randomUUID();
  for (const path of [cancelPath(id), retryPath(id)]) {
    const { status, json } = await post(line, path);
    expect([status, json]).toEqual([404, { error: "Task not found" }]);
  }
  expect(statusPath(id)).toContain(id);
});
