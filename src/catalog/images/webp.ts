/** WEBP: its chunks walked to the end that its head names; what is not needed to show it is left out. */
import { orientationOf, orientationTiff } from "./exif.ts";
import { hasText, NotAPicture, type Read, viewOf } from "./picture.ts";

const HEAD_BYTES = 12;
const NEEDED = ["VP8X", "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP"];
/** Bits of VP8X that say that such a chunk is there. */
const HAS_EXIF = 0x08;
const HAS_XMP = 0x04;

export const isWebp = (bytes: Uint8Array) => hasText(bytes, 0, "RIFF") && hasText(bytes, 8, "WEBP");

interface Chunk {
  name: string;
  content: Uint8Array;
}

function chunksOf(bytes: Uint8Array): Chunk[] {
  const view = viewOf(bytes);
  const end = bytes.length < HEAD_BYTES ? 0 : 8 + view.getUint32(4, true);
  if (end < HEAD_BYTES || end > bytes.length) throw new NotAPicture("the picture ends too early");
  const chunks: Chunk[] = [];
  for (let at = HEAD_BYTES; at + 8 <= end; ) {
    const size = view.getUint32(at + 4, true);
    if (at + 8 + size > end) throw new NotAPicture("a chunk ends too early");
    const name = Buffer.from(bytes.subarray(at, at + 4)).toString("latin1");
    chunks.push({ name, content: bytes.subarray(at + 8, at + 8 + size) });
    at += 8 + size + (size & 1);
  }
  return chunks;
}

/** Width and height less one in 24 bits each. */
function canvasOf(content: Uint8Array): [number, number] {
  if (content.length < 10) throw new NotAPicture("the head ends too early");
  const view = viewOf(content);
  return [(view.getUint32(4, true) & 0xffffff) + 1, (view.getUint32(6, true) >>> 8) + 1];
}

function frameOf({ name, content }: Chunk): [number, number] {
  const view = viewOf(content);
  if (content.length < 10) throw new NotAPicture("the image ends too early");
  if (name === "VP8L") {
    const bits = view.getUint32(1, true);
    return [(bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1];
  }
  return [view.getUint16(6, true) & 0x3fff, view.getUint16(8, true) & 0x3fff];
}

function sizeOf(chunks: readonly Chunk[]): [number, number] {
  const canvas = chunks.find(({ name }) => name === "VP8X");
  const frame = chunks.find(({ name }) => name === "VP8 " || name === "VP8L");
  if (!frame && !(canvas && chunks.some(({ name }) => name === "ANMF")))
    throw new NotAPicture("there is no image in it");
  const sizes = [...(canvas ? [canvasOf(canvas.content)] : []), ...(frame ? [frameOf(frame)] : [])];
  const [first = [0, 0], second = first] = sizes;
  if (first.join() !== second.join()) throw new NotAPicture("the head names another size than the image");
  return first;
}

function written(chunks: readonly Chunk[]): Uint8Array {
  const parts = chunks.flatMap(({ name, content }) => {
    const head = Buffer.alloc(8);
    head.write(name, "latin1");
    head.writeUInt32LE(content.length, 4);
    return [head, content, new Uint8Array(content.length & 1)];
  });
  const body = Buffer.concat([Buffer.from("RIFF    WEBP"), ...parts]);
  body.writeUInt32LE(body.length - 8, 4);
  return body;
}

function orientationIn(chunks: readonly Chunk[]): number {
  const exif = chunks.find(({ name }) => name === "EXIF")?.content;
  if (!exif) return 1;
  return orientationOf(hasText(exif, 0, "Exif\0\0") ? exif.subarray(6) : exif);
}

export function readWebp(bytes: Uint8Array): Read {
  const chunks = chunksOf(bytes);
  const [width, height] = sizeOf(chunks);
  const isExtended = chunks[0]?.name === "VP8X";
  const orientation = isExtended ? orientationIn(chunks) : 1;
  const kept = chunks
    .filter(({ name }) => NEEDED.includes(name))
    .map(({ name, content }) => {
      if (name !== "VP8X") return { name, content };
      const flags = Buffer.from(content);
      flags[0] = ((flags[0] ?? 0) & ~HAS_XMP & ~HAS_EXIF) | (orientation === 1 ? 0 : HAS_EXIF);
      return { name, content: flags };
    });
  if (orientation !== 1) kept.push({ name: "EXIF", content: Buffer.from(orientationTiff(orientation)) });
  return { format: "webp", width, height, orientation, bytes: written(kept) };
}
