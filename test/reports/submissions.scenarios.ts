/** Submissions: what may be sent, that a repeat makes nothing, and who sees which. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import type { Person } from "../support/app.ts";
import { logged } from "../workers/door.ts";
import { add, at, bodyAt, callAs, decide, named, PLACES, SUBMISSIONS } from "./field.ts";

let agent: Person;
let other: Person;
let operator: Person;
beforeAll(async () => {
  agent = await named("agent", "Sardor", "Aliyev");
  other = await named("agent", "Gulnora");
  operator = await named("operator", "Umid");
});

const create = (who: Person, body: object, headers = {}) => callAs(who, SUBMISSIONS, { body, headers });
const list = async (who: Person, query = "") => (await callAs(who, `${SUBMISSIONS}?${query}`)).json;

describe("a new one", () => {
  test("is answered whole, with its names as the reference tables write them", async () => {
    const body = {
      ...bodyAt(["САМАРКАНДСКАЯ ОБЛАСТЬ", "urgut tumani"]),
      latitude: 39.4022,
      longitude: "67.2431",
      area_ha: "1.5",
      note: "",
      metadata: { trees: 40 },
      external_id: "app-1",
    };
    const { status, json } = await at("2033-01-02T03:04:05", () => create(agent, body));
    expect(status).toBe(201);
    expect(json).toEqual({
      id: expect.any(Number) as unknown,
      kind: "plantation",
      title: "Olma bog‘i",
      region: "Samarqand viloyati",
      district: "Urgut tumani",
      latitude: "39.402200",
      longitude: "67.243100",
      area_ha: "1.50",
      note: "",
      metadata: { trees: 40 },
      external_id: "app-1",
      status: "pending",
      created_by: { id: agent.id, username: agent.username, full_name: "Sardor Aliyev" },
      created_at: "2033-01-02T03:04:05+05:00",
      reviewed_by: null,
      reviewed_at: null,
      reject_reason: null,
    });
    expect((await callAs(agent, `${SUBMISSIONS}${json.id}/`)).json).toEqual(json);
  });

  test.each([
    [{}, { title: 1, region: 1, district: 1 }],
    [{ ...bodyAt(["Atlantis", "Urgut tumani"]) }, { region: ['"Atlantis" is not a valid choice.'] }],
    [
      { ...bodyAt(["Toshkent shahri", "Urgut tumani"]) },
      { district: ['"Urgut tumani" is not a valid choice.'] },
    ],
    [
      { ...bodyAt(["Toshkent shahri", "Urgut tumani"]), title: "" },
      { title: ["This field may not be blank."], district: ['"Urgut tumani" is not a valid choice.'] },
    ],
    [{ ...bodyAt(), latitude: 91 }, { latitude: ["Ensure this value is less than or equal to 90."] }],
  ])("%j is refused with words", async (body, said) => {
    const { status, json } = await create(agent, body);
    expect(status).toBe(400);
    expect(Object.keys(json).sort()).toEqual(Object.keys(said).sort());
    for (const [name, words] of Object.entries(said))
      expect(json[name]).toEqual(words === 1 ? ["This field is required."] : words);
  });

  test("of an external_id that the user has sent is the first one, 30 times at once too; another user's is another", async () => {
    const body = bodyAt(PLACES[1], { external_id: "twice" });
    const answers = await Promise.all(Array.from({ length: 30 }, () => create(agent, body)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ json }) => json.id)).size).toBe(1);
    expect((await create(other, body)).json.id).not.toBe(answers[0]?.json.id);
  });

  test("under an Idempotency-Key is made once, and another body under it is refused", async () => {
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    const answers = await Promise.all(Array.from({ length: 10 }, () => create(agent, bodyAt(), headers)));
    expect(new Set(answers.map(({ status, json }) => `${status} ${json.id}`)).size).toBe(1);
    expect((await create(agent, bodyAt(PLACES[2]), headers)).status).toBe(422);
  });
});

describe("the list", () => {
  test("is an agent's own, and everybody's for an operator", async () => {
    const mine = await add(agent);
    const { id } = await add(other);
    const own = await list(agent, "page_size=100");
    expect(own.results.every((one: { created_by: { id: number } }) => one.created_by.id === agent.id)).toBe(
      true,
    );
    expect(own.count).toBe(own.results.length);
    expect((await callAs(agent, `${SUBMISSIONS}${id}/`)).status).toBe(404);
    expect((await list(agent, `created_by=${other.id}`)).count).toBe(0);
    const everyone = (await list(operator, "page_size=2&ordering=-id")).results.map(
      (one: { id: number }) => one.id,
    );
    expect(everyone).toEqual([id, mine.id]);
  });

  test("filters, searches and counts together", async () => {
    const { id } = await at("2034-02-03T23:59", () =>
      add(other, PLACES[4], { kind: "visit", title: "Do‘kon Ўрикзор №5" }),
    );
    await decide(operator, id, "approve");
    for (const query of [
      "kind=visit",
      "status=approved&kind=visit",
      "region=Toshkent%20shahri&kind=visit",
      "region=1726&district=Yunusobod%20tumani&kind=visit",
      `created_by=${other.id}&status=approved&kind=visit`,
      "created_from=2034-02-03&created_to=2034-02-03",
      "search=dokon%20%D1%9E%D1%80%D0%B8%D0%BA",
    ])
      expect([query, (await list(operator, query)).results.map((one: { id: number }) => one.id)]).toEqual([
        query,
        [id],
      ]);
    for (const query of [
      "kind=visit&status=pending",
      "created_from=2034-02-04&created_to=2034-02-09",
      "search=yoq",
    ])
      expect([query, (await list(operator, query)).count]).toEqual([query, 0]);
    const bad = await callAs(operator, `${SUBMISSIONS}?created_from=x`);
    expect([bad.status, bad.json]).toEqual([400, { created_from: ["Enter a valid date."] }]);
  });

  test.each(["", "status=pending", "status=pending&created_by=", "status=nothing"])(
    "counts as rows are there: %s",
    async (query) => {
      for (const who of [agent, operator]) {
        const { count } = await list(who, query);
        const [row] = (
          await env.DB.prepare(
            "SELECT count(*) AS n FROM submissions WHERE (?1 = '' OR status = ?1) AND (?2 OR created_by = ?3)",
          )
            .bind(/status=(\w+)/.exec(query)?.[1] ?? "", Number(who === operator), who.id)
            .all<{ n: number }>()
        ).results;
        expect([query, count]).toEqual([query, row?.n]);
      }
    },
  );

  test.each(["-area_ha,title", "region,-reviewed_at", "-district,created_by"])(
    "is walked by cursor without skipping or repeating, for either caller, by %s",
    async (ordering) => {
      for (const who of [agent, operator]) {
        const seen: number[] = [];
        let next: string | null | undefined = `${SUBMISSIONS}?cursor=&page_size=3&ordering=${ordering}`;
        while (next) {
          const { json }: { json: { results: { id: number }[]; next: string | null } } = await callAs(
            who,
            next,
          );
          seen.push(...json.results.map(({ id }) => id));
          next = json.next?.replace(/^https?:\/\/[^/]+/, "");
        }
        expect(seen.length).toBe((await list(who)).count);
        expect(new Set(seen).size).toBe(seen.length);
      }
    },
  );
});

describe("among thousands", () => {
  beforeAll(async () => {
    const rows = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)";
    await env.DB.prepare(
      `INSERT INTO submissions (kind, title, region_id, district_id, metadata, created_by, created_at, fold)
       ${rows} SELECT 'mass', 'Bog', 1703, 1703202, '{}', ?1, ?2 + i, 'bog' FROM n`,
    )
      .bind(other.id, Date.UTC(2035, 0, 1) * 1000)
      .run();
    await add(agent, PLACES[0], { title: "Ölmas bog'" });
  });

  test.each([
    ["operator", "", 150],
    ["operator", "page=2&status=pending", 180],
    ["operator", "cursor=", 150],
    ["operator", "search=%C3%96lmas%20bog", 30],
    ["agent", "search=%C3%96lmas%20bog", 30],
    ["agent", "", 150],
    ["agent", "status=pending", 200],
  ] as const)("a page for an %s reads its rows: %s", async (role, query, most) => {
    const who = role === "agent" ? agent : operator;
    const { value, lines } = await logged(() => callAs(who, `${SUBMISSIONS}?${query}`));
    expect(value.status).toBe(200);
    expect(lines.at(-1)).toMatchObject({ trips: 1 });
    expect(lines.at(-1)?.["rows_read"]).toBeLessThanOrEqual(most);
  });

  test("a new one is two round trips, a review two", async () => {
    const { value, lines } = await logged(() => create(agent, bodyAt()));
    expect(lines.at(-1)).toMatchObject({ trips: 2, status: 201 });
    const reviewed = await logged(() => decide(operator, value.json.id, "approve"));
    expect(reviewed.lines.at(-1)).toMatchObject({ trips: 2, status: 200 });
    for (const line of [lines.at(-1), reviewed.lines.at(-1)])
      expect(line?.["rows_read"]).toBeLessThanOrEqual(400);
  });
});
