/** A phone's queue: each point once, however often and by how many senders it is sent. */
import { expect, test } from "vitest";
import { asOperator, costOf, sql } from "../catalog/api.ts";
import { batch, get, HOUR_MS, iso, newAgent, point, post } from "./api.ts";
import { expectKeptExact } from "./kept.ts";

const START = Date.now() - 20 * HOUR_MS;

const queue = (agent: string, length: number) =>
  Array.from({ length }, (_, index) =>
    point(agent, {
      ...{ device_id: "phone", device_name: "Galaxy", logged_at: iso(START + index * 60_000) },
      ...{ region: index % 3 ? "Toshkent" : "Buxoro", latitude: 41 + index / 10_000 },
    }),
  );

test("a batch sent twice is stored once, in three round trips at most", async () => {
  const points = queue(newAgent(), 1000);
  const first = await post(points);
  expect(first.json).toEqual({ created: 1000, duplicates: 0, errors: [] });
  expect(costOf(first).trips).toBeLessThanOrEqual(3);
  const second = await post(points);
  expect(second.json).toEqual({ created: 0, duplicates: 1000, errors: [] });
  expect(costOf(second).rowsWritten).toBeLessThanOrEqual(10);
  expect((await get(`?agent_code=${points[0]?.agent_code}`)).count).toBe(1000);
  await expectKeptExact("the same batch twice");
});

test("two halves that overlap, sent at once, and the whole of it: each point once", async () => {
  const agent = newAgent();
  const points = queue(agent, 90);
  const answers = await Promise.all(
    [points.slice(0, 60), points.slice(30), points, points.slice(0, 60)].map(batch),
  );
  expect(answers.reduce((sum, { created }) => sum + created, 0)).toBe(90);
  const [stored] = await sql(
    "SELECT count(*) AS n, count(DISTINCT logged_at) AS times FROM agent_locations WHERE agent_code = ?",
    agent,
  );
  expect(stored).toEqual({ n: 90, times: 90 });
  await expectKeptExact("halves at once");
});

test("one point sent by many at once is made once, and all are told the same row", async () => {
  const body = point(newAgent(), { device_id: "d", logged_at: iso(START) });
  const answers = await Promise.all(Array.from({ length: 6 }, () => post(body)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(new Set(answers.map(({ json }) => json.id)).size).toBe(1);
});

test("a batch may hold the same point twice, points without a time, and faulty ones beside good ones", async () => {
  const [one = point("")] = queue(newAgent(), 1);
  const bare = point(one.agent_code);
  expect(await batch([one, 5, one, bare, bare, { ...one, latitude: "north" }, null])).toEqual({
    ...{ created: 3, duplicates: 1 },
    errors: [
      { index: 1, errors: { non_field_errors: ["Invalid data. Expected a dictionary, but got int."] } },
      { index: 5, errors: { latitude: ["A valid number is required."] } },
      { index: 6, errors: { non_field_errors: ["No data provided"] } },
    ],
  });
  expect(await batch([])).toEqual({ created: 0, duplicates: 0, errors: [] });
});

test("long points travel in several statements of one transaction", async () => {
  const agent = newAgent();
  const metadata = { text: "ў".repeat(20_000) };
  const points = queue(agent, 60).map((one) => ({ ...one, metadata, note: "q".repeat(30_000) }));
  expect(await batch(points)).toMatchObject({ created: 60 });
  expect((await get(`?agent_code=${agent}`)).results[0].metadata).toEqual(metadata);
});

test("more than a thousand points are refused whole", async () => {
  const { status, json } = await post(Array.from({ length: 1001 }, () => point("A")));
  expect([status, json]).toEqual([
    400,
    { non_field_errors: ["Ensure this list has no more than 1000 elements."] },
  ]);
  const uz = await asOperator("/api/v1/agent-location/", {
    body: [{}],
    headers: { "Accept-Language": "uz" },
  });
  expect(uz.json.errors[0].errors.agent_code).toEqual(["Bu maydon to‘ldirilishi shart."]);
});
