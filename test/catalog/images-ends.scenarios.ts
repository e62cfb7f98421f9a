/** Rows and bytes stay together: whatever fails, in the end each row has its bytes and no bytes are without a row. */
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import {
  forgetImages,
  type RenditionMessage,
  recountImages,
  sweepRenditions,
} from "../../src/catalog/index.ts";
import { ctxIn, type Line, type Trouble } from "../tasks/line.ts";
import {
  asOperator,
  create,
  emptyCatalog,
  expecting,
  fresh,
  get,
  one,
  PRODUCTS,
  type Row,
  sql,
} from "./api.ts";
import {
  bulkUpload,
  folders,
  freshPng,
  IMAGES,
  keyOf,
  keysIn,
  newLine,
  rowFolders,
  sendForm,
  upload,
} from "./pictures.ts";

const DAY = 24 * 60;
const night = (days: number, line: Line<RenditionMessage> = newLine()) =>
  forgetImages(ctxIn(line as unknown as Line, days * DAY));

const product = async () => {
  const code_1c = fresh("end");
  await create(PRODUCTS, { code_1c, name: "N" });
  return code_1c;
};

const doubts = async () => (await sql("SELECT count(*) AS n FROM image_doubts"))[0].n;

describe("rows and bytes", () => {
  beforeEach(async () => {
    await emptyCatalog();
    const keys = [...(await keysIn("nomenklatura-image/")), ...(await keysIn("uploads/"))];
    if (keys.length) await env.FILES.delete(keys);
  });

  /** Every call to the outside fails once, before its effect or after. */
  async function crashEverywhere(work: (trouble: Trouble) => Promise<boolean>): Promise<number> {
    for (let at = 1; ; at++)
      for (const when of ["before", "after"] as const) if (await work({ crash: { at, when } })) return at;
  }

  describe("a crash at any step", () => {
    test.each<[string, (code: string, replaced: Record<string, unknown>) => Promise<{ status: number }>]>([
      [
        "an upload",
        (code, replaced) =>
          sendForm(IMAGES.nomenklatura, { nomenklatura: code, image: freshPng() }, { replaced }),
      ],
      [
        "an upload of several",
        (code, replaced) =>
          bulkUpload("nomenklatura", { nomenklatura: code, images: [freshPng(), freshPng()] }, { replaced }),
      ],
    ])("of %s leaves no row without bytes, and after a night no bytes without a row", async (_, send) => {
      const code = await product();
      const steps = await crashEverywhere(async (trouble) => {
        const { replaced, isOver } = newLine().bindings(trouble);
        const { status } = await send(code, replaced);
        const rows = await rowFolders();
        expect(await folders()).toEqual(expect.arrayContaining(rows));
        expect(status).toBe(isOver() && status === 500 ? 500 : 201);
        return !isOver();
      });
      expect(steps).toBeGreaterThan(4);
      await night(0.9);
      expect((await folders()).length).toBeGreaterThan((await rowFolders()).length);
      await night(1.1);
      expect(await folders()).toEqual(await rowFolders());
      expect([await doubts(), await keysIn("uploads/")]).toEqual([0, []]);
    });
    test("of a replacement leaves the picture with bytes, the old or the new ones, and after a night those alone", async () => {
      const code = await product();
      const { id } = await upload("nomenklatura", code);
      await crashEverywhere(async (trouble) => {
        const { replaced, isOver } = newLine().bindings(trouble);
        await sendForm(`${IMAGES.nomenklatura}${id}/`, { image: freshPng() }, { method: "PATCH", replaced });
        expect(await folders()).toEqual(expect.arrayContaining(await rowFolders()));
        return !isOver();
      });
      await night(1.1);
      expect(await folders()).toEqual(await rowFolders());
      expect(await doubts()).toBe(0);
    });
  });

  test("a write that fails takes its bytes back at once", async () => {
    const code = await product();
    let trips = 0;
    const trouble = {
      before: (where: string) => {
        trips += Number(where === "db");
        if (where === "db" && trips === 2) throw new Error("D1 is busy");
      },
    };
    const { replaced } = newLine().bindings(trouble);
    expect(
      (await sendForm(IMAGES.nomenklatura, { nomenklatura: code, image: freshPng() }, { replaced })).status,
    ).toBe(500);
    expect([await folders(), await rowFolders()]).toEqual([[], []]);
  });

  test("a write whose answer is lost is answered all the same, and keeps its bytes", async () => {
    const code = await product();
    const { replaced } = newLine().bindings();
    let batches = 0;
    const DB = {
      ...replaced.DB,
      batch: async (statements: Parameters<typeof replaced.DB.batch>[0]) => {
        const answers = await replaced.DB.batch(statements);
        batches += 1;
        if (batches === 2) throw new Error("Network connection lost");
        return answers;
      },
    };
    const sent = { nomenklatura: code, image: freshPng() };
    const { status, json } = await sendForm(IMAGES.nomenklatura, sent, { replaced: { ...replaced, DB } });
    expect(status).toBe(201);
    expect((await get(one(PRODUCTS, code))).images).toEqual([json]);
    expect(await folders()).toEqual(await rowFolders());
  });

  test("bytes of a deleted picture go after 30 days, with their row; those of a replaced one after a day", async () => {
    const line = newLine();
    const code = await product();
    const [kept, gone] = [
      await upload("nomenklatura", code, {}, { line }),
      await upload("nomenklatura", code, {}, { line }),
    ];
    await line.drain();
    const replaced = await expecting(
      200,
      sendForm(`${IMAGES.nomenklatura}${kept.id}/`, { image: freshPng() }, { method: "PATCH" }),
    );
    await asOperator(`${IMAGES.nomenklatura}${gone.id}/`, { method: "DELETE" });
    const folderOf = ({ image }: Row) => keyOf(image).replace(/\/original.*/, "");
    await night(0.9);
    expect(await folders()).toEqual([folderOf(kept), folderOf(replaced), folderOf(gone)].sort());
    await night(1.1);
    expect(await folders()).toEqual([folderOf(replaced), folderOf(gone)].sort());
    await night(29.9);
    expect(await folders()).toEqual([folderOf(replaced), folderOf(gone)].sort());
    await night(30.1);
    expect(await folders()).toEqual([folderOf(replaced)]);
    expect(await rowFolders()).toEqual([folderOf(replaced)]);
    expect((await get(one(PRODUCTS, code))).images).toEqual([replaced]);
  });

  test("bytes that come back within a day are kept", async () => {
    const code = await product();
    const [first, second] = [freshPng(), freshPng()];
    const made = await upload("nomenklatura", code, { image: first });
    for (const image of [second, first])
      await sendForm(`${IMAGES.nomenklatura}${made.id}/`, { image }, { method: "PATCH" });
    await night(1.1);
    expect(await keysIn("nomenklatura-image/")).toEqual([keyOf(made.image)]);
  });

  test("bytes that are being brought back at night are kept, though they were given up a day before", async () => {
    const code = await product();
    const [first, second] = [freshPng(), freshPng()];
    const made = await upload("nomenklatura", code, { image: first });
    const path = `${IMAGES.nomenklatura}${made.id}/`;
    await sendForm(path, { image: second }, { method: "PATCH" });
    await sql("UPDATE image_doubts SET since = since - ?", 25 * 3_600_000_000);
    const { replaced } = newLine().bindings();
    let batches = 0;
    const DB = {
      ...replaced.DB,
      batch: async (statements: Parameters<typeof replaced.DB.batch>[0]) => {
        batches += 1;
        // The bytes are stored, their row is not written yet.
        if (batches === 2) await night(0);
        return replaced.DB.batch(statements);
      },
    };
    const back = await sendForm(path, { image: first }, { method: "PATCH", replaced: { ...replaced, DB } });
    expect([back.status, back.json.image, batches]).toEqual([200, made.image, 2]);
    expect(await keysIn(keyOf(made.image))).toEqual([keyOf(made.image)]);
    await night(1.1);
    expect(await folders()).toEqual(await rowFolders());
  });

  test("a message that was lost is sent again, until the renditions are there", async () => {
    const line = newLine();
    const code = await product();
    const { replaced } = newLine().bindings({
      before: (where) => {
        if (where === "queue") throw new Error("Queue is overloaded");
      },
    });
    const made = await upload("nomenklatura", code, {}, { replaced });
    const sweep = (minutes: number) => sweepRenditions(ctxIn(line as unknown as Line, minutes));
    await sweep(4);
    expect(line.waiting).toEqual([]);
    await sweep(6);
    await sweep(7);
    expect(line.waiting.map(({ body }) => body.image_id)).toEqual([made.id]);
    await line.drain();
    await sweep(60);
    expect(line.waiting).toEqual([]);
    expect((await keysIn("nomenklatura-image/")).length).toBe(5);
  });

  test("the nightly cron does it, and the minute's the sweeping", async () => {
    const { CRONS } = await import("../../workers/cron.ts");
    expect(CRONS["0 22 * * *"]).toMatchObject({ forget_images: forgetImages, recount_images: recountImages });
    expect(CRONS["* * * * *"]).toMatchObject({ sweep_renditions: sweepRenditions });
  });
});
