/** What a bot asks first: that the service is there, and what time it keeps. */
import { expect, test, vi } from "vitest";
import { reportRoutes } from "../../src/reports/index.ts";
import { cheapPerson } from "../identity/people.ts";
import { tokenOf } from "../support/app.ts";
import { ask, brokenDatabase, logged } from "../workers/door.ts";

const PATH = "/api/reports/health/";

test("the clock is Tashkent's, with its offset, and costs no database", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 11, 31, 20, 0, 0, 250) });
  try {
    const { value, lines } = await logged(() => ask(PATH, { env: brokenDatabase() }));
    expect([value.status, value.json]).toEqual([
      200,
      { status: "ok", tz: "Asia/Tashkent", server_time: "2027-01-01T01:00:00.250000+05:00" },
    ]);
    expect(reportRoutes[0]?.answer.shape?.parse(value.json)).toEqual(value.json);
    expect(lines[0]).toMatchObject({ route: PATH, trips: 0, user_id: null });
  } finally {
    vi.useRealTimers();
  }
});

test.each(["admin", "operator", "agent", "bot"] as const)("a token of role %s is welcome", async (role) => {
  expect((await ask(PATH, { token: await tokenOf(await cheapPerson(role)) })).status).toBe(200);
});

test("a method that is not there is 401 for anyone unknown, and 405 for whoever may read, a bot too", async () => {
  const anonymous = await ask(PATH, { method: "POST", body: {} });
  expect(anonymous.status).toBe(401);
  for (const role of ["agent", "bot"] as const) {
    const answer = await ask(PATH, {
      method: "PUT",
      body: {},
      token: await tokenOf(await cheapPerson(role)),
    });
    expect([role, answer.status, answer.headers.get("Allow")]).toEqual([role, 405, "GET, HEAD, OPTIONS"]);
  }
  expect(
    (await ask(PATH, { method: "PUT", token: await tokenOf(await cheapPerson("customer")) })).status,
  ).toBe(403);
});
