/** What a run of descriptions takes on, what is told of it before and afterwards, and who may ask for one. */
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import { DryRun, Started } from "../../src/descriptions/descriptions.schema.ts";
import { openaiSystem } from "../../src/descriptions/index.ts";
import { Ctx } from "../../src/platform/context.ts";
import { configOf } from "../../src/platform/env.ts";
import { Log } from "../../src/platform/log.ts";
import { STAND_IN_KEY } from "../../src/platform/openai-variables.ts";
import {
  as,
  CLIENTS,
  change,
  costOf,
  create,
  entityOf,
  get,
  list,
  one,
  PRODUCTS,
  PROJECTS,
  sql,
} from "../catalog/api.ts";
import { envWith } from "../workers/door.ts";
import {
  beginAnew,
  clients,
  DescribeLine,
  GENERATE,
  KEY,
  product,
  products,
  rowsOf,
  stateOf,
  UNDO,
} from "./runs.ts";

beforeEach(beginAnew);

describe("a run", () => {
  test("describes products and then clients, marks them, and keeps search and lists in step", async () => {
    const line = new DescribeLine();
    const [codes, firms] = [await products(3), await clients(2, { industry: "savdo" })];
    await change(one(PRODUCTS, codes[0] ?? ""), { metadata: { shelf: 7 } });
    const answer = await line.post(GENERATE, {});
    expect(answer.status).toBe(202);
    expect(Started.parse(answer.json)).toMatchObject({
      ...{ status: "started", selected: 5, message: "Descriptions started for 5 rows" },
    });
    await line.runDown();
    expect(await stateOf(answer.json.task_id)).toMatchObject({
      ...{
        status: "completed",
        message: "Completed: 5 described, 0 failed, 0 skipped",
        progress_percent: 100,
      },
      ...{ total: 5, updated: 5, tokens: (await line.counted()).tokens },
    });
    const row = await product(codes[0] ?? "");
    expect(row.description).toContain(`[Emulator]</strong> Mahsulot: Mahsulot ${codes[0]}.`);
    expect(row.metadata).toEqual({
      shelf: 7,
      ...{ description_source: "ai", description_model: "gpt-3.5-turbo (emulator)", description_prompt: 1 },
      description_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?\+05:00$/),
    });
    const firm = await get(one(CLIENTS, firms[1] ?? ""));
    expect(firm.description).toBe(
      `<p><strong>[Emulator]</strong> Kompaniya: Firma ${firms[1]}..</p><ul><li>Soha: savdo</li></ul>`,
    );
    expect((await list(`${PRODUCTS}?description_status=without`)).count).toBe(0);
    expect((await list(`${PRODUCTS}?description_status=with&search=${codes[0]}`)).count).toBe(1);
    const order = (await line.counted()).prompts.map(({ prompt }) => prompt.split(":")[0]);
    expect(order).toEqual(["Mahsulot", "Mahsulot", "Mahsulot", "Kompaniya", "Kompaniya"]);
  });

  test("takes live and active rows without a description alone, and never a project", async () => {
    const line = new DescribeLine();
    const empties = [null, "", "<p><br></p>", "<p>bor</p>"];
    const codes = await products(6, (index) => ({
      description: empties[index] ?? null,
      is_active: index !== 4,
    }));
    await change(one(PRODUCTS, codes[5] ?? ""), undefined, "DELETE");
    await create(PROJECTS, { code_1c: codes[0], name: "Loyiha" });
    expect(await line.whole()).toMatchObject({ total: 3, updated: 3 });
    expect((await get(one(PROJECTS, codes[0] ?? ""))).description).toBeNull();
    expect((await product(codes[3] ?? "")).description).toBe("<p>bor</p>");
    expect((await product(codes[4] ?? "")).description).toBeNull();
  });

  test("takes what it is told: entities, so many of each, these codes, that language", async () => {
    const line = new DescribeLine();
    const [codes, firms] = [await products(4), await clients(4)];
    const wanted = [codes[3], codes[1], codes[1], firms[0], "nowhere"];
    expect(await line.whole({ codes: wanted })).toMatchObject({ total: 3, updated: 3 });
    expect((await product(codes[1] ?? "")).description).not.toBeNull();
    expect(await line.whole({ limit: 1, language: "ru" })).toMatchObject({ total: 2, updated: 2 });
    expect((await product(codes[0] ?? "")).description).toContain("Товар:");
    expect(await line.whole({ entities: ["client"], language: "en" })).toMatchObject({ total: 2 });
    expect((await get(one(CLIENTS, firms[3] ?? ""))).description).toContain("Company:");
    expect(await line.whole({ codes: ["nowhere"] })).toMatchObject({
      ...{
        status: "completed",
        total: 0,
        progress_percent: 100,
        message: "Nothing is without a description",
      },
    });
  });

  test("costs a start the same at every size of the table, whatever it holds that is not described", async () => {
    const line = new DescribeLine();
    await products(1000, () => ({ is_active: false }));
    await products(1000);
    const { status, json, ...received } = await line.post(GENERATE, { limit: 5 });
    expect([status, json.selected]).toEqual([202, 5]);
    const cost = costOf({ status, json, ...received });
    expect(cost.trips).toBe(2);
    expect(cost.rowsRead).toBeLessThanOrEqual(40);
    const dry = costOf(await line.post(GENERATE, { limit: 5, dry_run: true }));
    expect(dry.trips).toBe(1);
    expect(dry.rowsRead).toBeLessThanOrEqual(60);
  });
});

describe("a dry run", () => {
  test("tells what would be done, calls no model, needs no key and writes nothing", async () => {
    const line = new DescribeLine("", { OPENAI_API_KEY: undefined });
    const [codes, firms] = [await products(104), await clients(3)];
    const { status, json } = await line.post(GENERATE, { dry_run: true });
    expect(status).toBe(200);
    const told = DryRun.parse(json);
    expect(told.selected).toBe(107);
    expect(told.codes).toEqual(codes.slice(0, 100));
    expect(told.prompts.map(({ code }) => code)).toEqual(codes.slice(0, 5));
    expect(told.prompts[0]?.messages[1]).toEqual({
      ...{ role: "user", content: `Mahsulot: Mahsulot ${codes[0]}.\nBrend: Bahor` },
    });
    expect(told.estimated_tokens).toBeGreaterThan(107 * 500);
    expect(told.estimated_tokens).toBeLessThan(107 * 1500);
    expect([line.waiting, (await line.counted()).calls]).toEqual([[], 0]);
    expect((await product(codes[0] ?? "")).description).toBeNull();
    const few = DryRun.parse((await line.post(GENERATE, { dry_run: true, limit: 2 })).json);
    expect([few.selected, few.codes]).toEqual([4, [...codes.slice(0, 2), ...firms.slice(0, 2)]]);
    const none = await line.post(GENERATE, { dry_run: true, codes: ["nowhere"] });
    expect(none.json).toEqual({ selected: 0, codes: [], prompts: [], estimated_tokens: 0 });
  });
});

test("without a key a run is refused in words that say what to set, and one that was begun ends with them", async () => {
  const without = { OPENAI_API_KEY: undefined };
  const [code] = await products(1);
  const { status, json } = await new DescribeLine("", without).post(GENERATE);
  const detail =
    "Descriptions are not configured: set OPENAI_API_KEY to the key of a Chat Completions server.";
  expect([status, json]).toEqual([503, { detail }]);
  const line = new DescribeLine();
  const id = await line.begin();
  const { OPENAI_API_KEY: _, ...rest } = line.variables;
  line.variables = { ...rest, ...without };
  await line.drain();
  expect(await stateOf(id)).toMatchObject({ status: "error", error_message: detail, tokens: 0 });
  expect((await product(code ?? "")).description).toBeNull();
});

test.each([
  [{ entities: ["project"] }, { entities: ['"project" is not a valid choice.'] }],
  [{ entities: [] }, { entities: ["This list may not be empty."] }],
  [{ entities: { a: 1 } }, { entities: ["Invalid data. Expected a list, but got object."] }],
  [{ limit: 0 }, { limit: ["Ensure this value is greater than or equal to 1."] }],
  [{ limit: "many" }, { limit: ["A valid integer is required."] }],
  [{ dry_run: "perhaps" }, { dry_run: ["Must be a valid boolean."] }],
  [{ codes: Array(10_001).fill("a") }, { codes: ["Ensure this list has no more than 10000 elements."] }],
  [{ codes: [["a"]] }, { codes: ["Not a valid string."] }],
  [{ language: "fr" }, { language: ['"fr" is not a valid choice.'] }],
])("a body with a fault is refused: case %#", async (body, faults) => {
  expect(await new DescribeLine().post(GENERATE, body)).toMatchObject({ status: 400, json: faults });
});

test("operators and administrators alone may start and undo", async () => {
  const statuses = async (role: Parameters<typeof as>[0]) => [
    (await as(role, GENERATE, { body: { dry_run: true } })).status,
    (await as(role, UNDO, { body: {} })).status,
  ];
  expect(await statuses("anonymous")).toEqual([401, 401]);
  for (const role of ["customer", "bot", "agent"] as const) expect(await statuses(role)).toEqual([403, 403]);
  for (const role of ["operator", "admin"] as const) expect(await statuses(role)).toEqual([200, 400]);
});

test("the history of a run keeps to the rows that it chose, whatever is added later", async () => {
  const line = new DescribeLine();
  const codes = await products(2);
  const id = await line.begin();
  await products(2);
  await line.runDown();
  const rows = await rowsOf(id);
  expect(rows.map(({ entity, place, state }) => [entity, place, state])).toEqual([
    ["nomenklatura", 0, "described"],
    ["nomenklatura", 1, "described"],
  ]);
  const [first] = await sql(`SELECT id FROM ${entityOf("nomenklatura").table} WHERE code_1c = ?`, codes[0]);
  expect(rows[0].row_id).toBe(first.id);
});

test("health tells whether the model's server is played, and whether it takes the key", async () => {
  const system = (variables: Record<string, unknown>) => {
    const own = envWith({ ...new DescribeLine().variables, ...variables });
    const log = new Log({ door: "test" });
    const given = {
      now: Date.now(),
      config: configOf(own),
      log,
      requestId: "test",
      waitUntil: () => undefined,
    };
    return openaiSystem(new Ctx(own, given));
  };
  const ok = { status: "ok", latency_ms: expect.any(Number) as unknown };
  const down = { status: "down", latency_ms: null };
  expect(await system({})).toEqual({ mode: "real", ...ok });
  expect(await system({ OPENAI_API_KEY: STAND_IN_KEY })).toEqual({ mode: "emulated", ...ok });
  expect(await system({ OPENAI_BASE_URL: "http://127.0.0.1:9/v1" })).toEqual({ mode: "real", ...down });
  expect(await system({ OPENAI_API_KEY: "" })).toEqual({
    ...{ mode: "not_configured", status: "unknown", latency_ms: null },
  });
  expect(env["OPENAI_API_KEY"]).toBeUndefined();
  expect(KEY).not.toBe(STAND_IN_KEY);
});
