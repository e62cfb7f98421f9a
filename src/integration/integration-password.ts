/** An integration's password: encrypted for its row and its server, and useless for any other. */
import type { Ctx } from "../platform/context.ts";
import { seal, unseal } from "../platform/crypto.ts";
import { message } from "../platform/i18n.ts";
import type { IntegrationRow } from "./integrations.store.ts";
import { OnecError } from "./onec-error.ts";

type Place = Pick<IntegrationRow, "id" | "wsdl_url">;

/** Whoever changes the address in the table sends the password nowhere: it opens for its own server alone. */
const placeOf = ({ id, wsdl_url }: Place) => `integrations/${id}/${new URL(wsdl_url).origin}`;

export const sealPassword = (ctx: Ctx, password: string, place: Place) =>
  seal(ctx.config, password, placeOf(place));

export async function openPassword(
  ctx: Ctx,
  integration: Place & Pick<IntegrationRow, "password">,
): Promise<string | undefined> {
  if (!integration.password) return undefined;
  const opened = await unseal(ctx.config, integration.password, placeOf(integration));
  if (opened === undefined)
    throw new OnecError(message("The stored password cannot be read: enter it again."));
  return opened;
}
