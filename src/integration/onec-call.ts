/** One conversation with 1C over HTTP: within its deadlines, on its own host, and never more bytes than allowed. */
import { type Message, message } from "../platform/i18n.ts";
import { addressFault } from "./onec-address.ts";
import { OnecError } from "./onec-error.ts";

export interface OnecLimits {
  firstByteMs: number;
  /** Between two pieces of a body. */
  idleMs: number;
  totalMs: number;
  bytes: number;
}

const MEBIBYTE = 1_048_576;
export const ONEC_LIMITS: OnecLimits = {
  firstByteMs: 10_000,
  idleMs: 30_000,
  totalMs: 600_000,
  bytes: 256 * MEBIBYTE,
};

/** A read without a buffer of ours takes 4 KB at most, and every read leaves objects behind. */
const PIECE_BYTES = 65_536;

/** Some servers in front of 1C refuse whoever names none. */
const USER_AGENT = "Karvon";
const MOST_HOPS = 3;
const REDIRECTS = [301, 302, 303, 307, 308];

const seconds = (ms: number) => ({ seconds: Math.round(ms / 1000) });
const unreachable = (details?: string) =>
  new OnecError(
    message(
      "1C cannot be reached: check the address, and that the server of 1C is on and open to the internet.",
    ),
    details,
  );

export interface OnecRequest {
  method: "GET" | "POST";
  headers: Record<string, string>;
  body?: string;
}

export class OnecCall {
  readonly #limits: OnecLimits;
  readonly #allowedHosts: readonly string[];
  readonly #gone = new AbortController();
  readonly #endsAt: number;

  constructor(allowedHosts: readonly string[], limits: OnecLimits) {
    this.#allowedHosts = allowedHosts;
    this.#limits = limits;
    this.#endsAt = Date.now() + limits.totalMs;
  }

  /** Ends whatever is still under way. */
  close() {
    this.#gone.abort();
  }

  /** The head of the answer; redirects are followed on the same host alone, with the same request. */
  async send(address: string, request: OnecRequest): Promise<Response> {
    let at = address;
    for (let hop = 0; ; hop++) {
      this.#expectAllowed(at);
      const response = await this.#answer(at, request);
      const location = response.headers.get("Location");
      if (!REDIRECTS.includes(response.status) || location === null || hop >= MOST_HOPS) return response;
      response.body?.cancel().catch(() => {});
      at = this.#nextOf(at, location);
    }
  }

  #expectAllowed(address: string) {
    const fault = addressFault(address, this.#allowedHosts);
    if (fault) throw new OnecError(fault);
  }

  async #answer(address: string, request: OnecRequest): Promise<Response> {
    const headers = { "User-Agent": USER_AGENT, ...request.headers };
    const asked = fetch(address, { ...request, headers, redirect: "manual", signal: this.#gone.signal });
    const known = asked.catch((fault: unknown) => {
      throw unreachable(fault instanceof Error ? fault.message : undefined);
    });
    const response = await this.#within(known, this.#limits.firstByteMs, (ms) =>
      message("1C did not answer within {seconds} seconds.", seconds(ms)),
    );
    // Cloudflare's own answers for a host that has no address, does not listen or has a bad certificate.
    if (response.status >= 520 && response.status <= 530) throw unreachable(`status ${response.status}`);
    return response;
  }

  /** http may become https; nothing else about the host changes, since the password goes there too. */
  #nextOf(from: string, location: string): string {
    const [old, next] = [new URL(from), URL.canParse(location, from) ? new URL(location, from) : undefined];
    const isSame = next?.origin === old.origin;
    const isSafer = next?.hostname === old.hostname && old.protocol === "http:" && next.protocol === "https:";
    if (next && (isSame || isSafer)) return next.href;
    throw new OnecError(message("1C's address redirects to another host: enter the final address."));
  }

  /** A piece at a time, as fast as it is asked for; its bytes are lent until the next is asked for. */
  async *pieces(response: Response): AsyncGenerator<Uint8Array> {
    const reader = response.body?.getReader({ mode: "byob" });
    if (!reader) return;
    let [bytes, lent] = [0, new Uint8Array(PIECE_BYTES)];
    try {
      for (;;) {
        const piece = await this.#piece(reader, lent);
        if (!piece?.length) return;
        bytes += piece.length;
        if (bytes > this.#limits.bytes) throw tooLarge(this.#limits.bytes);
        yield piece;
        lent = new Uint8Array(piece.buffer);
      }
    } finally {
      reader.cancel().catch(() => {});
    }
  }

  async #piece(
    reader: ReadableStreamBYOBReader,
    lent: Uint8Array<ArrayBuffer>,
  ): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const read = reader.read(lent).catch((fault: unknown) => {
      throw new OnecError(
        message("1C's answer broke off: the connection was cut."),
        fault instanceof Error ? fault.message : undefined,
      );
    });
    const { value } = await this.#within(read, this.#limits.idleMs, (ms) =>
      message("1C stopped in the middle of its answer: nothing came for {seconds} seconds.", seconds(ms)),
    );
    return value;
  }

  /** Waits so long, and not beyond the end of all. */
  async #within<T>(work: Promise<T>, ms: number, words: (ms: number) => Message) {
    const left = this.#endsAt - Date.now();
    const late = () =>
      new OnecError(
        left < ms
          ? message("1C was not done after {seconds} seconds.", seconds(this.#limits.totalMs))
          : words(ms),
      );
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(late()), Math.min(ms, Math.max(left, 0)));
      // A body that comes without a pause would win every race.
      if (left <= 0) reject(late());
    });
    try {
      return await Promise.race([end, work]);
    } finally {
      clearTimeout(timer);
    }
  }
}

const tooLarge = (bytes: number) =>
  new OnecError(
    message("1C's answer is larger than {limit}.", { limit: `${Math.floor(bytes / MEBIBYTE)} MiB` }),
  );
