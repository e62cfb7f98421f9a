/** Lists of points: whole Tashkent days by the device's clock, filters, search, ways through. */
import { beforeAll, describe, expect, test } from "vitest";
import { asOperator, costOf, inside, type Row, sql } from "../catalog/api.ts";
import { batch, dayOf, emptyField, get, HOUR_MS, iso, newAgent, POINTS, point, store } from "./api.ts";

const DAY_MS = 24 * HOUR_MS;
const notes = ({ results }: Row): string[] => results.map(({ note }: Row) => note).sort();

describe("days", () => {
  const agent = newAgent();
  const today = dayOf(Date.now());
  const yesterday = dayOf(Date.now() - DAY_MS);
  const midnight = Date.parse(`${today}T00:00:00+05:00`);

  beforeAll(async () => {
    await batch([
      point(agent, { note: "before midnight", logged_at: iso(midnight - 1) }),
      point(agent, { note: "at midnight", logged_at: `${today}T00:00:00` }),
      point(agent, { note: "late", logged_at: iso(midnight - 3 * DAY_MS) }),
      point(agent, { note: "a clock a little ahead", logged_at: iso(Date.now() + 20 * HOUR_MS) }),
      point(agent, { note: "a clock in the future", logged_at: "2031-01-01T00:00:00Z" }),
      point(agent, { note: "no clock" }),
    ]);
  });

  test("are whole ones of Tashkent, both ends included, by the device's clock", async () => {
    const of = async (query: string) => notes(await get(`?agent_code=${agent}&${query}`));
    expect(await of(`date_from=${yesterday}&date_to=${yesterday}`)).toEqual(["before midnight"]);
    expect(await of(`date_from=${today}&date_to=${today}`)).toContain("at midnight");
    expect(await of(`date_to=${yesterday}`)).toEqual(["before midnight", "late"]);
    expect(await of(`date_from=${iso(midnight - 1)}&date_to=${iso(midnight - 1)}`)).toEqual([
      "before midnight",
    ]);
  });

  test("take the server's time where the device has none, or is more than a day ahead", async () => {
    const received = await get(`?agent_code=${agent}&date_from=${today}&date_to=${today}`);
    expect(notes(received)).toEqual(expect.arrayContaining(["a clock in the future", "no clock"]));
    expect(notes(received)).not.toContain("late");
    const ahead = await get(`?agent_code=${agent}&date_from=${iso(Date.now() + 19 * HOUR_MS)}`);
    expect(notes(ahead)).toEqual(["a clock a little ahead"]);
    expect((await get(`?agent_code=${agent}&date_from=2030-12-31`)).count).toBe(0);
  });

  test("compare the server's time with by=created_at", async () => {
    const of = async (query: string) => (await get(`?${query}&by=created_at`)).count;
    expect(await of(`agent_code=${agent}&date_from=${today}`)).toBe(6);
    expect(await of(`agent_code=${agent}&date_to=${yesterday}`)).toBe(0);
    expect(await of(`date_from=${today}&date_to=${today}`)).toBeGreaterThanOrEqual(6);
  });

  test("are refused where they are none", async () => {
    const { status, json } = await asOperator(`${POINTS}?date_from=yesterday&date_to=2026-02-30`);
    expect([status, json]).toEqual([
      400,
      { date_from: ["Enter a valid date."], date_to: ["Enter a valid date."] },
    ]);
  });
});

describe("filters", () => {
  const [ali, vali] = ["AL-1", "VA-1"];
  beforeAll(async () => {
    await emptyField();
    const alis = {
      agent_name: "Ali Qo‘ldoshev",
      agent_phone: "+998901",
      device_id: "x1",
      device_name: "Galaxy S21",
    };
    await batch([
      point(ali, { ...alis, region: "Toshkent", platform: "Android", city: "Chirchiq", note: "1" }),
      point(ali, {
        ...alis,
        region: "Buxoro",
        platform: "android",
        device_manufacturer: "Samsung",
        note: "2",
      }),
      point(vali, { agent_name: "Вали", device_id: "y", region: "Toshkent", platform: "iOS", note: "3" }),
    ]);
  });

  test.each([
    [`agent_code=${ali}`, "1,2"],
    ["agent_name=Вали", "3"],
    ["agent_phone=%2B998901", "1,2"],
    ["region=Toshkent", "1,3"],
    ["region=toshkent", ""],
    ["platform=ANDROID", "1,2"],
    ["device_id=x1&region=Buxoro", "2"],
    ["device_manufacturer=Samsung", "2"],
    ["city=Chirchiq", "1"],
    [`agent_code=${ali}&region=Toshkent`, "1"],
    [`agent_code=${ali}&search=buxoro`, "2"],
    ["search=qoldoshev", "1,2"],
    ["search=va-1,toshkent", "3"],
    ["search=galaxy%20buxoro", "2"],
    ["search=998901", "1,2"],
    ["search=%25", ""],
    ["is_unknown=1&region=null", "1,2,3"],
    ["date_from=2026-01-01&region=Toshkent", "1,3"],
    ["date_from=2026-01-01&search=вали", "3"],
    [`date_from=2026-01-01&agent_code=${ali}&city=Chirchiq`, "1"],
    ["by=created_at&date_from=2026-01-01&platform=ios", "3"],
  ])("%s finds %j", async (query, found) => {
    const page = await get(`?${query}`);
    expect([notes(page).join(), page.count]).toEqual([found, found === "" ? 0 : found.split(",").length]);
  });

  test("are followed by every order and every way through", async () => {
    for (const ordering of [
      "note",
      "-note",
      "logged_at,-note",
      "metadata,id",
      "-agent_name",
      "-created_at",
    ]) {
      const whole = (await get(`?ordering=${ordering}`)).results.map(({ id }: Row) => id);
      expect(new Set(whole).size, ordering).toBe(3);
      const walked: number[] = [];
      let path: string | null = `${POINTS}?cursor=&page_size=1&ordering=${ordering}`;
      while (path) {
        const { json }: { json: Row } = await asOperator(path);
        walked.push(...json.results.map(({ id }: Row) => id));
        path = json.next && inside(json.next);
      }
      expect([ordering, walked]).toEqual([ordering, whole]);
    }
    expect((await get("?page=last&page_size=2")).results).toHaveLength(1);
    expect((await get("?limit=1&offset=1")).results).toHaveLength(1);
    expect((await asOperator(`${POINTS}?page=9`)).status).toBe(404);
  });
});

describe("what it costs, by D1's own counters, does not grow with the points", () => {
  beforeAll(async () => {
    await emptyField();
    for (let agent = 0; agent < 5; agent += 1)
      await batch(
        Array.from({ length: 400 }, (_, index) =>
          point(`COST-${agent}`, {
            ...{
              device_id: "d",
              logged_at: iso(Date.now() - index * 600_000),
              region: index % 2 ? "A" : "B",
            },
          }),
        ),
      );
  });

  test("the newest of each agent and who they are: three rows an agent", async () => {
    for (const path of ["latest/", "unique-agents/"]) {
      const received = await asOperator(POINTS + path);
      expect(received.json).toHaveLength(5);
      expect([path, costOf(received).rowsRead <= 3 * 5 + 1, costOf(received).trips]).toEqual([path, true, 1]);
    }
  });

  test("a page of all, or of an agent: the page and the kept counts", async () => {
    for (const query of ["", "?agent_code=COST-1", "?cursor="]) {
      const { trips, rowsRead } = costOf(await asOperator(POINTS + query));
      expect([query, trips, rowsRead <= 80]).toEqual([query, 1, true]);
    }
  });

  test("a day's way: the day's points alone; a month of regions: its kept counts alone", async () => {
    const day = dayOf(Date.now() - DAY_MS);
    const way = await asOperator(`${POINTS}trajectory/?agent_code=COST-2&date=${day}`);
    expect(way.json.points_count).toBeGreaterThan(100);
    expect(costOf(way).rowsRead).toBeLessThanOrEqual(2 * way.json.points_count + 2);
    const month = await asOperator(`${POINTS}regional-activity/?date_from=2026-01-01&date_to=2027-01-01`);
    expect(month.json.total_points).toBe(2000);
    expect(costOf(month).rowsRead).toBeLessThanOrEqual(60);
  });

  test("a point made: two round trips, whatever there is", async () => {
    const body = point("COST-1", { device_id: "new", logged_at: iso(Date.now()) });
    const { trips, rowsRead } = costOf(await asOperator(POINTS, { body }));
    expect([trips, rowsRead <= 20]).toEqual([2, true]);
  });
});

test("the derived columns of the table are what they are said to be", async () => {
  const row = await store(newAgent(), { logged_at: "1969-12-31T23:00:00Z" });
  const [kept] = await sql("SELECT at, day FROM agent_locations WHERE id = ?", row.id);
  expect(kept).toEqual({ at: -3_600_000_000, day: 0 });
  const early = await store(newAgent(), { logged_at: "0001-01-02T00:00:00Z" });
  const [first] = await sql("SELECT day FROM agent_locations WHERE id = ?", early.id);
  expect(first).toEqual({ day: Date.parse("0001-01-02T00:00:00Z") / DAY_MS });
});
