/** Telegram's own reading of `parse_mode: HTML`: what it refuses, in its words, and what is then shown. */
import { escapeXml } from "./escape-xml.ts";

const TAGS = "b strong i em u ins s strike del span tg-spoiler a code pre blockquote".split(" ");
const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };

const bytesBefore = (html: string, index: number) => new TextEncoder().encode(html.slice(0, index)).length;

/** Anything but these and numbers stays as it is written. */
const decoded = (text: string) =>
  text.replace(/&(?:(lt|gt|amp|quot)|#(\d{1,7})|#x([\da-fA-F]{1,6}));/g, (whole, name, tens, hex) => {
    if (name) return NAMED[name as string] ?? whole;
    const point = tens ? Number(tens) : Number.parseInt(hex as string, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });

export interface Read {
  /** Why it is refused. */
  fault?: string;
  /** What the limit is counted of. */
  text: string;
  /** To be shown on a page: the tags alone, without what they carry. */
  shown: string;
}

/** A tag that is open, or why the one at `index` is none. */
function step(html: string, index: number, open: string[]): { length: number; shown: string } | string {
  const at = `at byte offset ${bytesBefore(html, index)}`;
  const [whole, slash, name = ""] = /^<(\/?)([a-zA-Z][\w-]*)?[^<>]*>/.exec(html.slice(index)) ?? [];
  if (whole === undefined) return `Unclosed start tag ${at}`;
  const tag = name.toLowerCase();
  if (!slash) {
    if (!TAGS.includes(tag)) return `Unsupported start tag "${tag}" ${at}`;
    open.push(tag);
    return { length: whole.length, shown: `<${tag}>` };
  }
  const expected = open.pop();
  if (expected === undefined) return `Unexpected end tag ${at}`;
  if (tag && tag !== expected) return `Unmatched end tag ${at}, expected "</${expected}>", found "</${tag}>"`;
  return { length: whole.length, shown: `</${expected}>` };
}

export function readHtml(html: string): Read {
  const open: string[] = [];
  let [text, shown] = ["", ""];
  let index = 0;
  while (index < html.length) {
    const next = html.indexOf("<", index);
    const end = next < 0 ? html.length : next;
    text += decoded(html.slice(index, end));
    shown += escapeXml(decoded(html.slice(index, end)));
    index = end;
    if (next < 0) break;
    const tag = step(html, index, open);
    if (typeof tag === "string") return { fault: tag, text, shown };
    shown += tag.shown;
    index += tag.length;
  }
  const last = open.pop();
  return last === undefined
    ? { text, shown }
    : { fault: `Can't find end tag corresponding to start tag "${last}"`, text, shown };
}
