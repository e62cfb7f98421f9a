/** Pictures as people send them, their uploads, and what came of them in D1 and R2. */
import { env } from "cloudflare:workers";
import { inflateSync } from "node:zlib";
import { expect } from "vitest";
import { type Colour, encodePng } from "../../scripts/lib/png.ts";
import type { RenditionMessage } from "../../src/catalog/index.ts";
import type { Received } from "../support/app.ts";
import { Line } from "../tasks/line.ts";
import { ask } from "../workers/door.ts";
import { type Caller, expecting, type Row, sql, tokenFor } from "./api.ts";

export type Bytes = Uint8Array<ArrayBuffer>;

export const IMAGES = {
  project: "/api/v1/project-image/",
  client: "/api/v1/client-image/",
  nomenklatura: "/api/v1/nomenklatura-image/",
} as const;
export type Kind = keyof typeof IMAGES;

export const RED: Colour = [250, 20, 20];
export const GREEN: Colour = [20, 250, 20];
export const BLUE: Colour = [20, 20, 250];
export const WHITE: Colour = [250, 250, 250];

/** Four colours in four quarters: which way up it is can be seen. */
export const quarters = (width: number, height: number): Bytes =>
  new Uint8Array(
    encodePng(width, height, (x, y) =>
      y < height / 2 ? (x < width / 2 ? RED : GREEN) : x < width / 2 ? BLUE : WHITE,
    ),
  );

let made = 0;
/** A picture that no other is like. */
export const freshPng = (width = 8, height = 6): Bytes => {
  made += 1;
  return new Uint8Array(encodePng(width, height, () => [made & 255, (made >> 8) & 255, 77]));
};

const streamOf = (bytes: Uint8Array) => new Response(bytes as Bytes).body as ReadableStream<Uint8Array>;

async function converted(
  bytes: Uint8Array,
  format: "image/jpeg" | "image/png" | "image/webp",
): Promise<Bytes> {
  const result = await env.IMAGES?.input(streamOf(bytes)).output({ format });
  return new Uint8Array((await result?.response().arrayBuffer()) ?? new ArrayBuffer());
}
export const jpegOf = (png: Uint8Array) => converted(png, "image/jpeg");
export const webpOf = (png: Uint8Array) => converted(png, "image/webp");

/** A telephone's note on a JPEG: how it was held, and where. */
export function withExif(jpeg: Uint8Array, orientation: number, words: string): Bytes {
  const tiff = Buffer.alloc(26 + words.length);
  tiff.write("II*\0", "latin1");
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(1, 8);
  tiff.writeUInt16LE(0x0112, 10);
  tiff.writeUInt16LE(3, 12);
  tiff.writeUInt32LE(1, 14);
  tiff.writeUInt16LE(orientation, 18);
  tiff.write(words, 26, "latin1");
  const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0, 0]), Buffer.from("Exif\0\0"), tiff]);
  segment.writeUInt16BE(segment.length - 2, 2);
  return new Uint8Array(Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]));
}

/** The rows of a PNG as they were before its filters: the first byte of each names one. */
function* unfiltered(rows: Buffer, stride: number, channels: number): Generator<Buffer> {
  let before = Buffer.alloc(stride);
  for (let at = 0; at < rows.length; at += stride + 1) {
    const line = Buffer.from(rows.subarray(at + 1, at + 1 + stride));
    const filter = rows[at] ?? 0;
    for (const [index, value] of line.entries()) {
      const left = line[index - channels] ?? 0;
      const up = before[index] ?? 0;
      const corner = before[index - channels] ?? 0;
      line[index] = value + ([0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0);
    }
    yield line;
    before = line;
  }
}

/** The colour at a place of any picture, told by shares of its width and height. */
export async function colourAt(bytes: Uint8Array, right: number, down: number): Promise<number[]> {
  const png = Buffer.from(await converted(bytes, "image/png"));
  const [width, height, channels] = [png.readUInt32BE(16), png.readUInt32BE(20), png[25] === 6 ? 4 : 3];
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString("latin1", at + 4, at + 8) === "IDAT")
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  const lines = [...unfiltered(inflateSync(Buffer.concat(parts)), width * channels, channels)];
  const column = Math.floor(right * width) * channels;
  return [...(lines[Math.floor(down * height)]?.subarray(column, column + 3) ?? [])];
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [left, up, corner].map((one) => Math.abs(guess - one)) as [
    number,
    number,
    number,
  ];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/** A quarter's colour, as far as a JPEG keeps it. */
export function expectColour(seen: readonly number[], colour: Colour): void {
  for (const [index, value] of colour.entries())
    expect(Math.abs((seen[index] ?? 0) - value)).toBeLessThan(25);
}

export type Fields = Record<string, string | Uint8Array | readonly Uint8Array[]>;

export function formOf(fields: Fields): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields))
    for (const one of Array.isArray(value) ? value : [value])
      if (typeof one === "string") form.append(name, one);
      else form.append(name, new File([one as Bytes], "photo.exe", { type: "text/html" }));
  return form;
}

/** What the queue is asked for waits here. */
export const newLine = () => new Line<RenditionMessage>();

interface Sending {
  role?: Caller;
  method?: string;
  line?: Line<RenditionMessage>;
  headers?: Record<string, string>;
  replaced?: Record<string, unknown>;
}

/** A form to a path of pictures; what it asks of the queue waits in the line, or is nobody's. */
export async function sendForm(path: string, fields: Fields, sending: Sending = {}): Promise<Received> {
  const { role = "operator", method = "POST", line = newLine(), headers = {}, replaced } = sending;
  return ask(path, {
    method,
    headers,
    body: formOf(fields),
    env: replaced ?? line.bindings().replaced,
    ...(role === "anonymous" ? {} : { token: await tokenFor(role) }),
  });
}

/** A new picture of a row, told by its code. */
export const upload = (kind: Kind, code: string, fields: Fields = {}, sending: Sending = {}): Promise<Row> =>
  expecting(201, sendForm(IMAGES[kind], { [kind]: code, image: freshPng(), ...fields }, sending));

export const bulkUpload = (kind: Kind, fields: Fields, sending: Sending = {}) =>
  sendForm(`${IMAGES[kind]}bulk-upload/`, fields, sending);

/** Where an address leads within R2. */
export const keyOf = (url: string) => new URL(url).pathname.replace("/media/", "");

export async function keysIn(prefix: string): Promise<string[]> {
  const { objects } = await env.FILES.list({ prefix });
  return objects.map(({ key }) => key);
}

export async function bytesAt(key: string): Promise<Bytes> {
  const object = await env.FILES.get(key);
  expect(object, key).not.toBeNull();
  return new Uint8Array((await object?.arrayBuffer()) ?? new ArrayBuffer());
}

/** Folders of products' pictures: those that have bytes, and those that have a row. */
export const folders = async () =>
  [
    ...new Set((await keysIn("nomenklatura-image/")).map((key) => key.split("/").slice(0, 3).join("/"))),
  ].sort();
export const rowFolders = async () =>
  (await sql("SELECT id, hash FROM images WHERE entity = 'nomenklatura'"))
    .map(({ id, hash }) => `nomenklatura-image/${id}/${hash}`)
    .sort();
