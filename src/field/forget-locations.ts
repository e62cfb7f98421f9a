/** Nightly: points that arrived longer ago than they are kept, in pieces, so that nobody waits for a long write. */
import sql from "sql-template-tag";
import { microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import { limited } from "../platform/sql.ts";

const DAY_MS = 86_400_000;
const PIECE = 500;
/** In one night: 150,000 points. */
const MOST_PIECES = 300;

/** The oldest have the smallest ids; one that does not, because it was long on its way in, goes a night later. */
export async function forgetLocations(ctx: Ctx): Promise<void> {
  const before = microseconds(ctx.now - ctx.config.LOCATION_RETENTION_DAYS * DAY_MS);
  for (let piece = 0; piece < MOST_PIECES; piece++) {
    const [gone] = await ctx.db.write<[{ id: number }]>(
      sql`DELETE FROM agent_locations WHERE created_at < ${before}
        AND id IN (SELECT id FROM agent_locations ORDER BY id ${limited(PIECE)}) RETURNING id`,
    );
    if (gone.length < PIECE) return;
  }
}
