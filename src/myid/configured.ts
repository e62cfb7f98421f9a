/** Whether this service has a MyID at all, and where its sessions come from. */
import type { Config } from "../platform/env.ts";
import { ApiError } from "../platform/errors.ts";
import { message } from "../platform/i18n.ts";

export const notConfigured = () => new ApiError(503, { detail: message("MyID is not configured") });

export function expectMyid(config: Config): void {
  if (config.MYID_MODE === undefined) throw notConfigured();
}

/** What every route of MyID has. */
export const MYID = {
  tag: "MyID",
  expects: expectMyid,
  refusals: { 503: "MyID is not configured." },
} as const;
