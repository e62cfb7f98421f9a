/** Asks 1C once, so that an administrator sees at once what a sync would meet. */
import type { Ctx } from "../platform/context.ts";
import { TaskFailure } from "../tasks/index.ts";
import { findIntegration } from "./integrations.store.ts";
import type { OnecItem } from "./onec-answer.ts";
import { ONEC_LIMITS } from "./onec-call.ts";
import { fetchItems } from "./onec-client.ts";

const SAMPLE = 3;
/** Somebody waits: what has come by then is enough to know that it works. */
const COUNTED_MS = 10_000;
const LIMITS = { ...ONEC_LIMITS, idleMs: 10_000, totalMs: 25_000 };

export async function checkIntegration(ctx: Ctx, id: string | undefined) {
  const integration = await findIntegration(ctx, id);
  const started = Date.now();
  const sample: OnecItem[] = [];
  let items = 0;
  try {
    for await (const item of fetchItems(ctx, integration, "nomenklatura", LIMITS)) {
      items += 1;
      if (sample.length < SAMPLE) sample.push(item);
      if (Date.now() - started > COUNTED_MS) break;
    }
  } catch (fault) {
    if (!(fault instanceof TaskFailure)) throw fault;
    return { ok: false, latency_ms: Date.now() - started, error: fault.message };
  }
  return { ok: true, latency_ms: Date.now() - started, items, sample };
}
