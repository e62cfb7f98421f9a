/** After the encryption key was changed: every password goes under the new one, so that the old can be thrown away. */
import sql from "sql-template-tag";
import type { Ctx } from "../platform/context.ts";
import { isOutdated } from "../platform/crypto.ts";
import { openPassword, sealPassword } from "./integration-password.ts";
import { OnecError } from "./onec-error.ts";

type Sealed = { id: number; wsdl_url: string; password: string };

async function sealedAgain(ctx: Ctx, row: Sealed): Promise<string | undefined> {
  try {
    const password = await openPassword(ctx, row);
    return password && sealPassword(ctx, password, row);
  } catch (fault) {
    if (fault instanceof OnecError) ctx.log.warn(`The password of integration ${row.id} cannot be read`);
    else throw fault;
    return undefined;
  }
}

/** Nightly. One that was changed meanwhile is left alone: it is under the new key already. */
export async function sealAgain(ctx: Ctx): Promise<void> {
  const rows = await ctx.db.rows<Sealed>(
    sql`SELECT id, wsdl_url, password FROM integrations WHERE password IS NOT NULL`,
  );
  for (const row of rows) {
    const again = (await isOutdated(ctx.config, row.password)) ? await sealedAgain(ctx, row) : undefined;
    if (again !== undefined)
      await ctx.db.write(
        sql`UPDATE integrations SET password = ${again} WHERE id = ${row.id} AND password = ${row.password}`,
      );
  }
}
