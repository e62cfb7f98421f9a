/** Request bodies: read once, never past their limit, as the object that a schema then checks. */
import { ApiError, invalid, tooLarge, unsupportedMediaType } from "./errors.ts";
import { message, type Text } from "./i18n.ts";
import { boundaryOf, readMultipart } from "./multipart.ts";

export const JSON_TYPE = "application/json";
export const FORM_TYPE = "application/x-www-form-urlencoded";
export const MULTIPART_TYPE = "multipart/form-data";
export const BODY_TYPES: readonly string[] = [JSON_TYPE, FORM_TYPE, MULTIPART_TYPE];

export const MEBIBYTE = 1_048_576;

export function mediaTypeOf(request: Request): string {
  return (request.headers.get("Content-Type") ?? "").split(";", 1).join("").trim().toLowerCase();
}

/** What a form may have around the file that its limit speaks of. */
const FORM_BYTES = 65_536;

const mostBytes = (request: Request, limitBytes: number) =>
  mediaTypeOf(request) === MULTIPART_TYPE ? limitBytes + FORM_BYTES : limitBytes;

/** True when the caller itself says that the body is over the limit. */
export const declaresMoreThan = (request: Request, limitBytes: number) =>
  Number(request.headers.get("Content-Length") ?? 0) > mostBytes(request, limitBytes);

export async function readBytes(request: Request, limitBytes: number, overLimit?: Text): Promise<Uint8Array> {
  if (!request.body) return new Uint8Array();
  if (request.headers.has("Content-Length")) return new Uint8Array(await request.arrayBuffer());
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body) {
    size += part.byteLength;
    if (size > mostBytes(request, limitBytes)) throw tooLarge(limitBytes, overLimit);
    parts.push(part);
  }
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.byteLength;
  }
  return whole;
}

const parseError = (input: string) =>
  new ApiError(400, { detail: message("JSON parse error - {input}", { input }) });

/** A double holds 15 digits of any number, so that a shorter one needs no second look. */
const LONG_NUMBER = /\d[\d.]{15}/;

/** Numbers that a double cannot hold stay the text that was sent: a code of 20 digits keeps them all. */
const exactNumbers = (_key: string, value: unknown, context?: { source?: string }) =>
  typeof value === "number" &&
  context?.source &&
  LONG_NUMBER.test(context.source) &&
  String(value) !== context.source
    ? context.source
    : value;

/** JSON.parse's own words name the place; its quotation of the body is cut off. */
function parseJson(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw parseError("the body is not valid UTF-8");
  }
  try {
    return LONG_NUMBER.test(text) ? JSON.parse(text, exactNumbers) : JSON.parse(text);
  } catch (fault) {
    const words = fault instanceof Error ? fault.message : "";
    throw parseError(words.replace(/, (?:\.\.\.)?".*" is not valid JSON$/s, ""));
  }
}

async function parseForm(bytes: Uint8Array, type: string, header: string): Promise<unknown> {
  try {
    // The platform's own reader would hold the body several times.
    if (type === MULTIPART_TYPE) return await readMultipart(bytes, boundaryOf(header));
    const form = await new Response(bytes, { headers: { "Content-Type": header } }).formData();
    return Object.fromEntries(form);
  } catch {
    throw new ApiError(400, {
      detail: message("Multipart form parse error - {input}", { input: "the body does not match its type" }),
    });
  }
}

const typeName = (value: unknown) => {
  if (Array.isArray(value)) return "list";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  if (typeof value === "boolean") return "bool";
  return typeof value === "string" ? "str" : "dict";
};

export function expectMediaType(request: Request, accepts: readonly string[]): void {
  const type = mediaTypeOf(request);
  if (!accepts.includes(type)) throw unsupportedMediaType(type);
}

/** What was sent, parsed; an empty body is an empty object. */
export async function readBody(
  request: Request,
  accepts: readonly string[],
  limitBytes: number,
): Promise<unknown> {
  const bytes = await readBytes(request, limitBytes);
  if (bytes.byteLength === 0) return {};
  expectMediaType(request, accepts);
  const type = mediaTypeOf(request);
  if (type === JSON_TYPE) return parseJson(bytes);
  return parseForm(bytes, type, request.headers.get("Content-Type") ?? type);
}

const wrongKind = (body: unknown, text: Text) =>
  invalid({ non_field_errors: [message(text, { input: typeName(body) })] });

/** The body as an object, or the contract's words for what it is instead. */
export function expectObject(body: unknown): Record<string, unknown> {
  if (body === null) throw invalid({ non_field_errors: [message("No data provided")] });
  if (typeof body !== "object" || Array.isArray(body))
    throw wrongKind(body, "Invalid data. Expected a dictionary, but got {input}.");
  return body as Record<string, unknown>;
}

export function expectArray(body: unknown): unknown[] {
  if (!Array.isArray(body)) throw wrongKind(body, "Invalid data. Expected a list, but got {input}.");
  return body;
}
