/** What is kept of points is exact after every history, and is put right where it drifted; old points go in pieces. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import {
  findLocationDrift,
  forgetLocations,
  isLocationDrift,
  recountLocations,
} from "../../src/field/index.ts";
import { Ctx } from "../../src/platform/context.ts";
import { configOf } from "../../src/platform/env.ts";
import { Log } from "../../src/platform/log.ts";
import { Dice } from "../../workers/emulators/dice.ts";
import { type Row, sql } from "../catalog/api.ts";
import { envWith } from "../workers/door.ts";
import { batch, change, emptyField, get, HOUR_MS, iso, point, post, remove, visitBy } from "./api.ts";
import { expectKeptExact } from "./kept.ts";

const STEPS = 60;
const BASE = Date.now() - 40 * HOUR_MS;

const ctxOf = (variables: Record<string, unknown> = {}) =>
  new Ctx(envWith(variables), {
    ...{ now: Date.now(), config: configOf(envWith(variables)), log: new Log({}), requestId: "test" },
    waitUntil: () => undefined,
  });

/** Few agents, times and regions, so that histories meet themselves. */
function anyPoint(dice: Dice) {
  const hours = dice.between(0, 60);
  const times = [iso(BASE + hours * HOUR_MS), iso(BASE - hours * HOUR_MS), "2040-01-01T00:00:00Z", null];
  return point(`H${dice.between(1, 3)}`, {
    ...{ device_id: dice.pick(["a", "b"]), logged_at: dice.pick(times) },
    ...{ region: dice.pick(["", "Toshkent", "Buxoro"]), agent_name: dice.pick(["", "Ali"]) },
  });
}

async function anyStep(dice: Dice): Promise<string> {
  const rows = await sql("SELECT id, agent_code FROM agent_locations");
  const step = rows.length ? dice.pick(["post", "batch", "batch", "patch", "patch", "delete"]) : "batch";
  if (step === "post") await post(anyPoint(dice));
  if (step === "batch") await batch(Array.from({ length: dice.between(1, 8) }, () => anyPoint(dice)));
  const row = rows.length ? dice.pick(rows) : { id: 0 };
  if (step === "delete") expect([204, 404]).toContain((await remove(row)).status);
  if (step === "patch") {
    const { agent_code, logged_at, region, agent_name } = anyPoint(dice) as Row;
    const changes = [
      { agent_code },
      { logged_at },
      { region },
      { agent_name },
      { region, logged_at, agent_code },
    ];
    expect([200, 400, 404]).toContain((await change(row, dice.pick(changes))).status);
  }
  return step;
}

test.each([1, 2, 3, 4])("history %i of inserts, late ones, edits and deletes", async (seed) => {
  await emptyField();
  const dice = new Dice(20_261_125, seed);
  for (let step = 0; step < STEPS; step += 1) await expectKeptExact([seed, step, await anyStep(dice)]);
  expect(await findLocationDrift(ctxOf())).toEqual({ latest: 0, days: 0, words: 0, visits: 0 });
  const live = await sql("SELECT count(*) AS n FROM agent_locations WHERE is_deleted = 0");
  expect((await get()).count).toBe(live[0]?.n);
});

test("what drifted is found and put right, and the nightly job says so", async () => {
  await sql("UPDATE agent_days SET n = n + 1 WHERE agent_code = ''");
  await sql("DELETE FROM agent_latest WHERE agent_code = 'H1'");
  await visitBy("H1", BASE);
  await sql("UPDATE image_days SET n = n + 1");
  await sql("UPDATE location_words SET n = 7000 WHERE id = (SELECT min(id) FROM location_words)");
  const drift = await findLocationDrift(ctxOf());
  expect(drift.latest).toBeGreaterThan(0);
  expect(drift.days).toBeGreaterThan(0);
  expect(drift.words).toBeGreaterThan(0);
  expect(drift.visits).toBeGreaterThan(0);
  await recountLocations(ctxOf());
  expect(isLocationDrift(await findLocationDrift(ctxOf()))).toBe(false);
  await expectKeptExact("recounted");
});

test("points go LOCATION_RETENTION_DAYS after they arrived, deleted ones too, in pieces, with what was kept of them", async () => {
  await emptyField();
  const points = (agent: string, length: number) =>
    Array.from({ length }, (_, index) =>
      point(agent, { device_id: "d", logged_at: iso(BASE + index * 1000), region: "Toshkent" }),
    );
  await batch(points("OLD", 700));
  await batch(points("BOTH", 500));
  await env.DB.prepare("UPDATE agent_locations SET is_deleted = 1 WHERE id % 10 = 0").run();
  await env.DB.prepare(
    "UPDATE agent_locations SET created_at = created_at - 181 * 86400000000 WHERE agent_code = 'OLD' OR id % 2 = 0",
  ).run();
  const young = await sql(
    "SELECT count(*) AS n FROM agent_locations WHERE agent_code = 'BOTH' AND id % 2 = 1",
  );
  await recountLocations(ctxOf());
  await forgetLocations(ctxOf({ LOCATION_RETENTION_DAYS: "182" }));
  expect(await sql("SELECT count(*) AS n FROM agent_locations")).toEqual([{ n: 1200 }]);
  const ctx = ctxOf();
  await forgetLocations(ctx);
  expect(ctx.db.stats.trips).toBeGreaterThan(1);
  const left = await sql("SELECT DISTINCT agent_code FROM agent_locations");
  expect(left).toEqual([{ agent_code: "BOTH" }]);
  expect(Number((await sql("SELECT count(*) AS n FROM agent_locations"))[0]?.n)).toBeGreaterThanOrEqual(
    young[0]?.n,
  );
  await expectKeptExact("after the night");
  expect((await get("unique-agents/")).map(({ agent_code }: Row) => agent_code)).toEqual(["BOTH"]);
});
