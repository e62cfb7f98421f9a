/** How many tokens a call may take, before anybody has counted them. */
import type { ChatMessage } from "./prompts.ts";

/** Of an answer. */
export const MOST_ANSWER_TOKENS = 500;

/** What a server puts around each message, and at the beginning of the answer. */
const AROUND_EACH = 8;

const bytesOf = (prompt: readonly ChatMessage[]) =>
  prompt.reduce((sum, { content }) => sum + new TextEncoder().encode(content).length, 0);

/** Never fewer than it takes: a token is at least a byte. What was too much is given back with the answer. */
export const reservationOf = (prompt: readonly ChatMessage[]): number =>
  bytesOf(prompt) + AROUND_EACH * prompt.length + MOST_ANSWER_TOKENS;

/** Of prompts in Uzbek, with an older model's tokenizer; Russian and English take more bytes, and so fewer tokens. */
const BYTES_OF_A_TOKEN = 2.3;

/** About what it takes, where the answer is as long as it may be. */
export const estimateOf = (prompt: readonly ChatMessage[]): number =>
  Math.ceil(bytesOf(prompt) / BYTES_OF_A_TOKEN) + AROUND_EACH * prompt.length + MOST_ANSWER_TOKENS;
