/** What an integration is on the wire, and what may be sent to make or change one. */
import * as z from "zod";
import { message } from "../platform/i18n.ts";
import { bool, integer, isMessage, type Kind, password, text, url } from "../platform/kinds.ts";
import { nullable, optional, required } from "../platform/validate.ts";

const count = z.number().int();
const stamp = z.iso.datetime({ offset: true });

export const Integration = z
  .strictObject({
    id: count,
    name: z.string(),
    project: count,
    project_name: z.string().nullable(),
    project_code_1c: z.string().nullable(),
    wsdl_url: z.string().nullable().meta({ description: "Null for agents." }),
    method_nomenklatura: z.string(),
    method_clients: z.string(),
    chunk_size: count,
    description: z.string().nullable(),
    is_active: z.boolean(),
    is_deleted: z.boolean(),
    created_at: stamp,
    updated_at: stamp,
    sync_nomenklatura_minutes: count.nullable(),
    sync_clients_minutes: count.nullable(),
  })
  .meta({ id: "Integration" });
export type Integration = z.infer<typeof Integration>;

/** It becomes the name of an XML element. */
const method: Kind<string> = {
  parse(value) {
    const read = text(255).parse(value);
    if (isMessage(read) || /^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(read)) return read;
    return message("A method's name has letters, digits, dots, dashes and underscores alone.");
  },
  json: { ...text(255).json, examples: ["GetProductList"] },
};

const minutesKind = integer(5, 10_080);
/** Blank is off, as null is. */
const minutes: Kind<number | null> = {
  parse: (value) => (value === "" ? null : minutesKind.parse(value)),
  json: minutesKind.json,
};

const address = url(500);
const project = integer();

const optionalFields = {
  username: nullable(text(255, { blank: true })),
  password: nullable(password(0, 255)),
  method_nomenklatura: optional(method),
  method_clients: optional(method),
  chunk_size: optional(integer(1)),
  /** HTML: its limit holds once it is sanitised. */
  description: nullable(text(Number.MAX_SAFE_INTEGER, { blank: true })),
  is_active: optional(bool),
  sync_nomenklatura_minutes: nullable(minutes),
  sync_clients_minutes: nullable(minutes),
};

export const IntegrationWrite = z.object({
  name: required(text(255)),
  project: required(project),
  wsdl_url: required(address),
  ...optionalFields,
});
export type IntegrationWrite = z.output<typeof IntegrationWrite>;

export const IntegrationChange = z.object({
  name: optional(text(255)),
  project: optional(project),
  wsdl_url: optional(address),
  ...optionalFields,
});
export type IntegrationChange = z.output<typeof IntegrationChange>;

export const CheckAnswer = z
  .union([
    z.strictObject({
      ok: z.literal(true),
      latency_ms: count,
      items: count,
      sample: z.array(z.record(z.string(), z.string())),
    }),
    z.strictObject({ ok: z.literal(false), latency_ms: count, error: z.string() }),
  ])
  .meta({ id: "IntegrationCheck" });
