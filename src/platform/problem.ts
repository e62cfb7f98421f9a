/** The one exit of every error: what the caller may read, and what the log alone gets. */
import { ApiError } from "./errors.ts";
import { type Language, message, translate } from "./i18n.ts";
import type { Log } from "./log.ts";

export interface Problem {
  status: number;
  body: unknown;
  headers: Record<string, string>;
}

export function problemOf(error: unknown, language: Language, log: Log): Problem {
  if (error instanceof ApiError) {
    if (error.reason) log.add({ reason: error.reason });
    return { status: error.status, body: translate(error.body, language), headers: error.headers };
  }
  log.fail(error);
  return {
    status: 500,
    body: translate({ detail: message("Internal server error") }, language),
    headers: {},
  };
}
