/** Text as XML: escaped, in CDATA, as numeric references, and with what else a Name may be made to hold. */
import type { OnecSettings } from "./onec-switches.ts";
import { reference, replaceMissing } from "./windows-1251.ts";

const BUILT_IN: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};
const ALL_FIVE = ` & <Co> "A" 'B'`;
/** A reader that looks for tags or entities by eye alone is caught by it. */
const COMMENT = "<!-- <ProductItem><Code>&no; -->";

const builtIn = (character: string) => BUILT_IN[character] ?? character;

const escapeUsual = (text: string) => (/[&<>]/.test(text) ? text.replace(/[&<>]/g, builtIn) : text);
const escapeAll = (text: string) => text.replace(/[&<>"']/g, builtIn);

/** Decimal and hexadecimal in turn, by the parity of the character. */
function numeric(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code % 2 === 0 ? `&#${code};` : `&#x${code.toString(16)};`;
}
const escapeNumeric = (text: string) => escapeUsual(text).replace(/[^\0-\x7F]/gu, numeric);

function cdataOf(encoding: OnecSettings["encoding"]): (text: string) => string {
  const outside = (inside: string) => `]]>${inside}<![CDATA[`;
  return (text) => {
    const parted = text.replaceAll("]]>", "]]]]><![CDATA[>");
    const fit =
      encoding === "utf-8" ? parted : replaceMissing(parted, (character) => outside(reference(character)));
    return `<![CDATA[${fit}]]>`;
  };
}

export function textWriter({ cdata, entities, encoding }: OnecSettings): (text: string) => string {
  if (cdata) return cdataOf(encoding);
  if (entities === "numeric") return escapeNumeric;
  return entities === "builtin" ? escapeAll : escapeUsual;
}

/** The Name is the one element that the switches `entities` and `comments` add to. */
export function nameWriter(settings: OnecSettings): (text: string) => string {
  const write = textWriter(settings);
  const { entities, comments } = settings;
  if (!comments && (entities === "usual" || entities === "numeric")) return write;
  return (text) => {
    const whole = entities === "builtin" ? text + ALL_FIVE : text;
    const half = comments ? whole.length >> 1 : 0;
    const head = comments ? write(whole.slice(0, half)) + COMMENT : "";
    return head + write(whole.slice(half)) + (entities === "undeclared" ? "&nbsp;" : "");
  };
}
