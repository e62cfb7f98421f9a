/** One field of an entity, written once: everything else about it is derived from this line. */
import { message } from "../../platform/i18n.ts";
import {
  choice,
  date,
  decimal,
  email,
  integer,
  isMessage,
  json,
  type Kind,
  stamp,
  text,
  url,
} from "../../platform/kinds.ts";
import { sanitize } from "../sanitize.ts";

export type FieldType = "text" | "html" | "integer" | "decimal" | "date" | "stamp" | "json" | "bool";

export type Stored = string | number | null;

export interface Field {
  name: string;
  type: FieldType;
  kind: Kind<Stored>;
  /** Whether a value is needed to create a row. */
  required: boolean;
  /** Whether null (and so an empty number or date) may be sent. */
  null: boolean;
  /** What a new row has where nothing was sent, as it is stored. */
  standard: Stored;
  /** Digits after the point of a decimal. */
  places: number;
}

export const field = (
  name: string,
  type: FieldType,
  kind: Kind<Stored>,
  more: Partial<Field> = {},
): Field => ({
  name,
  type,
  kind,
  required: false,
  null: true,
  standard: null,
  places: 0,
  ...more,
});

/** An optional value that is no text: blank is null. */
export const blankIsNull = <T extends Stored>(kind: Kind<T>): Kind<T | null> => ({
  parse: (value) => (value === "" ? null : kind.parse(value)),
  json: kind.json,
});

const needed = { required: true, null: false } as const;
const optional = { blank: true } as const;

/** Words in paths that can be nobody's code. */
const RESERVED = ["duplicates", "bulk", "export-xlsx", "import-xlsx", "template-xlsx"];

const code = (limit: number): Kind<string> => ({
  parse(value) {
    const read = text(limit).parse(value);
    if (isMessage(read) || !RESERVED.includes(read)) return read;
    return message('"{input}" is not a valid choice.', { input: read });
  },
  json: text(limit).json,
});

/** A text is JSON as a form sends it; a string of JSON would not come back as it was answered. */
const jsonDocument: Kind<Stored> = {
  parse(value) {
    const read = json.parse(value);
    if (isMessage(read)) return read;
    if (read === "null") return null;
    return read.startsWith('"') ? message("Value must be valid JSON.") : read;
  },
  json: json.json,
};

const HTML_MAX = 32_000;
/** Tags that are never closed cost a parser the square of their number: a megabyte of them is minutes. */
const MOST_TAGS = 16_000;

/** The limit counts what is kept, not what was sent. */
export const htmlKind: Kind<string> = {
  parse(value) {
    const read = text(Number.POSITIVE_INFINITY, optional).parse(value);
    if (isMessage(read)) return read;
    if (read.split("<").length > MOST_TAGS)
      return message("Ensure this field has no more than {limit} characters.", { limit: HTML_MAX });
    return text(HTML_MAX, optional).parse(sanitize(read));
  },
  json: { type: "string", contentMediaType: "text/html", maxLength: HTML_MAX },
};

export const key = (name: string, limit: number) => field(name, "text", code(limit), needed);
export const name = (limit: number) => field("name", "text", text(limit), needed);
export const words = (called: string, limit?: number, standard: Stored = null) =>
  field(called, "text", text(limit, optional), { standard });
export const html = (called: string) => field(called, "html", htmlKind);
export const mail = (called: string, limit: number) => field(called, "text", email(limit, optional));
export const link = (called: string, limit: number) => field(called, "text", url(limit, optional));
export const whole = (called: string, standard: Stored = null) =>
  field(called, "integer", blankIsNull(integer()), { standard });
export const money = (called: string, digits: number, places: number) =>
  field(called, "decimal", blankIsNull(decimal(digits, places)), { places });
export const day = (called: string) => field(called, "date", blankIsNull(date));
export const time = (called: string) => field(called, "stamp", blankIsNull(stamp));
export const document = (called: string, standard: "{}" | "[]") =>
  field(called, "json", blankIsNull(jsonDocument), { standard });
export const oneOf = (called: string, ...values: [string, ...string[]]) =>
  field(called, "text", choice(...values), { null: false, standard: values[0] });
