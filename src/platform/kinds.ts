/** The kinds of field values: each reads what a client may send into what is stored, or says what is wrong. */
import { formatStamp, parseDay, parseStamp } from "./clock.ts";
import { digitsOf, formatDecimal, roundedDecimal } from "./decimals.ts";
import { type Message, Message as MessageClass, message, type Text } from "./i18n.ts";
import { FormFile } from "./multipart.ts";

/** How one value is read, and what the OpenAPI document says of it. */
export interface Kind<T> {
  parse(value: unknown): T | Message;
  json: Record<string, unknown>;
  /** What is said where nothing was sent but something must be. */
  missing?: Text;
}

const INT_MAX = 2_147_483_647;
const TEXT_MAX = 32_000;
const PASSWORD_MAX = 128;
const JSON_BYTES = 65_536;
const JSON_LEVELS = 20;

export const isMessage = (value: unknown): value is Message => value instanceof MessageClass;

/** A number or a text as text; anything else is not one. Half a surrogate pair could not be stored. */
function asText(value: unknown): string | undefined {
  if (typeof value === "string") return value.toWellFormed();
  return typeof value === "number" ? String(value) : undefined;
}

/** Counted in characters, as people do: a surrogate pair is one. */
function outside(given: string, min: number, limit: number): Message | undefined {
  if (given.length > limit && [...given].length > limit)
    return message("Ensure this field has no more than {limit} characters.", { limit });
  if (given.length < 2 * min && [...given].length < min)
    return message("Ensure this field has at least {limit} characters.", { limit: min });
  return undefined;
}

export function text(
  limit: number = TEXT_MAX,
  options: { blank?: boolean; min?: number } = {},
): Kind<string> {
  const { blank = false, min = 0 } = options;
  return {
    parse(value) {
      const trimmed = asText(value)?.trim();
      if (trimmed === undefined) return message("Not a valid string.");
      if (trimmed.includes("\u0000")) return message("Null characters are not allowed.");
      if (trimmed === "" && !blank) return message("This field may not be blank.");
      return outside(trimmed, min, limit) ?? trimmed;
    },
    json: { type: "string", maxLength: limit, ...(blank ? {} : { minLength: Math.max(min, 1) }) },
  };
}

/** The text is taken as it is: white space belongs to a password. With `min` 0 it may be blank. */
export function password(min: number, limit: number = PASSWORD_MAX): Kind<string> {
  return {
    parse(value) {
      const given = asText(value);
      if (given === undefined) return message("Not a valid string.");
      if (given.includes("\u0000")) return message("Null characters are not allowed.");
      if (given === "" && min > 0) return message("This field may not be blank.");
      return outside(given, min, limit) ?? given;
    },
    json: { type: "string", format: "password", minLength: min, maxLength: limit, writeOnly: true },
  };
}

function matching(limit: number, json: string, fits: (text: string) => boolean, fault: () => Message) {
  return (options: { blank?: boolean } = {}): Kind<string> => {
    const base = text(limit, options);
    return {
      parse(value) {
        const read = base.parse(value);
        return isMessage(read) || read === "" || fits(read) ? read : fault();
      },
      json: { ...base.json, format: json },
    };
  };
}

const EMAIL =
  /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,58}[a-z0-9])$/i;

function isUrl(given: string): boolean {
  if (!/^(?:https?|ftps?):\/\/[^\s/?#]+/i.test(given) || /\s/.test(given)) return false;
  const host = URL.canParse(given) ? new URL(given).hostname : "";
  return host === "localhost" || host.startsWith("[") || /^[^.].*\.[^.]+\.?$/.test(host);
}

export const email = (limit: number, options?: { blank?: boolean }) =>
  matching(
    limit,
    "email",
    (given) => EMAIL.test(given),
    () => message("Enter a valid email address."),
  )(options);

export const url = (limit: number, options?: { blank?: boolean }) =>
  matching(limit, "uri", isUrl, () => message("Enter a valid URL."))(options);

/** What is no text is named in a message, however much of it there is. */
const quoted = (value: unknown) => {
  if (typeof value !== "object") return String(value);
  return Array.isArray(value) ? "[...]" : "{...}";
};

export function choice<const T extends string>(...values: readonly T[]): Kind<T> {
  return {
    parse(value) {
      const given = asText(value) ?? quoted(value);
      const found = values.find((one) => one === given);
      return found ?? message('"{input}" is not a valid choice.', { input: given });
    },
    json: { type: "string", enum: values },
  };
}

const TRUE = ["true", "t", "yes", "y", "on", "1"];
const FALSE = ["false", "f", "no", "n", "off", "0"];
const WORD = /^(?:[a-z0-9]+|[A-Z0-9]+|[A-Z][a-z]*)$/;

export const bool: Kind<boolean> = {
  parse(value) {
    if (typeof value === "boolean") return value;
    const word = asText(value) ?? "";
    if (WORD.test(word) && TRUE.includes(word.toLowerCase())) return true;
    if (WORD.test(word) && FALSE.includes(word.toLowerCase())) return false;
    return message("Must be a valid boolean.");
  },
  json: { type: "boolean" },
};

/** The value is checked against a border before its message is chosen. */
function within(value: number | bigint, low: number, high: number): Message | undefined {
  if (value > high) return message("Ensure this value is less than or equal to {limit}.", { limit: high });
  if (value < low) return message("Ensure this value is greater than or equal to {limit}.", { limit: low });
  return undefined;
}

/** JSON may write a whole number as 1e21, and so does JavaScript. */
const wholeText = (value: unknown) =>
  Number.isInteger(value) ? String(BigInt(value as number)) : (asText(value)?.trim() ?? "");

export function integer(low: number = -INT_MAX - 1, high: number = INT_MAX): Kind<number> {
  return {
    parse(value) {
      const given = wholeText(value);
      if (!/^[+-]?\d+(?:\.0*)?$/.test(given)) return message("A valid integer is required.");
      // At 2^53 the next integer is the same double: the border is asked of the digits themselves.
      const read = BigInt(given.replace(/^\+|\.0*$/g, ""));
      return within(read, low, high) ?? Number(read);
    },
    json: { type: "integer", minimum: low, maximum: high },
  };
}

/** A fixed-point number, read as text so that no digit is lost, kept as an integer of its smallest unit. */
export function decimal(digits: number, places: number, low?: number, high?: number): Kind<number> {
  return {
    parse(value) {
      const parts = digitsOf(asText(value) ?? "");
      if (!parts) return message("A valid number is required.");
      const { whole, fraction } = parts;
      if (whole.length + fraction.length > digits)
        return message("Ensure that there are no more than {limit} digits in total.", { limit: digits });
      if (fraction.length > places)
        return message("Ensure that there are no more than {limit} decimal places.", { limit: places });
      if (whole.length > digits - places)
        return message("Ensure that there are no more than {limit} digits before the decimal point.", {
          limit: digits - places,
        });
      const units = Number(`${whole}${fraction.padEnd(places, "0")}`);
      const scale = 10 ** places;
      const read = parts.negative && units ? -units : units;
      return within(read / scale, low ?? -Infinity, high ?? Infinity) ?? read;
    },
    json: { type: "string", format: "decimal", examples: [formatDecimal(15 * 10 ** places, places)] },
  };
}

/** As a phone measures: rounded half up to its scale, refused only where the whole part does not fit. */
export function rounded(digits: number, places: number, low?: number, high?: number): Kind<number> {
  const exact = decimal(digits, places, low, high);
  // The zeros that rounding adds are none of the digits that were sent.
  const round = (value: unknown) => roundedDecimal(asText(value) ?? "", places)?.replace(/(\.\d*?)0+$/, "$1");
  return { ...exact, parse: (value) => exact.parse(round(value) ?? value) };
}

export const date: Kind<string> = {
  parse(value) {
    const given = typeof value === "string" ? value.trim() : "";
    if (parseDay(given) !== undefined) return given;
    return message("Date has wrong format. Use one of these formats instead: YYYY-MM-DD.");
  },
  json: { type: "string", format: "date" },
};

/** Microseconds UTC. */
export const stamp: Kind<number> = {
  parse(value) {
    const read = typeof value === "string" ? parseStamp(value.trim()) : undefined;
    return (
      read ??
      message(
        "Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].",
      )
    );
  },
  json: { type: "string", format: "date-time", examples: [formatStamp(1_795_220_039_472_562)] },
};

/** Stops at the first value that is too deep, whatever the sender nested below it. */
const fitsIn = (value: unknown, levels: number): boolean =>
  value === null ||
  typeof value !== "object" ||
  (levels > 0 && Object.values(value).every((part) => fitsIn(part, levels - 1)));

/** Any JSON, kept as its text; a form sends it as text already. */
export const json: Kind<string> = {
  parse(value) {
    let read = value;
    if (typeof value === "string") {
      try {
        read = JSON.parse(value);
      } catch {
        return message("Value must be valid JSON.");
      }
    }
    const kept = fitsIn(read, JSON_LEVELS) ? JSON.stringify(read) : undefined;
    if (kept === undefined || new TextEncoder().encode(kept).length > JSON_BYTES)
      return message("Ensure this value is at most {limit} bytes of JSON and {levels} levels deep.", {
        limit: JSON_BYTES,
        levels: JSON_LEVELS,
      });
    return kept;
  },
  json: {},
};

/** A file of a form. */
export const file: Kind<FormFile> = {
  parse: (value) => (value instanceof FormFile ? value : message("No file was submitted.")),
  json: { type: "string", format: "binary" },
  missing: "No file was submitted.",
};
