/** Renditions: made once, exactly as large as they are to be, and upright; the original where none can be made. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { inspect } from "../../src/catalog/images/inspect.ts";
import type { Picture } from "../../src/catalog/images/picture.ts";
import { ORIGIN } from "../support/app.ts";
import { type Asked, ask } from "../workers/door.ts";
import { create, fresh, get, PRODUCTS, type Row, sql, tokenFor } from "./api.ts";
import {
  BLUE,
  bytesAt,
  colourAt,
  expectColour,
  freshPng,
  GREEN,
  jpegOf,
  keyOf,
  keysIn,
  newLine,
  quarters,
  RED,
  upload,
  WHITE,
  withExif,
} from "./pictures.ts";

const SIDES = { thumbnail: 150, sm: 300, md: 600, lg: 1200 } as const;
const FOREVER = "public, max-age=31536000, immutable";

const fetchMedia = (url: string, asked: Asked = {}) => ask(url.replace(ORIGIN, ""), asked);
const withoutImages = { IMAGES: undefined };

async function product(fields: Row = {}, line = newLine()): Promise<Row> {
  const code_1c = fresh("media");
  await create(PRODUCTS, { code_1c, name: "N" });
  return upload("nomenklatura", code_1c, fields, { line });
}
const thumbnailOf = async ({ code_1c, image_id = 0 }: Row) =>
  (await get(`/api/v1/thumbnails/?code_1c=${code_1c}`)).results.find((row: Row) => row.image_id >= image_id);

describe("renditions", () => {
  test("are made by the queue: exactly 150, 300, 600 and 1200 pixels square, JPEG, without a word of metadata", async () => {
    const line = newLine();
    const jpeg = withExif(await jpegOf(quarters(160, 90)), 1, "GPS 41.3");
    const made = await product({ image: jpeg }, line);
    expect((await thumbnailOf(made)).thumbnail_dimensions).toBeNull();
    await line.drain();
    const urls = {
      ...{ thumbnail: made.image_thumbnail_url, sm: made.image_sm_url },
      ...{ md: made.image_md_url, lg: made.image_lg_url },
    };
    for (const [name, side] of Object.entries(SIDES)) {
      const bytes = await bytesAt(keyOf(urls[name as keyof typeof SIDES]));
      const read = inspect(bytes) as Picture;
      expect(read).toMatchObject({ format: "jpg", width: side, height: side, orientation: 1 });
      expect(Buffer.from(read.bytes).equals(bytes)).toBe(true);
      expect(Buffer.from(bytes).includes("GPS")).toBe(false);
    }
    const { size } = (await env.FILES.head(keyOf(urls.thumbnail))) ?? { size: 0 };
    expect((await thumbnailOf(made)).thumbnail_dimensions).toEqual({
      ...{ width: 150, height: 150, format: "JPEG" },
      size: size < 1024 ? `${size} B` : `${(size / 1024).toFixed(2)} KB`,
    });
  });
  test.each([
    [1, [RED, GREEN, BLUE, WHITE]],
    [3, [WHITE, BLUE, GREEN, RED]],
    [6, [BLUE, RED, WHITE, GREEN]],
    [8, [GREEN, WHITE, RED, BLUE]],
  ] as const)("of a photo held as %i are upright", async (orientation, colours) => {
    const line = newLine();
    const { image_sm_url } = await product(
      { image: withExif(await jpegOf(quarters(80, 60)), orientation, "") },
      line,
    );
    await line.drain();
    const bytes = await bytesAt(keyOf(image_sm_url));
    const places = [
      [0.2, 0.2],
      [0.8, 0.2],
      [0.2, 0.8],
      [0.8, 0.8],
    ] as const;
    for (const [index, [right, down]] of places.entries())
      expectColour(await colourAt(bytes, right, down), colours[index] ?? RED);
  });
  test("asked for twice, or after they were made on demand, are not made again", async () => {
    const line = newLine();
    const made = await product({}, line);
    const [message] = line.waiting;
    expect((await fetchMedia(made.image_md_url)).status).toBe(200);
    const first = await env.FILES.head(keyOf(made.image_md_url));
    await line.drain();
    if (message) line.send(message.body);
    await line.drain();
    const again = await env.FILES.head(keyOf(made.image_md_url));
    expect([again?.etag, again?.version]).toEqual([first?.etag, first?.version]);
    expect((await keysIn(keyOf(made.image).replace(/original.*/, ""))).length).toBe(5);
  });
  test("are made on demand for twenty who ask at once, the same for each", async () => {
    const made = await product();
    const answers = await Promise.all(Array.from({ length: 20 }, () => fetchMedia(made.image_thumbnail_url)));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text.length}`)).size).toBe(1);
    expect(answers[0]?.headers.get("Cache-Control")).toBe(FOREVER);
    expect(inspect(await bytesAt(keyOf(made.image_thumbnail_url)))).toMatchObject({
      width: 150,
      height: 150,
    });
  });
  test("of a picture that was deleted or replaced before the queue came to it are not asked about again", async () => {
    const line = newLine();
    const made = await product({}, line);
    await env.FILES.delete(keyOf(made.image));
    const [message] = line.waiting;
    expect(message && (await line.deliver(message))).toBe("ack");
    expect(await keysIn(keyOf(made.image).replace(/original.*/, ""))).toEqual([]);
  });
  test("that cannot be made are given up when the queue has tried often enough", async () => {
    const line = newLine();
    const made = await product({}, line);
    await env.FILES.put(keyOf(made.image), "no picture any more");
    await line.drain();
    const asked = async () => (await sql("SELECT asked_at FROM images WHERE id = ?", made.id))[0].asked_at;
    expect([line.dead.length, typeof (await asked())]).toEqual([1, "number"]);
    const [dead] = line.dead;
    if (dead) await line.bury(dead);
    expect(await asked()).toBeNull();
  });
});

describe("where the Images binding is missing", () => {
  test("the original stands in for a while, and the queue waits for nothing", async () => {
    const line = newLine();
    const sent = freshPng();
    const made = await product({ image: sent }, line);
    const { replaced } = line.bindings();
    const { status, headers, text } = await fetchMedia(made.image_lg_url, {
      env: { ...replaced, ...withoutImages },
    });
    expect([status, headers.get("Content-Type"), headers.get("Cache-Control")]).toEqual([
      ...[200, "image/png", "public, max-age=300"],
    ]);
    expect(text).toBe(new TextDecoder().decode(sent));
    const health = await ask("/api/v1/core/health/status/?now=1", {
      token: await tokenFor("admin"),
      env: withoutImages,
    });
    expect(health.json.systems.images.mode).toBe("not_configured");
    expect((await fetchMedia(made.image_lg_url)).headers.get("Content-Type")).toBe("image/jpeg");
  });
});
