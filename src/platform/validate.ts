/** Schemas of field kinds that tell absent, null and blank apart, and the messages of what they refuse. */
import * as z from "zod";
import { type Message, message } from "./i18n.ts";
import { isMessage, type Kind } from "./kinds.ts";

// workerd forbids code made at run time; without this zod tries it once for each schema.
z.config({ jitless: true });

type Reader<T> = (value: unknown, context: z.RefinementCtx) => T;

function readerOf<T, N>(kind: Kind<T>, whenNull: () => N | Message): Reader<T | N> {
  return (value, context) => {
    let read: T | N | Message;
    if (value === undefined) read = message(kind.missing ?? "This field is required.");
    else if (value === null) read = whenNull();
    else read = kind.parse(value);
    if (!isMessage(read)) return read;
    context.addIssue({ code: "custom", message: read.text, params: { message: read } });
    return z.NEVER;
  };
}

const refuseNull = () => message("This field may not be null.");

export const required = <T>(kind: Kind<T>) =>
  z.unknown().transform(readerOf<T, never>(kind, refuseNull)).meta(kind.json);

/** Without `z.unknown()` before it, which would only say that it may not be left out. */
export const optional = <T>(kind: Kind<T>) =>
  z.transform(readerOf<T, never>(kind, refuseNull)).meta(kind.json).optional();

export const nullable = <T>(kind: Kind<T>) =>
  z
    .transform(readerOf(kind, () => null))
    .meta({ ...kind.json, ...("type" in kind.json ? { type: [kind.json["type"], "null"] } : {}) })
    .optional();

/** Messages under the names of their fields, in the schema's field order; whole-object rules last. */
export function fieldMessages(fault: z.ZodError): Record<string, Message[]> {
  const fields: Record<string, Message[]> = {};
  for (const issue of fault.issues) {
    const name = issue.path.length ? issue.path.join(".") : "non_field_errors";
    const given = issue.code === "custom" ? issue.params?.["message"] : undefined;
    const list = fields[name] ?? [];
    list.push(isMessage(given) ? given : message("Not a valid string."));
    fields[name] = list;
  }
  return fields;
}
