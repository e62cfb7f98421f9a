/** Statuses and sources of pictures: made, changed, deleted, and shown with the pictures at once. */
import { describe, expect, test } from "vitest";
import { as, asOperator, create, expecting, fresh, get, one, PRODUCTS, type Row } from "./api.ts";
import { IMAGES, upload } from "./pictures.ts";

const STATUSES = "/api/v1/image-status/";
const SOURCES = "/api/v1/image-source/";

describe("statuses and sources", () => {
  const change = (path: string, body: Row, method = "PATCH") => asOperator(path, { method, body });

  test("are there as the migration seeds them, in their order, for signed-in callers", async () => {
    const seeded = await expecting(200, as("agent", STATUSES));
    expect(seeded.map(({ code, icon, order }: Row) => [code, icon, order])).toEqual([
      ["store_before", "store", 1],
      ["store_after", "store", 2],
      ["store_info", "info", 3],
      ["product_main", "product", 4],
      ["product_gallery", "gallery", 5],
      ["product_packaging", "package", 6],
      ["other", "other", 99],
    ]);
    expect(seeded[2]).toEqual({
      ...{ id: 3, code: "store_info", name: "Magazin - Umumiy ma'lumot", description: null },
      ...{ icon: "info", order: 3, is_active: true },
    });
    for (const path of [STATUSES, SOURCES]) expect((await as("anonymous", path)).status).toBe(401);
    for (const path of [STATUSES, SOURCES])
      expect((await as("agent", path, { body: { code: "x", name: "x", uploader_name: "x" } })).status).toBe(
        403,
      );
  });
  test("are made, changed and deleted, and pictures show it at once", async () => {
    const code = fresh("label");
    await create(PRODUCTS, { code_1c: code, name: "N" });
    const status = await create(STATUSES, { code: fresh("s"), name: "S", order: 7 });
    const source = await create(SOURCES, { uploader_name: "Ali", uploader_type: "agent", notes: "n" });
    expect(source).toMatchObject({ uploader_type_display: "Agent", upload_device: null, is_active: true });
    await upload("nomenklatura", code, { status_id: String(status.id), source_id: String(source.id) });
    const nested = async () => (await get(one(PRODUCTS, code))).images[0];
    expect(await nested()).toMatchObject({ status, source });
    await expecting(200, change(`${STATUSES}${status.id}/`, { name: "New", is_active: false }));
    await expecting(
      200,
      change(`${SOURCES}${source.id}/`, { uploader_name: "Vali", uploader_type: "admin" }, "PUT"),
    );
    expect(await nested()).toMatchObject({
      status: { ...status, name: "New", is_active: false },
      source: {
        ...source,
        uploader_name: "Vali",
        uploader_type: "admin",
        uploader_type_display: "Administrator",
      },
    });
    expect((await get(STATUSES)).some(({ id }: Row) => id === status.id)).toBe(false);
    for (const path of [`${STATUSES}${status.id}/`, `${SOURCES}${source.id}/`]) {
      expect((await asOperator(path, { method: "DELETE" })).status).toBe(204);
      for (const method of ["GET", "DELETE"]) expect((await asOperator(path, { method })).status).toBe(404);
    }
    expect(await nested()).toMatchObject({ status: null, source: null });
    const revived = await create(STATUSES, { code: status.code, name: "Back" });
    expect(revived).toMatchObject({ id: status.id, name: "Back", order: 0, is_active: true });
  });
  test("refuse what they cannot be", async () => {
    const taken = { code: ["image status with this code already exists."] };
    expect((await asOperator(STATUSES, { body: { code: "other", name: "x" } })).json).toEqual(taken);
    expect((await change(`${STATUSES}1/`, { code: "other" })).json).toEqual(taken);
    expect((await asOperator(SOURCES, { body: { uploader_type: "robot" } })).json).toEqual({
      uploader_name: ["This field is required."],
      uploader_type: ['"robot" is not a valid choice.'],
    });
    expect((await change(`${STATUSES}x/`, { name: "x" })).status).toBe(404);
  });
  test("an anonymous caller does not learn how to reach who uploaded, nor where and with what", async () => {
    const code = fresh("hidden");
    await create(PRODUCTS, { code_1c: code, name: "N" });
    const secret = { uploader_contact: "+998", upload_location: "home", upload_device: "phone", notes: "n" };
    const source = await create(SOURCES, { uploader_name: "Ali", ...secret });
    const made = await upload("nomenklatura", code, { source_id: String(source.id) });
    const nulls = Object.fromEntries(Object.keys(secret).map((name) => [name, null]));
    for (const path of [one(PRODUCTS, code), `${IMAGES.nomenklatura}${made.id}/`]) {
      const [seen, whole] = [(await as("anonymous", path)).json, await get(path)];
      const sourceIn = (row: Row) => (row.images?.[0] ?? row).source;
      expect(sourceIn(whole)).toEqual(source);
      expect(sourceIn(seen)).toEqual({ ...source, ...nulls });
    }
  });
});
