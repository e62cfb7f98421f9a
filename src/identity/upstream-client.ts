/** Asks the outside identity server for a token: one call within its deadline, and no word of its answer beyond what we know. */
import { FORM_TYPE } from "../platform/body.ts";
import type { Config } from "../platform/env.ts";
import { ApiError, throttled, unauthorized } from "../platform/errors.ts";
import { message } from "../platform/i18n.ts";
import type { CustomerCredentials } from "./customer.schema.ts";
import type { DeviceHeaders } from "./customer-headers.ts";

export interface UpstreamCall extends CustomerCredentials {
  device: DeviceHeaders;
  integrityToken: string;
}

const DEADLINE_MS = 10_000;
const MOST_BYTES = 65_536;
const MOST_DETAIL = 300;

type Json = Record<string, unknown>;

function failed(reason: string, retryAfter?: string | null): ApiError {
  const headers = retryAfter && /^\d{1,5}$/.test(retryAfter) ? { "Retry-After": retryAfter } : undefined;
  return new ApiError(
    502,
    { detail: message("The identity server failed. Try again later.") },
    headers,
    `identity server: ${reason}`,
  );
}

const late = () =>
  new ApiError(
    504,
    { detail: message("The identity server did not answer in time. Try again later.") },
    {},
    "identity server: no answer within the deadline",
  );

/** Never more than the limit: a server that sends without end is one that failed. */
async function textOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let [text, bytes] = ["", 0];
  for await (const piece of response.body ?? []) {
    bytes += piece.byteLength;
    if (bytes > MOST_BYTES) throw failed("its answer is too large");
    text += decoder.decode(piece, { stream: true });
  }
  return text;
}

function jsonOf(text: string): Json | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return read !== null && typeof read === "object" && !Array.isArray(read) ? (read as Json) : undefined;
  } catch {
    return undefined;
  }
}

/** Its own words for what it refuses, as the document has them under either name. */
function refusalOf({ status, headers }: Response, { detail, error }: Json): ApiError {
  const said = [detail, error].find((words) => typeof words === "string" && words.trim() !== "");
  const words =
    typeof said === "string" ? said.slice(0, MOST_DETAIL) : message("The identity server refused the call.");
  const reason = `identity server: refused with ${status}`;
  if (status === 401) return unauthorized({ detail: words }, reason);
  const wait = headers.get("Retry-After") ?? "";
  if (status === 429) return throttled(/^[1-9]\d{0,4}$/.test(wait) ? Number(wait) : 60);
  return new ApiError(status, { detail: words }, {}, reason);
}

function tokenOf(response: Response, text: string): string {
  const { status, headers } = response;
  if (status >= 300 && status < 400) throw failed("it redirects");
  if (status >= 500) throw failed(`status ${status}`, headers.get("Retry-After"));
  const body = jsonOf(text);
  if (!body) throw failed(`status ${status} without JSON`);
  if (status >= 400) throw refusalOf(response, body);
  const { access_token: token } = body;
  if (typeof token !== "string" || token === "") throw failed("its answer has no access_token");
  return token;
}

/** These headers and no other of the caller's. */
function requestOf(
  { username, password, device, integrityToken }: UpstreamCall,
  config: Config,
): RequestInit {
  const token = config.CUSTOMER_UPSTREAM_INTEGRITY_TOKEN ?? integrityToken;
  return {
    method: "POST",
    headers: { "Content-Type": FORM_TYPE, ...device, "integrity-token": token },
    body: new URLSearchParams({ username, password }).toString(),
    redirect: "manual",
  };
}

export async function askUpstream(
  call: UpstreamCall,
  config: Config,
  deadlineMs = DEADLINE_MS,
): Promise<string> {
  const signal = AbortSignal.timeout(deadlineMs);
  try {
    const response = await fetch(config.CUSTOMER_UPSTREAM_URL ?? "", { ...requestOf(call, config), signal });
    return tokenOf(response, await textOf(response));
  } catch (fault) {
    if (fault instanceof ApiError) throw fault;
    throw signal.aborted ? late() : failed("it cannot be reached");
  }
}
