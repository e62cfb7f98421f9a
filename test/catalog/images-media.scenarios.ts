/** The bytes under their addresses: whole, in part or not at all, and nobody's who may not have them. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { ORIGIN } from "../support/app.ts";
import { type Asked, ask } from "../workers/door.ts";
import { CLIENTS, create, fresh, get, PRODUCTS, type Row } from "./api.ts";
import { bytesAt, IMAGES, jpegOf, keyOf, newLine, quarters, upload } from "./pictures.ts";

const FOREVER = "public, max-age=31536000, immutable";

const fetchMedia = (url: string, asked: Asked = {}) => ask(url.replace(ORIGIN, ""), asked);

async function product(fields: Row = {}, line = newLine()): Promise<Row> {
  const code_1c = fresh("media");
  await create(PRODUCTS, { code_1c, name: "N" });
  return upload("nomenklatura", code_1c, fields, { line });
}

describe("an address", () => {
  let made: Row;
  let size = 0;
  beforeAll(async () => {
    made = await product({ image: await jpegOf(quarters(40, 40)) });
    size = (await bytesAt(keyOf(made.image))).length;
  });

  test("answers the bytes for ever, with their type, ETag and length, and 304 to whoever has them", async () => {
    const { status, headers } = await fetchMedia(made.image);
    expect(status).toBe(200);
    const told = ["Content-Type", "Content-Length", "Cache-Control", "Accept-Ranges"].map((name) =>
      headers.get(name),
    );
    expect(told).toEqual(["image/jpeg", String(size), FOREVER, "bytes"]);
    const etag = headers.get("ETag") ?? "";
    expect(etag).toMatch(/^"[\da-f]{32}"$/);
    for (const value of [etag, `"x", ${etag}`, `W/${etag}`, "*"]) {
      const again = await fetchMedia(made.image, { headers: { "If-None-Match": value } });
      expect([again.status, again.text, again.headers.get("ETag")]).toEqual([304, "", etag]);
    }
    expect((await fetchMedia(made.image, { headers: { "If-None-Match": '"x"' } })).status).toBe(200);
  });
  test("answers HEAD as GET without the bytes", async () => {
    const [head, got] = [await fetchMedia(made.image, { method: "HEAD" }), await fetchMedia(made.image)];
    expect([head.status, head.text]).toEqual([200, ""]);
    for (const name of ["Content-Type", "Content-Length", "Cache-Control", "ETag"])
      expect([name, head.headers.get(name)]).toEqual([name, got.headers.get(name)]);
  });
  test("answers a part: its first bytes, the rest, its last ones", async () => {
    const whole = Buffer.from(await bytesAt(keyOf(made.image)));
    for (const [range, from, to] of [
      ["bytes=0-9", 0, 10],
      ["bytes=5-5", 5, 6],
      [`bytes=${size - 3}-`, size - 3, size],
      [`bytes=10-${size + 99}`, 10, size],
      ["bytes=-4", size - 4, size],
      [`bytes=-${size * 2}`, 0, size],
    ] as const) {
      const { status, headers, text } = await fetchMedia(made.image, { headers: { Range: range } });
      expect([range, status, headers.get("Content-Range"), headers.get("Content-Length")]).toEqual([
        ...[range, 206, `bytes ${from}-${to - 1}/${size}`, String(to - from)],
      ]);
      expect(text).toBe(new TextDecoder().decode(whole.subarray(from, to)));
    }
  });
  test("answers 416 to a part behind the end, and the whole to what is no range", async () => {
    for (const range of [`bytes=${size}-`, `bytes=${size}-${size + 5}`, "bytes=-0"]) {
      const { status, headers } = await fetchMedia(made.image, { headers: { Range: range } });
      expect([range, status, headers.get("Content-Range")]).toEqual([range, 416, `bytes */${size}`]);
    }
    for (const range of ["bytes=9-5", "bytes=0-1,3-4", "rows=0-5", "bytes=", "bytes=a-b"])
      expect((await fetchMedia(made.image, { headers: { Range: range } })).status).toBe(200);
  });
  test("that no picture has is 404, and no key of the bucket beside them can be read", async () => {
    await env.FILES.put("tasks/1/upload", "secret");
    const [, , id, hash] = new URL(made.image).pathname.split("/").slice(1) as string[];
    const other = "0".repeat(32);
    for (const path of [
      `nomenklatura-image/${made.id}/${other}/sm.jpg`,
      `nomenklatura-image/${made.id + 999}/${hash}/sm.jpg`,
      `project-image/${made.id}/${hash}/sm.jpg`,
      `nomenklatura-image/${made.id}/${hash}/xl.jpg`,
      `nomenklatura-image/${made.id}/${hash}/sm.png`,
      `nomenklatura-image/0${id}/${hash}/original.jpg`,
      "tasks/1/upload/x",
      "..%2Ftasks/1/upload/x",
    ])
      expect([path, (await ask(`/media/${path}`)).status]).toEqual([path, 404]);
  });
  test("is none of the caller's requests a minute", async () => {
    const limited = { THROTTLE_ANON: { limit: async () => ({ success: false }) } };
    expect((await fetchMedia(made.image, { env: limited })).status).toBe(200);
    expect((await ask(PRODUCTS, { env: limited })).status).toBe(429);
  });
});

describe("a client's picture", () => {
  let made: Row;
  beforeAll(async () => {
    const client_code_1c = fresh("client");
    await create(CLIENTS, { client_code_1c, name: "N" });
    made = await upload("client", client_code_1c);
  });

  test("is shown to whoever has the signed address, and kept by no shared cache", async () => {
    for (const url of [made.image, made.image_thumbnail_url]) {
      const { status, headers } = await fetchMedia(url);
      expect([status, headers.get("Cache-Control")]).toEqual([200, "private, max-age=3600"]);
    }
  });
  test("is 403 without the signature, with another one, another end or another file's, deleted or there", async () => {
    const url = new URL(made.image);
    const thumbnail = new URL(made.image_thumbnail_url);
    const wrong = [
      url.pathname,
      `${url.pathname}?expires=9999999999&signature=${url.searchParams.get("signature")}`,
      `${url.pathname}?expires=${url.searchParams.get("expires")}&signature=`,
      `${url.pathname}?expires=${url.searchParams.get("expires")}`,
      `${url.pathname}${thumbnail.search}`,
      `${url.pathname.replace("client-image/", "client-image/9")}${url.search}`,
    ];
    for (const path of wrong) {
      const { status, headers } = await ask(path);
      expect([path, status, headers.get("Cache-Control")]).toEqual([path, 403, "private, no-store"]);
    }
  });
  test("has an address that ends an hour after the next full hour, the same for all who ask meanwhile", async () => {
    const expires = Number(new URL(made.image).searchParams.get("expires"));
    expect(expires % 3600).toBe(0);
    const left = expires - Date.now() / 1000;
    expect(left).toBeGreaterThan(3600);
    expect(left).toBeLessThanOrEqual(7200);
    expect((await get(`${IMAGES.client}${made.id}/`)).image).toBe(made.image);
  });
  test("whose address has ended is 403", async () => {
    const { isSigned, urlOf } = await import("../../src/catalog/images/media-url.ts");
    const { entityOf } = await import("./api.ts");
    const config = { JWT_SECRET: "one", JWT_SECRET_PREVIOUS: undefined };
    const at = (now: number, more = {}) => ({ now, origin: ORIGIN, config: { ...config, ...more } }) as never;
    const url = new URL(urlOf(at(1_000_000_000_000), entityOf("client"), "client-image/1/a/sm.jpg"));
    const end = Number(url.searchParams.get("expires")) * 1000;
    expect([isSigned(at(end), url), isSigned(at(end + 1), url)]).toEqual([true, false]);
    expect(isSigned(at(end, { JWT_SECRET: "two" }), url)).toBe(false);
    expect(isSigned(at(end, { JWT_SECRET: "two", JWT_SECRET_PREVIOUS: "one" }), url)).toBe(true);
  });
});
