import { describe, expect, test } from "vitest";
import { asOperator, CLIENTS, create, fresh, PRODUCTS, PROJECTS, type Row, sql } from "./api.ts";
import { bulkUpload, IMAGES, type Kind, keysIn, quarters, sendForm } from "./pictures.ts";

const NO_IMAGE = "Upload a valid image. The file you uploaded was either not an image or a corrupted image.";
const PATHS = { project: PROJECTS, client: CLIENTS, nomenklatura: PRODUCTS } as const;

const count = async () => (await sql("SELECT count(*) AS n FROM images"))[0].n;

/** A row of the catalogue to hang pictures on. */
async function parent(kind: Kind, more: Row = {}): Promise<{ code: string; id: number }> {
  const code = fresh(kind);
  const key = kind === "client" ? "client_code_1c" : "code_1c";
  const { id } = await create(PATHS[kind], { [key]: code, name: `N ${code}`, ...more });
  return { code, id };
}

describe("a refused upload", () => {
  const required = ["This field is required."];
  test.each<[string, Row, Row]>([
    ["without anything", {}, { nomenklatura: required, image: ["No file was submitted."] }],
    ["of a text", { nomenklatura: "?", image: "text" }, { image: ["No file was submitted."] }],
    ["of a page", { nomenklatura: "?", image: Buffer.from("<html>") }, { image: [NO_IMAGE] }],
    ["of an empty file", { nomenklatura: "?", image: new Uint8Array() }, { image: [NO_IMAGE] }],
    ["cut off", { nomenklatura: "?", image: quarters(9, 9).subarray(0, -9) }, { image: [NO_IMAGE] }],
    [
      "for nobody",
      { nomenklatura: "nobody", image: quarters(9, 9) },
      { nomenklatura: ['Invalid pk "nobody" - object does not exist.'] },
    ],
    [
      "with unknown labels",
      { nomenklatura: "?", image: quarters(9, 9), status_id: "99", source_id: "98" },
      {
        status_id: ['Invalid pk "99" - object does not exist.'],
        source_id: ['Invalid pk "98" - object does not exist.'],
      },
    ],
    [
      "with more faults than one",
      {
        nomenklatura: "?",
        image: Buffer.from("x"),
        is_main: "perhaps",
        category: "c".repeat(121),
        note: "n".repeat(256),
      },
      {
        image: [NO_IMAGE],
        is_main: ["Must be a valid boolean."],
        category: ["Ensure this field has no more than 120 characters."],
        note: ["Ensure this field has no more than 255 characters."],
      },
    ],
  ])("%s is told what is wrong, in field order, and leaves nothing", async (_, fields, expected) => {
    const { code } = await parent("nomenklatura");
    const before = [await count(), (await keysIn("nomenklatura-image/")).length];
    const named = fields["nomenklatura"] === "?" ? { nomenklatura: code } : {};
    const { status, json } = await sendForm(IMAGES.nomenklatura, { ...fields, ...named });
    expect([status, json]).toEqual([400, expected]);
    expect(Object.keys(json)).toEqual(Object.keys(expected));
    expect([await count(), (await keysIn("nomenklatura-image/")).length]).toEqual(before);
  });
  test("as JSON is 415, over 10 MiB is 413, and one of exactly 10 MiB is looked at", async () => {
    const { code } = await parent("nomenklatura");
    expect((await asOperator(IMAGES.nomenklatura, { body: { image: "x" } })).status).toBe(415);
    const limit = 10 * 1_048_576;
    const most = await sendForm(IMAGES.nomenklatura, { nomenklatura: code, image: new Uint8Array(limit) });
    expect([most.status, most.json]).toEqual([400, { image: [NO_IMAGE] }]);
    const more = await sendForm(IMAGES.nomenklatura, {
      nomenklatura: code,
      image: new Uint8Array(limit + 65_536),
    });
    expect([more.status, more.json]).toEqual([
      413,
      { detail: "Request body is too large: the limit is 10 MiB." },
    ]);
  });
  test("of several tells which of them, and none is stored", async () => {
    const { code } = await parent("project");
    const ask = (fields: Row, kind: Kind = "project") => bulkUpload(kind, fields);
    const before = [await count(), (await keysIn("project-image/")).length];
    const [good, bad] = [quarters(5, 5), Buffer.from("bad")];
    const text = (error: string) => ({ error });
    for (const [sent, status, expected] of [
      [{ images: [good] }, 400, text("project code_1c talab qilinadi")],
      [{ project: " ", images: [good] }, 400, text("project code_1c talab qilinadi")],
      [{ project: "nobody", images: [good] }, 404, text("Project topilmadi")],
      [{ project: "nobody" }, 404, text("Project topilmadi")],
      [{ project: code }, 400, text("Rasmlar talab qilinadi")],
      [{ project: code, images: "text" }, 400, text("Rasmlar talab qilinadi")],
      [{ project: code, images: [good, bad, good, bad] }, 400, { images: { 1: [NO_IMAGE], 3: [NO_IMAGE] } }],
      [
        { project: code, images: Array(21).fill(good) },
        400,
        { images: ["Ensure this list has no more than 20 elements."] },
      ],
    ] as const) {
      const received = await ask(sent as Row);
      expect([received.status, received.json]).toEqual([status, expected]);
    }
    for (const [kind, name] of [
      ["client", "Client"],
      ["nomenklatura", "Nomenklatura"],
    ] as const)
      expect((await ask({ [kind]: "nobody", images: [good] }, kind)).json).toEqual(text(`${name} topilmadi`));
    expect([await count(), (await keysIn("project-image/")).length]).toEqual(before);
  });
});
