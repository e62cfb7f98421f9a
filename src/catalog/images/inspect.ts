/** What the bytes of an upload are: a picture that is taken here, or the words for why not. */
import { type Message, message } from "../../platform/i18n.ts";
import { isJpeg, readJpeg } from "./jpeg.ts";
import { NotAPicture, type Picture, type Read } from "./picture.ts";
import { isPng, readPng } from "./png.ts";
import { isWebp, readWebp } from "./webp.ts";

const MEBIBYTES = 10;
const MEGAPIXELS = 50;

const READERS: readonly [fits: (bytes: Uint8Array) => boolean, read: (bytes: Uint8Array) => Read][] = [
  [isJpeg, readJpeg],
  [isPng, readPng],
  [isWebp, readWebp],
];

function read(bytes: Uint8Array): Read {
  const reader = READERS.find(([fits]) => fits(bytes));
  if (!reader) throw new NotAPicture("neither JPEG, PNG nor WEBP");
  const picture = reader[1](bytes);
  if (!picture.width || !picture.height) throw new NotAPicture("it has no size");
  return picture;
}

/** The bytes alone decide: a name and a declared type may say anything. */
export function inspect(bytes: Uint8Array): Picture | Message {
  if (bytes.length > MEBIBYTES * 1_048_576)
    return message("Ensure the file has no more than {limit} MiB.", { limit: MEBIBYTES });
  let picture: Read;
  try {
    picture = read(bytes);
  } catch (fault) {
    if (!(fault instanceof NotAPicture)) throw fault;
    return message(
      "Upload a valid image. The file you uploaded was either not an image or a corrupted image.",
    );
  }
  if (picture.width * picture.height <= MEGAPIXELS * 1_000_000) return { ...picture, sent: bytes };
  return message("Ensure the image has no more than {limit} megapixels.", { limit: MEGAPIXELS });
}

/** Width and height as people see it. */
export const uprightSize = ({ width, height, orientation }: Read): [number, number] =>
  orientation > 4 ? [height, width] : [width, height];
