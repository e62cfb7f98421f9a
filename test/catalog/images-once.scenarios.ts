/** An Idempotency-Key on uploads: one picture, or one set of them, whatever is sent again or at once. */
import { beforeEach, describe, expect, test } from "vitest";
import { create, fresh, PRODUCTS, type Row } from "./api.ts";
import { bulkUpload, folders, freshPng, IMAGES, quarters, rowFolders, sendForm } from "./pictures.ts";

const product = async () => {
  const code_1c = fresh("once");
  await create(PRODUCTS, { code_1c, name: "N" });
  return code_1c;
};

describe("an Idempotency-Key", () => {
  let [before, stored] = [0, 0];
  beforeEach(async () => {
    [before, stored] = [(await rowFolders()).length, (await folders()).length];
  });
  const rows = async () => (await rowFolders()).length - before;

  test("makes one picture of a form that is sent again, however its border is called", async () => {
    const code = await product();
    const image = freshPng();
    const headers = { "Idempotency-Key": fresh("key") };
    const send = (fields: Row = {}) =>
      sendForm(IMAGES.nomenklatura, { nomenklatura: code, image, ...fields }, { headers });
    const first = await send();
    const again = await send();
    expect([first.status, again.status, again.json]).toEqual([201, 201, first.json]);
    expect((await send({ note: "other" })).status).toBe(422);
    expect((await send({ image: freshPng() })).status).toBe(422);
    expect(await rows()).toBe(1);
  });
  test("makes one of ten forms at once, and the others' bytes are taken back", async () => {
    const code = await product();
    const image = freshPng();
    const headers = { "Idempotency-Key": fresh("key") };
    const send = () => sendForm(IMAGES.nomenklatura, { nomenklatura: code, image }, { headers });
    const answers = await Promise.all(Array.from({ length: 10 }, send));
    expect(new Set(answers.map(({ status, json }) => `${status} ${json.id}`)).size).toBe(1);
    expect((await folders()).length - stored).toBe(1);
    expect(await rows()).toBe(1);
  });
  test("answers the same pictures of an upload of several", async () => {
    const code = await product();
    const headers = { "Idempotency-Key": fresh("key") };
    const images = [freshPng(), freshPng(), quarters(3, 3)];
    const send = (more: Row = {}) =>
      bulkUpload("nomenklatura", { nomenklatura: code, images, ...more }, { headers });
    const answers = await Promise.all([send(), send(), send()]);
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect((await send({ images: images.slice(1) })).status).toBe(422);
    expect([await rows(), (await folders()).length - stored]).toEqual([3, 3]);
  });
});
