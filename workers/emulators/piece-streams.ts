/** A body made while it is read: text pieces become chunks of bytes, with pauses and cuts where they say so. */

/** Text to send, a time without a byte, or the end of the connection. */
export type Piece = string | { readonly waitMs: number | "forever" } | { readonly cut: true };

export interface StreamOptions {
  readonly encode: (text: string) => Uint8Array;
  readonly chunkBytes: number;
  /** Milliseconds before each chunk. */
  readonly paceMs: number;
  /** Bytes before the first piece. */
  readonly prefix: Uint8Array;
}

/** Pieces are gathered to this many characters before they are encoded. */
const GATHER = 32_768;
const HOUR_MS = 3_600_000;

/** Ends early when the signal fires, so that nobody waits for a reader who has gone. */
export function pause(ms: number | "forever", signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const arm = () => {
      timer = setTimeout(ms === "forever" ? arm : end, ms === "forever" ? HOUR_MS : ms);
    };
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", end);
    arm();
  });
}

/** Gathers pieces into bytes and hands them out chunk by chunk. */
class Chunks {
  #bytes: Uint8Array;
  #at = 0;
  /** What stands after the bytes in hand. */
  #next: Exclude<Piece, string> | "end" | undefined;
  readonly #pieces: Iterator<Piece>;
  readonly #options: StreamOptions;

  constructor(pieces: Iterator<Piece>, options: StreamOptions) {
    this.#pieces = pieces;
    this.#options = options;
    this.#bytes = options.prefix;
  }

  #gather(): void {
    let text = "";
    while (text.length < GATHER && this.#next === undefined) {
      const { done, value } = this.#pieces.next();
      if (done) this.#next = "end";
      else if (typeof value === "string") text += value;
      else this.#next = value;
    }
    const rest = this.#bytes.subarray(this.#at);
    const more = this.#options.encode(text);
    this.#at = 0;
    if (rest.length === 0) this.#bytes = more;
    else {
      this.#bytes = new Uint8Array(rest.length + more.length);
      this.#bytes.set(rest);
      this.#bytes.set(more, rest.length);
    }
  }

  take(): Uint8Array | Exclude<Piece, string> | "end" {
    const size = this.#options.chunkBytes;
    while (this.#bytes.length - this.#at < size && this.#next === undefined) this.#gather();
    if (this.#bytes.length > this.#at) {
      const from = this.#at;
      this.#at = Math.min(from + size, this.#bytes.length);
      return this.#bytes.subarray(from, this.#at);
    }
    const next = this.#next ?? "end";
    if (next !== "end") this.#next = undefined;
    return next;
  }
}

/** Nothing is made before it is asked for, so memory does not grow with the body. */
export function streamOf(pieces: Iterator<Piece>, options: StreamOptions): ReadableStream<Uint8Array> {
  const chunks = new Chunks(pieces, options);
  const gone = new AbortController();
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    let taken = chunks.take();
    while (typeof taken === "object" && "waitMs" in taken) {
      await pause(taken.waitMs, gone.signal);
      if (gone.signal.aborted) return;
      taken = chunks.take();
    }
    if (taken === "end") return controller.close();
    if ("cut" in taken) return controller.error(new Error("The stand-in cuts the connection here"));
    if (options.paceMs > 0) await pause(options.paceMs, gone.signal);
    if (!gone.signal.aborted) controller.enqueue(taken);
  };
  return new ReadableStream({ pull, cancel: () => gone.abort() }, { highWaterMark: 0 });
}
