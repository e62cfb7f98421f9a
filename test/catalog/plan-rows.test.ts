/** What a write will do to each row, before anything is written. */
import { describe, expect, test } from "vitest";
import type { EntityRow } from "../../src/catalog/entity.ts";
import { client } from "../../src/catalog/fields/client.ts";
import { type Found, type Mode, type Outcome, type Plan, planRows } from "../../src/catalog/plan-rows.ts";
import type { ResourceBody } from "../../src/catalog/resource.schema.ts";
import type { ProjectRow } from "../../src/catalog/resource.store.ts";
import { derive, standardValues } from "../../src/catalog/row.ts";
import { fieldWords } from "../platform/said.ts";

const NOW = 2_000_000;
const P1: ProjectRow = { id: 1, code_1c: "P1", name: "One", is_integration: 0 };
const P2: ProjectRow = { id: 2, code_1c: "P2", name: "Two", is_integration: 1 };

/** A row as it was read. */
function row(code: string, values: Partial<EntityRow> = {}, project: ProjectRow | null = null): EntityRow {
  const beside = {
    p_id: project?.id ?? null,
    p_code: project?.code_1c ?? null,
    p_name: project?.name ?? null,
    p_integration: project?.is_integration ?? null,
  };
  return derive(client, {
    ...standardValues(client),
    ...{ id: 7, project_id: project?.id ?? 0, client_code_1c: code, name: "Old", ...beside },
    ...{ is_active: 1, is_deleted: 0, created_at: 1000, updated_at: 1000 },
    ...values,
  });
}

const body = (code: string, more: ResourceBody = {}): ResourceBody => ({ client_code_1c: code, ...more });
const named = (code: string, more: ResourceBody = {}): ResourceBody => body(code, { name: "New", ...more });

const plan = (bodies: ResourceBody[], found: Partial<Found>, mode: Mode = "upsert"): Plan =>
  planRows(client, bodies, { projects: [P1, P2], rows: [], ...found }, mode, NOW);

const kinds = ({ outcomes }: Plan) => outcomes.map(({ kind }) => kind);

const errorsOf = (outcome: Outcome | undefined) =>
  outcome?.kind === "refused" ? fieldWords(outcome.errors) : outcome?.kind;
const rowOf = (outcome: Outcome | undefined) => (outcome?.kind === "refused" ? undefined : outcome?.row);

const DUPLICATE = { client_code_1c: ["client with this client code 1c already exists."] };
const REQUIRED = { name: ["This field is required."] };

describe("create", () => {
  test("makes a row with its defaults and what is kept beside the fields", () => {
    const planned = plan([named("a", { phone: "1" })], {}, "create");
    expect(kinds(planned)).toEqual(["created"]);
    expect(planned.updates).toEqual([]);
    expect(planned.inserts).toEqual([
      expect.objectContaining({
        client_code_1c: "a",
        name: "New",
        phone: "1",
        project_id: 0,
        currency: "UZS",
      }),
    ]);
    expect(planned.inserts[0]?.["fold"]).toMatch(/^a\nnew\n/);
  });
  test("refuses the code of a live row, in its project alone", () => {
    const rows = [row("a", {}, P1)];
    expect(errorsOf(plan([named("a", { project: { id: 1 } })], { rows }, "create").outcomes[0])).toEqual(
      DUPLICATE,
    );
    expect(kinds(plan([named("a", { project: { id: 2 } })], { rows }, "create"))).toEqual(["created"]);
    expect(kinds(plan([named("a")], { rows }, "create"))).toEqual(["created"]);
    expect(kinds(plan([named("A", { project: { id: 1 } })], { rows }, "create"))).toEqual(["created"]);
  });
  test("of a deleted row's code brings it back with its id, its birthday and the posted values alone", () => {
    const before = row("a", {
      is_deleted: 1,
      phone: "old",
      currency: "USD",
      is_active: 0,
      updated_at: NOW + 5,
    });
    const planned = plan([named("a", { city: "Urganch" })], { rows: [before] }, "create");
    expect(kinds(planned)).toEqual(["created"]);
    expect(planned.inserts).toEqual([]);
    expect(planned.updates).toHaveLength(1);
    const [update] = planned.updates;
    expect(update?.was).toBe(NOW + 5);
    expect(update?.row).toMatchObject({
      id: 7,
      created_at: 1000,
      updated_at: NOW + 6,
      is_deleted: 0,
      is_active: 1,
    });
    expect(update?.row).toMatchObject({ name: "New", city: "Urganch", phone: null, currency: "UZS" });
    expect(update?.columns).toEqual(
      expect.arrayContaining(["name", "phone", "currency", "city", "is_active", "is_deleted", "fold"]),
    );
  });
  test("names the project beside the row, as the answer shows it", () => {
    const [made] = plan([named("a", { project: { code: "P2" } })], {}, "create").inserts;
    expect(made).toMatchObject({ project_id: 2, p_id: 2, p_code: "P2", p_name: "Two", p_integration: 1 });
  });
});

describe("a project", () => {
  test.each<[ResourceBody, object]>([
    [{ project_id: 99 }, { project_id: ['Invalid pk "99" - object does not exist.'] }],
    [{ project: { id: 99 } }, { project: ['Invalid pk "99" - object does not exist.'] }],
    [{ project: { code: "P9" } }, { project: ['Invalid pk "P9" - object does not exist.'] }],
    [{ project: { code: "p1" } }, { project: ['Invalid pk "p1" - object does not exist.'] }],
    [{ project_id: 0 }, { project_id: ['Invalid pk "0" - object does not exist.'] }],
  ])("that is not there refuses the row: %j", (more, errors) => {
    for (const mode of ["create", "upsert"] as const) {
      const planned = plan([named("a", more)], {}, mode);
      expect(errorsOf(planned.outcomes[0])).toEqual(errors);
      expect(planned.inserts).toEqual([]);
    }
    expect(errorsOf(plan([more], { target: row("a") }, "change").outcomes[0])).toEqual(errors);
  });
  test("by number counts before one by code, and no project is one of its own", () => {
    const rows = [row("a", {}, P1), row("a", { id: 8 })];
    const both = plan([body("a", { project_id: 1, project: { code: "P2" }, name: "X" })], { rows });
    expect(both.updates.map(({ row: written }) => written.id)).toEqual([7]);
    for (const none of [{}, { project: null }, { project_id: null }])
      expect(plan([body("a", { ...none, name: "X" })], { rows }).updates[0]?.row.id).toBe(8);
  });
});

describe("change", () => {
  const change = (values: ResourceBody, target: EntityRow, rows: EntityRow[] = []) =>
    plan([values], { target, rows }, "change");

  test("leaves what is not sent, and never the code", () => {
    const target = row("a", { phone: "1", city: "X" }, P1);
    const planned = change({ client_code_1c: "b", city: "Y", is_active: false }, target);
    expect(planned.updates[0]?.row).toMatchObject({
      client_code_1c: "a",
      phone: "1",
      city: "Y",
      is_active: 0,
    });
    expect(planned.updates[0]?.columns).toEqual(["city", "is_active", "fold"]);
  });
  test("that changes nothing writes nothing", () => {
    const target = row("a", {}, P1);
    for (const values of [
      {},
      { name: "Old" },
      { client_code_1c: "b" },
      { project: { id: 1 } },
      { project_id: 1 },
    ]) {
      const planned = change(values, target);
      expect([kinds(planned), planned.inserts, planned.updates]).toEqual([["unchanged"], [], []]);
      expect(rowOf(planned.outcomes[0])).toBe(target);
    }
  });
  test("moves a row to another project and out of any", () => {
    const target = row("a", {}, P1);
    const moved = change({ project: { code: "P2" } }, target);
    expect(moved.updates[0]).toMatchObject({
      columns: ["project_id"],
      row: { id: 7, project_id: 2, p_code: "P2" },
    });
    for (const none of [{ project: null }, { project_id: null }])
      expect(change(none, target).updates[0]?.row).toMatchObject({ project_id: 0, p_id: null, p_name: null });
  });
  test("refuses to move into a project where the code is taken", () => {
    const taken = [row("a", { id: 9 }, P2)];
    expect(errorsOf(change({ project_id: 2 }, row("a", {}, P1), taken).outcomes[0])).toEqual(DUPLICATE);
    expect(errorsOf(change({ project: null }, row("a", {}, P1), [row("a", { id: 9 })]).outcomes[0])).toEqual(
      DUPLICATE,
    );
    expect(kinds(change({ project_id: 2, name: "N" }, row("a", {}, P2), taken))).toEqual(["updated"]);
  });
  test("with project null leaves a row in its deleted project, which is answered as null", () => {
    const target = { ...row("a", {}, null), project_id: 5 };
    expect(kinds(change({ project: null }, target))).toEqual(["unchanged"]);
    const planned = change({ project: null, name: "N" }, target);
    expect(planned.updates[0]).toMatchObject({ columns: ["name", "fold"], row: { project_id: 5 } });
    expect(change({ project_id: 1 }, target).updates[0]?.row.project_id).toBe(1);
  });
});

describe("upsert", () => {
  test("makes what is new, changes what differs, and leaves what is the same", () => {
    const rows = [row("old"), row("same", { id: 8 })];
    const planned = plan([named("new"), named("old"), body("same", { name: "Old" })], { rows });
    expect(kinds(planned)).toEqual(["created", "updated", "unchanged"]);
    expect(planned.inserts.map((made) => made["client_code_1c"])).toEqual(["new"]);
    expect(planned.updates.map(({ row: written }) => written.id)).toEqual([7]);
  });
  test("needs a new row's fields, and none of a row that is there", () => {
    const planned = plan([body("new"), body("old", { city: "X" })], { rows: [row("old")] });
    expect(planned.outcomes.map(errorsOf)).toEqual([REQUIRED, "updated"]);
    expect(planned.inserts).toEqual([]);
  });
  test("of a deleted row brings it back with what it had", () => {
    const rows = [row("a", { is_deleted: 1, phone: "1" })];
    const planned = plan([body("a", { city: "X" })], { rows });
    expect(kinds(planned)).toEqual(["updated"]);
    expect(planned.updates[0]?.row).toMatchObject({
      id: 7,
      is_deleted: 0,
      phone: "1",
      city: "X",
      name: "Old",
    });
  });
  test("takes a call's rows in their order: a later one changes what an earlier one made", () => {
    const planned = plan(
      [named("a"), body("a", { name: "New" }), body("a", { name: "Newer" }), body("a", { city: "X" })],
      {},
    );
    expect(kinds(planned)).toEqual(["created", "unchanged", "updated", "updated"]);
    expect(planned.inserts).toEqual([expect.objectContaining({ name: "Newer", city: "X" })]);
  });
  test("writes a row that is there once, however often a call changes it, and not at all if it ends as it was", () => {
    const rows = [row("a"), row("b", { id: 8 })];
    const planned = plan(
      [
        body("a", { city: "X" }),
        body("b", { city: "X" }),
        body("a", { city: "Y" }),
        body("b", { city: null }),
      ],
      { rows },
    );
    expect(kinds(planned)).toEqual(["updated", "updated", "updated", "updated"]);
    expect(planned.updates).toMatchObject([
      { row: { id: 7, city: "Y" }, columns: ["city", "fold"], was: 1000 },
    ]);
  });
  test("keeps the good rows of a call with bad ones, also where a refused one comes first", () => {
    const planned = plan(
      [body("a"), named("a", { project_id: 9 }), named("a"), body("a", { city: "X" })],
      {},
    );
    expect(kinds(planned)).toEqual(["refused", "refused", "created", "updated"]);
    expect(planned.inserts).toHaveLength(1);
  });
  test("does not take codes of other letters, spaces or zeros for the same", () => {
    const planned = plan([named("a"), named("A"), named("0a"), named("a b"), named("a  b")], {});
    expect(kinds(planned)).toEqual(Array(5).fill("created"));
    expect(planned.inserts).toHaveLength(5);
  });
});

test("a row's stamp rises with every change, also where the clock stands behind it", () => {
  const { updates } = plan([body("a", { city: "X" })], { rows: [row("a", { updated_at: NOW + 1_000_000 })] });
  expect(updates).toMatchObject([{ was: NOW + 1_000_000, row: { updated_at: NOW + 1_000_001 } }]);
});
