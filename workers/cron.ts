/** The cron door: one table from each expression of wrangler.toml to the verbs that are due then. */
import { forgetImages, recount, recountImages, sweepRenditions } from "../src/catalog/index.ts";
import { forgetRows } from "../src/descriptions/index.ts";
import { forgetLocations, recountLocations } from "../src/field/index.ts";
import { forgetOldTokens } from "../src/identity/index.ts";
import { sealAgain, startDueSyncs } from "../src/integration/index.ts";
import { forgetSessions, renewUpstreamToken } from "../src/myid/index.ts";
import { Ctx } from "../src/platform/context.ts";
import { configOf, type Env } from "../src/platform/env.ts";
import { checkHealth } from "../src/platform/health.ts";
import { forgetKeys } from "../src/platform/idempotency.ts";
import { Log } from "../src/platform/log.ts";
import { forgetPosts, postReports, recountYesterday, sendDuePosts } from "../src/reports/index.ts";
import { forgetParked, sweepTasks } from "../src/tasks/index.ts";
import { systemsOf } from "./systems.ts";

type Job = (ctx: Ctx) => Promise<unknown>;

export const CRONS: Readonly<Record<string, Readonly<Record<string, Job>>>> = {
  "* * * * *": {
    health: (ctx) => checkHealth(ctx, systemsOf),
    sweep_tasks: sweepTasks,
    start_due_syncs: startDueSyncs,
    sweep_renditions: sweepRenditions,
    renew_myid_token: renewUpstreamToken,
    send_due_posts: sendDuePosts,
  },
  // 03:00 in Tashkent.
  "0 22 * * *": {
    recount,
    recount_images: recountImages,
    forget_locations: forgetLocations,
    recount_locations: recountLocations,
    recount_yesterday: recountYesterday,
    forget_old_tokens: forgetOldTokens,
    forget_idempotency_keys: forgetKeys,
    forget_parked: forgetParked,
    seal_again: sealAgain,
    forget_myid_sessions: forgetSessions,
    forget_images: forgetImages,
    forget_posts: forgetPosts,
    forget_description_rows: forgetRows,
  },
  // 18:00 in Tashkent.
  "0 13 * * *": { post_reports: postReports },
};

/** One job's failure does not keep the next from running; the run as a whole still counts as failed. */
async function run(name: string, job: Job, env: Env, context: ExecutionContext): Promise<unknown> {
  const now = Date.now();
  const requestId = crypto.randomUUID();
  const log = new Log({ door: "cron", job: name, request_id: requestId });
  let ctx: Ctx | undefined;
  let failure: unknown;
  try {
    const waitUntil = (work: Promise<unknown>) => context.waitUntil(work);
    ctx = new Ctx(env, { now, config: configOf(env), log, requestId, waitUntil });
    await job(ctx);
  } catch (fault) {
    failure = fault;
    log.fail(fault);
  }
  log.add(ctx?.db.logged ?? {});
  log.end({ outcome: failure ? "failed" : "done", ms: Date.now() - now });
  return failure;
}

export async function scheduled(
  controller: ScheduledController,
  env: Env,
  context: ExecutionContext,
): Promise<void> {
  const jobs = Object.hasOwn(CRONS, controller.cron) ? CRONS[controller.cron] : undefined;
  if (!jobs) throw new Error(`No job is listed for the cron trigger "${controller.cron}"`);
  const failures: unknown[] = [];
  for (const [name, job] of Object.entries(jobs)) {
    const failure = await run(name, job, env, context);
    if (failure) failures.push(failure);
  }
  if (failures.length)
    throw new AggregateError(failures, `${failures.length} job(s) of "${controller.cron}" failed`);
}
