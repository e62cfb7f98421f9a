/** Bytes as text: the header names the encoding, then the XML declaration; otherwise it is UTF-8 or windows-1251. */
import { message } from "../platform/i18n.ts";
import { OnecError } from "./onec-error.ts";

type Decode = (piece: Uint8Array, isLast: boolean) => string;

/** The XML declaration and the beginning of a page are within so many bytes. */
const HEAD_BYTES = 1024;
const NOTHING = new Uint8Array(0);
const CYRILLIC = "windows-1251";

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (!first.length) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** Where the last letter begins if it is not whole yet, else the end. */
function wholeLetters(bytes: Uint8Array): number {
  for (let back = 1; back <= 3; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return size > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** Whether letters were read as UTF-8 before the first byte that is none. */
function beginsAsUtf8(bytes: Uint8Array): boolean {
  const [start = ""] = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true })
    .decode(bytes)
    .split("\ufffd", 1);
  return /[^\0-\x7f]/.test(start);
}

/** UTF-8 until a byte says otherwise; once a letter was read as UTF-8 there is no way back. */
function guessing(): Decode {
  const cyrillic = new TextDecoder(CYRILLIC);
  let isUtf8: boolean | undefined;
  let held = NOTHING;
  return (piece, isLast) => {
    if (isUtf8 === false) return cyrillic.decode(piece);
    const bytes = joined(held, piece);
    const end = isLast ? bytes.length : wholeLetters(bytes);
    held = bytes.slice(end);
    try {
      const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, end));
      if (text.length < end) isUtf8 = true;
      return text;
    } catch (fault) {
      if (isUtf8 || beginsAsUtf8(bytes)) throw fault;
      isUtf8 = false;
      return cyrillic.decode(bytes);
    }
  };
}

function told(label: string): Decode {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true });
  } catch {
    throw new OnecError(message("1C answered in an unknown encoding: {encoding}.", { encoding: label }));
  }
  return (piece, isLast) => decoder.decode(piece, { stream: !isLast });
}

function labelOf(contentType: string | null, head: Uint8Array): string | undefined {
  const fromHeader = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? "")?.[1];
  const start = new TextDecoder(CYRILLIC).decode(head.subarray(0, HEAD_BYTES));
  return fromHeader ?? /^\s*<\?xml\s[^>]*\bencoding\s*=\s*["']([^"']+)["']/.exec(start)?.[1];
}

/** Three bytes that some publications put before every encoding. */
const withoutMark = (head: Uint8Array) =>
  head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? head.subarray(3) : head;

/** A piece is read before the next is asked for: its bytes are only lent. */
export async function* decodeText(
  pieces: AsyncIterable<Uint8Array>,
  contentType: string | null,
): AsyncGenerator<string> {
  let head: Uint8Array | undefined = NOTHING;
  let label: string | undefined;
  let decode: Decode | undefined;
  const text = (piece: Uint8Array, isLast: boolean): string => {
    if (!decode) {
      label = labelOf(contentType, piece);
      decode = label ? told(label) : guessing();
    }
    try {
      return decode(piece, isLast);
    } catch {
      const encoding = label ?? "UTF-8";
      throw new OnecError(
        message("1C's answer is not in the encoding that it names: {encoding}.", { encoding }),
      );
    }
  };
  for await (const piece of pieces) {
    if (!head) {
      yield text(piece, false);
      continue;
    }
    head = joined(head, piece);
    if (head.length < HEAD_BYTES) {
      head = head.slice();
      continue;
    }
    yield text(withoutMark(head), false);
    head = undefined;
  }
  yield text(head ? withoutMark(head) : NOTHING, true);
}
