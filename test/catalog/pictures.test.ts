/** What an upload's bytes are is told by them alone; what is stored shows the same and says nothing of its maker. */
import { crc32 } from "node:zlib";
import sharp, { type Sharp, type WebpOptions } from "sharp";
import { describe, expect, test } from "vitest";
import { encodePng } from "../../scripts/lib/png.ts";
import { inspect, uprightSize } from "../../src/catalog/images/inspect.ts";
import type { Picture } from "../../src/catalog/images/picture.ts";
import { isMessage } from "../../src/platform/kinds.ts";
import { Dice } from "../../workers/emulators/dice.ts";

const [WIDTH, HEIGHT] = [90, 60];
const SECRETS = ["SecretCamera", "secret-place", "41/1", "GPS", "xmpmeta", "8BIM"];
const XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><place>secret-place</place></x:xmpmeta>';

const plain = () =>
  sharp(encodePng(WIDTH, HEIGHT, (x, y) => [x < 45 ? 250 : 10, y < 30 ? 200 : 30, (x * y) % 256]));

/** As a telephone writes it: turned, with a camera, a place and notes. */
const telling = (orientation: number) =>
  plain()
    .withMetadata({ orientation })
    .withExifMerge({
      IFD0: { Make: "SecretCamera", ImageDescription: "secret-place" },
      IFD3: { GPSLatitudeRef: "N", GPSLatitude: "41/1 18/1 40/1", GPSLongitude: "69/1 16/1 47/1" },
    })
    .withXmp(XMP);

const FORMATS = ["jpg", "png", "webp"] as const;
type Format = (typeof FORMATS)[number];
const encode = (image: Sharp, format: Format) =>
  image.toFormat(format === "jpg" ? "jpeg" : format, { lossless: true } as WebpOptions).toBuffer();

function taken(bytes: Uint8Array): Picture {
  const read = inspect(bytes);
  if (isMessage(read)) throw new Error(read.in("en"));
  return read;
}
const refused = (bytes: Uint8Array) => {
  const read = inspect(bytes);
  return isMessage(read) ? read.in("en") : read;
};
const NO_IMAGE = "Upload a valid image. The file you uploaded was either not an image or a corrupted image.";

const pixels = (bytes: Uint8Array) => sharp(bytes).autoOrient().raw().toBuffer();

describe.each(FORMATS)("%s", (format) => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "turned as %i loses camera, place and notes, keeps its turn and every pixel",
    async (orientation) => {
      const sent = await encode(telling(orientation), format);
      for (const secret of SECRETS.slice(0, 2)) expect(sent.includes(secret)).toBe(true);
      const read = taken(sent);
      expect(read).toMatchObject({ format, width: WIDTH, height: HEIGHT, orientation });
      expect(uprightSize(read)).toEqual(orientation > 4 ? [HEIGHT, WIDTH] : [WIDTH, HEIGHT]);
      for (const secret of SECRETS)
        expect([secret, Buffer.from(read.bytes).includes(secret)]).toEqual([secret, false]);
      const { exif, xmp, iptc, orientation: kept } = await sharp(read.bytes).metadata();
      expect([kept ?? 1, xmp, iptc]).toEqual([orientation, undefined, undefined]);
      expect(exif?.length ?? 0).toBeLessThan(40);
      expect((await pixels(read.bytes)).equals(await pixels(sent))).toBe(true);
    },
  );
  test("that has nothing to lose is stored as it was sent, and read again says the same", async () => {
    const sent = await encode(plain(), format);
    const read = taken(sent);
    expect(Buffer.from(read.bytes).equals(sent)).toBe(true);
    const again = taken(taken(await encode(telling(6), format)).bytes);
    expect(Buffer.from(again.bytes).equals(taken(again.bytes).bytes)).toBe(true);
    expect(again.orientation).toBe(6);
  });
  test("cut off anywhere is refused", async () => {
    const sent = await encode(telling(6), format);
    for (let length = 0; length < sent.length; length += Math.ceil(sent.length / 97))
      expect([length, refused(sent.subarray(0, length))]).toEqual([length, NO_IMAGE]);
    expect(refused(sent.subarray(0, -1))).toBe(NO_IMAGE);
  });
  test("keeps nothing of what stands behind its end", async () => {
    const sent = await encode(plain(), format);
    const { bytes } = taken(Buffer.concat([sent, Buffer.from("ftypmp42 a film with a secret-place")]));
    expect(Buffer.from(bytes).equals(sent)).toBe(true);
  });
  test("with any byte of its own wrong is a picture or is refused, and nothing else", async () => {
    const dice = new Dice(7, 0);
    const sent = await encode(telling(3), format);
    for (let round = 0; round < 400; round++) {
      const damaged = Buffer.from(sent);
      damaged[dice.between(0, Math.min(sent.length - 1, 400))] = dice.between(0, 255);
      const read = inspect(damaged);
      if (!isMessage(read)) expect(taken(read.bytes).width).toBe(read.width);
    }
  });
});

test.each([
  ["progressive", () => plain().jpeg({ progressive: true }).toBuffer()],
  ["grey", () => plain().greyscale().jpeg().toBuffer()],
  ["of four colours", () => plain().toColourspace("cmyk").jpeg().toBuffer()],
])("a JPEG that is %s is taken, pixels untouched", async (_, make) => {
  const sent = await make();
  const read = taken(sent);
  expect([read.width, read.height]).toEqual([WIDTH, HEIGHT]);
  expect((await pixels(read.bytes)).equals(await pixels(sent))).toBe(true);
});

test("a lossy WEBP, one with transparency and one that moves are taken", async () => {
  const frames = sharp([encodePng(20, 10, () => [255, 0, 0]), encodePng(20, 10, () => [0, 255, 0])], {
    join: { animated: true },
  });
  for (const [sent, size] of [
    [await plain().webp({ quality: 50 }).toBuffer(), [WIDTH, HEIGHT]],
    [await plain().ensureAlpha(0.5).webp({ quality: 50 }).toBuffer(), [WIDTH, HEIGHT]],
    [await frames.webp({ loop: 0 }).toBuffer(), [20, 10]],
  ] as const) {
    const { width, height, bytes } = taken(sent);
    expect([width, height]).toEqual(size);
    expect((await pixels(bytes)).equals(await pixels(sent))).toBe(true);
  }
});

test("a picture's colour profile stays", async () => {
  const sent = await plain().withIccProfile("p3").jpeg().toBuffer();
  expect((await sharp(taken(sent).bytes).metadata()).icc).toBeDefined();
});

/** A PNG whose head names a size, with its checksum right. */
function pngOfSize(width: number, height: number): Uint8Array {
  const bytes = encodePng(1, 1, () => [0, 0, 0]);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
  return bytes;
}

test("fifty megapixels are taken and one row more is not, whatever the bytes weigh", () => {
  expect(taken(pngOfSize(10_000, 5000))).toMatchObject({ width: 10_000, height: 5000 });
  for (const [width, height] of [
    [10_000, 5001],
    [4_294_967_295, 4_294_967_295],
  ] as const)
    expect(refused(pngOfSize(width, height))).toBe("Ensure the image has no more than 50 megapixels.");
  expect(refused(pngOfSize(0, 10))).toBe(NO_IMAGE);
});

test("a file over 10 MiB is told its limit", () => {
  expect(refused(new Uint8Array(10 * 1_048_576 + 1))).toBe("Ensure the file has no more than 10 MiB.");
});

const riff = (text: string) => {
  const bytes = Buffer.from(`RIFF....WEBP${text}`, "latin1");
  bytes.writeUInt32LE(bytes.length - 8, 4);
  return bytes;
};

test.each<[string, Uint8Array]>([
  ["nothing", new Uint8Array()],
  ["a text", Buffer.from("a picture, honestly")],
  ["a page with a script", Buffer.from("<html><script>alert(1)</script></html>")],
  ["an SVG", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
  ["a GIF", Buffer.from("GIF89a\x01\x00\x01\x00\x00\x00\x00;", "latin1")],
  ["a BMP", Buffer.from("BM......", "latin1")],
  ["a JPEG's first two bytes", Buffer.from([0xff, 0xd8])],
  ["a JPEG without an image", Buffer.from([0xff, 0xd8, 0xff, 0xd9])],
  ["a JPEG whose segment has no length", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 1, 0xff, 0xd9])],
  ["a JPEG with a page behind its head", Buffer.from("\xff\xd8\xff\xe0\x00\x04ab<html>", "latin1")],
  ["a PNG's signature", Buffer.from("\x89PNG\r\n\x1a\n", "latin1")],
  ["a RIFF that is none of ours", riff("WAVEfmt ")],
  ["a WEBP without chunks", riff("")],
  ["a WEBP whose chunk is longer than it", riff("VP8 \xff\xff\x00\x00abcdefghij")],
])("%s is refused", (_, bytes) => expect(refused(bytes)).toBe(NO_IMAGE));
