/** Time as the service keeps it: microseconds UTC in the database, Asia/Tashkent on the wire. */

/** Tashkent has had no summer time since 1992. */
const TASHKENT_OFFSET_MS = 5 * 3_600_000;
const DAY_MS = 86_400_000;
/** The years 0001 to 9999 in Tashkent: outside them a stamp could not be written with four digits. */
const FIRST_MS = -62_135_596_800_000 - TASHKENT_OFFSET_MS;
const LAST_MS = 253_402_300_799_000 - TASHKENT_OFFSET_MS;

export const microseconds = (ms: number) => ms * 1000;

/** `2026-11-21T05:13:59.472562+05:00`; no fraction where it is zero, as the replaced service wrote it. */
export function formatStamp(us: number): string {
  const ms = Math.floor(us / 1000);
  const text = new Date(ms + TASHKENT_OFFSET_MS).toISOString().slice(0, 19);
  const fraction = us - Math.floor(us / 1_000_000) * 1_000_000;
  return fraction ? `${text}.${String(fraction).padStart(6, "0")}+05:00` : `${text}+05:00`;
}

export const stampOrNull = (us: number | null) => (us === null ? null : formatStamp(us));

const STAMP =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,6})\d*)?)?\s*(Z|z|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** NaN for an offset that no clock has. */
function offsetMs(zone: string | undefined): number {
  if (zone === undefined) return TASHKENT_OFFSET_MS;
  if (zone.toUpperCase() === "Z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.replace(":", "").slice(3, 5) || "0");
  if (hours > 23 || minutes > 59) return Number.NaN;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** The real calendar day that `YYYY-MM-DD` names, as the milliseconds of its UTC midnight. */
export function parseDay(text: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match || match[1] === "0000") return undefined;
  const ms = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  const day = new Date(ms);
  if (Number(match[1]) < 100) day.setUTCFullYear(Number(match[1]));
  return day.toISOString().slice(0, 10) === text ? day.getTime() : undefined;
}

/** Any ISO 8601 date and time, without an offset in Tashkent's time, in microseconds UTC. */
export function parseStamp(text: string): number | undefined {
  const match = STAMP.exec(text);
  const day = match?.[1] === undefined ? undefined : parseDay(match[1]);
  if (!match || day === undefined) return undefined;
  const [hours, minutes, seconds] = [match[2], match[3], match[4]].map((part) => Number(part ?? 0));
  if (hours === undefined || minutes === undefined || seconds === undefined) return undefined;
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const ms = day + ((hours * 60 + minutes) * 60 + seconds) * 1000 - offsetMs(match[6]);
  if (!(ms >= FIRST_MS && ms <= LAST_MS)) return undefined;
  const us = ms * 1000 + Number((match[5] ?? "").padEnd(6, "0"));
  // From the year 2255 on a double keeps no single microseconds: the fraction is left out.
  return Number.isSafeInteger(us) ? us : ms * 1000;
}

/** The first and the last microsecond of a Tashkent day, or of the instant that an ISO stamp names. */
export function parseDayOrStamp(text: string): { first: number; last: number } | undefined {
  const day = parseDay(text);
  if (day !== undefined) {
    const first = (day - TASHKENT_OFFSET_MS) * 1000;
    return { first, last: first + DAY_MS * 1000 - 1 };
  }
  // In a query an unescaped "+05:00" arrives as " 05:00".
  const stamp = parseStamp(text.replace(/(:\d{2}\S*) (\d{2}:?\d{2})$/, "$1+$2"));
  return stamp === undefined ? undefined : { first: stamp, last: stamp };
}
