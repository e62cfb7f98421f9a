/** What a cell's style says its number is: Excel keeps dates as numbers that only their format tells apart. */
import { readElements } from "./part-xml.ts";

/** A number is shown with at least so many digits before the point: 00000 makes 123 into 00123. */
export type NumberFormat = "date" | "time" | "percent" | number;

const within = (id: number, first: number, last: number) => id >= first && id <= last;

/** ECMA-376 part 1, 18.8.30; 27 to 36 and 50 to 58 are East Asian dates. 46 is an elapsed time, a number. */
function builtIn(id: number): NumberFormat {
  if (within(id, 9, 10)) return "percent";
  if (within(id, 14, 17) || id === 22 || within(id, 27, 36) || within(id, 50, 58)) return "date";
  return within(id, 18, 21) || id === 45 || id === 47 ? "time" : 1;
}

/** Quoted text, escaped and filling characters, colours, locales and currencies say nothing of dates. */
const PLAIN_WORDS = /"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi;

export function customFormat(code: string): NumberFormat {
  const plain = (code.split(";")[0] ?? "").replace(PLAIN_WORDS, "");
  if (/^0{2,32}$/.test(plain)) return plain.length;
  if (plain.includes("%")) return "percent";
  // Elapsed hours, placeholders of digits: a number. Fractions of a second have digits too.
  if (/\[/.test(plain) || /[#?0]/.test(plain.replace(/s[.,]0+/gi, "s"))) return 1;
  if (/[yd]/i.test(plain)) return "date";
  if (/[hs]/i.test(plain)) return "time";
  return /m/i.test(plain) ? "date" : 1;
}

/** By the number of the style in `s`. */
export async function readNumberFormats(pieces: AsyncIterable<Uint8Array>): Promise<NumberFormat[]> {
  const custom = new Map<number, NumberFormat>();
  const formats: NumberFormat[] = [];
  let list = "";
  await readElements(pieces, (scanner) => {
    if (/^(numFmts|cellStyleXfs|cellXfs|cellStyles|dxfs)$/.test(scanner.name)) list = scanner.name;
    const id = Number(scanner.attribute("numFmtId") ?? 0);
    if (scanner.name === "numFmt" && list === "numFmts")
      custom.set(id, customFormat(scanner.attribute("formatCode") ?? ""));
    if (scanner.name === "xf" && list === "cellXfs") formats.push(custom.get(id) ?? builtIn(id));
  });
  return formats;
}
