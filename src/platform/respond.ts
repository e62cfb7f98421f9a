/** A route's value as an answer: its bytes, its caching, and for staff what the database did for it. */
import type { Ctx } from "./context.ts";
import type { Call } from "./endpoint.ts";
import { type Route, typeOf, wishesOf } from "./route.ts";

interface Served {
  call: Call;
  found: Route;
  ctx: Ctx;
}

const encoder = new TextEncoder();

/** JSON that was put together already: a list writes its rows as text. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** An answer whose status the verb decides: it must be one that the route declares. */
export class Reply {
  readonly status: number;
  readonly value: unknown;

  constructor(status: number, value: unknown) {
    this.status = status;
    this.value = value;
  }
}

/** A file that is made while it is sent. */
export class Download {
  readonly filename: string;
  readonly stream: ReadableStream<Uint8Array>;

  constructor(filename: string, stream: ReadableStream<Uint8Array>) {
    this.filename = filename;
    this.stream = stream;
  }
}

function textOf(value: unknown, found: Route): string {
  if (value instanceof JsonText) return value.text;
  return typeOf(found) !== "application/json" && typeof value === "string" ? value : JSON.stringify(value);
}

/** One of the type's other names where the caller asks for that one before the type itself. */
function servedType(found: Route, accept: string | null): string {
  const names = [typeOf(found), ...(found.answer.aliases ?? [])];
  return (accept && wishesOf(accept).find((wish) => names.includes(wish))) || typeOf(found);
}

async function etagOf(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).subarray(0, 12);
  return `W/"${btoa(String.fromCharCode(...digest))}"`;
}

/** Weakly, as RFC 9110 wants it for reads: what a proxy has made strong is still the same. */
const matches = (header: string | null, etag: string) =>
  header?.trim() === "*" ||
  (header ?? "").split(",").some((one) => one.trim().replace(/^W\//, "") === etag.slice(2));

function serverTiming({ stats }: Ctx["db"]): string {
  const { trips, queries, rowsRead, rowsWritten, ms } = stats;
  return `db;desc="trips=${trips} queries=${queries} rows_read=${rowsRead} rows_written=${rowsWritten}";dur=${ms}`;
}

export async function respond(given: unknown, { call, found, ctx }: Served): Promise<Response> {
  // Stored bytes come with their own status, caching and ranges.
  if (given instanceof Response) return given;
  const { status, value } = given instanceof Reply ? given : { status: found.answer.status, value: given };
  const own = found.answer.headers ?? {};
  const headers: Record<string, string> = { "Cache-Control": "private, no-store", ...own };
  if (ctx.actor?.role === "admin" || ctx.actor?.role === "operator")
    headers["Server-Timing"] = serverTiming(ctx.db);
  if (value === undefined || value === null) return new Response(null, { status, headers });

  const { method } = call.request;
  headers["Content-Type"] = servedType(found, call.request.headers.get("Accept"));
  if (value instanceof Download) {
    headers["Content-Disposition"] = `attachment; filename="${value.filename}"`;
    if (method === "HEAD") await value.stream.cancel();
    return new Response(method === "HEAD" ? null : value.stream, { status, headers });
  }
  const bytes = encoder.encode(textOf(value, found));
  const cacheable = status === 200 && found.access.anonymous && ["GET", "HEAD"].includes(method);
  if (cacheable) {
    headers["Cache-Control"] = own["Cache-Control"] ?? "no-cache";
    headers["ETag"] = await etagOf(bytes);
    if (matches(call.request.headers.get("If-None-Match"), headers["ETag"]))
      return new Response(null, { status: 304, headers });
  }
  return new Response(method === "HEAD" ? null : bytes, { status, headers });
}
