/** Thumbnails, and what they and lists with pictures cost by D1's own counters. */
import { beforeAll, describe, expect, test } from "vitest";
import { Thumbnails } from "../../src/catalog/images/thumbnails.schema.ts";
import { ask } from "../workers/door.ts";
import {
  as,
  asOperator,
  bulk,
  CLIENTS,
  type Cost,
  costOf,
  create,
  emptyCatalog,
  expecting,
  get,
  list,
  one,
  PRODUCTS,
  PROJECTS,
  type Row,
  sql,
  tokenFor,
} from "./api.ts";
import { IMAGES, type Kind } from "./pictures.ts";

const THUMBNAILS = "/api/v1/thumbnails/";
const SOURCES = "/api/v1/image-source/";

/** Rows straight in the table: a list needs no bytes. */
async function insertImages(kind: Kind, parents: readonly number[], each = 1): Promise<void> {
  const table = { project: "projects", client: "clients", nomenklatura: "nomenklatura" }[kind];
  await sql(
    `INSERT INTO images (entity, parent_id, project_id, hash, format, width, height, size_bytes, thumbnail_bytes,
       is_main, category, note, created_at, updated_at)
     SELECT ?1, t.id, ${kind === "project" ? "t.id" : "t.project_id"}, 'h' || t.id, 'jpg', 40, 30, 2048, 512,
       n.value = 1, '', '', 1764000000000000 + t.id + (?1 = 'project') * 1000, 1
     FROM json_each(?2) p CROSS JOIN ${table} t ON t.id = p.value
       CROSS JOIN json_each(?3) n`,
    kind,
    JSON.stringify(parents),
    JSON.stringify(Array.from({ length: each }, (_, index) => index + 1)),
  );
}

describe("what they cost", () => {
  const ids: Record<Kind, number[]> = { project: [], client: [], nomenklatura: [] };
  beforeAll(async () => {
    await emptyCatalog();
    const [project] = [await create(PROJECTS, { code_1c: "P", name: "P" })];
    ids.project = [project.id];
    const rows = (key: string) =>
      Array.from({ length: 300 }, (_, index) => ({ [key]: `c-${index}`, name: `N${index}`, project: "P" }));
    await bulk(PRODUCTS, rows("code_1c"));
    await bulk(CLIENTS, rows("client_code_1c"));
    for (const [kind, table] of [
      ["client", "clients"],
      ["nomenklatura", "nomenklatura"],
    ] as const)
      ids[kind] = (await sql(`SELECT id FROM ${table}`)).map(({ id }) => id);
  });
  const costs = async (path: string): Promise<Cost> => costOf(await asOperator(path));

  test("a page of 20 rows is one round trip, and one more row for each row that has pictures", async () => {
    const before = await costs(PRODUCTS);
    await insertImages("nomenklatura", ids.nomenklatura, 3);
    const page = await asOperator(PRODUCTS);
    expect(page.json.results.every(({ images }: Row) => images.length === 3)).toBe(true);
    const after = costOf(page);
    expect([before.trips, after.trips]).toEqual([1, 1]);
    expect(before.rowsRead).toBeLessThanOrEqual(70);
    expect(after.rowsRead).toBe(before.rowsRead + 20);
    expect((await costs(`${PRODUCTS}?cursor=`)).rowsRead).toBeLessThanOrEqual(70 + 21);
    expect((await costs(one(PRODUCTS, "c-5"))).rowsRead).toBeLessThanOrEqual(10 + 1);
  });
  test("a page of pictures and its count are one round trip and a few rows for each, however many there are", async () => {
    for (const query of [
      "",
      "?cursor=",
      `?project_id=${ids.project[0]}&cursor=`,
      "?ordering=created_at",
      "?ordering=-id&cursor=",
    ]) {
      const { trips, rowsRead } = await costs(`${IMAGES.nomenklatura}${query}`);
      expect([query, trips]).toEqual([query, 1]);
      // With a filter its matches are counted.
      expect(rowsRead).toBeLessThanOrEqual(3 * 21 + 10 + (query.includes("project") ? 900 : 0));
    }
    expect((await get(IMAGES.nomenklatura)).count).toBe(900);
    expect((await costs(`${IMAGES.nomenklatura}?nomenklatura=c-7`)).rowsRead).toBeLessThanOrEqual(30);
  });
  test("200 thumbnails of all kinds are one round trip, and no object of R2 is looked at", async () => {
    await insertImages("client", ids.client);
    await insertImages("project", ids.project);
    const FILES = new Proxy({}, { get: () => expect.fail("R2 was asked") });
    const { status, json, headers } = await ask(`${THUMBNAILS}?limit=500`, {
      token: await tokenFor("operator"),
      env: { FILES },
    });
    expect(status).toBe(200);
    Thumbnails.parse(json);
    expect([json.results.length, json.total_count]).toEqual([200, 200]);
    expect(headers.get("Server-Timing")).toContain("trips=1 ");
    expect(json.total_size).toEqual({
      thumbnail: { size_bytes: 200 * 512, size: "100.00 KB" },
      original: { size_bytes: 200 * 2048, size: "400.00 KB" },
    });
    const stamps = json.results.map(({ created_at }: Row) => created_at);
    expect(stamps).toEqual([...stamps].sort().reverse());
  });
});

describe("thumbnails", () => {
  const typesOf = ({ results }: Row) =>
    [...new Set(results.map(({ entity_type }: Row) => entity_type))].sort();

  test("show clients to signed-in callers alone, and are in no shared cache", async () => {
    const [anonymous, signedIn] = [
      await as("anonymous", `${THUMBNAILS}?limit=200`),
      await asOperator(`${THUMBNAILS}?limit=200`),
    ];
    expect(typesOf(anonymous.json)).toEqual(["nomenklatura", "project"]);
    expect(typesOf(signedIn.json)).toEqual(["client", "nomenklatura", "project"]);
    for (const { headers } of [anonymous, signedIn])
      expect(headers.get("Cache-Control")).toContain("private");
    expect(typesOf((await as("anonymous", `${THUMBNAILS}?entity_type=client,project`)).json)).toEqual([
      "project",
    ]);
    expect((await as("anonymous", `${THUMBNAILS}clients/`)).status).toBe(401);
    const clients = await asOperator(`${THUMBNAILS}clients/`);
    expect([typesOf(clients.json), clients.headers.get("Cache-Control")]).toEqual([
      ["client"],
      "private, no-store",
    ]);
    for (const { thumbnail_url } of clients.json.results) expect(thumbnail_url).toContain("signature=");
    for (const [path, type] of [
      ["projects", "project"],
      ["nomenklatura", "nomenklatura"],
    ] as const) {
      const { json, headers } = await as("anonymous", `${THUMBNAILS}${path}/`);
      expect([typesOf(json), headers.get("Cache-Control")]).toEqual([[type], "no-cache"]);
    }
  });
  test("are 60 unless another number is asked for, at most 200", async () => {
    for (const [limit, length] of [
      ["", 60],
      ["?limit=7", 7],
      ["?limit=0", 60],
      ["?limit=many", 60],
      ["?limit=99999", 200],
    ] as const)
      expect((await get(`${THUMBNAILS}${limit}`)).results.length).toBe(length);
  });
  test("are filtered by type, code, status and main; a code that a type lacks leaves nothing of it", async () => {
    const of = async (query: string) => (await get(`${THUMBNAILS}?limit=200&${query}`)).results as Row[];
    expect((await of("code_1c=c-5")).map(({ entity_type }) => entity_type)).toEqual(
      Array(3).fill("nomenklatura"),
    );
    expect((await of("code_1c=P")).map(({ entity_name }) => entity_name)).toEqual(["P"]);
    expect((await of("client_code_1c=c-5")).map(({ client_code_1c }) => client_code_1c)).toEqual(["c-5"]);
    expect(await of("article_code=none")).toEqual([]);
    expect((await of("code_1c=c-5&is_main=true")).length).toBe(1);
    expect((await of("code_1c=c-5&is_main=false")).length).toBe(2);
    const { id } = (await list(`${IMAGES.nomenklatura}?nomenklatura=c-5&is_main=true`)).results[0];
    const source = await create(SOURCES, { uploader_name: "Ali" });
    const body = { status_id: 6, source_id: source.id, category: "c", note: "n" };
    await expecting(200, asOperator(`${IMAGES.nomenklatura}${id}/`, { method: "PATCH", body }));
    const [labelled] = await of("status=product_packaging");
    expect(labelled).toMatchObject({
      ...{ image_id: id, entity_id: expect.any(Number) as unknown, code_1c: "c-5", entity_name: "N5" },
      ...{ status_code: "product_packaging", status_name: "Mahsulot - Qadoqlash", source_name: "Ali" },
      ...{ source_type: "other", category: "c", note: "n", is_main: true },
      thumbnail_dimensions: { width: 150, height: 150, format: "JPEG", size: "512 B" },
      original_dimensions: { width: 40, height: 30, format: "JPEG", size_bytes: 2048, size: "2.00 KB" },
    });
    expect((await asOperator(`${THUMBNAILS}?entity_type=user`)).json).toEqual({
      entity_type: ['"user" is not a valid choice.'],
    });
  });
});
