/** HTML that the sanitizer would leave as it is, told apart at a tenth of its price: docs/decisions/0007. */

const INLINE = new Set(["b", "strong", "i", "em", "u", "s", "del", "ins", "mark", "small", "sub", "sup"]);
const TEXTS = new Set(["p", "h1", "h2", "h3", "h4", "h5", "h6"]);
const LISTS = new Set(["ul", "ol"]);

function mayOpen(tag: string, parent: string | undefined): boolean {
  if (INLINE.has(tag)) return !LISTS.has(parent ?? "");
  return tag === "li" ? LISTS.has(parent ?? "") : parent === undefined && (TEXTS.has(tag) || LISTS.has(tag));
}

/** Formatting tags without attributes, each where it may be and each closed; no entity, and no `<` or `>` besides. */
export function isSimpleHtml(text: string): boolean {
  if (text.trim() !== text) return false;
  const open: string[] = [];
  for (const [, slash, tag] of text.matchAll(/<(\/?)([a-z][a-z\d]*)>|[<>&]/g)) {
    if (tag === undefined) return false;
    if (slash ? open.pop() !== tag : !mayOpen(tag, open.at(-1))) return false;
    if (!slash) open.push(tag);
  }
  return open.length === 0;
}
