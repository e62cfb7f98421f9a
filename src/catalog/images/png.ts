/** PNG: its chunks checked one by one to the last; what is not needed to show it is left out. */
import { crc32 } from "node:zlib";
import { orientationOf, orientationTiff } from "./exif.ts";
import { hasText, NotAPicture, type Read, viewOf } from "./picture.ts";

const SIGNATURE = "\x89PNG\r\n\x1a\n";
/** Image, palette, transparency, colours, size of a pixel, animation. */
const NEEDED = [
  ...["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "cICP", "sBIT", "bKGD", "pHYs"],
  ...["acTL", "fcTL", "fdAT"],
];
/** Length, name and checksum of a chunk. */
const FRAME_BYTES = 12;

export const isPng = (bytes: Uint8Array) => hasText(bytes, 0, SIGNATURE);

function chunkOf(name: string, content: Uint8Array): Uint8Array {
  const chunk = Buffer.alloc(FRAME_BYTES + content.length);
  chunk.writeUInt32BE(content.length);
  chunk.write(name, 4, "latin1");
  chunk.set(content, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + content.length)), 8 + content.length);
  return chunk;
}

interface Chunk {
  name: string;
  content: Uint8Array;
  /** With its frame. */
  whole: Uint8Array;
}

/** To the last one; what follows there is not looked at. */
function chunksOf(bytes: Uint8Array): Chunk[] {
  const view = viewOf(bytes);
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE.length; chunks.at(-1)?.name !== "IEND"; ) {
    const content = at + 8;
    const end = at + FRAME_BYTES > bytes.length ? bytes.length : content + view.getUint32(at);
    if (end + 4 > bytes.length) throw new NotAPicture("the picture ends too early");
    if (crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end))
      throw new NotAPicture("a chunk is damaged");
    const name = Buffer.from(bytes.subarray(at + 4, content)).toString("latin1");
    chunks.push({ name, content: bytes.subarray(content, end), whole: bytes.subarray(at, end + 4) });
    at = end + 4;
  }
  return chunks;
}

export function readPng(bytes: Uint8Array): Read {
  const [head, ...chunks] = chunksOf(bytes);
  if (head?.name !== "IHDR" || head.content.length < 8) throw new NotAPicture("the head is not in its place");
  if (!chunks.some(({ name }) => name === "IDAT")) throw new NotAPicture("there is no image in it");
  const size = viewOf(head.content);
  const exif = chunks.find(({ name }) => name === "eXIf");
  const orientation = exif ? orientationOf(exif.content) : 1;
  const kept = [bytes.subarray(0, SIGNATURE.length), head.whole];
  if (orientation !== 1) kept.push(chunkOf("eXIf", orientationTiff(orientation)));
  for (const { name, whole } of chunks) if (NEEDED.includes(name)) kept.push(whole);
  return {
    format: "png",
    width: size.getUint32(0),
    height: size.getUint32(4),
    orientation,
    bytes: Buffer.concat(kept),
  };
}
