/** Finds the parts of a multipart body by their places in it, so that a large file need not be in memory. */

export interface Part {
  name: string;
  filename: string | undefined;
  /** The content's first byte, and the one behind its last. */
  start: number;
  end: number;
}

const MOST_PARTS = 100;
const MOST_HEAD_BYTES = 8192;
const HEAD_END = "\r\n\r\n";

export const boundaryOf = (contentType: string | null): string | undefined =>
  /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i
    .exec(contentType ?? "")
    ?.slice(1)
    .find(Boolean);

/** `name="a\"b"`, or as RFC 5987 has it for other letters. */
function parameterOf(head: string, name: string): string | undefined {
  const plain = new RegExp(`;\\s*${name}="((?:[^"\\\\]|\\\\.)*)"`, "i").exec(head)?.[1];
  return plain?.replace(/\\(.)/g, "$1").replace(/%22/g, '"');
}

function partOf(head: string, start: number): Part {
  const name = parameterOf(head, "name");
  if (name === undefined) throw new MultipartError("a part has no name");
  return { name, filename: parameterOf(head, "filename"), start, end: start };
}

export class MultipartError extends Error {}

/** A file as a form sent it; its bytes are a part of the body's own. */
export class FormFile {
  readonly name: string;
  readonly bytes: Uint8Array;

  constructor(name: string, bytes: Uint8Array) {
    this.name = name;
    this.bytes = bytes;
  }
}

/** Bytes that have come in and are not done with, and where they stand in the body. */
class Window {
  #bytes = Buffer.alloc(0);
  #offset = 0;

  add(piece: Uint8Array): void {
    this.#bytes = Buffer.concat([this.#bytes, piece]);
  }

  get offset(): number {
    return this.#offset;
  }

  get length(): number {
    return this.#bytes.length;
  }

  startsWith = (text: string): boolean => this.#bytes.toString("latin1", 0, text.length) === text;

  find = (text: string): number => this.#bytes.indexOf(text, 0, "latin1");

  skip(count: number): void {
    this.#bytes = this.#bytes.subarray(count);
    this.#offset += count;
  }

  take(count: number): string {
    const text = this.#bytes.subarray(0, count).toString("utf8");
    this.skip(count);
    return text;
  }
}

/** What has been found so far, and what is awaited: a border, or the head of the part behind one. */
class Finder {
  readonly #border: string;
  readonly #window = new Window();
  readonly parts: Part[] = [];
  #open: Part | undefined;
  #awaits: "border" | "head" | "nothing" = "border";

  constructor(boundary: string) {
    this.#border = `\r\n--${boundary}`;
    // The first border has no line before it; with one it is found like the others.
    this.#window.add(Buffer.from("\r\n"));
  }

  get isEnded(): boolean {
    return this.#awaits === "nothing";
  }

  take(piece: Uint8Array): void {
    this.#window.add(piece);
    while (this.#awaits === "border" ? this.#findBorder() : this.#findHead());
  }

  /** False where more bytes are needed. Bytes are kept no longer than a border may reach. */
  #findBorder(): boolean {
    const window = this.#window;
    const at = window.find(this.#border);
    if (at < 0) {
      window.skip(Math.max(0, window.length - this.#border.length));
      return false;
    }
    if (this.#open) this.parts.push({ ...this.#open, end: window.offset + at - 2 });
    if (this.parts.length > MOST_PARTS) throw new MultipartError("too many parts");
    this.#open = undefined;
    window.skip(at + this.#border.length);
    this.#awaits = "head";
    return true;
  }

  #findHead(): boolean {
    const window = this.#window;
    if (this.isEnded || window.length < 2) return false;
    // Behind the last border.
    if (window.startsWith("--")) this.#awaits = "nothing";
    const length = this.isEnded ? -1 : window.find(HEAD_END);
    if (length < 0 && window.length > MOST_HEAD_BYTES && !this.isEnded)
      throw new MultipartError("a part's head is too long");
    if (length < 0) return false;
    const head = window.take(length + HEAD_END.length);
    this.#open = partOf(head, window.offset - 2);
    this.#awaits = "border";
    return true;
  }
}

/** One look at the bytes as they pass. */
export async function findParts(pieces: AsyncIterable<Uint8Array>, boundary: string): Promise<Part[]> {
  const finder = new Finder(boundary);
  for await (const piece of pieces) finder.take(piece);
  if (!finder.isEnded) throw new MultipartError("the body ends too early");
  return finder.parts;
}

async function* inOnePiece(bytes: Uint8Array) {
  yield bytes;
}

/** A whole body in memory: texts and files by their names, the last of each; an input without a file sends none. */
export async function readMultipart(
  bytes: Uint8Array,
  boundary: string | undefined,
): Promise<Record<string, string | FormFile>> {
  if (boundary === undefined) throw new MultipartError("no boundary");
  const form: Record<string, string | FormFile> = {};
  for (const { name, filename, start, end } of await findParts(inOnePiece(bytes), boundary)) {
    const content = bytes.subarray(start, end);
    if (filename === undefined) form[name] = new TextDecoder().decode(content);
    else if (filename !== "") form[name] = new FormFile(filename, content);
  }
  return form;
}
