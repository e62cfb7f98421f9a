/** What a report counts, whom it is told, and what is said of a question that cannot be answered. */
import { beforeAll, describe, expect, test } from "vitest";
import { cheapPerson } from "../identity/people.ts";
import { type Person, tokenOf } from "../support/app.ts";
import { ask, logged } from "../workers/door.ts";
import { add, at, callAs, decide, named, PLACES, rename } from "./field.ts";

const DAILY = "/api/reports/daily/";
const RANGE = "/api/reports/range/";
const WRONG = "Date has wrong format. Use one of these formats instead: YYYY-MM-DD.";

let operator: Person;
const get = async (path: string) => (await callAs(operator, path)).json;
const refusal = async (path: string) => {
  const { status, json } = await callAs(operator, path);
  return [status, json];
};

beforeAll(async () => {
  operator = await named("operator", "Nodira", "Karimova");
});

describe("a day", () => {
  test("has its tops by count, then name, in the contract's order, with names as people write them", async () => {
    const [ali, vali] = [await named("agent", "Ali", "<b>& Co"), await named("agent", "Vali")];
    await at("2031-03-10T09:00", async () => {
      for (const place of [PLACES[3], PLACES[0], PLACES[1]]) await add(vali, place);
      const { id } = await add(ali, PLACES[3]);
      await decide(operator, id, "approve");
    });
    const { status, text, json } = await callAs(operator, `${DAILY}?date=2031-03-10`);
    expect(status).toBe(200);
    expect(Object.keys(json).join()).toBe(
      "date,total_added,total_approved,total_rejected,top_regions,top_districts,top_users",
    );
    expect(json).toEqual({
      date: "2031-03-10",
      total_added: 4,
      total_approved: 1,
      total_rejected: 0,
      top_regions: [
        { name: "Samarqand viloyati", count: 2 },
        { name: "Toshkent shahri", count: 2 },
      ],
      top_districts: [
        { name: "Chilonzor tumani", count: 2 },
        { name: "Ishtixon tumani", count: 1 },
        { name: "Urgut tumani", count: 1 },
      ],
      top_users: [
        { full_name: "Vali", count: 3 },
        { full_name: "Ali <b>& Co", count: 1 },
      ],
    });
    expect(text).toContain("<b>&");
  });

  test("can be narrowed to a region by name or number, and a top cut short", async () => {
    const path = `${DAILY}?date=2031-03-10`;
    const narrowed = await get(`${path}&region=${encodeURIComponent("город ташкент")}`);
    expect(narrowed).toMatchObject({
      total_added: 2,
      total_approved: 1,
      top_regions: [{ name: "Toshkent shahri", count: 2 }],
      top_districts: [{ name: "Chilonzor tumani", count: 2 }],
      top_users: [
        { full_name: "Ali <b>& Co", count: 1 },
        { full_name: "Vali", count: 1 },
      ],
    });
    expect(await get(`${path}&region=1726`)).toEqual(narrowed);
    expect((await get(`${path}&limit=1`)).top_districts).toEqual([{ name: "Chilonzor tumani", count: 2 }]);
  });

  test("ends at midnight in Tashkent, today's is the standard, and a closed one stays as it was", async () => {
    const who = await named("agent", "Soat");
    const { id } = await at("2031-04-01T23:59:59", () => add(who));
    await at("2031-04-02T00:00:00", async () => {
      await decide(operator, id, "approve");
      await rename(who, "Boshqa", "Ism");
      expect(await get(DAILY)).toMatchObject({ date: "2031-04-02", total_added: 0, total_approved: 1 });
    });
    expect(await get(`${DAILY}?date=2031-04-01`)).toMatchObject({
      total_added: 1,
      total_approved: 0,
      top_users: [{ full_name: "Soat", count: 1 }],
    });
  });

  test("counts the same decision once, and a later different one on its own day", async () => {
    const who = await named("agent", "Qaror");
    const { id } = await at("2031-05-01T10:00", () => add(who));
    await at("2031-05-01T11:00", () => decide(operator, id, "approve"));
    await at("2031-05-02T11:00", () => decide(operator, id, "approve"));
    await at("2031-05-03T11:00", () => decide(operator, id, "reject", { reason: "Surat yo‘q" }));
    const { days, total_approved, total_rejected } = await get(
      `${RANGE}?date_from=2031-05-01&date_to=2031-05-04`,
    );
    expect([total_approved, total_rejected]).toEqual([1, 1]);
    expect(days).toEqual([
      { date: "2031-05-01", added: 1, approved: 1, rejected: 0 },
      { date: "2031-05-02", added: 0, approved: 0, rejected: 0 },
      { date: "2031-05-03", added: 0, approved: 0, rejected: 1 },
      { date: "2031-05-04", added: 0, approved: 0, rejected: 0 },
    ]);
  });
});

test.each([
  ["daily/?date=2031-02-30", { date: [WRONG] }],
  ["daily/?date=10.03.2031", { date: [WRONG] }],
  ["range/", { date_from: ["This field is required."], date_to: ["This field is required."] }],
  ["range/?date_from=2031-01-01&date_to=", { date_to: ["This field is required."] }],
  ["range/?date_from=x&date_to=y", { date_from: [WRONG], date_to: [WRONG] }],
  [
    "range/?date_from=2031-01-02&date_to=2031-01-01",
    { non_field_errors: ["date_from must not be after date_to."] },
  ],
  [
    "range/?date_from=2031-01-01&date_to=2032-01-02",
    { non_field_errors: ["A range must have no more than 366 days."] },
  ],
  ["daily/?limit=0", { limit: ["Ensure this value is greater than or equal to 1."] }],
  ["daily/?limit=51", { limit: ["Ensure this value is less than or equal to 50."] }],
  ["daily/?limit=x", { limit: ["A valid integer is required."] }],
  ["daily/?region=Atlantis", { region: ['"Atlantis" is not a valid choice.'] }],
])("%s is refused with words", async (path, said) => {
  expect(await refusal(`/api/reports/${path}`)).toEqual([400, said]);
});

test("366 days are told, one by one", async () => {
  const { days } = await get(`${RANGE}?date_from=2031-01-01&date_to=2032-01-01`);
  expect([days.length, days[0].date, days.at(-1).date]).toEqual([366, "2031-01-01", "2032-01-01"]);
});

test("are for administrators, operators and bots", async () => {
  for (const path of [DAILY, `${RANGE}?date_from=2031-01-01&date_to=2031-01-02`]) {
    expect((await ask(path)).status).toBe(401);
    for (const [role, status] of Object.entries({ admin: 200, operator: 200, bot: 200, agent: 403 })) {
      const token = await tokenOf(await cheapPerson(role as "agent"));
      const { value, lines } = await logged(() => ask(path, { token }));
      expect([role, value.status]).toEqual([role, status]);
      expect(lines.at(-1)).toMatchObject({ trips: 1 });
    }
  }
});
