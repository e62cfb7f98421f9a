/** One row made, changed, deleted and brought back, also by many callers at the same moment. */
import { describe, expect, test } from "vitest";
import { type Entity, entities } from "../../src/catalog/entities.ts";
import {
  asOperator,
  change,
  costOf,
  create,
  expecting,
  fresh,
  get,
  list,
  one,
  PRODUCTS,
  PROJECTS,
  type Row,
  sql,
} from "./api.ts";

const pathOf = ({ name }: Entity) => `/api/v1/${name}/`;
const TEXT = "description";

const storedOf = ({ table, key }: Entity, code: string) =>
  sql(`SELECT * FROM ${table} WHERE ${key} = ? ORDER BY id`, code);

describe.each(entities.map((entity) => [entity.name, entity] as const))("%s", (_, entity) => {
  const path = pathOf(entity);
  const body = (code: string, more: object = {}) => ({ [entity.key]: code, name: "N", ...more });

  test("PUT and PATCH keep what is left out, null what is sent as null, and answer what is stored", async () => {
    const code = fresh();
    const made = await create(path, body(code, { [TEXT]: "<p>a</p>", is_active: false }));
    const put = await expecting(200, change(one(path, code), { name: "M" }, "PUT"));
    expect(put).toEqual({ ...made, name: "M", updated_at: put.updated_at });
    const patched = await expecting(200, change(one(path, code), { [TEXT]: null, is_active: "1" }));
    expect(patched).toEqual({ ...put, [TEXT]: null, is_active: true, updated_at: patched.updated_at });
    expect(await get(one(path, code))).toEqual(patched);
    expect([made.updated_at < put.updated_at, put.updated_at < patched.updated_at]).toEqual([true, true]);
  });
  test("a change that changes nothing writes nothing, not even the time", async () => {
    const code = fresh();
    const made = await create(path, body(code, { [TEXT]: "<p>a</p>" }));
    for (const [method, same] of [
      ["PATCH", {}],
      ["PATCH", { name: " N ", is_active: "yes" }],
      ["PUT", made],
      ["PUT", { name: "N", [TEXT]: '<p onclick="x">a</p>' }],
    ] as const) {
      const received = await change(one(path, code), same, method);
      expect([received.status, received.json]).toEqual([200, made]);
      expect(costOf(received)).toMatchObject({ trips: 1, rowsWritten: 0 });
    }
  });
  test("DELETE hides the row and keeps it; a second one and every other method are 404", async () => {
    const code = fresh();
    const made = await create(path, body(code));
    const deleted = await asOperator(one(path, code), { method: "DELETE" });
    expect([deleted.status, deleted.text, deleted.headers.get("Content-Type")]).toEqual([204, "", null]);
    for (const method of ["GET", "PUT", "PATCH", "DELETE"])
      expect(
        (await asOperator(one(path, code), { method, body: method[0] === "P" ? { name: "X" } : undefined }))
          .status,
      ).toBe(404);
    expect((await list(`${path}?${entity.key}=${code}`)).count).toBe(0);
    expect(await storedOf(entity, code)).toMatchObject([{ id: made.id, name: "N", is_deleted: 1 }]);
  });
  test("POST of a deleted row's code is 201 with its old id and birthday, and the posted values alone", async () => {
    const code = fresh();
    const made = await create(path, body(code, { [TEXT]: "<p>old</p>", is_active: false }));
    await expecting(204, asOperator(one(path, code), { method: "DELETE" }));
    const back = await create(path, body(code, { name: "Back" }));
    const { id, created_at } = made;
    expect(back).toMatchObject({
      id,
      created_at,
      name: "Back",
      [TEXT]: null,
      is_active: true,
      is_deleted: false,
    });
    expect(back.updated_at > made.updated_at).toBe(true);
    expect(await get(one(path, code))).toEqual(back);
    expect((await asOperator(path, { body: body(code) })).status).toBe(400);
    expect(await storedOf(entity, code)).toHaveLength(1);
  });
  test("of many that post one code at once, new or deleted, one makes it and the others are told that it is there", async () => {
    for (const isDeleted of [false, true]) {
      const code = fresh();
      if (isDeleted) {
        await create(path, body(code));
        await expecting(204, asOperator(one(path, code), { method: "DELETE" }));
      }
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_nothing, n) => asOperator(path, { body: body(code, { name: `N${n}` }) })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 400, 400, 400, 400, 400]);
      const winner = answers.find(({ status }) => status === 201);
      expect(await get(one(path, code))).toEqual(winner?.json);
      expect(await storedOf(entity, code)).toHaveLength(1);
    }
  });
  test("no change that was answered 200 is lost to another of the same moment", async () => {
    const code = fresh();
    await create(path, body(code));
    const sent = [{ name: "M" }, { [TEXT]: "T" }, { is_active: false }, { name: "M" }];
    const answers = await Promise.all(sent.map((values) => change(one(path, code), values)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await get(one(path, code))).toMatchObject({ name: "M", [TEXT]: "T", is_active: false });
  });
  test("of two changes of the same moment to what a search looks into both are found", async () => {
    const code = fresh();
    await create(path, body(code, { name: "eskisi" }));
    const other = entity.search.find((field) => field !== entity.key && field !== "name") ?? "";
    const [name, value] = [fresh("nomi"), other === "email" ? `${fresh("pochta")}@a.uz` : fresh("boshqa")];
    const answers = await Promise.all(
      [{ name }, { [other]: value }].map((sent) => change(one(path, code), sent)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    for (const [search, count] of [
      [name, 1],
      [value, 1],
      [`${name} ${value}`, 1],
      [`eskisi ${value}`, 0],
    ] as const)
      expect([search, (await list(`${path}?search=${search}`)).count]).toEqual([search, count]);
  });
  test("of two that delete a row at once one is told 404, and a change beside them is not half done", async () => {
    const code = fresh();
    await create(path, body(code));
    const deletions = [1, 2].map(() => asOperator(one(path, code), { method: "DELETE" }));
    const [a, b, changed] = await Promise.all([...deletions, change(one(path, code), { name: "M" })]);
    expect([a?.status, b?.status].sort()).toEqual([204, 404]);
    expect([200, 404]).toContain(changed?.status);
    const [row] = await storedOf(entity, code);
    expect([row.is_deleted, row.name]).toEqual([1, changed?.status === 200 ? "M" : "N"]);
  });
  test("times of creation never fall as ids rise, and none of change falls at all, whatever a clock says", async () => {
    const ahead = (Date.now() + 3_600_000) * 1000;
    const code = fresh();
    await create(path, body(code));
    await sql(
      `UPDATE ${entity.table} SET created_at = ?1, updated_at = ?1 WHERE ${entity.key} = ?2`,
      ahead,
      code,
    );
    const next = await create(path, body(fresh()));
    const [row] = await storedOf(entity, code);
    expect(next.created_at >= (await get(one(path, code))).created_at).toBe(true);
    expect((await expecting(200, change(one(path, code), { name: "M" }))).name).toBe("M");
    expect((await storedOf(entity, code))[0].updated_at).toBe(row.updated_at + 1);
    const stamps = await sql(`SELECT created_at FROM ${entity.table} ORDER BY id`);
    const times = stamps.map((one_) => one_.created_at);
    expect(times).toEqual(times.toSorted((x, y) => x - y));
    await sql(`UPDATE ${entity.table} SET created_at = 1, updated_at = 1`);
  });
});

test("a description is kept clean by every door", async () => {
  const dirty = '<p onclick="x">a</p><script>b</script>';
  const [code, other] = [fresh(), fresh()];
  const made: Row[] = [
    await create(PRODUCTS, { code_1c: code, name: "N", description: dirty }),
    await create(PROJECTS, { code_1c: code, name: "N", description: dirty }),
    await expecting(200, change(one(PRODUCTS, code), { description: `${dirty} ` })),
    await expecting(200, change(one(PRODUCTS, code), { name: "N", description: dirty }, "PUT")),
  ];
  await expecting(
    200,
    asOperator(`${PRODUCTS}bulk/`, { body: [{ code_1c: other, name: "N", description: dirty }] }),
  );
  for (const row of [...made, await get(one(PRODUCTS, other))]) expect(row.description).toBe("<p>a</p>");
});
