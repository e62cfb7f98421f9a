/** A web page where 1C's answer should be: how it is known, and how much of it may be shown. */

const SAMPLE_CHARS = 200;

const HEAD_CHARS = 4_096;

/** The first tag, past what XML allows before it. A page that stands inside an item is the item's business. */
export const firstTag = (text: string): string =>
  text
    .slice(0, HEAD_CHARS)
    .replace(/<\?[\s\S]*?\?>|<!--[\s\S]*?-->/g, "")
    .trimStart();

export const isWebPage = (text: string) => /^<(?:!doctype\s+html|html[\s>])/i.test(firstTag(text));

/** What a reader would see of it, without addresses and what looks like a key, on one short line. */
export function sampleOf(text: string): string {
  const seen = text
    .replace(/<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, " ")
    .replace(/<[^>]*(?:>|$)/g, " ")
    .replace(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, "[...]")
    .replace(
      /(?<!\p{L})(pass\w*|parol\w*|pwd|token|key|secret|парол\p{L}*|ключ)(\s*[:=]\s*)\S+/giu,
      "$1$2[...]",
    )
    .replace(/[\w+/=.-]{24,}/g, "[...]")
    .replace(/\s+/g, " ")
    .trim();
  return seen.length > SAMPLE_CHARS ? `${seen.slice(0, SAMPLE_CHARS)}...` : seen;
}
