/** The history of syncs: newest first, filtered, and as cheap after years as on the first day. */
import { beforeAll, describe, expect, test } from "vitest";
import { SyncHistory } from "../../src/tasks/tasks.schema.ts";
import { as, asOperator, costOf, get, type Row, sql } from "../catalog/api.ts";
import { cancelPath, parkedOf, post } from "../tasks/imports.ts";
import { type Integration, integrate, SyncLine } from "./syncs.ts";

const HISTORY = "/api/v1/integration/history/";
const line = new SyncLine();
let [one, other]: Integration[] = [];
const ids: string[] = [];

const idsOf = async (query: string): Promise<string[]> => {
  const { results, count } = SyncHistory.parse(await get(HISTORY + query));
  expect(count).toBe(results.length);
  return results.map(({ task_id }) => task_id);
};

describe("the history", () => {
  beforeAll(async () => {
    await sql("DELETE FROM tasks");
    [one, other] = [await integrate("n=3;fields=usual;missing_codes=2"), await integrate("status=404")];
    ids.push(await line.whole(one), await line.whole(one, "clients"), await line.whole(other));
    ids.push(await line.begin(other, "clients"));
    // Imports are no syncs.
    await sql(
      `INSERT INTO tasks (id, kind, label, status, input, message, created_by, created_at, moved_at)
     VALUES ('import', 'import_client', 'a.xlsx', 'fetching', '{}', '', 1, ?1, ?1)`,
      Date.now() * 2000,
    );
  });

  test("has every sync, newest first, with what came of it", async () => {
    const { results } = SyncHistory.parse(await get(HISTORY));
    expect(results.map(({ task_id }) => task_id)).toEqual([...ids].reverse());
    const [running, failed, , whole] = results;
    expect(whole).toMatchObject({
      ...{ id: ids[0], integration_id: one?.id, integration_name: one?.name, sync_type: "nomenklatura" },
      ...{ status: "completed", total_items: 3, processed_items: 3, created_items: 2, updated_items: 0 },
      ...{ error_items: 1, error_details: null },
    });
    expect(whole?.item_errors).toMatchObject([
      { code: null, error: "Ma'lumotlarni parse qilib bo'lmadi: Code" },
    ]);
    const [told] = whole?.item_errors ?? [];
    expect(told && Date.parse(told.timestamp)).toBeLessThanOrEqual(Date.parse(whole?.end_time ?? ""));
    expect(failed).toMatchObject({ status: "error", item_errors: [], total_items: 0 });
    expect(failed?.error_details).toContain("status 404");
    expect(running).toMatchObject({ status: "fetching", end_time: null, sync_type: "clients" });
  });
  test("is filtered by status, integration and kind, alone and together", async () => {
    const [a, b, c, d] = ids;
    for (const [query, expected] of [
      ["?status=completed", [b, a]],
      ["?status=error", [c]],
      ["?status=processing", []],
      ["?status=nothing", []],
      ["?status=", [d, c, b, a]],
      [`?integration_id=${one?.id}`, [b, a]],
      ["?integration_id=987654321", []],
      ["?integration_id=one", []],
      ["?sync_type=clients", [d, b]],
      ["?sync_type=import_client", []],
      [`?sync_type=clients&integration_id=${other?.id}`, [d]],
      [`?sync_type=nomenklatura&integration_id=${other?.id}&status=error`, [c]],
      ["?limit=1", [d]],
      ["?limit=0", [d, c, b, a]],
      ["?limit=many", [d, c, b, a]],
    ] as const)
      expect([query, await idsOf(query)]).toEqual([query, expected]);
  });
  test("is told to every member of the staff", async () => {
    expect((await as("agent", HISTORY)).status).toBe(200);
    expect((await as("bot", HISTORY)).status).toBe(403);
  });
  test("reads in one round trip no more than it shows, whatever is filtered, and at most 500", async () => {
    await post(line, cancelPath(ids[3] ?? ""));
    expect(await parkedOf(ids[3] ?? "")).toEqual([]);
    const many = Array.from({ length: 4000 }, (_, n) => n + 1);
    await sql(
      `INSERT INTO tasks (id, kind, integration_id, label, status, input, message, created_by, created_at, moved_at, ended_at)
       SELECT 'old-' || value, iif(value % 100, 'nomenklatura', 'clients'), ?, 'old', iif(value % 200, 'completed', 'error'),
         '{}', '', 0, value, value, value FROM json_each(?)`,
      ...[one?.id, JSON.stringify(many)],
    );
    const costs: Row = {};
    for (const [query, shown] of [
      ["?", 100],
      ["?limit=500", 500],
      ["?limit=501", 500],
      ["?status=error&limit=5", 5],
      ["?sync_type=clients&limit=5", 5],
      [`?integration_id=${one?.id}&sync_type=clients&status=error&limit=5`, 5],
      [`?integration_id=${other?.id}`, 2],
    ] as const) {
      const received = await asOperator(HISTORY + query);
      const { trips, rowsRead } = costOf(received);
      costs[query] = rowsRead;
      expect([query, received.json.count, trips]).toEqual([query, shown, 1]);
      // Of each of the eight kinds and statuses as many as are asked for: its index, its row, the order, the answer.
      expect([query, rowsRead <= 8 * 5 * Math.max(shown, 5), rowsRead]).toEqual([query, true, rowsRead]);
    }
    expect(costs["?status=error&limit=5"]).toBeLessThan(100);
  });
});
