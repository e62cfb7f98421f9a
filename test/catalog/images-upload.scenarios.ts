/** Uploads and changes: what is taken, from whom, and for whom. */
import { crc32 } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { imageShape } from "../../src/catalog/images/images.schema.ts";
import {
  as,
  asOperator,
  CLIENTS,
  create,
  emptyCatalog,
  entityOf,
  expecting,
  fresh,
  get,
  one,
  PRODUCTS,
  PROJECTS,
  type Row,
  sql,
} from "./api.ts";
import {
  bulkUpload,
  bytesAt,
  freshPng,
  IMAGES,
  jpegOf,
  type Kind,
  keyOf,
  keysIn,
  quarters,
  sendForm,
  upload,
  webpOf,
  withExif,
} from "./pictures.ts";

const PATHS = { project: PROJECTS, client: CLIENTS, nomenklatura: PRODUCTS } as const;
const KINDS = Object.keys(IMAGES) as Kind[];

/** A row of the catalogue to hang pictures on. */
async function parent(kind: Kind, more: Row = {}): Promise<{ code: string; id: number }> {
  const code = fresh(kind);
  const key = kind === "client" ? "client_code_1c" : "code_1c";
  const { id } = await create(PATHS[kind], { [key]: code, name: `N ${code}`, ...more });
  return { code, id };
}

beforeAll(emptyCatalog);

describe.each(KINDS)("a %s's picture", (kind) => {
  test("is answered, read again, listed and nested in the strict shape, and stored where its address says", async () => {
    const { code, id } = await parent(kind, {
      ...(kind === "project" ? {} : { project: await projectCode() }),
    });
    const sent = freshPng();
    const made = await upload(kind, code, { image: sent, category: " front ", note: "n", status_id: "4" });
    imageShape(entityOf(kind)).parse(made);
    expect(made).toMatchObject({ category: "front", note: "n", is_main: true, source: null });
    expect(made.status).toMatchObject({ id: 4, code: "product_main", is_active: true });
    if (kind !== "project") expect(made[kind]).toBe(id);
    expect(made.project.code_1c).toBe(kind === "project" ? code : await projectCode());
    expect(made.image).toBe(made.image_url);
    expect(await get(`${IMAGES[kind]}${made.id}/`)).toEqual(made);
    expect((await get(IMAGES[kind])).results[0]).toEqual(made);
    expect((await get(one(PATHS[kind], code))).images).toEqual([made]);
    expect((await get(`${PATHS[kind]}?code_contains=${code}`)).results[0].images).toEqual([made]);
    expect(await bytesAt(keyOf(made.image))).toEqual(sent);
    expect(keyOf(made.image)).toMatch(new RegExp(`^${kind}-image/${made.id}/[0-9a-f]{32}/original\\.png$`));
  });
  test("is taken from operators and agents alone", async () => {
    const { code } = await parent(kind);
    const fields = { [kind]: code, image: freshPng() };
    for (const [role, status] of [
      ["agent", 201],
      ["admin", 201],
      ["bot", 403],
      ["customer", 403],
      ["anonymous", 401],
    ] as const)
      expect([role, (await sendForm(IMAGES[kind], fields, { role })).status]).toEqual([role, status]);
    const { id } = await upload(kind, code);
    for (const method of ["PUT", "PATCH", "DELETE"]) {
      const sent = { method, ...(method === "DELETE" ? {} : { body: { note: "x" } }) };
      expect((await as("agent", `${IMAGES[kind]}${id}/`, sent)).status).toBe(403);
    }
  });
  test("several at once are stored in their order, the first one main where there was none", async () => {
    const { code } = await parent(kind);
    const images = [quarters(6, 6), await jpegOf(quarters(6, 6)), await webpOf(quarters(6, 6))];
    const { status, json } = await bulkUpload(kind, { [kind]: code, images, category: "c", note: "n" });
    expect(status).toBe(201);
    const rows = kind === "client" ? json : json.images;
    if (kind !== "client") expect(json.message).toBe("3 ta rasm muvaffaqiyatli yuklandi");
    expect(
      rows.map((row: Row) => [row.is_main, row.category, row.note, row.image.replace(/.*\.|\?.*/g, "")]),
    ).toEqual([
      [true, "c", "n", expect.stringMatching(/^png/)],
      [false, "c", "n", expect.stringMatching(/^jpg/)],
      [false, "c", "n", expect.stringMatching(/^webp/)],
    ]);
    const nested = (await get(one(PATHS[kind], code))).images.map(({ id }: Row) => id);
    expect(nested).toEqual([rows[0].id, rows[2].id, rows[1].id]);
  });
});

let project: Promise<string> | undefined;
const projectCode = () => {
  project ??= parent("project").then(({ code }) => code);
  return project;
};

test("the bytes decide what a picture is: not its name, not the type that is declared", async () => {
  const { code } = await parent("nomenklatura");
  const { image } = await upload("nomenklatura", code, { image: await jpegOf(quarters(8, 8)) });
  expect(image).toMatch(/original\.jpg$/);
});

test("what a telephone noted is not stored: the place is gone, which way up it is stays", async () => {
  const { code } = await parent("nomenklatura");
  const jpeg = await jpegOf(quarters(80, 60));
  const sent = withExif(jpeg, 6, "GPS 41.311 69.279");
  const stored = await bytesAt(keyOf((await upload("nomenklatura", code, { image: sent })).image));
  expect(Buffer.from(stored).includes("GPS")).toBe(false);
  expect(stored.length).toBeLessThan(sent.length);
  // Two bytes of a JPEG's beginning, then 36 that say how it was held.
  expect(stored.subarray(38)).toEqual(jpeg.subarray(2));
  const [row] = await sql("SELECT width, height, size_bytes FROM images ORDER BY id DESC LIMIT 1");
  expect(row).toEqual({ width: 60, height: 80, size_bytes: stored.length });
});

test("a form of several pictures too large for memory is worked off from where it was parked, and leaves that place empty", async () => {
  const { code } = await parent("project");
  const noise = new Uint8Array(3 * 1_048_576);
  for (let at = 0; at < noise.length; at += 65_536) crypto.getRandomValues(noise.subarray(at, at + 65_536));
  // A chunk that is passed over may be as long as one likes.
  const large = withChunk(quarters(30, 20), noise);
  const { status, json } = await bulkUpload("project", { project: code, images: [large, large] });
  expect([status, json.images?.length]).toEqual([201, 2]);
  for (const { image } of json.images) expect(await bytesAt(keyOf(image))).toEqual(quarters(30, 20));
  expect(await keysIn("uploads/")).toEqual([]);
});

/** A text chunk behind the head of a PNG. */
function withChunk(png: Uint8Array, content: Uint8Array): Uint8Array {
  const chunk = Buffer.alloc(12 + content.length);
  chunk.writeUInt32BE(content.length);
  chunk.write("teXt", 4, "latin1");
  chunk.set(content, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + content.length)), 8 + content.length);
  return new Uint8Array(Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]));
}

test("a parent is named by its code, else by its id; a code in several projects needs the project", async () => {
  const [first, second] = [await parent("project"), await parent("project")];
  const code = fresh("shared");
  const rows = [];
  for (const { code: project } of [first, second])
    rows.push(await create(PRODUCTS, { code_1c: code, name: "N", project }));
  const several = await sendForm(IMAGES.nomenklatura, { nomenklatura: code, image: freshPng() });
  expect(several.status).toBe(409);
  expect(several.json.detail).toContain(`project_id=${first.id}, project_id=${second.id}`);
  expect((await bulkUpload("nomenklatura", { nomenklatura: code, images: [freshPng()] })).status).toBe(409);
  const chosen = await upload("nomenklatura", code, { project_id: String(second.id) });
  expect(chosen).toMatchObject({ nomenklatura: rows[1].id, project: { id: second.id } });
  expect((await upload("nomenklatura", String(rows[0].id))).nomenklatura).toBe(rows[0].id);
  // A code that looks like another row's id is a code.
  const number = await create(PRODUCTS, { code_1c: String(rows[0].id), name: "N" });
  expect((await upload("nomenklatura", String(rows[0].id))).nomenklatura).toBe(number.id);
});

test("what is said of a picture is changed alone, by a form or by JSON; the rest stays, the address too", async () => {
  const { code } = await parent("nomenklatura");
  const made = await upload("nomenklatura", code, { category: "a", note: "b", status_id: "1" });
  const path = `${IMAGES.nomenklatura}${made.id}/`;
  const change = async (body: Row, method = "PATCH") => expecting(200, asOperator(path, { method, body }));
  expect(await change({ note: "c", id: 7, nomenklatura: "x", created_at: null })).toEqual({
    ...made,
    note: "c",
  });
  expect(await change({ status_id: null })).toEqual({ ...made, note: "c", status: null });
  expect(await change({ category: "" }, "PUT")).toEqual({ ...made, category: "", note: "c", status: null });
  const byForm = await expecting(200, sendForm(path, { status_id: "2" }, { method: "PATCH" }));
  expect([byForm.status.id, byForm.image]).toEqual([2, made.image]);
  for (const [body, expected] of [
    [{ status_id: 99 }, { status_id: ['Invalid pk "99" - object does not exist.'] }],
    [{ is_main: null }, { is_main: ["This field may not be null."] }],
    [{ image: "x" }, { image: ["No file was submitted."] }],
  ])
    expect((await asOperator(path, { method: "PATCH", body })).json).toEqual(expected);
});

test("a new file has a new address of the same picture; bytes equal to the old ones keep the old one", async () => {
  const { code } = await parent("nomenklatura");
  const [first, second] = [freshPng(), freshPng()];
  const made = await upload("nomenklatura", code, { image: first });
  const replace = (image: Uint8Array) =>
    expecting(200, sendForm(`${IMAGES.nomenklatura}${made.id}/`, { image }, { method: "PATCH" }));
  expect((await replace(first)).image).toBe(made.image);
  const replaced = await replace(second);
  expect([replaced.id, replaced.image === made.image]).toEqual([made.id, false]);
  expect(await bytesAt(keyOf(replaced.image))).toEqual(second);
  expect((await get(one(PRODUCTS, code))).images).toEqual([replaced]);
});
