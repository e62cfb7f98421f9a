/** The model's server as health tells it: whether there is one, whether it is played, and whether it takes the key. */
import type { Ctx } from "../platform/context.ts";
import type { System } from "../platform/health.ts";
import { STAND_IN_KEY } from "../platform/openai-variables.ts";
import { askModels } from "./chat-client.ts";

const DEADLINE_MS = 3_000;

/** A server without a list of models answers as well. */
const GOOD = [200, 404, 405];

export async function openaiSystem({ config }: Ctx): Promise<System> {
  if (!config.OPENAI_API_KEY) return { mode: "not_configured", status: "unknown", latency_ms: null };
  const mode = config.OPENAI_API_KEY === STAND_IN_KEY ? "emulated" : "real";
  const started = Date.now();
  const answer = await askModels(config, DEADLINE_MS);
  return answer && GOOD.includes(answer.status)
    ? { mode, status: "ok", latency_ms: Date.now() - started }
    : { mode, status: "down", latency_ms: null };
}
