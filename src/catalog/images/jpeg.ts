/** JPEG: its segments walked to the end of the image; what is not needed to show it is left out. */
import { orientationOf, orientationTiff } from "./exif.ts";
import { hasText, NotAPicture, type Read, viewOf } from "./picture.ts";

const EXIF = "Exif\0\0";
const ICC = "ICC_PROFILE\0";

const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const COMMENT = 0xfe;
const SCAN = 0xda;
const END = 0xd9;

export const isJpeg = (bytes: Uint8Array) => bytes[0] === 0xff && bytes[1] === 0xd8;

/** All but the three of these codes that are tables. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const isApplication = (marker: number) => marker >= 0xe0 && marker <= 0xef;

/** JFIF's and Adobe's own say how colours are meant, and so does a colour profile; the others are about the camera. */
function isNeeded(bytes: Uint8Array, marker: number, content: number): boolean {
  if (marker === APP2) return hasText(bytes, content, ICC);
  return marker === APP0 || marker === APP14 || !(isApplication(marker) || marker === COMMENT);
}

function exifSegment(orientation: number): Uint8Array {
  const tiff = orientationTiff(orientation);
  const length = 2 + EXIF.length + tiff.length;
  return Buffer.concat([Buffer.from([0xff, APP1, length >> 8, length & 0xff]), Buffer.from(EXIF), tiff]);
}

/** The place of the marker behind a scan's data, in which an FF stands before 00 or a restart's number. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0x00 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  throw new NotAPicture("a scan has no end");
}

interface Segment {
  marker: number;
  /** Where its FF stands, and where what follows it does. */
  start: number;
  end: number;
}

function segmentAt(bytes: Uint8Array, start: number): Segment {
  if (bytes[start] !== 0xff) throw new NotAPicture("no marker where one must be");
  let at = start;
  while (bytes[at + 1] === 0xff) at += 1;
  const marker = bytes[at + 1];
  if (marker === undefined) throw new NotAPicture("the picture ends too early");
  if (marker === END) return { marker, start: at, end: at + 2 };
  const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
  if (length < 2 || at + 2 + length > bytes.length) throw new NotAPicture("a segment ends too early");
  return { marker, start: at, end: at + 2 + length };
}

/** To the end of the image; what follows there, such as a camera's second picture, is not looked at. */
function* segmentsOf(bytes: Uint8Array): Generator<Segment> {
  for (let at = 2, isEnd = false; !isEnd; ) {
    const segment = segmentAt(bytes, at);
    if (segment.marker === SCAN) segment.end = endOfScan(bytes, segment.end);
    yield segment;
    isEnd = segment.marker === END;
    at = segment.end;
  }
}

export function readJpeg(bytes: Uint8Array): Read {
  const view = viewOf(bytes);
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let [width, height, orientation, scans] = [0, 0, 1, 0];
  for (const { marker, start, end } of segmentsOf(bytes)) {
    const content = start + 4;
    if (marker === SCAN) scans += 1;
    else if (isFrame(marker) && end >= content + 5)
      [height, width] = [view.getUint16(content + 1), view.getUint16(content + 3)];
    else if (marker === APP1 && orientation === 1 && hasText(bytes, content, EXIF)) {
      orientation = orientationOf(bytes.subarray(content + EXIF.length, end));
      if (orientation !== 1) kept.push(exifSegment(orientation));
    }
    if (isNeeded(bytes, marker, content)) kept.push(bytes.subarray(start, end));
  }
  if (!scans) throw new NotAPicture("there is no image in it");
  return { format: "jpg", width, height, orientation, bytes: Buffer.concat(kept) };
}
