/** Fixed-point numbers as text: no digit is lost on the way in or out. */

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

/** The digits before and after the point, the exponent worked in; undefined where it is no number. */
export function digitsOf(text: string): { negative: boolean; whole: string; fraction: string } | undefined {
  const match = DECIMAL.exec(text.trim());
  const [, sign, whole = "", fraction = "", exponent = "0"] = match ?? [];
  if (!match || whole + fraction === "") return undefined;
  const shift = Number(exponent);
  if (Math.abs(shift) > 400) return undefined;
  const left = shift < 0 ? whole.padStart(whole.length - shift, "0") : whole;
  const right = shift > 0 ? fraction.padEnd(shift, "0") : fraction;
  const point = left.length + shift;
  const all = left + right;
  return {
    negative: sign === "-",
    whole: all.slice(0, point).replace(/^0+/, ""),
    fraction: all.slice(point),
  };
}

/** `-50` at scale 2 is `-0.50`. */
export function formatDecimal(units: number, places: number): string {
  const digits = String(Math.abs(units)).padStart(places + 1, "0");
  const point = digits.length - places;
  const sign = units < 0 ? "-" : "";
  return places ? `${sign}${digits.slice(0, point)}.${digits.slice(point)}` : sign + digits;
}

/** Longer ones are nobody's number, and cost the square of their length. */
const MOST_DIGITS = 1000;

/** The text of a number, rounded half up to its scale; undefined where it is no number. */
export function roundedDecimal(text: string, places: number): string | undefined {
  const parts = digitsOf(text);
  if (!parts || parts.whole.length > MOST_DIGITS) return undefined;
  const { negative, whole, fraction } = parts;
  const kept = BigInt(`${whole || "0"}${fraction.slice(0, places).padEnd(places, "0")}`);
  const units = (fraction[places] ?? "0") >= "5" ? kept + 1n : kept;
  const digits = String(units).padStart(places + 1, "0");
  const point = digits.length - places;
  const sign = negative && units ? "-" : "";
  return `${sign}${digits.slice(0, point)}${places ? `.${digits.slice(point)}` : ""}`;
}

/** A hundred times as much, digit by digit: 0.07 is 7, where doubles make 7.000000000000001 of it. */
export function hundredfold(text: string): string {
  const parts = digitsOf(text);
  if (!parts) return text;
  const fraction = parts.fraction.padEnd(2, "0");
  const rest = fraction.slice(2).replace(/0+$/, "");
  const whole = (parts.whole + fraction.slice(0, 2)).replace(/^0+(?=.)/, "");
  return `${parts.negative ? "-" : ""}${whole}${rest && `.${rest}`}`;
}
