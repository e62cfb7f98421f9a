/** The one error that may be shown to a caller, and a constructor for each refusal of the contract. */
import { type Message, message, type Text } from "./i18n.ts";

type Body = Record<string, unknown>;

export class ApiError extends Error {
  readonly status: number;
  readonly body: Body;
  readonly headers: Record<string, string>;
  /** For the log alone: the precise reason, without personal data. */
  readonly reason: string | undefined;

  constructor(status: number, body: Body, headers: Record<string, string> = {}, reason?: string) {
    super(reason ?? `refused with ${status}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
    this.reason = reason;
  }
}

const CHALLENGE = { "WWW-Authenticate": 'Bearer realm="api"' };

export const unauthorized = (body: Body, reason?: string) => new ApiError(401, body, CHALLENGE, reason);

export const notAuthenticated = () =>
  unauthorized({ detail: message("Authentication credentials were not provided.") });

export const badToken = (text: "Token is invalid or expired" | "Token has wrong type", reason?: string) =>
  unauthorized(
    {
      detail: message("Given token not valid for any token type"),
      code: "token_not_valid",
      messages: [{ token_class: "AccessToken", token_type: "access", message: message(text) }],
    },
    reason,
  );

export const forbidden = (reason?: string) =>
  new ApiError(403, { detail: message("You do not have permission to perform this action.") }, {}, reason);

export const notFound = (detail: Message = message("Not found.")) => new ApiError(404, { detail });

/** `Allow` is on every answer of a path already. */
export const methodNotAllowed = (method: string) =>
  new ApiError(405, { detail: message('Method "{input}" not allowed.', { input: method }) });

export const notAcceptable = () =>
  new ApiError(406, { detail: message("Could not satisfy the request Accept header.") });

/** A route may have words of its own, which say what to do about it. */
export const tooLarge = (
  limitBytes: number,
  text: Text = "Request body is too large: the limit is {limit}.",
) => new ApiError(413, { detail: message(text, { limit: `${Math.floor(limitBytes / 1_048_576)} MiB` }) });

export const unsupportedMediaType = (type: string) =>
  new ApiError(415, { detail: message('Unsupported media type "{input}" in request.', { input: type }) });

export const throttled = (seconds: number) =>
  new ApiError(
    429,
    {
      detail:
        seconds === 1
          ? message("Request was throttled. Expected available in 1 second.")
          : message("Request was throttled. Expected available in {seconds} seconds.", { seconds }),
    },
    { "Retry-After": String(seconds) },
  );

/** 400 with messages under the names of their fields. */
export const invalid = (fields: Record<string, Message[]>) => new ApiError(400, fields);
