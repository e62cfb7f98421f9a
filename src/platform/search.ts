/** One form for texts that people take for the same: case, ё and the Uzbek apostrophes do not tell them apart. */

/** Apostrophes, and the letters of nobody that an index may use for itself. */
const DROPPED = /[\u2018\u2019\u02BB\u02BC\u02B9\u00B4\u2032`'\u007F\uE000-\uF8FF]/g;

/** What is stored beside a row and what a search term becomes. */
export function foldText(...parts: (string | null | undefined)[]): string {
  return parts
    .filter((part) => part)
    .join("\n")
    .normalize("NFC")
    .toLowerCase()
    .replaceAll("ё", "е")
    .replace(DROPPED, "");
}

/** The folded terms of a `search` value: split on white space and commas, NUL dropped, each once. */
export function searchTerms(text: string): string[] {
  const terms = text
    .replaceAll("\u0000", "")
    .split(/[\s,]+/)
    .map((term) => foldText(term))
    .filter(Boolean);
  return [...new Set(terms)];
}
