/** Points one by one: what a phone sends, what is answered, who may. */
import { describe, expect, test } from "vitest";
import { FIELDS } from "../../src/field/fields/location.ts";
import { asOperator, expecting } from "../catalog/api.ts";
import { FORBIDDEN } from "../contract/house-rules.ts";
import {
  agentCalling,
  at,
  batch,
  change,
  get,
  iso,
  newAgent,
  POINTS,
  point,
  post,
  remove,
  store,
} from "./api.ts";

describe("a point", () => {
  test("is answered with every column in the table's order, and with defaults where nothing was sent", async () => {
    const row = await store("AGENT001", { battery_level: 85.5, platform: "Android" });
    expect(Object.keys(row)).toEqual([
      ...["id", "is_active", "is_deleted", "created_at", "updated_at"],
      ...FIELDS.map(({ name }) => name),
    ]);
    expect(row).toMatchObject({
      ...{ latitude: "41.311100", longitude: "69.279700", battery_level: "85.5", platform: "Android" },
      ...{ region: "", ram_total: null, is_rooted: false, metadata: {}, logged_at: null, is_deleted: false },
    });
    expect(await expecting(200, asOperator(at(row)))).toEqual(row);
  });

  test("keeps what a phone measures: seven places are rounded half up, and only a whole part that is too long is refused", async () => {
    const sent = { latitude: 41.3110455, longitude: "-69.2797004", speed: 12.345, battery_level: 99.95 };
    expect(await store(newAgent(), { ...sent, ram_total: 9007199254740992 })).toMatchObject({
      ...{ latitude: "41.311046", longitude: "-69.279700", speed: "12.35", battery_level: "100.0" },
      ram_total: 9007199254740992,
    });
    const faulty = { latitude: 90.0000004, longitude: 180.1, speed: 12345.6, accuracy: "near" };
    const { status, json } = await post(point("A", faulty));
    expect([status, json]).toEqual([
      400,
      {
        longitude: ["Ensure this value is less than or equal to 180."],
        accuracy: ["A valid number is required."],
        speed: ["Ensure that there are no more than 4 digits before the decimal point."],
      },
    ]);
  });

  test.each(["84.54.70.1", "::1", "2001:db8::8a2e:370:7334", "::ffff:10.0.0.1"])(
    "may come from %s",
    async (ip_address) => expect(await store(newAgent(), { ip_address })).toMatchObject({ ip_address }),
  );

  test.each(["256.1.1.1", "1.2.3", "1.2.3.4.", "here", "1::2::3", "[::1]", "12345::", 7])(
    "comes from no such address as %s",
    async (ip_address) => {
      const { status, json } = await post(point(newAgent(), { ip_address }));
      expect([status, json]).toEqual([400, { ip_address: ["Enter a valid IPv4 or IPv6 address."] }]);
    },
  );

  test("is changed by PATCH and PUT, what is left out staying, and is gone after DELETE", async () => {
    const row = await store(newAgent(), { region: "Toshkent", note: "a", screen_width: 1080 });
    const patched = await expecting(200, change(row, { note: "b", screen_width: null }));
    expect(patched).toMatchObject({
      note: "b",
      region: "Toshkent",
      screen_width: null,
      latitude: "41.311100",
    });
    expect(await expecting(200, change(row, { note: "b" }))).toEqual(patched);
    const whole = point(row.agent_code, { latitude: 40 });
    expect(await expecting(200, change(row, whole, "PUT"))).toMatchObject({
      note: "b",
      latitude: "40.000000",
    });
    const { status, json } = await change(row, { latitude: 40 }, "PUT");
    expect([status, json]).toEqual([
      400,
      { agent_code: ["This field is required."], longitude: ["This field is required."] },
    ]);
    expect((await remove(row)).status).toBe(204);
    expect((await remove(row)).status).toBe(404);
    expect((await asOperator(at(row))).status).toBe(404);
    expect((await change(row, { note: "c" })).status).toBe(404);
  });

  test("sent again is answered 200 with the stored row, whatever else it says; without logged_at it is another one", async () => {
    const agent = newAgent();
    const sent = { device_id: "d", logged_at: iso(Date.now() - 60_000) };
    const row = await store(agent, sent);
    const again = await post(point(agent, { ...sent, note: "other" }));
    expect([again.status, again.json]).toEqual([200, row]);
    expect((await post(point(agent, { ...sent, device_id: "e" }))).status).toBe(201);
    await store(agent);
    await store(agent);
    expect((await get(`?agent_code=${agent}`)).count).toBe(4);
  });

  test("that was deleted comes back when it is sent again, with its id, its created_at and what was sent now", async () => {
    const sent = { device_id: "d", logged_at: iso(Date.now() - 60_000) };
    const row = await store(newAgent(), { ...sent, note: "first", region: "Buxoro" });
    await remove(row);
    const back = await store(row.agent_code, { ...sent, note: "second" });
    expect(back).toMatchObject({ id: row.id, created_at: row.created_at, note: "second", region: "" });
    await remove(row);
    expect(await batch([point(row.agent_code, sent)])).toEqual({ created: 1, duplicates: 0, errors: [] });
    expect((await get(`?agent_code=${row.agent_code}`)).count).toBe(1);
  });

  test("cannot become one that is there already", async () => {
    const agent = newAgent();
    const logged_at = iso(Date.now() - 60_000);
    await store(agent, { device_id: "d", logged_at });
    const other = await store(agent, { device_id: "e", logged_at });
    const { status, json } = await change(other, { device_id: "d" });
    expect([status, json]).toEqual([
      400,
      { non_field_errors: ["The fields agent_code, device_id, logged_at must make a unique set."] },
    ]);
  });

  test("under an Idempotency-Key is made once: a repeat is 201 with it, another body 422", async () => {
    const headers = { "Idempotency-Key": newAgent() };
    for (const logged_at of [undefined, iso(Date.now() - 60_000)]) {
      const body = point(newAgent(), { logged_at });
      const key = { "Idempotency-Key": `${headers["Idempotency-Key"]}-${logged_at}` };
      const row = await expecting(201, asOperator(POINTS, { body, headers: key }));
      expect(await expecting(201, asOperator(POINTS, { body, headers: key }))).toEqual(row);
      expect((await get(`?agent_code=${body.agent_code}`)).count).toBe(1);
      const other = await asOperator(POINTS, { body: { ...body, note: "x" }, headers: key });
      expect(other.status).toBe(422);
    }
    const body = point(newAgent());
    const both = await Promise.all([1, 2].map(() => asOperator(POINTS, { body, headers })));
    expect(both.map(({ status, json }) => [status, json.id])).toEqual(
      both.map(() => [201, both[0]?.json.id]),
    );
    expect((await get(`?agent_code=${body.agent_code}`)).count).toBe(1);
  });

  test("comes as a form, too", async () => {
    const body = new URLSearchParams({
      agent_code: newAgent(),
      latitude: "41.5",
      longitude: "69",
      is_charging: "on",
    });
    expect(await expecting(201, asOperator(POINTS, { body }))).toMatchObject({
      is_charging: true,
      ram_total: null,
    });
  });
});

describe("an agent", () => {
  test("sees and writes its own points, whether it names itself or not, and nobody else's", async () => {
    const [ali, vali] = [await agentCalling(), await agentCalling()];
    const own = await expecting(201, ali.ask(POINTS, { body: point(ali.code, { region: "Buxoro" }) }));
    const other = await store(vali.code, { region: "Xiva" });
    for (const query of ["", `?agent_code=${ali.code}`, "?region=Buxoro", "?search=buxoro"])
      expect((await ali.ask(POINTS + query)).json, query).toMatchObject({ count: 1, results: [own] });
    expect((await ali.ask(`${POINTS}?region=Xiva`)).json.count).toBe(0);
    expect((await ali.ask(`${POINTS}latest/`)).json).toEqual([own]);
    expect((await ali.ask(`${POINTS}unique-agents/`)).json).toEqual([
      { agent_code: ali.code, agent_name: "", agent_phone: "" },
    ]);
    expect((await ali.ask(`${POINTS}regional-activity/`)).json).toMatchObject({
      agent_code: ali.code,
      regions: [{ region: "Buxoro", points_count: 1 }],
    });
    expect((await ali.ask(at(own), { method: "PATCH", body: { note: "mine" } })).status).toBe(200);
    for (const [method, body] of [
      ["GET"],
      ["PATCH", { note: "x" }],
      ["PUT", point(ali.code)],
      ["DELETE"],
    ] as const)
      expect((await ali.ask(at(other), { method, body })).status, method).toBe(404);
    expect((await ali.ask(at(own), { method: "DELETE" })).status).toBe(204);
  });

  test("is refused another one's code everywhere, and by index within an array", async () => {
    const { code, ask } = await agentCalling();
    const row = await store(code);
    const refused = [
      ask(POINTS, { body: point("other") }),
      ask(at(row), { method: "PATCH", body: { agent_code: "other" } }),
      ask(`${POINTS}?agent_code=other`),
      ask(`${POINTS}?agent_code=other&page=99`),
      ask(`${POINTS}trajectory/?agent_code=other&date=2026-11-25`),
      ask(`${POINTS}regional-activity/?agent_code=other`),
    ];
    for (const received of await Promise.all(refused)) expect(received).toMatchObject(FORBIDDEN);
    const { status, json } = await ask(POINTS, {
      body: [point("other"), point(code), { agent_code: "other" }],
    });
    expect([status, json]).toEqual([
      200,
      {
        ...{ created: 1, duplicates: 0 },
        errors: [
          { index: 0, errors: { agent_code: ["You do not have permission to perform this action."] } },
          {
            index: 2,
            errors: { latitude: ["This field is required."], longitude: ["This field is required."] },
          },
        ],
      },
    ]);
  });
});
