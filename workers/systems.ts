/** The outside systems and whether each is real, emulated or not configured, as health tells it. */
import { openaiSystem } from "../src/descriptions/index.ts";
import { onecSystem } from "../src/integration/index.ts";
import { myidSystem } from "../src/myid/index.ts";
import type { Ctx } from "../src/platform/context.ts";
import type { System, Systems } from "../src/platform/health.ts";
import { telegramSystem } from "../src/reports/index.ts";

const absent: System = { mode: "not_configured", status: "unknown", latency_ms: null };

export const systemsOf = async (ctx: Ctx): Promise<Systems> => ({
  // A database that cannot tell is told of as that.
  onec: await onecSystem(ctx).catch(() => absent),
  myid: await myidSystem(ctx),
  openai: await openaiSystem(ctx),
  telegram: await telegramSystem(ctx),
  images: ctx.images
    ? { mode: ctx.config.local ? "emulated" : "real", status: "ok", latency_ms: null }
    : absent,
});
