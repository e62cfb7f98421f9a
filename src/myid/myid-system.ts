/** MyID as health tells it: whether there is one, whether it is played, and whether it answers. */
import type { Ctx } from "../platform/context.ts";
import type { System } from "../platform/health.ts";
import { isStandInAddress } from "../platform/variable-kinds.ts";
import { callMyid } from "./upstream-call.ts";

const DEADLINE_MS = 3_000;

export async function myidSystem({ config }: Ctx): Promise<System> {
  const { MYID_MODE, MYID_HOST = "" } = config;
  if (MYID_MODE === undefined) return { mode: "not_configured", status: "unknown", latency_ms: null };
  if (MYID_MODE === "sandbox") return { mode: "emulated", status: "ok", latency_ms: null };
  const mode = isStandInAddress(MYID_HOST) ? "emulated" : "real";
  const started = Date.now();
  try {
    // Without credentials: that it refuses is an answer too.
    const { status } = await callMyid(config, { method: "GET", path: "/" }, DEADLINE_MS);
    if (status < 500) return { mode, status: "ok", latency_ms: Date.now() - started };
  } catch {
    // Whatever it was, MyID has not answered.
  }
  return { mode, status: "down", latency_ms: null };
}
