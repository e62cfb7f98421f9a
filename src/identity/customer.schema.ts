/** What a customer's app sends and reads. */
import * as z from "zod";
import { ROLES } from "../platform/access.ts";
import { text } from "../platform/kinds.ts";
import { required } from "../platform/validate.ts";

/** Both are trimmed. */
export const CustomerCredentials = z.object({ username: required(text(150)), password: required(text(128)) });
export type CustomerCredentials = z.output<typeof CustomerCredentials>;

export const CustomerToken = z
  .strictObject({ access_token: z.string().meta({ description: "A bearer token, good for 24 hours." }) })
  .meta({ id: "CustomerToken" });

export const CustomerNonce = z
  .strictObject({
    nonce: z.string().meta({ description: "256 bits in base64url; for one integrity token." }),
    expires_in: z.number().int(),
  })
  .meta({ id: "CustomerNonce" });

export const Customer = z
  .strictObject({
    id: z.number().int(),
    username: z.string(),
    first_name: z.string(),
    last_name: z.string(),
    role: z.enum(ROLES),
  })
  .meta({ id: "Customer" });
