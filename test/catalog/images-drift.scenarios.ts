/** What is kept of pictures, and their bytes, held against their rows: by the nightly job and by the doctor. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { findImageDrift, findStrays, isImageDrift, recountImages } from "../../src/catalog/index.ts";
import { ctxIn, type Line } from "../tasks/line.ts";
import { create, emptyCatalog, fresh, get, one, PRODUCTS, sql } from "./api.ts";
import { IMAGES, keyOf, newLine, upload } from "./pictures.ts";

const product = async () => {
  const code_1c = fresh("drift");
  await create(PRODUCTS, { code_1c, name: "N" });
  return code_1c;
};

describe("what is kept", () => {
  beforeAll(emptyCatalog);

  test("what drifted is found, told and mended at night", async () => {
    const [first, second] = [await product(), await product()];
    await upload("nomenklatura", first);
    await upload("nomenklatura", first);
    const rows = async () => [
      await get(one(PRODUCTS, first)),
      await get(one(PRODUCTS, second)),
      (await get(IMAGES.nomenklatura)).count,
    ];
    const right = await rows();
    const drift = async () =>
      (await findImageDrift(ctxIn(newLine() as unknown as Line, 0))).filter(isImageDrift);
    expect(await drift()).toEqual([]);
    for (const [statement, found] of [
      ["UPDATE image_lists SET images = '[]'", { lists: 1, flags: 0, count: 0 }],
      [
        "INSERT INTO image_lists SELECT 'nomenklatura', id, '[]' FROM nomenklatura WHERE has_image = 0",
        { lists: 1, flags: 1, count: 0 },
      ],
      ["DELETE FROM image_lists", { lists: 1, flags: 1, count: 0 }],
      ["UPDATE nomenklatura SET has_image = 1 - has_image", { lists: 0, flags: 2, count: 0 }],
      [
        "UPDATE list_counts SET n = n + 1 WHERE entity = 'nomenklatura-image'",
        { lists: 0, flags: 0, count: 1 },
      ],
    ] as const) {
      await sql(statement);
      expect([statement, await drift()]).toEqual([statement, [{ entity: "nomenklatura", ...found }]]);
      await recountImages(ctxIn(newLine() as unknown as Line, 0));
      expect([statement, await drift(), await rows()]).toEqual([statement, [], right]);
    }
  });

  test("the doctor's search tells bytes without a picture and pictures without bytes", async () => {
    const code = await product();
    const [whole, lost] = [await upload("nomenklatura", code), await upload("nomenklatura", code)];
    const strays = () => findStrays(ctxIn(newLine() as unknown as Line, 0));
    const before = await strays();
    await env.FILES.delete(keyOf(lost.image));
    await env.FILES.put(`nomenklatura-image/${whole.id}/stray/original.png`, "x");
    const { folders, images } = await strays();
    expect(before.images).toEqual([]);
    expect(images).toEqual([{ entity: "nomenklatura", id: lost.id }]);
    expect(folders.filter((one) => !before.folders.includes(one))).toEqual([
      `nomenklatura-image/${whole.id}/stray/`,
    ]);
  });
});
