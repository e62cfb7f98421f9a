/** What works and what does not: probed by the minute cron, kept as one row, told to anyone who asks. */
import sql from "sql-template-tag";
import * as z from "zod";
import { anyone } from "./access.ts";
import { formatStamp, microseconds } from "./clock.ts";
import type { Ctx } from "./context.ts";
import { ApiError, forbidden, notAuthenticated } from "./errors.ts";
import { plain } from "./filters.ts";
import { Reply } from "./respond.ts";
import { type Route, route } from "./route.ts";

const Check = z.strictObject({
  status: z.enum(["ok", "pending", "down"]),
  latency_ms: z.number().nullable(),
});
type Check = z.infer<typeof Check>;

const System = z.strictObject({
  mode: z.enum(["real", "emulated", "not_configured"]),
  status: z.enum(["ok", "unknown", "down"]),
  latency_ms: z.number().nullable(),
});
export type System = z.infer<typeof System>;

const Health = z
  .strictObject({
    status: z.enum(["ok", "degraded", "down"]),
    checked_at: z.string(),
    checks: z.strictObject({ database: Check, cache: Check, storage: Check, queue: Check }),
    systems: z.strictObject({ onec: System, myid: System, openai: System, telegram: System, images: System }),
  })
  .meta({ id: "Health" });
type Health = z.infer<typeof Health>;
export type Systems = Health["systems"];

/** A ping that has not come back after this long means that the queue stands still. */
const PING_OVERDUE_US = 150 * 1_000_000;

async function timed(probe: () => Promise<unknown>): Promise<Check> {
  const started = Date.now();
  try {
    await probe();
    return { status: "ok", latency_ms: Date.now() - started };
  } catch {
    return { status: "down", latency_ms: null };
  }
}

interface Kept {
  name: string;
  checked_at: number;
  document: string;
  [column: string]: unknown;
}

/** The last ping is judged by the one that was sent a minute before; after a stop there is none to judge. */
function queueCheck(rows: readonly Kept[], nowUs: number): Check {
  const sent = rows.find(({ name }) => name === "status")?.checked_at;
  const back = rows.find(({ name }) => name === "queue");
  const latency = back ? (JSON.parse(back.document) as { latency_ms: number }).latency_ms : null;
  if (sent === undefined || nowUs - sent > 2 * PING_OVERDUE_US)
    return { status: "pending", latency_ms: latency };
  const overdue = (back?.checked_at ?? 0) < sent - PING_OVERDUE_US;
  return overdue ? { status: "down", latency_ms: null } : { status: "ok", latency_ms: latency };
}

type SystemsOf = (ctx: Ctx) => Promise<Systems>;

async function probe(ctx: Ctx, systemsOf: SystemsOf): Promise<Health> {
  const nowUs = microseconds(ctx.now);
  let rows: Kept[] = [];
  const database = await timed(async () => {
    rows = await ctx.db.rows<Kept>(sql`SELECT name, checked_at, document FROM health`);
  });
  const [cache, storage, sent, systems] = await Promise.all([
    timed(() => ctx.kv.get("health")),
    timed(() => ctx.files.head("health")),
    timed(() => ctx.tasks.send({ kind: "ping", sent_at: ctx.now })),
    systemsOf(ctx),
  ]);
  const queue = sent.status === "ok" ? queueCheck(rows, nowUs) : sent;
  const checks = { database, cache, storage, queue };
  const failing = [...Object.values(checks), ...Object.values(systems)].some(
    ({ status }) => status === "down",
  );
  const status = database.status === "down" ? "down" : failing ? "degraded" : "ok";
  return { status, checked_at: formatStamp(nowUs), checks, systems };
}

/** The minute cron's verb. */
export async function checkHealth(ctx: Ctx, systemsOf: SystemsOf): Promise<Health> {
  const health = await probe(ctx, systemsOf);
  if (health.checks.database.status === "ok") await keep(ctx, "status", microseconds(ctx.now), health);
  return health;
}

const keep = (ctx: Ctx, name: string, at: number, document: unknown) =>
  ctx.db.write(
    sql`INSERT INTO health (name, checked_at, document) VALUES (${name}, ${at}, ${JSON.stringify(document)})
      ON CONFLICT (name) DO UPDATE SET checked_at = excluded.checked_at, document = excluded.document
      WHERE excluded.checked_at > health.checked_at`,
  );

/** The queue's own proof: the minute cron's message has come through. */
export const receivePing = (ctx: Ctx, sentAt: number) =>
  keep(ctx, "queue", microseconds(sentAt), { latency_ms: Math.max(0, ctx.now - sentAt) });

const unreachable = (ctx: Ctx, systems: Systems): Health => {
  const unknown: Check = { status: "pending", latency_ms: null };
  const checks = {
    database: { status: "down", latency_ms: null } as Check,
    cache: unknown,
    storage: unknown,
    queue: unknown,
  };
  return { status: "down", checked_at: formatStamp(microseconds(ctx.now)), checks, systems };
};

/** What the cron found last; where the database cannot even tell that, it is down. */
async function lastHealth(ctx: Ctx, systemsOf: SystemsOf): Promise<Health> {
  const kept = await ctx.db
    .first<Kept>(sql`SELECT name, checked_at, document FROM health WHERE name = 'status'`)
    .catch(async (fault: unknown) => {
      if (fault instanceof ApiError) throw fault;
      ctx.log.fail(fault);
      return unreachable(ctx, await systemsOf(ctx));
    });
  if (kept === undefined) return checkHealth(ctx, systemsOf);
  return "document" in kept ? (JSON.parse(kept.document as string) as Health) : (kept as Health);
}

async function tellHealth(ctx: Ctx, systemsOf: SystemsOf, now: string | undefined): Promise<Reply> {
  if (now !== "1") return replyOf(await lastHealth(ctx, systemsOf));
  await ctx.db.admit();
  if (!ctx.actor) throw notAuthenticated();
  if (ctx.actor.role !== "admin") throw forbidden();
  return replyOf(await checkHealth(ctx, systemsOf));
}

const replyOf = (health: Health) => new Reply(health.status === "down" ? 503 : 200, health);

export const healthRoutes = (systemsOf: SystemsOf): Route[] => [
  route({
    method: "GET",
    path: "/api/v1/core/health/status/",
    name: "Health Status",
    summary: "The last result of the minute check; an administrator's `now=1` checks at once.",
    tag: "Service",
    access: anyone,
    query: z.object({ now: plain("1 (administrators): check now.") }),
    answer: { status: 200, shape: Health },
    refusals: { 503: "The database is down; the body is the same." },
    run: (ctx, { query }) => tellHealth(ctx, systemsOf, query.now),
  }),
];
