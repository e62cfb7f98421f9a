/** Why MyID could not be asked or understood: a tagged reason for the log, generic words for the caller. */
import { ApiError } from "../platform/errors.ts";
import { type Message, message } from "../platform/i18n.ts";

export type UpstreamFault =
  | { kind: "timeout" }
  | { kind: "unreachable" }
  /** Our own credentials. */
  | { kind: "not_accepted"; status: number }
  | { kind: "failed"; status: number; retryAfter: string | undefined }
  /** Which answer, and what of it: the names of fields, never their values. */
  | { kind: "malformed"; what: string };

/** Thrown between our own files alone: the caller is told by `told`. */
export class UpstreamError extends Error {
  readonly fault: UpstreamFault;

  constructor(fault: UpstreamFault) {
    super(reasonOf(fault));
    this.fault = fault;
  }
}

/** For the log: nothing that MyID has said stands in it. */
export function reasonOf(fault: UpstreamFault): string {
  switch (fault.kind) {
    case "timeout":
    case "unreachable":
      return `myid: ${fault.kind}`;
    case "not_accepted":
    case "failed":
      return `myid: ${fault.kind}, status ${fault.status}`;
    case "malformed":
      return `myid: malformed, ${fault.what}`;
  }
}

function wordsOf({ kind }: UpstreamFault): Message {
  switch (kind) {
    case "timeout":
      return message("MyID did not answer in time.");
    case "unreachable":
      return message("MyID cannot be reached.");
    case "not_accepted":
      return message("MyID does not accept this service's credentials.");
    case "failed":
      return message("MyID answered with an error.");
    case "malformed":
      return message("MyID's answer could not be understood.");
  }
}

/** 504 where it took too long, else 502. */
export function told(fault: UpstreamFault): ApiError {
  const headers: Record<string, string> = {};
  if (fault.kind === "failed" && fault.retryAfter) headers["Retry-After"] = fault.retryAfter;
  const status = fault.kind === "timeout" ? 504 : 502;
  return new ApiError(status, { detail: wordsOf(fault) }, headers, reasonOf(fault));
}
