/** Text as windows-1251 bytes; a character that it lacks becomes a numeric reference, as XML writers do. */

const upperHalf = new TextDecoder("windows-1251").decode(Uint8Array.from({ length: 128 }, (_, i) => 128 + i));
const byteOf = new Uint8Array(0x2200);
for (let i = 0; i < 128; i++) {
  byteOf[i] = i;
  byteOf[upperHalf.charCodeAt(i)] = 128 + i;
}
const missing = new RegExp(`[^\\0-\\x7F${upperHalf}]`, "gu");

export const reference = (character: string) => `&#${character.codePointAt(0)};`;

/** Where a reference means nothing (CDATA), the caller puts the characters outside first. */
export const replaceMissing = (text: string, replace: (character: string) => string) =>
  text.replace(missing, replace);

export function encodeWindows1251(text: string): Uint8Array {
  const encodable = replaceMissing(text, reference);
  const bytes = new Uint8Array(encodable.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = byteOf[encodable.charCodeAt(i)] ?? 0;
  return bytes;
}
