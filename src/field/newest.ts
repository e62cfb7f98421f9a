/** The newest point of each agent, and who the agents are: from what is kept, one point for each. */
import sql, { type Sql } from "sql-template-tag";
import { ownAgentOf } from "../identity/index.ts";
import type { Ctx } from "../platform/context.ts";
import { JsonText } from "../platform/respond.ts";
import { type LocationRow, locationText } from "./location-text.ts";
import { columnsOf } from "./locations.store.ts";

/** An agent gets its own alone, picked out here: who calls is known only now. */
async function newest<T extends { agent_code: string }>(ctx: Ctx, statement: Sql): Promise<T[]> {
  const rows = await ctx.db.rows<T>(statement);
  const own = ownAgentOf(ctx);
  return own === undefined ? rows : rows.filter(({ agent_code }) => agent_code === own);
}

export async function listLatest(ctx: Ctx): Promise<JsonText> {
  const rows = await newest<LocationRow & { at: number }>(
    ctx,
    sql`SELECT ${columnsOf("t")}, l.at FROM agent_latest l CROSS JOIN agent_locations t ON t.id = l.location_id`,
  );
  // D1 counts the rows that it sorts as read once more.
  rows.sort((a, b) => b.at - a.at || b.id - a.id);
  return new JsonText(`[${rows.map(locationText).join()}]`);
}

export const listAgents = (ctx: Ctx) =>
  newest<{ agent_code: string; agent_name: string; agent_phone: string }>(
    ctx,
    sql`SELECT t.agent_code, t.agent_name, t.agent_phone
      FROM agent_latest l CROSS JOIN agent_locations t ON t.id = l.location_id ORDER BY l.agent_code`,
  );
