/** Idempotency-Key: one request makes one row, however often and however simultaneously it is sent. */
import { describe, expect, test } from "vitest";
import { send } from "../support/app.ts";
import {
  as,
  asOperator,
  CLIENTS,
  change,
  costOf,
  create,
  expecting,
  fresh,
  one,
  PRODUCTS,
  PROJECTS,
  type Row,
  sql,
  tokenFor,
} from "./api.ts";

const post = (key: string, body: unknown, path = PRODUCTS) =>
  asOperator(path, { body, headers: { "Idempotency-Key": key } });
const product = (code = fresh(), more: object = {}) => ({ code_1c: code, name: "N", ...more });
const rowsWith = async (code: string) =>
  (await sql("SELECT id FROM nomenklatura WHERE code_1c = ?", code)).length;
const keysKept = async () => (await sql("SELECT count(*) AS n FROM idempotency_keys"))[0].n;

const OTHER_BODY = { detail: "This Idempotency-Key was used with another body." };
const TAKEN = { code_1c: ["nomenklatura with this code 1c already exists."] };

/** As one caller: the helpers change operators now and then, and a key is its caller's. */
async function sameCaller(requests: readonly (() => ReturnType<typeof send>)[]) {
  return Promise.all(requests.map((request) => request()));
}

test("a caller whose sign-in was ended makes neither the row nor the key, though both travel with the question", async () => {
  const [key, body] = [fresh("key"), product()];
  const token = await tokenFor("operator");
  const headers = { "Idempotency-Key": key };
  await expecting(201, send(PRODUCTS, { token, body: product() }));
  const kept = await keysKept();
  await sql("UPDATE users SET token_gen = token_gen + 1 WHERE role = 'operator'");
  for (const sent of [
    { token, body },
    { token, body, headers },
  ])
    expect((await send(PRODUCTS, sent)).status).toBe(401);
  await sql("UPDATE users SET token_gen = token_gen - 1 WHERE role = 'operator'");
  expect([await rowsWith(body.code_1c), await keysKept()]).toEqual([0, kept]);
  await expecting(201, send(PRODUCTS, { token, body, headers }));
  expect([await rowsWith(body.code_1c), await keysKept()]).toEqual([1, kept + 1]);
});

describe("a repeat under an Idempotency-Key", () => {
  test("answers the row that was made, as it is by now, and writes nothing", async () => {
    const [key, body] = [fresh("key"), product()];
    const token = await tokenFor("operator");
    const headers = { "Idempotency-Key": key };
    const first = await send(PRODUCTS, { token, body, headers });
    expect(first.status).toBe(201);
    for (const same of [body, { name: " N ", code_1c: body.code_1c, unknown: 1 }]) {
      const again = await send(PRODUCTS.slice(0, -1), { token, body: same, headers });
      expect([again.status, again.json]).toEqual([201, first.json]);
      expect(costOf(again)).toMatchObject({ trips: 2, rowsWritten: 0 });
    }
    const changed = await expecting(200, change(one(PRODUCTS, body.code_1c), { name: "M" }));
    expect((await send(PRODUCTS, { token, body, headers })).json).toEqual(changed);
    expect(await rowsWith(body.code_1c)).toBe(1);
  });
  test("with another body is 422, and makes nothing", async () => {
    const token = await tokenFor("operator");
    const headers = { "Idempotency-Key": fresh("key") };
    const body = product();
    await expecting(201, send(PRODUCTS, { token, body, headers }));
    for (const other of [
      product(),
      { ...body, name: "M" },
      { ...body, title: null },
      { ...body, project: null },
    ]) {
      const again = await send(PRODUCTS, { token, body: other, headers });
      expect([again.status, again.json]).toEqual([422, OTHER_BODY]);
      if (other.code_1c !== body.code_1c) expect(await rowsWith(other.code_1c)).toBe(0);
    }
  });
  test("after a day is a request of its own", async () => {
    const token = await tokenFor("operator");
    const headers = { "Idempotency-Key": fresh("key") };
    const [body, other] = [product(), product()];
    const { id } = await expecting(201, send(PRODUCTS, { token, body, headers }));
    const aged = (ms: number) => sql("UPDATE idempotency_keys SET created_at = ?", Date.now() - ms);
    await aged(86_000_000);
    expect((await send(PRODUCTS, { token, body, headers })).json.id).toBe(id);
    await aged(86_400_001);
    expect((await send(PRODUCTS, { token, body, headers })).json).toEqual(TAKEN);
    expect((await expecting(201, send(PRODUCTS, { token, body: other, headers }))).id).not.toBe(id);
    expect((await send(PRODUCTS, { token, body, headers })).status).toBe(422);
  });
  test("of a row that was deleted still answers that row", async () => {
    const token = await tokenFor("operator");
    const sent = { token, body: product(), headers: { "Idempotency-Key": fresh("key") } };
    const { id, code_1c } = await expecting(201, send(PRODUCTS, sent));
    await expecting(204, asOperator(one(PRODUCTS, code_1c), { method: "DELETE" }));
    expect(await expecting(201, send(PRODUCTS, sent))).toMatchObject({ id, is_deleted: true });
    expect((await asOperator(one(PRODUCTS, code_1c))).status).toBe(404);
  });
});

describe("simultaneous requests under one key", () => {
  test.each([2, 10])("%i of them make one row, and all answer 201 with it", async (count) => {
    const token = await tokenFor("operator");
    const sent = { token, body: product(), headers: { "Idempotency-Key": fresh("key") } };
    const answers = await sameCaller(Array(count).fill(() => send(PRODUCTS, sent)));
    expect(answers.map(({ status }) => status)).toEqual(Array(count).fill(201));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await rowsWith(sent.body.code_1c)).toBe(1);
  });
  test("of a deleted row's code bring it back once, and all answer 201 with it", async () => {
    const token = await tokenFor("operator");
    const sent = { token, body: product(), headers: { "Idempotency-Key": fresh("key") } };
    const { id, code_1c } = await create(PRODUCTS, { ...sent.body, title: "T" });
    await expecting(204, asOperator(one(PRODUCTS, code_1c), { method: "DELETE" }));
    const answers = await sameCaller(Array(4).fill(() => send(PRODUCTS, sent)));
    for (const { status, json } of answers) expect([status, json.id, json.title]).toEqual([201, id, null]);
  });
  test("with different bodies make one row: the others are 422", async () => {
    const token = await tokenFor("operator");
    const headers = { "Idempotency-Key": fresh("key") };
    const codes = Array.from({ length: 6 }, () => fresh());
    const answers = await sameCaller(
      codes.map((code) => () => send(PRODUCTS, { token, body: product(code), headers })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422, 422, 422, 422]);
    const made = await Promise.all(codes.map(rowsWith));
    expect(made.reduce((sum, count) => sum + count)).toBe(1);
    expect(answers.findIndex(({ status }) => status === 201)).toBe(made.indexOf(1));
  });
});

describe("a key", () => {
  test.each([1, 255])("may have %i characters", async (length) => {
    const key = fresh("").padEnd(length, "k").slice(-length);
    expect((await post(key, product())).status).toBe(201);
  });
  test.each([0, 256])("of %i characters is 400, and makes nothing", async (length) => {
    const body = product();
    const received = await post("k".repeat(length), body);
    expect([received.status, received.json]).toEqual([
      400,
      { detail: "Idempotency-Key must have 1 to 255 characters." },
    ]);
    expect(await rowsWith(body.code_1c)).toBe(0);
  });
  test("is kept for what was made alone: a refusal is none, and the next try is a new one", async () => {
    const token = await tokenFor("operator");
    const headers = { "Idempotency-Key": fresh("key") };
    const before = await keysKept();
    const body = product();
    await create(PRODUCTS, body);
    for (const [bad, status] of [
      [{ ...body, name: "" }, 400],
      [body, 400],
      [product(fresh(), { project_id: 99_999 }), 400],
      ["{", 400],
    ] as const)
      expect((await send(PRODUCTS, { token, body: bad, headers })).status).toBe(status);
    expect(await keysKept()).toBe(before);
    expect((await send(PRODUCTS, { token, body: product(), headers })).status).toBe(201);
    expect(await keysKept()).toBe(before + 1);
  });
  test("is its caller's and its path's: others under the same one make rows of their own", async () => {
    const key = fresh("key");
    const headers = { "Idempotency-Key": key };
    const bodies: [string, "operator" | "admin", Row][] = [
      [PRODUCTS, "operator", product()],
      [PRODUCTS, "admin", product()],
      [PROJECTS, "operator", product()],
      [CLIENTS, "operator", { client_code_1c: fresh(), name: "N" }],
    ];
    for (const [path, role, body] of bodies) {
      const made = await expecting(201, as(role, path, { body, headers }));
      expect(made).toMatchObject(body);
    }
  });
  test("names the row that it made, also where the same code is in another project, written by a clock that is ahead", async () => {
    const token = await tokenFor("operator");
    const [code, project] = [fresh(), await create(PROJECTS, product())];
    const other = await create(PRODUCTS, product(code));
    await sql("UPDATE nomenklatura SET updated_at = ? WHERE id = ?", (Date.now() + 60_000) * 1000, other.id);
    const sent = {
      token,
      body: product(code, { project_id: project.id }),
      headers: { "Idempotency-Key": fresh("key") },
    };
    const made = await expecting(201, send(PRODUCTS, sent));
    expect(made.id).not.toBe(other.id);
    expect(await expecting(201, send(PRODUCTS, sent))).toEqual(made);
  });
  test("is ignored where no single row is made", async () => {
    const headers = { "Idempotency-Key": "k".repeat(300) };
    const body = product();
    await create(PRODUCTS, body);
    const before = await keysKept();
    expect((await asOperator(`${PRODUCTS}bulk/`, { body: [body], headers })).status).toBe(200);
    expect(
      (await asOperator(one(PRODUCTS, body.code_1c), { method: "PATCH", body: { name: "M" }, headers }))
        .status,
    ).toBe(200);
    expect((await asOperator(PRODUCTS, { headers })).status).toBe(200);
    expect(await keysKept()).toBe(before);
  });
});
