/** 1C as health tells it: whether there is one, whether it is played on this machine, and whether it answers. */
import sql from "sql-template-tag";
import type { Ctx } from "../platform/context.ts";
import type { System } from "../platform/health.ts";
import { OnecCall } from "./onec-call.ts";
import { wsdlAddress } from "./onec-wsdl.ts";

const LIMITS = { firstByteMs: 3_000, idleMs: 3_000, totalMs: 3_000, bytes: 0 };

async function latencyOf(ctx: Ctx, address: string): Promise<number | undefined> {
  const call = new OnecCall(ctx.config.ONEC_ALLOWED_HOSTS, LIMITS);
  const started = Date.now();
  try {
    // Without the password: that 1C asks for one is an answer too.
    const { status } = await call.send(wsdlAddress(address), { method: "GET", headers: {} });
    return status < 500 ? Date.now() - started : undefined;
  } catch {
    return undefined;
  } finally {
    call.close();
  }
}

const isHere = (address: string) => /^(?:localhost|127\.[\d.]+|\[::1\])$/.test(new URL(address).hostname);

/** The oldest active integration stands for all. */
export async function onecSystem(ctx: Ctx): Promise<System> {
  const first = await ctx.db.first<{ wsdl_url: string }>(
    sql`SELECT wsdl_url FROM integrations WHERE is_active = 1 AND is_deleted = 0 ORDER BY id LIMIT 1`,
  );
  if (!first) return { mode: "not_configured", status: "unknown", latency_ms: null };
  const latency = await latencyOf(ctx, first.wsdl_url);
  const mode = ctx.config.local && isHere(first.wsdl_url) ? "emulated" : "real";
  return latency === undefined
    ? { mode, status: "down", latency_ms: null }
    : { mode, status: "ok", latency_ms: latency };
}
