/** One call of MyID over HTTPS: ten seconds at most, no redirects, a bounded answer, and no repetition. */
import { boundedText, jsonOf } from "../platform/bounded-answer.ts";
import type { Config } from "../platform/env.ts";
import { UpstreamError } from "./upstream-fault.ts";

export const DEADLINE_MS = 10_000;
const MOST_BYTES = 1_048_576;
const LONGEST_WAIT_SECONDS = 3600;

export interface UpstreamCall {
  method: "GET" | "POST";
  /** Below MYID_HOST, beginning with a slash. */
  path: string;
  body?: Record<string, unknown>;
  token?: string;
}

export interface UpstreamAnswer {
  status: number;
  /** Undefined where it is no JSON. */
  json: unknown;
  retryAfter: string | undefined;
}

async function textOf(response: Response): Promise<string> {
  const text = await boundedText(response, MOST_BYTES);
  if (text === undefined) throw new UpstreamError({ kind: "malformed", what: "more than 1 MiB" });
  return text;
}

/** Seconds that make sense; a date or an absurd wait is left out. */
function waitOf(response: Response): string | undefined {
  const header = response.headers.get("Retry-After") ?? "";
  return /^\d{1,4}$/.test(header) && Number(header) <= LONGEST_WAIT_SECONDS ? header : undefined;
}

export async function callMyid(
  { MYID_HOST = "" }: Config,
  { method, path, body, token }: UpstreamCall,
  deadlineMs: number = DEADLINE_MS,
): Promise<UpstreamAnswer> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (body) headers["Content-Type"] = "application/json";
  if (token) headers["Authorization"] = `Bearer ${token}`;
  const signal = AbortSignal.timeout(deadlineMs);
  try {
    const response = await fetch(MYID_HOST.replace(/\/+$/, "") + path, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
      redirect: "manual",
      signal,
    });
    return {
      status: response.status,
      json: jsonOf(await textOf(response)),
      retryAfter: waitOf(response),
    };
  } catch (fault) {
    if (fault instanceof UpstreamError) throw fault;
    throw new UpstreamError({ kind: signal.aborted ? "timeout" : "unreachable" });
  }
}
