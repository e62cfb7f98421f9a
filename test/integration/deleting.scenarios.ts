/** What 1C deletes goes and comes back, in the order of its items, and nothing is made of what was never there. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { entities, upsertMany } from "../../src/catalog/index.ts";
import { itemReader } from "../../src/integration/index.ts";
import { projectNamed } from "../support/projects.ts";
import { context } from "./fetches.ts";

const nomenklatura = entities.find(({ name }) => name === "nomenklatura") ?? entities[0];

type Item = [code: string, more?: Record<string, string>];

/** The kinds of what each item did. */
async function sync(projectId: number, ...items: Item[]): Promise<string[]> {
  if (!nomenklatura) throw new Error("no nomenklatura");
  const read = itemReader({ entity: nomenklatura, projectId, language: "en" });
  const bodies = items.map(([Code, more]) => read({ Code, Name: `Choy ${Code}`, ...more }).body ?? {});
  const outcomes = await upsertMany(context(), nomenklatura, bodies, { mode: "upsert" });
  return outcomes.map(({ kind }) => kind);
}

const stored = async (projectId: number) => {
  const { results } = await env.DB.prepare(
    "SELECT code_1c, name, is_deleted, is_active, updated_at FROM nomenklatura WHERE project_id = ? ORDER BY id",
  )
    .bind(projectId)
    .all<{ code_1c: string; name: string; is_deleted: number; is_active: number; updated_at: number }>();
  return results;
};

const GONE = { is_delete: "true" };

test("a deleted row goes, stays untouched while it is deleted, and comes back with what 1C says then", async () => {
  const project = await projectNamed();
  expect(await sync(project, ["1"], ["2"])).toEqual(["created", "created"]);
  expect(await sync(project, ["1", { ...GONE, Name: "Boshqa" }], ["2"])).toEqual(["updated", "unchanged"]);
  const [gone] = await stored(project);
  expect(gone).toMatchObject({ code_1c: "1", name: "Choy 1", is_deleted: 1 });
  expect(await sync(project, ["1", GONE])).toEqual(["unchanged"]);
  expect((await stored(project))[0]).toEqual(gone);
  expect(await sync(project, ["1", { Name: "Yangi" }])).toEqual(["updated"]);
  expect((await stored(project))[0]).toMatchObject({ name: "Yangi", is_deleted: 0 });
});

test("a deleted row that never was is not made", async () => {
  const project = await projectNamed();
  expect(await sync(project, ["1", GONE], ["2"])).toEqual(["unchanged", "created"]);
  expect((await stored(project)).map(({ code_1c }) => code_1c)).toEqual(["2"]);
});

test("of several items with one code the last decides", async () => {
  const project = await projectNamed();
  expect(await sync(project, ["1"], ["1", GONE], ["2", GONE], ["2"])).toEqual([
    "created",
    "updated",
    "unchanged",
    "created",
  ]);
  expect((await stored(project)).map((row) => [row.code_1c, row.is_deleted])).toEqual([
    ["1", 1],
    ["2", 0],
  ]);
});

test("1C's is_active hides a row, and its absence shows it again", async () => {
  const project = await projectNamed();
  await sync(project, ["1", { is_active: "true" }]);
  expect((await stored(project))[0]).toMatchObject({ is_active: 0, is_deleted: 0 });
  expect(await sync(project, ["1", { is_active: "true" }])).toEqual(["unchanged"]);
  await sync(project, ["1"]);
  expect((await stored(project))[0]).toMatchObject({ is_active: 1 });
});
