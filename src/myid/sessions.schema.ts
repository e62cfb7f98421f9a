/** MyID's sessions on the wire: what opens one, what it answers, its status, and a person's data. */
import * as z from "zod";
import { message, type Text } from "../platform/i18n.ts";
import { bool, date, isMessage, type Kind, text } from "../platform/kinds.ts";
import { nullable } from "../platform/validate.ts";
import { DATA_FIELDS, type FieldTree } from "./data-fields.schema.ts";

const LONGEST = 100;

function matching(pattern: RegExp, fault: Text, example: string): Kind<string> {
  const base = text(LONGEST);
  return {
    parse(value) {
      const read = base.parse(value);
      return isMessage(read) || pattern.test(read) ? read : message(fault);
    },
    json: { type: "string", pattern: pattern.source, examples: [example] },
  };
}

/** A text that is read in one spelling. */
const spelled = ({ parse, json }: Kind<string>, spell: (text: string) => string): Kind<string> => ({
  parse: (value) => {
    const read = parse(value);
    return isMessage(read) ? read : spell(read);
  },
  json,
});

const phone = spelled(
  matching(/^\+?998\d{9}$/, "Enter a phone number like 998901234567.", "998901234567"),
  (read) => read.replace("+", ""),
);
const passport = spelled(
  matching(/^[A-Za-z]{2}\d{6,7}$/, "Enter 2 Latin letters and 6 to 7 digits.", "AA1234567"),
  (read) => read.toUpperCase(),
);
const pinfl = matching(/^\d{14}$/, "Enter 14 digits.", "12345678901234");
const uuid = matching(
  /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i,
  "Must be a valid UUID.",
  "550e8400-e29b-41d4-a716-446655440000",
);

const LEAST_THRESHOLD = 0.5;
const MOST_THRESHOLD = 0.99;

const threshold: Kind<number> = {
  parse(value) {
    const isNumber =
      typeof value === "number" || (typeof value === "string" && /^\d+(?:\.\d+)?$/.test(value));
    const read = isNumber ? Number(value) : Number.NaN;
    if (!Number.isFinite(read)) return message("A valid number is required.");
    if (read > MOST_THRESHOLD)
      return message("Ensure this value is less than or equal to {limit}.", { limit: MOST_THRESHOLD });
    if (read < LEAST_THRESHOLD)
      return message("Ensure this value is greater than or equal to {limit}.", { limit: LEAST_THRESHOLD });
    return read;
  },
  json: { type: "number", minimum: LEAST_THRESHOLD, maximum: MOST_THRESHOLD },
};

export const SessionBody = z
  .object({
    phone_number: nullable(phone),
    birth_date: nullable(date),
    is_resident: nullable(bool),
    pass_data: nullable(passport),
    pinfl: nullable(pinfl),
    threshold: nullable(threshold),
    reuid: nullable(uuid),
  })
  .meta({ id: "MyidSessionBody" });

export const OpenedSession = z
  .strictObject({
    session_id: z.string().length(36),
    access_token: z.string().min(512),
    expires_in: z.number().positive(),
    token_type: z.literal("Bearer"),
  })
  .meta({ id: "MyidSession" });

const scalar = z.union([z.string(), z.number()]).nullable();

export const SessionStatus = z
  .strictObject({
    status: z.enum(["in_progress", "closed", "expired"]),
    code: z.string().nullable(),
    attempts: z.array(
      z.strictObject({
        job_id: z.string().nullable(),
        timestamp: scalar,
        reason: z.string().nullable(),
        reason_code: scalar,
      }),
    ),
  })
  .meta({ id: "MyidSessionStatus" });
export type SessionStatus = z.infer<typeof SessionStatus>;

/** Every field may be missing: it was not allowed, or MyID does not have it. */
const shapeOf = (tree: FieldTree): z.ZodObject =>
  z.strictObject(
    Object.fromEntries(
      Object.entries(tree).map(([name, below]) => [
        name,
        (below ? shapeOf(below).nullable() : scalar).optional(),
      ]),
    ),
  );

export const PersonData = z
  .strictObject({
    data: shapeOf(DATA_FIELDS),
    reuid: z.strictObject({ expires_at: z.number(), value: z.string() }).nullable(),
  })
  .meta({ id: "MyidData" });
export interface PersonData {
  data: Record<string, unknown>;
  reuid: { expires_at: number; value: string } | null;
}

export const DataQuery = z.object({
  code: z.string().optional().meta({ description: "The one-time code that the SDK gave." }),
  session_id: z.string().optional().meta({
    description: "The session that the code is of: tells it apart where several groups share MyID.",
  }),
});
