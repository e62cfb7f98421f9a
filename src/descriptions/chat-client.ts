/** One call of a Chat Completions server: a minute at most, no redirects, a bounded answer, the key in no error. */
import { boundedText, jsonOf } from "../platform/bounded-answer.ts";
import type { Config } from "../platform/env.ts";
import { MOST_ANSWER_TOKENS } from "./count-tokens.ts";
import type { ChatMessage } from "./prompts.ts";

export const DEADLINE_MS = 60_000;
const MOST_BYTES = 1_048_576;

export interface ChatAnswer {
  status: number;
  /** Undefined where it is no JSON. */
  json: unknown;
  retryAfter: string | null;
}

/** Undefined where no whole answer came; a fault of `fetch` may quote the address, and is not passed on. */
async function call(
  { OPENAI_BASE_URL: base, OPENAI_API_KEY: key }: Config,
  path: string,
  { body, deadlineMs }: { body?: object; deadlineMs: number },
): Promise<ChatAnswer | undefined> {
  try {
    const response = await fetch(base.replace(/\/+$/, "") + path, {
      ...(body && { method: "POST", body: JSON.stringify(body) }),
      headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
      redirect: "manual",
      signal: AbortSignal.timeout(deadlineMs),
    });
    return {
      status: response.status,
      json: jsonOf(await boundedText(response, MOST_BYTES)),
      retryAfter: response.headers.get("Retry-After"),
    };
  } catch {
    return undefined;
  }
}

export const askChat = (config: Config, messages: readonly ChatMessage[], deadlineMs = DEADLINE_MS) =>
  call(config, "/chat/completions", {
    body: { model: config.OPENAI_MODEL, messages, temperature: 0.7, max_tokens: MOST_ANSWER_TOKENS },
    deadlineMs,
  });

/** Costs nothing: the list of models, for whoever has a good key. */
export const askModels = (config: Config, deadlineMs: number) => call(config, "/models", { deadlineMs });
