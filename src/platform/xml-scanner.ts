/** Reads XML a piece at a time, in memory that does not grow with it; document types and unknown entities are refused. */
import { unescaped, XmlError } from "./xml-text.ts";

export { XmlError };

/** `more`: the next token needs another piece. An empty element opens and closes. */
export type XmlToken = "open" | "close" | "text" | "more";

export interface XmlLimits {
  /** The longest tag, text, comment or CDATA section. */
  tokenChars: number;
  depth: number;
  /** A text or CDATA section of which so much is there is given in parts, and so may be longer than a token. */
  partChars: number;
}

const LIMITS: XmlLimits = { tokenChars: 1_048_576, depth: 64, partChars: Number.POSITIVE_INFINITY };

const SPACE = 0x20;
const BANG = 0x21;
const SLASH = 0x2f;
const COLON = 0x3a;
const LESS = 0x3c;
const EQUALS = 0x3d;
const GREATER = 0x3e;
const QUESTION = 0x3f;

const CDATA_END = "]]>";
const ENTITY_CHARS = 12;

const MARKS = 4;
const NEEDS_MORE = -1;

const endsName = (code: number) => !(code > SPACE) || code === GREATER || code === SLASH || code === EQUALS;

/** Prefixes are left out of names: a document that uses one local name in two namespaces is not told apart. */
export class XmlScanner {
  /** Of the element that opened or closed. */
  name = "";
  readonly #limits: XmlLimits;
  readonly #open: string[] = [];
  /** Attributes as positions in the buffer: the name's start and end, the value's start and end. */
  readonly #marks: number[] = [];
  #attributes = 0;
  #nameStart = 0;
  #buffer = "";
  #at = 0;
  #raw = "";
  #literal = false;
  #inCdata = false;
  #empty = false;
  #rooted = false;
  #heldReturn = "";

  constructor(limits: Partial<XmlLimits> = {}) {
    this.#limits = { ...LIMITS, ...limits };
  }

  /** All tokens of the pieces before are taken first. Line ends become \n, as XML says. */
  push(piece: string) {
    let text = this.#heldReturn + piece;
    this.#heldReturn = text.endsWith("\r") ? "\r" : "";
    if (this.#heldReturn) text = text.slice(0, -1);
    if (text.includes("\r")) text = text.replace(/\r\n?/g, "\n");
    if (this.#buffer.length - this.#at > this.#limits.tokenChars) throw new XmlError("a token is too long");
    // Joined, not added: a sum stays two strings inside, and every look at a character would pay for that.
    this.#buffer = [this.#buffer.slice(this.#at), text].join("");
    this.#at = 0;
  }

  /** After the last token of the last piece: whether the document is whole. */
  finish() {
    if (this.#open.length > 0 || !this.#rooted || this.#buffer.slice(this.#at).trim() !== "")
      throw new XmlError("the end is missing");
  }

  /** What the text token says; elements between make it several tokens. */
  get text(): string {
    return this.#literal ? this.#raw : unescaped(this.#raw);
  }

  /** Of the element that has just opened. */
  attribute(name: string): string | undefined {
    const marks = this.#marks;
    const first = name.charCodeAt(0);
    for (let index = 0; index < this.#attributes; index += MARKS) {
      const start = marks[index] ?? 0;
      // Before the comparison that costs more: sheets ask for three names of every cell.
      if (this.#buffer.charCodeAt(start) !== first || (marks[index + 1] ?? 0) - start !== name.length)
        continue;
      if (name.length === 1 || this.#buffer.startsWith(name, start))
        return unescaped(this.#buffer.slice(marks[index + 2], marks[index + 3]));
    }
    return undefined;
  }

  next(): XmlToken {
    if (this.#empty) return this.#closed();
    for (;;) {
      const start = this.#at;
      if (start >= this.#buffer.length) return "more";
      if (this.#inCdata) return this.#words(start, CDATA_END, true) ?? "more";
      const token =
        this.#buffer.charCodeAt(start) === LESS ? this.#markup(start) : this.#words(start, "<", false);
      if (token) return token;
    }
  }

  /** Undefined where something was passed over. */
  #markup(start: number): XmlToken | undefined {
    const second = this.#buffer.charCodeAt(start + 1);
    if (second === SLASH) return this.#closeTag(start);
    if (second === BANG) return this.#declaration(start);
    return second === QUESTION ? this.#passOver(start, "?>") : this.#openTag(start);
  }

  #words(start: number, close: string, literal: boolean): XmlToken | undefined {
    const found = this.#buffer.indexOf(close, start);
    const end = found < 0 ? this.#partEnd(start, close) : found;
    if (end < 0) return "more";
    this.#inCdata = literal && found < 0;
    this.#at = literal && found >= 0 ? end + close.length : end;
    this.#raw = this.#buffer.slice(start, end);
    this.#literal = literal;
    if (this.#open.length > 0) return "text";
    if (literal || this.text.trim() !== "") throw new XmlError("text outside the root");
    return undefined;
  }

  /** Before what may be the beginning of the end, or of an entity. */
  #partEnd(start: number, close: string): number {
    const end = this.#buffer.length - close.length + 1;
    if (end - start < this.#limits.partChars) return NEEDS_MORE;
    const entity = close === CDATA_END ? NEEDS_MORE : this.#buffer.lastIndexOf("&");
    return entity > end - ENTITY_CHARS ? entity : end;
  }

  #passOver(start: number, close: string): XmlToken | undefined {
    const end = this.#buffer.indexOf(close, start + 2);
    if (end < 0) return "more";
    this.#at = end + close.length;
    return undefined;
  }

  #declaration(start: number): XmlToken | undefined {
    const buffer = this.#buffer;
    if (buffer.startsWith("<!--", start)) return this.#passOver(start + 2, "-->");
    if (buffer.startsWith("<![CDATA[", start)) return this.#words(start + 9, CDATA_END, true);
    const begun = buffer.slice(start, start + 9);
    if ("<!--".startsWith(begun) || "<![CDATA[".startsWith(begun)) return "more";
    throw new XmlError("a document type or an unknown declaration");
  }

  #openTag(start: number): XmlToken {
    const nameEnd = this.#pastName(start + 1);
    const name = this.#buffer.slice(this.#nameStart, nameEnd);
    this.#attributes = 0;
    let at = nameEnd;
    for (;;) {
      at = this.#pastSpace(at);
      const code = this.#buffer.charCodeAt(at);
      if (code === GREATER) break;
      if (code === SLASH && this.#buffer.charCodeAt(at + 1) === GREATER) {
        this.#empty = true;
        at += 1;
        break;
      }
      if (!(at + 1 < this.#buffer.length)) return "more";
      at = this.#attributeAt(at);
      if (at === NEEDS_MORE) return "more";
    }
    this.#at = at + 1;
    return this.#opened(name);
  }

  #opened(name: string): XmlToken {
    if (name === "") throw new XmlError("an element without a name");
    if (this.#open.length === 0 && this.#rooted) throw new XmlError("a second root");
    if (this.#open.length >= this.#limits.depth) throw new XmlError("elements are nested too deep");
    this.#rooted = true;
    this.name = name;
    this.#open.push(name);
    return "open";
  }

  /** Where the name ends; its local part is remembered. */
  #pastName(from: number): number {
    this.#nameStart = from;
    for (let at = from; ; at += 1) {
      const code = this.#buffer.charCodeAt(at);
      if (endsName(code)) return at;
      if (code === COLON) this.#nameStart = at + 1;
    }
  }

  #pastSpace(from: number): number {
    let at = from;
    while (this.#buffer.charCodeAt(at) <= SPACE) at += 1;
    return at;
  }

  /** Where the attribute ends, which is remembered. */
  #attributeAt(from: number): number {
    const buffer = this.#buffer;
    const nameEnd = this.#pastName(from);
    let at = this.#pastSpace(nameEnd);
    if (at >= buffer.length) return NEEDS_MORE;
    if (buffer.charCodeAt(at) !== EQUALS) throw new XmlError("an attribute without a value");
    at = this.#pastSpace(at + 1);
    if (at >= buffer.length) return NEEDS_MORE;
    const quote = buffer.charAt(at);
    if (quote !== '"' && quote !== "'") throw new XmlError("a value without quotes");
    const end = buffer.indexOf(quote, at + 1);
    if (end < 0) return NEEDS_MORE;
    // A prefix that is declared here is no attribute: xmlns:r would be taken for r.
    if (this.#nameStart === from || !buffer.startsWith("xmlns:", from)) this.#mark(nameEnd, at + 1, end);
    return end + 1;
  }

  #mark(nameEnd: number, valueStart: number, valueEnd: number) {
    this.#marks[this.#attributes] = this.#nameStart;
    this.#marks[this.#attributes + 1] = nameEnd;
    this.#marks[this.#attributes + 2] = valueStart;
    this.#marks[this.#attributes + 3] = valueEnd;
    this.#attributes += MARKS;
  }

  #closeTag(start: number): XmlToken {
    const end = this.#buffer.indexOf(">", start);
    if (end < 0) return "more";
    const expected = this.#open.at(-1) ?? "";
    // Compared where it stands: most end tags are just this name, and cutting each out would cost more.
    const plain = end - start - 2 === expected.length && this.#buffer.startsWith(expected, start + 2);
    const name = plain
      ? expected
      : this.#buffer
          .slice(start + 2, end)
          .trimEnd()
          .replace(/^.*:/, "");
    if (name === "" || name !== expected) throw new XmlError("an element ends that did not begin");
    this.#at = end + 1;
    return this.#closed();
  }

  #closed(): XmlToken {
    this.#empty = false;
    this.name = this.#open.pop() ?? "";
    return "close";
  }
}
