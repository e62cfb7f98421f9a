/** One main picture at most, whatever happens at once; a picture that is hidden or gone is nobody's. */
import { describe, expect, test } from "vitest";
import {
  asOperator,
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
import { bulkUpload, freshPng, IMAGES, sendForm, upload } from "./pictures.ts";

const product = async (more: Row = {}) => {
  const code_1c = fresh("main");
  await create(PRODUCTS, { code_1c, name: "N", ...more });
  return code_1c;
};
const imagesOf = async (code: string): Promise<Row[]> => (await get(one(PRODUCTS, code))).images;
const mains = (images: Row[]) => images.filter(({ is_main }) => is_main).map(({ id }) => id);
const change = (id: number, body: Row) =>
  expecting(200, asOperator(`${IMAGES.nomenklatura}${id}/`, { method: "PATCH", body }));
const remove = (id: number) => asOperator(`${IMAGES.nomenklatura}${id}/`, { method: "DELETE" });

test("twenty concurrent uploads that are each to be main leave twenty pictures and one that is", async () => {
  const code = await product();
  const fields = () => ({ nomenklatura: code, image: freshPng(), is_main: "true" });
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => sendForm(IMAGES.nomenklatura, fields())),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
  const images = await imagesOf(code);
  expect([images.length, mains(images).length]).toEqual([20, 1]);
  expect(images[0].is_main).toBe(true);
  expect(new Set(answers.map(({ json }) => json.id)).size).toBe(20);
  const [kept] = await sql(
    "SELECT count(*) AS n FROM images WHERE is_main = 1 AND entity = 'nomenklatura' AND parent_id = ?",
    images[0].nomenklatura,
  );
  expect(kept.n).toBe(1);
});

test("twenty concurrent first uploads, none of which asks for it, leave one main picture", async () => {
  const code = await product();
  await Promise.all(Array.from({ length: 10 }, () => upload("nomenklatura", code)));
  await Promise.all(
    Array.from({ length: 5 }, () =>
      bulkUpload("nomenklatura", { nomenklatura: code, images: [freshPng(), freshPng()] }),
    ),
  );
  const images = await imagesOf(code);
  expect([images.length, mains(images).length]).toEqual([20, 1]);
});

test("main is handed over, given up and taken on; one that goes leaves it to the newest of the others", async () => {
  const code = await product();
  const [first, second, third] = [
    await upload("nomenklatura", code),
    await upload("nomenklatura", code),
    await upload("nomenklatura", code),
  ];
  const order = async () => (await imagesOf(code)).map(({ id }) => id);
  expect(mains(await imagesOf(code))).toEqual([first.id]);
  expect(await order()).toEqual([first.id, third.id, second.id]);
  expect((await change(second.id, { is_main: true })).is_main).toBe(true);
  expect(mains(await imagesOf(code))).toEqual([second.id]);
  expect(await order()).toEqual([second.id, third.id, first.id]);
  await change(second.id, { is_main: false });
  expect(mains(await imagesOf(code))).toEqual([]);
  await change(first.id, { is_main: true });
  expect((await remove(first.id)).status).toBe(204);
  expect(mains(await imagesOf(code))).toEqual([third.id]);
  expect((await remove(first.id)).status).toBe(404);
  await remove(third.id);
  await remove(second.id);
  expect(await imagesOf(code)).toEqual([]);
  expect((await upload("nomenklatura", code)).is_main).toBe(true);
});

describe("image_status", () => {
  const codes = async (status: string) =>
    (await list(`${PRODUCTS}?image_status=${status}&code_contains=pictured`)).results.map(
      ({ code_1c }) => code_1c,
    );

  test("follows the first picture and the last", async () => {
    const code = fresh("pictured");
    await create(PRODUCTS, { code_1c: code, name: "N" });
    expect([await codes("with"), await codes("without")]).toEqual([[], [code]]);
    const { id } = await upload("nomenklatura", code);
    const other = await upload("nomenklatura", code);
    expect([await codes("with"), await codes("without")]).toEqual([[code], []]);
    await remove(id);
    expect(await codes("with")).toEqual([code]);
    await remove(other.id);
    expect([await codes("with"), await codes("without")]).toEqual([[], [code]]);
  });
});

test("pictures of a deleted row are hidden from every list, and come back with it", async () => {
  const code = await product();
  const made = await upload("nomenklatura", code, { category: fresh("hide") });
  const listed = async () => (await list(`${IMAGES.nomenklatura}?category=${made.category}`)).count;
  const all = async () => (await list(IMAGES.nomenklatura)).count;
  const thumbnails = async () =>
    (await get(`/api/v1/thumbnails/?code_1c=${code}`)).results.map(({ image_id }: Row) => image_id);
  const before = await all();
  expect([await listed(), await thumbnails()]).toEqual([1, [made.id]]);
  await asOperator(one(PRODUCTS, code), { method: "DELETE" });
  expect([await listed(), await thumbnails(), await all()]).toEqual([0, [], before - 1]);
  expect((await asOperator(`${IMAGES.nomenklatura}${made.id}/`)).status).toBe(404);
  expect((await remove(made.id)).status).toBe(404);
  expect((await sendForm(IMAGES.nomenklatura, { nomenklatura: code, image: freshPng() })).status).toBe(400);
  const revived = await create(PRODUCTS, { code_1c: code, name: "again" });
  expect(revived.images).toEqual([made]);
  expect([await listed(), await thumbnails(), await all()]).toEqual([1, [made.id], before]);
});

test("a picture tells of its row's project as it is now: moved, deleted, revived", async () => {
  const [first, second] = [fresh("p"), fresh("p")];
  for (const code_1c of [first, second]) await create(PROJECTS, { code_1c, name: `name of ${code_1c}` });
  const code = await product({ project: first });
  const { id } = await upload("nomenklatura", code);
  const read = () => get(`${IMAGES.nomenklatura}${id}/`);
  const counts = async () => [
    (await list(`${IMAGES.nomenklatura}?project=${first}`)).count,
    (await list(`${IMAGES.nomenklatura}?project=${second}`)).count,
  ];
  expect([(await read()).project.code_1c, await counts()]).toEqual([first, [1, 0]]);
  await expecting(200, asOperator(one(PRODUCTS, code), { method: "PATCH", body: { project: second } }));
  expect([(await read()).project.name, await counts()]).toEqual([`name of ${second}`, [0, 1]]);
  await asOperator(one(PROJECTS, second), { method: "DELETE" });
  expect([(await read()).project, (await imagesOf(code))[0].project]).toEqual([null, null]);
  await create(PROJECTS, { code_1c: second, name: "new" });
  expect((await read()).project.name).toBe("new");
});

test("pictures of a project are its own: a product's go on where the project is deleted", async () => {
  const code = fresh("p");
  await create(PROJECTS, { code_1c: code, name: "N" });
  const own = await upload("project", code);
  const nomenklatura = await product({ project: code });
  const other = await upload("nomenklatura", nomenklatura);
  await asOperator(one(PROJECTS, code), { method: "DELETE" });
  expect((await asOperator(`${IMAGES.project}${own.id}/`)).status).toBe(404);
  expect((await get(`${IMAGES.nomenklatura}${other.id}/`)).project).toBeNull();
});
