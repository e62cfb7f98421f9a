/** What a session is opened with: every rule of the contract, and all breaches at once. */
import { expectObject, readBody } from "../platform/body.ts";
import { formatStamp } from "../platform/clock.ts";
import { ApiError } from "../platform/errors.ts";
import { type Message, message } from "../platform/i18n.ts";
import { fieldMessages } from "../platform/validate.ts";
import { SessionBody } from "./sessions.schema.ts";

export interface Asked {
  phone_number?: string;
  birth_date?: string;
  is_resident?: boolean;
  pass_data?: string;
  pinfl?: string;
  threshold?: number;
  reuid?: string;
}

type Errors = Record<string, Message[]>;

/** Rules about fields together, of what was given at all. `today` is a day in Tashkent. */
function breachesBetween(body: Record<string, unknown>, faulty: Errors, today: string): Errors {
  const has = (name: string) => (body[name] ?? undefined) !== undefined;
  const errors: Errors = {};
  const isNamed = has("pass_data") || has("pinfl");
  if (isNamed && !has("birth_date"))
    errors["birth_date"] = [message("This field is required with pass_data or pinfl.")];
  if (has("birth_date") && !faulty["birth_date"] && String(body["birth_date"]).trim() > today)
    errors["birth_date"] = [message("A date of birth cannot be in the future.")];
  if (has("pass_data") && has("pinfl"))
    errors["non_field_errors"] = [message("Give pass_data or pinfl, not both.")];
  return errors;
}

/** What is left out or null is not among the values; unknown keys are not looked at. */
export function checkSession(
  body: Record<string, unknown>,
  now: number,
): { asked: Asked } | { errors: Errors } {
  const read = SessionBody.safeParse(body);
  const faulty = read.success ? {} : fieldMessages(read.error);
  const errors = { ...faulty, ...breachesBetween(body, faulty, formatStamp(now * 1000).slice(0, 10)) };
  if (!read.success || Object.keys(errors).length) return { errors };
  const given = Object.entries(read.data).filter(([, value]) => (value ?? undefined) !== undefined);
  return { asked: Object.fromEntries(given) as Asked };
}

const refusal = (errors: Record<string, unknown>) =>
  new ApiError(400, { detail: message("Invalid session parameters"), errors });

/** What the house says of a body that is none, in this path's form. */
async function bodyOf(request: Request, accepts: readonly string[], limitBytes: number) {
  try {
    return expectObject(await readBody(request, accepts, limitBytes));
  } catch (fault) {
    if (!(fault instanceof ApiError) || fault.status !== 400) throw fault;
    const { detail, ...errors } = fault.body;
    throw refusal(detail === undefined ? errors : { non_field_errors: [detail] });
  }
}

export async function readSessionBody(
  request: Request,
  now: number,
  { accepts, limitBytes }: { accepts: readonly string[]; limitBytes: number },
): Promise<Asked> {
  const checked = checkSession(await bodyOf(request, accepts, limitBytes), now);
  if ("errors" in checked) throw refusal(checked.errors);
  return checked.asked;
}
