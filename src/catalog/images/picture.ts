/** A picture as its bytes say: what it is, how large, and itself without anything that is not needed to show it. */

export type Format = "jpg" | "png" | "webp";

export interface Read {
  format: Format;
  /** Of the pixels as they are stored. */
  width: number;
  height: number;
  /** As EXIF has it: from 5 on width and height change places when it is shown. */
  orientation: number;
  /** What was sent without its metadata; the orientation stays. */
  bytes: Uint8Array;
}

export interface Picture extends Read {
  sent: Uint8Array;
}

/** The bytes are no picture that is taken here. */
export class NotAPicture extends Error {}

/** Whether `bytes` has these characters at a place. */
export function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index++)
    if (bytes[at + index] !== text.charCodeAt(index)) return false;
  return true;
}

export const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
