/** Reads a cell's number as what Excel shows of it: its exact digits, or the day and time that its format makes of it. */
import { digitsOf } from "../../platform/decimals.ts";

const DAY_SECONDS = 86_400;
/** 1970-01-01 in the 1900 system, and its distance from the 1904 system. */
const UNIX_DAY = 25_569;
const DAYS_1904 = 1462;
/** 9999-12-31. */
const LAST_DAY = 2_958_465;
/** Excel keeps no more digits than a double holds for sure; the ones after them are noise of the conversion. */
const SURE_DIGITS = 15;

const INTEGER = /^-?\d+$/;
const SHORT_FRACTION = /^-?\d{1,9}\.\d{0,5}[1-9]$/;

/** Without exponent or needless zeros; undefined where it is no number. */
export function exactDigits(text: string): string | undefined {
  if (INTEGER.test(text) || SHORT_FRACTION.test(text)) return text;
  const parts = digitsOf(text);
  if (!parts) return undefined;
  const fraction = parts.fraction.replace(/0+$/, "");
  const digits = (parts.whole + fraction).replace(/^0+/, "");
  if (fraction !== "" && digits.length > SURE_DIGITS)
    return exactDigits(Number(text).toPrecision(SURE_DIGITS));
  return `${parts.negative && digits ? "-" : ""}${parts.whole || "0"}${fraction && `.${fraction}`}`;
}

export function withLeadingZeros(digits: string, least: number): string {
  if (least === 1 || !/^\d+$/.test(digits)) return digits;
  return digits.padStart(least, "0");
}

const clock = (seconds: number) => new Date(seconds * 1000).toISOString().slice(11, 19);

/** Lotus took 1900 for a leap year, and Excel kept its day 60. */
function dayOf(serial: number, from1904: boolean): string | undefined {
  if (!from1904 && serial === 60) return "1900-02-29";
  const day = from1904 ? serial + DAYS_1904 : serial < 60 ? serial + 1 : serial;
  if (serial < (from1904 ? 0 : 1) || day > LAST_DAY) return undefined;
  return new Date((day - UNIX_DAY) * DAY_SECONDS * 1000).toISOString().slice(0, 10);
}

/** `2024-02-01`, `2024-02-01T09:37:00` or `09:37:00`; undefined where the number is no date of Excel's. */
export function momentOf(serial: number, format: "date" | "time", from1904: boolean): string | undefined {
  const seconds = Math.round(serial * DAY_SECONDS);
  const day = Math.floor(seconds / DAY_SECONDS);
  const rest = seconds - day * DAY_SECONDS;
  if (format === "time" && day === 0) return clock(rest);
  const date = dayOf(day, from1904);
  return date && rest ? `${date}T${clock(rest)}` : date;
}

/** ISO 8601 as cells of type `d` have it. */
export function isoMoment(text: string): string {
  const match = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(?::(\d{2}))?[\d.]*Z?)?$/.exec(text);
  if (!match?.[1]) return text;
  const time = match[2] ? `${match[2]}:${match[3] ?? "00"}` : "00:00:00";
  return time === "00:00:00" ? match[1] : `${match[1]}T${time}`;
}
