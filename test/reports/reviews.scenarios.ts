/** Decisions: each counts once, however many make it at the same time or make it again. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import type { Person } from "../support/app.ts";
import { add, at, callAs, decide, named, PLACES, SUBMISSIONS } from "./field.ts";

const BULK = `${SUBMISSIONS}bulk-review/`;

let agent: Person;
let operators: Person[];
beforeAll(async () => {
  agent = await named("agent", "Anvar");
  operators = await Promise.all([1, 2, 3, 4].map((n) => named("operator", `Operator ${n}`)));
});

const operator = () => operators[0] as Person;
const all = async (statement: string, ...values: unknown[]) =>
  (
    await env.DB.prepare(statement)
      .bind(...values)
      .all<Record<string, number | string>>()
  ).results;

test("200 simultaneous reviews of 50 submissions: every change is an event, and the counts are those of a recount", async () => {
  const day = "2032-07-01";
  await at(`${day}T12:00`, async () => {
    const made = await Promise.all(
      Array.from({ length: 50 }, (_, n) => add(agent, PLACES[n % PLACES.length], { external_id: `s-${n}` })),
    );
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        decide(
          operators[n % 4] as Person,
          made[n % 50].id,
          // Of every submission's four reviews two are alike, and of some all.
          n % 50 < 20 || n < 100 ? "approve" : "reject",
        ),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(200).fill(200));
  });
  const events = await all(
    "SELECT submission_id, kind FROM report_events WHERE day = ? AND kind <> 'added' ORDER BY id",
    day,
  );
  const rows = await all(
    "SELECT id, status FROM submissions WHERE created_by = ? AND external_id LIKE 's-%'",
    agent.id,
  );
  for (const { id, status } of rows) {
    const its = events.filter((one) => one["submission_id"] === id).map(({ kind }) => kind);
    expect(its.length).toBeGreaterThan(0);
    // No decision follows itself, and the last one stands.
    expect(its.filter((kind, index) => kind === its[index - 1])).toEqual([]);
    expect(its.at(-1)).toBe(status);
  }
  expect(rows).toHaveLength(50);
  const counted = (kind: string) => events.filter((one) => one["kind"] === kind).length;
  expect(counted("approved")).toBeGreaterThanOrEqual(50);
  const { json } = await callAs(operator(), `/api/reports/daily/?date=${day}`);
  expect([json.total_added, json.total_approved, json.total_rejected]).toEqual([
    50,
    counted("approved"),
    counted("rejected"),
  ]);
  const recounted = await all(
    `SELECT r.name, sum(e.kind = 'added') AS count FROM report_events e JOIN region r ON r.id = e.region_id
     WHERE day = ? GROUP BY r.id ORDER BY 2 DESC, 1`,
    day,
  );
  expect(json.top_regions).toEqual(recounted);
});

test("the same decision sent 40 times at once is one", async () => {
  const { id } = await at("2032-07-05T12:00", () => add(agent));
  await at("2032-07-06T12:00", () =>
    Promise.all(Array.from({ length: 40 }, () => decide(operator(), id, "reject", { reason: "Rasm yo‘q" }))),
  );
  const { json } = await callAs(operator(), "/api/reports/daily/?date=2032-07-06");
  expect([json.total_approved, json.total_rejected]).toEqual([0, 1]);
});

test("events are added, never changed or taken away", async () => {
  await add(agent);
  for (const change of ["UPDATE report_events SET day = '2000-01-01'", "DELETE FROM report_events"])
    await expect(env.DB.prepare(change).run()).rejects.toThrow(/report_events are not/);
});

describe("one at a time", () => {
  test("an approval and a rejection say who, when and why; a later approval forgets why", async () => {
    const { id } = await add(agent);
    const rejected = await at("2032-08-01T10:00", () =>
      decide(operator(), id, "reject", { reason: " Xira rasm " }),
    );
    expect([rejected.status, rejected.json]).toMatchObject([
      200,
      {
        status: "rejected",
        reviewed_by: { id: operator().id, username: operator().username, full_name: "Operator 1" },
        reviewed_at: "2032-08-01T10:00:00+05:00",
        reject_reason: "Xira rasm",
      },
    ]);
    const approved = await decide(operators[1] as Person, id, "approve");
    expect(approved.json).toMatchObject({
      status: "approved",
      reviewed_by: { full_name: "Operator 2" },
      reject_reason: null,
    });
    const again = await decide(operators[2] as Person, id, "approve");
    expect(again.json).toEqual(approved.json);
  });

  test("are an operator's: an agent is refused, a number that is none is not found", async () => {
    const { id } = await add(agent);
    for (const path of [`${SUBMISSIONS}${id}/approve/`, `${SUBMISSIONS}${id}/reject/`, BULK])
      expect((await callAs(agent, path, { body: {} })).status).toBe(403);
    for (const none of ["999999999", "x"])
      expect((await callAs(operator(), `${SUBMISSIONS}${none}/approve/`, { body: {} })).status).toBe(404);
  });
});

describe("many at once", () => {
  test("are counted apart: changed, decided so before, not there; each id once", async () => {
    const [one, two] = [await add(agent), await add(agent)];
    await decide(operator(), one.id, "approve");
    const body = { ids: [one.id, two.id, two.id, 999_999_999], decision: "approve" };
    const { status, json } = await callAs(operator(), BULK, { body });
    expect([status, json]).toEqual([
      200,
      { updated: 1, unchanged: 1, errors: [{ id: 999_999_999, error: "Not found." }] },
    ]);
    expect((await callAs(agent, `${SUBMISSIONS}${two.id}/`)).json.status).toBe("approved");
  });

  test.each([
    [{}, { ids: ["This field is required."], decision: ["This field is required."] }],
    [
      { ids: "1", decision: "maybe" },
      {
        ids: ["Invalid data. Expected a list, but got string."],
        decision: ['"maybe" is not a valid choice.'],
      },
    ],
    [{ ids: ["a"], decision: "reject" }, { ids: ["A valid integer is required."] }],
    [
      { ids: Array(1001).fill(1), decision: "reject" },
      { ids: ["Ensure this list has no more than 1000 elements."] },
    ],
  ])("%j is refused with words", async (body, said) => {
    const { status, json } = await callAs(operator(), BULK, { body });
    expect([status, json]).toEqual([400, said]);
  });
});
