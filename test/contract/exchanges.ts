/** The recorded exchanges as data: what was asked, and what the replaced service answered. */

export interface Asked {
  method: string;
  /** With its query, as it was written down: a space or a Cyrillic letter is not encoded yet. */
  path: string;
  headers: Record<string, string>;
  /** Undefined where none was sent; bytes where it was no text. */
  body: string | Uint8Array | undefined;
}

export interface Exchange {
  /** Section and title, which together are unique. */
  name: string;
  asked: Asked;
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
  /** The recording shows the beginning of the body alone. */
  isCut: boolean;
}

const CUT = /… <\d+ bytes in all>$/;
const REQUEST = /^([A-Z]+) (\/.*?)(?: {2}\(.*\))?$/;

function headersOf(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}

/** Head and body around the first empty line; undefined where there is none. */
function halves(text: string): [head: string, body: string | undefined] {
  const end = text.indexOf("\n\n");
  return end < 0 ? [text, undefined] : [text.slice(0, end), text.slice(end + 2)];
}

/** `b'…\xff…'` is how the recorder wrote a body that is no text. */
function bodyOf(text: string | undefined): Asked["body"] {
  const bytes = /^b'(.*)'$/.exec(text ?? "")?.[1];
  if (bytes === undefined) return text;
  const plain = bytes.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Uint8Array.from(plain, (one) => one.charCodeAt(0));
}

function askedOf(text: string): Asked | undefined {
  const [head, body] = halves(text);
  const [first = "", ...lines] = head.split("\n");
  const [, method, path] = REQUEST.exec(first) ?? [];
  if (!method || !path) return undefined;
  return { method, path, headers: headersOf(lines), body: bodyOf(body) };
}

function answeredOf(text: string): Pick<Exchange, "status" | "headers" | "body" | "isCut"> {
  const [head, shown = ""] = halves(text);
  const [first = "", ...lines] = head.split("\n");
  const body = shown === "<empty body>" ? "" : shown.replace(CUT, "");
  return {
    status: Number(/^HTTP (\d{3})/.exec(first)?.[1]),
    headers: headersOf(lines),
    body,
    isCut: CUT.test(shown),
  };
}

/** An exchange that shows no request is the one before it with another body. */
export function parseExchanges(markdown: string): Exchange[] {
  const found: Exchange[] = [];
  let section = "";
  for (const part of markdown.split(/^(?=##)/m)) {
    section = /^## (.*)$/m.exec(part)?.[1] ?? section;
    const [, title, block] = /^### (.*)\n\n```http\n([\s\S]*?)\n```/.exec(part) ?? [];
    if (title === undefined || block === undefined) continue;
    const start = block.search(/^HTTP \d/m);
    const asked = askedOf(block.slice(0, Math.max(0, start - 2))) ?? found.at(-1)?.asked;
    if (!asked) throw new Error(`${title} shows no request and follows none`);
    found.push({ name: `${section}: ${title}`, asked, ...answeredOf(block.slice(start)) });
  }
  return found;
}
