/** Schemas of field kinds that tell absent, null and blank apart, and the messages of what they refuse. */
import * as z from "zod";
import { type Message, message } from "./i18n.ts";
import { isMessage, type Kind } from "./kinds.ts";

// workerd forbids code made at run time; without this zod tries it once for each schema.
z.config({ jitless: true });

function schemaOf<T, N>(kind: Kind<T>, whenNull: () => N | Message, meta: Record<string, unknown>) {
  return z
    .unknown()
    .transform((value, context): T | N => {
      let read: T | N | Message;
      if (value === undefined) read = message(kind.missing ?? "This field is required.");
      else if (value === null) read = whenNull();
      else read = kind.parse(value);
      if (!isMessage(read)) return read;
      context.addIssue({ code: "custom", message: read.text, params: { message: read } });
      return z.NEVER;
    })
    .meta({ ...kind.json, ...meta });
}

const refuseNull = () => message("This field may not be null.");

export const required = <T>(kind: Kind<T>) => schemaOf<T, never>(kind, refuseNull, {});
export const optional = <T>(kind: Kind<T>) => schemaOf<T, never>(kind, refuseNull, {}).optional();
export const nullable = <T>(kind: Kind<T>) =>
  schemaOf(kind, () => null, "type" in kind.json ? { type: [kind.json["type"], "null"] } : {}).optional();

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
