/** The nightly recount of yesterday: silent where all is well, a warning where it is not, and nothing is mended. */

import { createExecutionContext, createScheduledController } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import { Db } from "../../src/platform/sql.ts";
import { findReportDrift } from "../../src/reports/index.ts";
import worker from "../../workers/index.ts";
import type { Person } from "../support/app.ts";
import { envWith, logged } from "../workers/door.ts";
import { add, at, decide, named, PLACES } from "./field.ts";

const DAY = "2036-05-05";
let made: { id: number }[];
let operator: Person;

beforeAll(async () => {
  const agent = await named("agent", "Hisob");
  operator = await named("operator", "Nazorat");
  made = await at(`${DAY}T23:00`, () => Promise.all(PLACES.map((place) => add(agent, place))));
  await at(`${DAY}T23:30`, async () => {
    for (const { id } of made) await decide(operator, id, "approve");
    for (const { id } of made.slice(0, 2)) await decide(operator, id, "reject");
  });
  // What was decided anew afterwards is still yesterday's decision.
  await at("2036-05-06T01:00", () => decide(operator, made[0]?.id ?? 0, "approve"));
});

/** What the nightly job logs at 03:00 in Tashkent. */
async function night() {
  const { lines } = await at("2036-05-06T03:00", () =>
    logged(() =>
      worker.scheduled(
        createScheduledController({ scheduledTime: new Date(), cron: "0 22 * * *" }),
        envWith({}),
        createExecutionContext(),
      ),
    ),
  );
  return lines.find(({ job }) => job === "recount_yesterday");
}

const driftAt = (time: string) => at(time, () => findReportDrift({ db: new Db(env.DB), now: Date.now() }, 2));

const set = (statement: string) => env.DB.prepare(statement).run();

test("is silent where the counts are right", async () => {
  expect(await night()).toMatchObject({ outcome: "done", level: "info", trips: 1 });
  expect(await driftAt("2036-05-06T03:00")).toEqual([
    { of: DAY, rows: 0 },
    { of: "2036-05-04", rows: 0 },
    { of: "months", rows: 0 },
  ]);
});

test.each([
  [
    "a count that is too high",
    `UPDATE report_counts SET added = added + 1 WHERE period = '${DAY}' AND kind = 'total'`,
    1,
  ],
  ["rows that are missing", `DELETE FROM report_counts WHERE period = '${DAY}' AND kind = 'district'`, 5],
  [
    "a row of nobody",
    `INSERT INTO report_counts VALUES ('${DAY}', 'user', 0, 999999, 'Hech kim', 1, 0, 0)`,
    1,
  ],
])("reports %s, and leaves the day as it is", async (_, damage, rows) => {
  const before = (await env.DB.prepare("SELECT * FROM report_counts WHERE period LIKE '2036-05%'").all())
    .results;
  await set(damage);
  expect(await night()).toMatchObject({
    level: "warn",
    reason: `The report of ${DAY} differs from a recount in ${rows} rows`,
  });
  const [day, , months] = await driftAt("2036-05-06T03:00");
  expect([day, (months?.rows ?? 0) > 0]).toEqual([{ of: DAY, rows }, true]);
  await set("DELETE FROM report_counts WHERE period LIKE '2036-05%'");
  for (const row of before)
    await env.DB.prepare("INSERT INTO report_counts VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(...Object.values(row))
      .run();
  expect(await night()).toMatchObject({ level: "info" });
});
