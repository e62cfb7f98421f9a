/** An uploaded file as a source of bytes: a small one in memory, a large one streamed to R2 as it comes in. */
import { MEBIBYTE, readBytes } from "../platform/body.ts";
import type { Ctx } from "../platform/context.ts";
import { ApiError } from "../platform/errors.ts";
import { message, type Text } from "../platform/i18n.ts";
import { boundaryOf, findParts, MultipartError, type Part } from "../platform/multipart.ts";
import { type ByteSource, bytesInMemory } from "./xlsx/byte-source.ts";

/** Up to here a body is held in memory. */
const IN_MEMORY_BYTES = 4 * MEBIBYTE;
/** No other field of a form is longer. */
const FIELD_BYTES = 4096;

export interface UploadedFile {
  field: string;
  name: string;
  source: ByteSource;
}

export interface Upload {
  fields: Record<string, string>;
  files: UploadedFile[];
  /** The one that is called so. */
  file: UploadedFile | undefined;
  /** Where the form lies in R2, if it does, and where in it the file begins. */
  parked: { key: string; offset: number } | undefined;
}

const STREAM_BYTES = 65_536;

type StreamedSource = Required<ByteSource>;

/** A part of an object of R2. */
export const parkedSource = (ctx: Ctx, key: string, begin: number, size: number): StreamedSource => {
  const rangeOf = (offset: number, length: number) => ({
    range: { offset: begin + offset, length: Math.min(length, size - offset) },
  });
  return {
    size,
    async read(offset, length) {
      if (offset >= size || length <= 0) return new Uint8Array();
      const part = await ctx.files.get(key, rangeOf(offset, length));
      return part ? new Uint8Array(await part.arrayBuffer()) : new Uint8Array();
    },
    /** One open stream takes half the memory that many ranges do. */
    async *stream(offset, length) {
      const part = await ctx.files.get(key, rangeOf(offset, length));
      const reader = part?.body.getReader({ mode: "byob" });
      let lent = new Uint8Array(STREAM_BYTES);
      try {
        for (let left = Math.min(length, size - offset); reader && left > 0; ) {
          const most = Math.min(STREAM_BYTES, left);
          const { value } = await reader.readAtLeast(most, lent.subarray(0, most));
          if (!value?.length) return;
          left -= value.length;
          yield value;
          lent = new Uint8Array(value.buffer);
        }
      } finally {
        await reader?.cancel();
      }
    },
  };
};

async function fieldsOf(body: ByteSource, parts: readonly Part[]): Promise<Record<string, string>> {
  const fields: Record<string, string> = {};
  for (const part of parts) {
    if (part.filename !== undefined) continue;
    const bytes = await body.read(part.start, Math.min(FIELD_BYTES, part.end - part.start));
    fields[part.name] = new TextDecoder().decode(bytes);
  }
  return fields;
}

async function* inOnePiece(bytes: Uint8Array) {
  yield bytes;
}

async function partsOf(pieces: AsyncIterable<Uint8Array>, boundary: string | undefined): Promise<Part[]> {
  try {
    if (boundary === undefined) throw new MultipartError("no boundary");
    return await findParts(pieces, boundary);
  } catch (fault) {
    if (!(fault instanceof MultipartError)) throw fault;
    const input = "the body does not match its type";
    throw new ApiError(400, { detail: message("Multipart form parse error - {input}", { input }) });
  }
}

/** A body whose parts are sources of their own. */
interface Within {
  within(start: number, size: number): ByteSource;
}
type Body = ByteSource & Within;

const inMemory = (bytes: Uint8Array): Body => ({
  ...bytesInMemory(bytes),
  within: (start, size) => bytesInMemory(bytes.subarray(start, start + size)),
});

const inStore = (ctx: Ctx, key: string, size: number): StreamedSource & Within => ({
  ...parkedSource(ctx, key, 0, size),
  within: (start, length) => parkedSource(ctx, key, start, length),
});

async function uploadOf(body: Body, parts: readonly Part[], key: string | undefined): Promise<Upload> {
  const files = parts.flatMap(({ name: field, filename: name, start, end }) =>
    name === undefined ? [] : [{ field, name, source: body.within(start, end - start) }],
  );
  const part = parts.findLast(({ name, filename }) => name === "file" && filename !== undefined);
  return {
    fields: await fieldsOf(body, parts),
    files,
    file: files.findLast(({ field }) => field === "file"),
    parked: key === undefined ? undefined : { key, offset: part?.start ?? 0 },
  };
}

/** Nothing is stored for a caller who is not admitted. */
export async function receiveUpload(
  ctx: Ctx,
  request: Request,
  key: string,
  { limitBytes, overLimit }: { limitBytes: number; overLimit?: Text },
): Promise<Upload> {
  if (!request.headers.has("Content-Type"))
    return { fields: {}, files: [], file: undefined, parked: undefined };
  const boundary = boundaryOf(request.headers.get("Content-Type"));
  const declared = Number(request.headers.get("Content-Length") ?? 0);
  if (declared <= IN_MEMORY_BYTES || !request.body) {
    const bytes = await readBytes(request, limitBytes, overLimit);
    return uploadOf(inMemory(bytes), await partsOf(inOnePiece(bytes), boundary), undefined);
  }
  await ctx.db.admit();
  const stored = await ctx.files.put(key, request.body);
  if (!stored) throw new Error("The uploaded body was not stored");
  try {
    const body = inStore(ctx, key, stored.size);
    return await uploadOf(body, await partsOf(body.stream(0, body.size), boundary), key);
  } catch (fault) {
    await ctx.files.delete(key);
    throw fault;
  }
}
