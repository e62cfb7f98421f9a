/** Telegram as health tells it: whether there is one, whether it is played, and whether it knows the bot. */
import type { Ctx } from "../platform/context.ts";
import type { System } from "../platform/health.ts";
import { isStandInAddress } from "../platform/variable-kinds.ts";
import { isAnswering, isConfigured } from "./telegram-client.ts";

const DEADLINE_MS = 3_000;

export async function telegramSystem({ config }: Ctx): Promise<System> {
  if (!isConfigured(config)) return { mode: "not_configured", status: "unknown", latency_ms: null };
  const mode = isStandInAddress(config.TELEGRAM_API_URL) ? "emulated" : "real";
  const started = Date.now();
  const answers = await isAnswering(config, DEADLINE_MS);
  return answers
    ? { mode, status: "ok", latency_ms: Date.now() - started }
    : { mode, status: "down", latency_ms: null };
}
