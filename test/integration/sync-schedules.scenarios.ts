/** Schedules: what is due is started by the minute cron, once, not beside one that runs, and not everything at once. */
import { beforeEach, describe, expect, test } from "vitest";
import { startDueSyncs } from "../../src/integration/index.ts";
import { type Row, sql } from "../catalog/api.ts";
import { cancelPath, post, stateOf } from "../tasks/imports.ts";
import { ctxIn } from "../tasks/line.ts";
import { type Integration, integrate, SyncLine } from "./syncs.ts";

const line = new SyncLine();

/** What the cron starts so many minutes from now. */
async function due(minutes: number): Promise<Row[]> {
  line.lose();
  await startDueSyncs(ctxIn(line, minutes));
  const ids = line.waiting.map(({ body }) => body.task_id);
  return sql(
    `SELECT id, kind, integration_id, created_by FROM tasks
      WHERE id IN (SELECT value FROM json_each(?)) ORDER BY integration_id, kind`,
    JSON.stringify(ids),
  );
}

const kindsOf = (rows: Row[], { id }: Integration) =>
  rows.filter((row) => row.integration_id === id).map(({ kind }) => kind);

describe("a schedule", () => {
  beforeEach(async () => {
    await sql("UPDATE integrations SET sync_nomenklatura_minutes = NULL, sync_clients_minutes = NULL");
  });

  test("a sync is due so many minutes after the last was started, whoever started it, and of its kind alone", async () => {
    const one = await integrate("n=1", { sync_nomenklatura_minutes: 5, sync_clients_minutes: 60 });
    expect(kindsOf(await due(0), one)).toEqual(["clients", "nomenklatura"]);
    await line.drain();
    expect(await due(4)).toEqual([]);
    expect(kindsOf(await due(5), one)).toEqual(["nomenklatura"]);
    await line.drain();
    const started = await line.begin(one);
    await sql("UPDATE tasks SET created_at = created_at + 7 * 60000000 WHERE id = ?", started);
    await line.drain();
    expect(await due(11)).toEqual([]);
    const [row] = await due(12);
    expect(row).toMatchObject({ kind: "nomenklatura", created_by: 0 });
    expect(await stateOf(row.id)).toMatchObject({
      ...{ message: `Nomenklatura sync started for ${one.name}`, sync_type: "nomenklatura" },
      integration: { id: one.id, name: one.name, project: one.project },
    });
    await line.drain();
    expect(await stateOf(row.id)).toMatchObject({ status: "completed", unchanged: 1 });
  });

  test("a cron that comes half a minute early does not let a minute pass", async () => {
    const one = await integrate("n=1", { sync_nomenklatura_minutes: 5 });
    await due(0);
    await line.drain();
    expect(await due(4.4)).toEqual([]);
    expect(kindsOf(await due(4.6), one)).toEqual(["nomenklatura"]);
    await line.drain();
  });

  test("nothing is started beside a sync that runs, however long it takes", async () => {
    const one = await integrate("n=1", { sync_clients_minutes: 1 });
    const [first] = await due(0);
    expect(await due(30)).toEqual([]);
    await post(line, cancelPath(first.id));
    expect(kindsOf(await due(31), one)).toEqual(["clients"]);
    await line.drain();
  });

  test("two crons at the same time start one sync, even where it ends between them", async () => {
    const one = await integrate("n=0", { sync_nomenklatura_minutes: 1 });
    line.lose();
    await Promise.all([1, 2, 3].map(() => startDueSyncs(ctxIn(line, 0))));
    expect(line.waiting.length).toBe(1);
    await line.drain();
    expect(await due(0)).toEqual([]);
    expect((await sql("SELECT id FROM tasks WHERE integration_id = ?", one.id)).length).toBe(1);
  });

  test("one that failed is started again at its time", async () => {
    const one = await integrate("status=500", { sync_nomenklatura_minutes: 2 });
    const [first] = await due(0);
    await line.drain();
    expect((await stateOf(first.id)).status).toBe("error");
    expect(await due(1)).toEqual([]);
    expect(kindsOf(await due(2), one)).toEqual(["nomenklatura"]);
    await line.drain();
  });

  test("an integration that is off or deleted, or whose project is, has no schedule", async () => {
    const minutes = { sync_nomenklatura_minutes: 1 };
    await integrate("n=1", { ...minutes, is_active: 0 });
    await integrate("n=1", { ...minutes, is_deleted: 1 });
    const homeless = await integrate("n=1", minutes);
    await sql("UPDATE projects SET is_deleted = 1 WHERE id = ?", homeless.projectId);
    expect(await due(0)).toEqual([]);
  });

  test("what is due at once is started over some minutes, those that waited longest first", async () => {
    const many: Integration[] = [];
    for (let n = 0; n < 25; n++) many.push(await integrate("n=0", { sync_clients_minutes: 1 }));
    const rounds: Row[][] = [];
    for (const minutes of [0, 1, 2]) {
      rounds.push(await due(minutes));
      await line.drain();
    }
    const [first = [], second = []] = rounds.map((rows) => rows.map((row) => row.integration_id));
    expect([first.length, second.length]).toEqual([20, 20]);
    const waited = many.map(({ id }) => id).filter((id) => !first.includes(id));
    expect(waited.length).toBe(5);
    expect(waited.every((id) => second.includes(id))).toBe(true);
  });

  test("what a schedule costs does not grow with what was synced before", async () => {
    const one = await integrate("n=0", { sync_nomenklatura_minutes: 1, sync_clients_minutes: 1 });
    const cost = async () => {
      line.lose();
      const ctx = ctxIn(line, 0);
      await startDueSyncs(ctx);
      return ctx.db.stats;
    };
    await cost();
    await line.drain();
    const before = await cost();
    await sql(
      `INSERT INTO tasks (id, kind, integration_id, label, status, input, message, created_by, created_at, moved_at, ended_at)
     SELECT 'old-' || value, iif(value % 2, 'clients', 'nomenklatura'), ?, 'old', iif(value % 3, 'completed', 'error'),
       '{}', '', 0, value, value, value FROM json_each(?)`,
      ...[one.id, JSON.stringify(Array.from({ length: 3000 }, (_, n) => n + 1))],
    );
    const after = await cost();
    expect(after.trips).toBe(1);
    expect(after.rowsRead).toBeLessThanOrEqual(before.rowsRead + 8);
  });
});
