/** MyID's clients on the wire: what an administrator sees and sends, and how a client gets its token. */
import * as z from "zod";
import { flag, listQuery } from "../platform/filters.ts";
import { message } from "../platform/i18n.ts";
import { bool, choice, type Kind, password, text } from "../platform/kinds.ts";
import { optional, required } from "../platform/validate.ts";
import { DATA_PATHS } from "./data-fields.schema.ts";

export const KINDS = ["app", "server"] as const;

const client = {
  id: z.number().int(),
  client_id: z.string(),
  name: z.string(),
  kind: z.enum(KINDS),
  group: z.string(),
  allowed_fields: z.array(z.string()),
  is_active: z.boolean(),
  created_at: z.string(),
  last_used_at: z.string().nullable(),
};
export const MyidClient = z.strictObject(client).meta({ id: "MyidClient" });
export type MyidClient = z.infer<typeof MyidClient>;

const client_secret = z.string().meta({ description: "Shown this once; only its hash is kept." });
export const NewMyidClient = z.strictObject({ ...client, client_secret }).meta({ id: "NewMyidClient" });
export const NewSecret = z.strictObject({ client_id: z.string(), client_secret }).meta({ id: "NewSecret" });

/** A form sends the list as JSON text. */
function listOfTexts(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

const paths: Kind<string[]> = {
  parse(value) {
    const given = listOfTexts(value);
    if (!Array.isArray(given)) return message("Expected a list of field paths.");
    const unknown = given.find((path) => !DATA_PATHS.includes(path));
    if (unknown !== undefined)
      return message('"{input}" is not a valid choice.', { input: String(unknown).slice(0, 100) });
    return [...new Set(given as string[])];
  },
  json: {
    type: "array",
    items: { type: "string", enum: DATA_PATHS },
    examples: [["comparison_value", "job_id", "profile.common_data"]],
  },
};

const changeable = { group: optional(text(100)), allowed_fields: optional(paths), is_active: optional(bool) };
const kind = optional(choice(...KINDS));

export const ClientCreate = z.object({ name: required(text(255)), kind, ...changeable });
export type ClientCreate = z.output<typeof ClientCreate>;
export const ClientReplace = z.object({ name: required(text(255)), kind, ...changeable });
export const ClientChange = z.object({ name: optional(text(255)), kind, ...changeable });
export type ClientChange = z.output<typeof ClientChange>;

export const ClientQuery = listQuery({
  kind: optional(text(20)),
  group: optional(text(100)),
  is_active: flag,
});
export type ClientQuery = z.output<typeof ClientQuery>;

/** `grant_type` and whatever else is sent is not looked at. */
export const ClientCredentials = z.object({
  client_id: required(text(100)),
  client_secret: required(password(1)),
});
export type ClientCredentials = z.output<typeof ClientCredentials>;
export const ClientToken = z
  .strictObject({ access_token: z.string(), expires_in: z.number().int(), token_type: z.literal("Bearer") })
  .meta({ id: "MyidClientToken" });
