/** How many points each region has in a time, from the kept counts of days. */
import sql, { type Sql } from "sql-template-tag";
import { visitCountSql } from "../catalog/index.ts";
import { formatStamp, microseconds, parseDay } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import type { RegionalQuery } from "./activity.schema.ts";
import { readOwn } from "./own-agent.ts";

const DAY_MS = 86_400_000;

/** Days from 1970 on, of a date that was checked. */
const dayOf = (date: string) => (parseDay(date) ?? 0) / DAY_MS;

/** `agent_days` counts all agents together under the code that no agent has. */
const regionsSql = (agentCode: string | undefined, from: number, to: number): Sql =>
  sql`SELECT region, sum(n) AS points_count FROM agent_days
    WHERE agent_code = ${agentCode ?? ""} AND day BETWEEN ${from} AND ${to}
    GROUP BY region ORDER BY points_count DESC, region`;

export async function tellRegionalActivity(ctx: Ctx, { agent_code, date_from, date_to }: RegionalQuery) {
  const today = formatStamp(microseconds(ctx.now)).slice(0, 10);
  const period = { from: date_from ?? today, to: date_to ?? today };
  const [from, to] = [dayOf(period.from), dayOf(period.to)];
  const { agentCode, regions, visits } = await readOwn(ctx, agent_code, async (code) => {
    const [found, counted] = await ctx.db.read<[{ region: string; points_count: number }, { n: number }]>(
      regionsSql(code, from, to),
      visitCountSql(code, from, to),
    );
    return { agentCode: code, regions: found, visits: counted };
  });
  return {
    period,
    agent_code: agentCode ?? null,
    regions,
    total_points: regions.reduce((sum, { points_count }) => sum + points_count, 0),
    total_visits: visits[0]?.n ?? 0,
  };
}
