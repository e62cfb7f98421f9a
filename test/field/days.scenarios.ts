/** What days tell: an agent's way with its visits, the regions of a time, the newest points. */
import { beforeAll, describe, expect, test } from "vitest";
import { asOperator, type Row, sql } from "../catalog/api.ts";
import {
  batch,
  change,
  dayOf,
  emptyField,
  get,
  HOUR_MS,
  iso,
  newAgent,
  POINTS,
  point,
  remove,
  store,
  visitBy,
} from "./api.ts";

const DAY_MS = 24 * HOUR_MS;
const yesterday = dayOf(Date.now() - DAY_MS);
const noon = Date.parse(`${yesterday}T12:00:00+05:00`);

describe("a trajectory", () => {
  test("is the day's points in order of time as numbers, how long the way was, and the visits at their places", async () => {
    const agent = newAgent();
    await batch([
      point(agent, {
        logged_at: iso(noon + 600_000),
        latitude: 41.3211,
        speed: 4.25,
        accuracy: 3,
        battery_level: 80,
      }),
      point(agent, { logged_at: iso(noon) }),
      point(agent, { logged_at: iso(noon - DAY_MS), latitude: 50 }),
      point("another", { logged_at: iso(noon), latitude: 50 }),
    ]);
    const near = await visitBy(`Agent ${agent} Ali`, noon + 599_000);
    const far = await visitBy(agent, noon + 5 * HOUR_MS);
    await visitBy("somebody", noon);
    await visitBy(agent, noon - DAY_MS);
    const visit = { client_name: "Do‘kon", category: "oldidan", status: "store_before" };
    expect(await get(`trajectory/?agent_code=${agent}&date=${yesterday}`)).toEqual({
      ...{ agent_code: agent, date: yesterday, points_count: 2, distance_km: 1.112 },
      points: [
        {
          lat: 41.3111,
          lng: 69.2797,
          speed: null,
          acc: null,
          bat: null,
          time: `${yesterday}T12:00:00+05:00`,
        },
        { lat: 41.3211, lng: 69.2797, speed: 4.25, acc: 3, bat: 80, time: `${yesterday}T12:10:00+05:00` },
      ],
      visits: [
        { id: near, ...visit, time: `${yesterday}T12:09:59+05:00`, lat: 41.3211, lng: 69.2797 },
        { id: far, ...visit, time: `${yesterday}T17:00:00+05:00`, lat: null, lng: null },
      ],
    });
  });

  test("of more than 2,000 points is thinned, its ends kept, and says how many there were", async () => {
    const agent = newAgent();
    for (const begin of [0, 800, 1600])
      await batch(
        Array.from({ length: 800 }, (_, index) =>
          point(agent, {
            logged_at: iso(noon + (begin + index) * 1000),
            battery_level: (begin + index) / 100,
          }),
        ),
      );
    const { points_count, points } = await get(`trajectory/?agent_code=${agent}&date=${yesterday}`);
    expect([points_count, points.length]).toEqual([2400, 2000]);
    expect([points[0].time, points[1999].time]).toEqual(
      [0, 2399].map(
        (second) =>
          `${yesterday}T12:${String(Math.floor(second / 60)).padStart(2, "0")}:${String(second % 60).padStart(2, "0")}+05:00`,
      ),
    );
  });

  test("of a day without points is empty", async () => {
    expect(await get(`trajectory/?agent_code=nobody&date=2020-02-29`)).toEqual({
      ...{
        agent_code: "nobody",
        date: "2020-02-29",
        points_count: 0,
        points: [],
        visits: [],
        distance_km: 0,
      },
    });
  });

  test.each([
    ["", "agent_code va date parametrlar talab qilinadi"],
    ["?agent_code=A", "agent_code va date parametrlar talab qilinadi"],
    ["?date=2026-11-25", "agent_code va date parametrlar talab qilinadi"],
    ["?agent_code=A&date=25.11.2026", "Date has wrong format. Use one of these formats instead: YYYY-MM-DD."],
    ["?agent_code=A&date=2026-02-30", "Date has wrong format. Use one of these formats instead: YYYY-MM-DD."],
  ])("asked as %j is refused", async (query, error) => {
    const { status, json } = await asOperator(`${POINTS}trajectory/${query}`);
    expect([status, json]).toEqual([400, { error }]);
  });
});

describe("regional activity", () => {
  const [ali, vali] = ["RA-ali", "RA-vali"];
  beforeAll(async () => {
    await emptyField();
    await sql("UPDATE images SET is_deleted = 1");
    await batch([
      ...[1, 2, 3].map((hour) => point(ali, { logged_at: iso(noon + hour * HOUR_MS), region: "Toshkent" })),
      point(ali, { logged_at: iso(noon - DAY_MS), region: "Buxoro" }),
      ...[1, 2].map((hour) => point(vali, { logged_at: iso(noon + hour * HOUR_MS) })),
      point(vali, { region: "Xiva" }),
    ]);
    await visitBy(`${ali} A`, noon, "agent");
    await visitBy(`${vali}`, noon, "other");
    await visitBy("boshqa", noon, "agent");
    await visitBy(`${ali}`, noon - 5 * DAY_MS, "agent");
  });

  const days = `date_from=${dayOf(noon - DAY_MS)}&date_to=${yesterday}`;

  test("counts points by region, most first, those without one under an empty name, and visits", async () => {
    expect(await get(`regional-activity/?${days}`)).toEqual({
      period: { from: dayOf(noon - DAY_MS), to: yesterday },
      agent_code: null,
      regions: [
        { region: "Toshkent", points_count: 3 },
        { region: "", points_count: 2 },
        { region: "Buxoro", points_count: 1 },
      ],
      total_points: 6,
      total_visits: 2,
    });
  });

  test("of one agent counts its own, the visits by the uploader's name", async () => {
    expect(await get(`regional-activity/?${days}&agent_code=${vali}`)).toMatchObject({
      ...{ agent_code: vali, regions: [{ region: "", points_count: 2 }], total_points: 2, total_visits: 1 },
    });
  });

  test("is today's without dates, and refuses what are none", async () => {
    const today = dayOf(Date.now());
    expect(await get("regional-activity/")).toMatchObject({
      ...{
        period: { from: today, to: today },
        regions: [{ region: "Xiva", points_count: 1 }],
        total_visits: 0,
      },
    });
    const { status, json } = await asOperator(`${POINTS}regional-activity/?date_from=today`);
    expect([status, json]).toEqual([
      400,
      { date_from: ["Date has wrong format. Use one of these formats instead: YYYY-MM-DD."] },
    ]);
  });

  test("counts a picture no more once it, its client or its source is gone, and follows a change of source", async () => {
    const total = async () => (await get(`regional-activity/?${days}&agent_code=GONE`)).total_visits;
    const id = await visitBy("GONE agent", noon);
    const [image] = await sql("SELECT parent_id, source_id FROM images WHERE id = ?", id);
    expect(await total()).toBe(1);
    await sql("UPDATE clients SET is_deleted = 1 WHERE id = ?", image.parent_id);
    expect(await total()).toBe(0);
    await sql("UPDATE clients SET is_deleted = 0 WHERE id = ?", image.parent_id);
    expect(await total()).toBe(1);
    await sql("UPDATE images SET source_id = NULL WHERE id = ?", id);
    expect(await total()).toBe(0);
    await sql("UPDATE images SET source_id = ?2 WHERE id = ?1", id, image.source_id);
    expect(await total()).toBe(1);
    await sql("UPDATE image_sources SET is_deleted = 1 WHERE id = ?", image.source_id);
    expect(await total()).toBe(0);
  });
});

test("the newest point is the newest by time, also where it comes late, is edited or deleted", async () => {
  await emptyField();
  const agent = "NEW-1";
  const of = async () => (await get("latest/")).map(({ note }: Row) => note);
  const first = await store(agent, {
    note: "noon",
    logged_at: iso(noon),
    agent_name: "Ali",
    agent_phone: "1",
  });
  await store(agent, { note: "late", logged_at: iso(noon - HOUR_MS), agent_name: "Old" });
  expect(await of()).toEqual(["noon"]);
  expect(await get("unique-agents/")).toEqual([{ agent_code: agent, agent_name: "Ali", agent_phone: "1" }]);
  const next = await store(agent, { note: "next", logged_at: iso(noon + 1000) });
  expect(await of()).toEqual(["next"]);
  await change(next, { logged_at: iso(noon - 2 * HOUR_MS) });
  expect(await of()).toEqual(["noon"]);
  await change(first, { agent_code: "NEW-0" });
  expect(await of()).toEqual(["noon", "late"]);
  expect((await get("unique-agents/")).map(({ agent_code }: Row) => agent_code)).toEqual(["NEW-0", "NEW-1"]);
  await remove(first);
  expect(await of()).toEqual(["late"]);
});
