/** Whatever says the encoding, or nothing does: the text is what was written, however its bytes come. */
import { describe, expect, test } from "vitest";
import { decodeText } from "../../src/integration/onec-charset.ts";
import { encodeWindows1251 } from "../../workers/emulators/windows-1251.ts";

const TEXT = "<a>Чай №95 «Сифат» ў ё — 1\u00a0234</a>";
const utf8 = (text: string) => new TextEncoder().encode(text);
const MARK = Uint8Array.of(0xef, 0xbb, 0xbf);
const marked = (bytes: Uint8Array) => Uint8Array.of(...MARK, ...bytes);

async function read(bytes: Uint8Array, header: string | null, size = bytes.length) {
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
  }
  let text = "";
  for await (const piece of decodeText(pieces(), header)) text += piece;
  return text;
}

const declared = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?>\n`;
const LONG = "<!-- nothing but ASCII for a long time -->\n".repeat(60);

const CASES: [string, Uint8Array, string | null, string][] = [
  ["the header", encodeWindows1251(TEXT), "text/xml; charset=windows-1251", TEXT],
  ["the header in quotes", encodeWindows1251(TEXT), 'text/xml; Charset="CP1251"; x=y', TEXT],
  [
    "the header, against the declaration",
    encodeWindows1251(declared("UTF-8") + TEXT),
    "text/xml;charset=windows-1251",
    declared("UTF-8") + TEXT,
  ],
  [
    "the declaration",
    encodeWindows1251(declared("Windows-1251") + TEXT),
    "text/xml",
    declared("Windows-1251") + TEXT,
  ],
  ["the declaration without a header", utf8(declared("utf-8") + TEXT), null, declared("utf-8") + TEXT],
  ["nothing, in UTF-8", utf8(TEXT), null, TEXT],
  ["nothing, in windows-1251", encodeWindows1251(TEXT), null, TEXT],
  ["nothing, in UTF-8 after much ASCII", utf8(LONG + TEXT), null, LONG + TEXT],
  ["nothing, in windows-1251 after much ASCII", encodeWindows1251(LONG + TEXT), null, LONG + TEXT],
  ["a mark before UTF-8", marked(utf8(TEXT)), null, TEXT],
  [
    "a mark before what the header calls windows-1251",
    marked(encodeWindows1251(TEXT)),
    "a/b; charset=windows-1251",
    TEXT,
  ],
  [
    "a mark before the declaration",
    marked(encodeWindows1251(declared("windows-1251") + TEXT)),
    null,
    declared("windows-1251") + TEXT,
  ],
];

describe.each(CASES)("%s", (_, bytes, header, text) => {
  test.each([1, 2, 3, 7, 1000, 100_000])("in pieces of %i bytes", async (size) => {
    expect(await read(bytes, header, size)).toBe(text);
  });
});

test("nothing at all is no text", async () => {
  expect(await read(new Uint8Array(0), null)).toBe("");
});

test.each([
  ["not UTF-8", encodeWindows1251(TEXT), "a/b; charset=utf-8", "utf-8"],
  ["not UTF-8 in the end", Uint8Array.of(...utf8(TEXT), 0xd0), "a/b; charset=utf-8", "utf-8"],
  [
    "first UTF-8 and then not",
    Uint8Array.of(...utf8(LONG + TEXT), ...encodeWindows1251(TEXT)),
    null,
    "UTF-8",
  ],
])("what is %s is refused, never guessed at", async (_, bytes, header, encoding) => {
  for (const size of [5, 5_000])
    await expect(read(bytes, header, size)).rejects.toThrow(
      `1C's answer is not in the encoding that it names: ${encoding}.`,
    );
});

test("an encoding that nobody knows is named", async () => {
  await expect(read(utf8(TEXT), "a/b; charset=koi-9")).rejects.toThrow(
    "1C answered in an unknown encoding: koi-9.",
  );
});
