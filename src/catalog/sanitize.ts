/** Descriptions are HTML from strangers: only formatting survives, wherever they came from. */
import sanitizeHtml from "sanitize-html";
import { isSimpleHtml } from "./simple-html.ts";

const OPTIONS: sanitizeHtml.IOptions = {
  allowedTags: [
    ...["p", "br", "hr", "div", "span", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "code"],
    ...["b", "strong", "i", "em", "u", "s", "del", "ins", "mark", "small", "sub", "sup", "a"],
    ...["ul", "ol", "li", "dl", "dt", "dd", "figure", "figcaption"],
    ...["table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"],
  ],
  allowedAttributes: {
    a: ["href", "title", "target", "rel"],
    td: ["colspan", "rowspan"],
    th: ["colspan", "rowspan", "scope"],
    col: ["span"],
    colgroup: ["span"],
    ol: ["start", "type"],
    "*": ["dir", "lang"],
  },
  allowedSchemes: ["http", "https", "mailto"],
  allowProtocolRelative: false,
  parseStyleAttributes: false,
};

export const cleanHtml = (text: string): string => sanitizeHtml(text, OPTIONS).trim();

/** Text without a tag is left as it is: most descriptions from 1C and Excel are that. */
const isLeft = (text: string): boolean => !text.includes("<") || isSimpleHtml(text);

/** Tags that were never closed may take a second pass to settle. */
const PASSES = 5;

/** What comes out goes in unchanged: a description that was answered can be sent back. */
export function sanitize(text: string): string {
  let kept = text;
  for (let pass = 0; pass < PASSES && !isLeft(kept); pass++) {
    const cleaned = cleanHtml(kept);
    if (cleaned === kept) break;
    kept = cleaned;
  }
  return kept;
}

/** What an editor leaves behind when everything was deleted, as it writes it and as we keep it. */
const EMPTY = ["", "<p><br></p>", "<p><br /></p>"];

export const isEmptyDescription = (text: string | null): boolean => text === null || EMPTY.includes(text);
