/** Whose points a caller may see and write: an agent its own, operators and administrators everybody's. */
import { ownAgentOf } from "../identity/index.ts";
import type { Ctx } from "../platform/context.ts";
import { forbidden, notFound } from "../platform/errors.ts";
import type { LocationRow } from "./location-text.ts";

/** Refuses an agent that names another one. Known once the first read has come back. */
export function expectOwn(ctx: Ctx, agentCode: string | undefined): void {
  const own = ownAgentOf(ctx);
  if (own !== undefined && agentCode !== undefined && agentCode !== own) throw forbidden();
}

/** Another agent's point is not there for an agent. */
export function expectVisible(ctx: Ctx, row: LocationRow | undefined): LocationRow {
  const own = ownAgentOf(ctx);
  if (!row || (own !== undefined && row.agent_code !== own)) throw notFound();
  return row;
}

/**
 * Who calls is known only with the first answer: what an agent asked without a code is thrown away and asked anew
 * with its own. Phones name their code and staff may leave it out, so both get by with one round trip.
 */
export async function readOwn<T>(
  ctx: Ctx,
  agentCode: string | undefined,
  read: (agentCode: string | undefined) => Promise<T>,
): Promise<T> {
  const answer = await read(agentCode);
  expectOwn(ctx, agentCode);
  const own = ownAgentOf(ctx);
  return own === undefined || agentCode !== undefined ? answer : read(own);
}
