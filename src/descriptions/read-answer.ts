/** What a server's answer comes to: a description, a row that failed, another try later, or the end of the run. */
import { htmlKind, isEmptyDescription } from "../catalog/index.ts";
import { type Message, message } from "../platform/i18n.ts";
import { isMessage } from "../platform/kinds.ts";
import type { ChatAnswer } from "./chat-client.ts";
import { MOST_ANSWER_TOKENS } from "./count-tokens.ts";

/** `tokens` is undefined where nobody knows what the call has cost. */
export type Verdict =
  | { kind: "answered"; text: string; model: string | undefined; tokens: number | undefined }
  /** The answer is there, and is no description. */
  | { kind: "failed"; reason: Message; tokens: number | undefined }
  /** The seconds are the server's own wish. */
  | { kind: "later"; reason: Message; seconds: number; tokens: number | undefined }
  /** It would be the same with every row. */
  | { kind: "hopeless"; reason: Message; tokens: 0 };

interface Completion {
  model?: unknown;
  usage?: { total_tokens?: unknown } | null;
  choices?: ({ finish_reason?: unknown; message?: { content?: unknown; refusal?: unknown } | null } | null)[];
}

const objectOf = (json: unknown): Completion =>
  typeof json === "object" && json !== null ? (json as Completion) : {};

/** A count that no server of sense would exceed. */
const MOST_TOKENS = 10_000_000;

function tokensOf({ usage }: Completion): number | undefined {
  const total = usage?.total_tokens;
  return Number.isInteger(total) && Number(total) >= 0 && Number(total) <= MOST_TOKENS
    ? Number(total)
    : undefined;
}

/** Models without a field for it refuse in words. */
const REFUSES =
  /^(?:<p>)?\s*(?:(?:I['’]?m|I am) (?:very )?sorry|Sorry|I can(?:no|['’])t|As an AI|Извините|К сожалению, я|Я не могу|Kechirasiz|Uzr|Afsuski, men)/i;

/** Models like to put HTML between the marks of a code block. */
const FENCED = /^```\w*\n?(.*?)\n?```$/s;

const hasTag = (html: string) => /<[a-z]/i.test(html);
const isBlank = (html: string) => isEmptyDescription(html) || /^(?:<[^>]*>|&nbsp;|\s)*$/.test(html);

/** As every description is made safe; in a paragraph where it is without a tag. */
function descriptionOf(content: string): string | Message {
  const clean = htmlKind.parse(content.trim().replace(FENCED, "$1"));
  if (isMessage(clean)) return clean;
  if (isBlank(clean)) return message("The model's answer was empty.");
  return hasTag(clean) ? clean : htmlKind.parse(`<p>${clean}</p>`);
}

function completionOf(json: unknown): Verdict {
  const completion = objectOf(json);
  const tokens = tokensOf(completion);
  const failed = (reason: Message): Verdict => ({ kind: "failed", reason, tokens });
  const choice = Array.isArray(completion.choices) ? completion.choices[0] : undefined;
  if (!choice?.message) return failed(message("The model's answer could not be read."));
  const { content, refusal } = choice.message;
  const text = typeof content === "string" ? content : "";
  if (refusal || choice.finish_reason === "content_filter" || REFUSES.test(text))
    return failed(message("The model refused to write about this row."));
  if (choice.finish_reason === "length")
    return failed(
      message("The model's answer was cut off at {limit} tokens.", { limit: MOST_ANSWER_TOKENS }),
    );
  const description = descriptionOf(text);
  if (isMessage(description)) return failed(description);
  const model = typeof completion.model === "string" ? completion.model.slice(0, 100) : undefined;
  return { kind: "answered", text: description, model, tokens };
}

/** Seconds, or an instant. */
function waitOf(header: string | null, nowMs: number): number {
  if (header === null) return 0;
  const seconds = /^\d+(?:\.\d+)?$/.test(header.trim())
    ? Number(header)
    : (Date.parse(header) - nowMs) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : 0;
}

/** Whoever waits longer does so as a person who starts the run again. */
const LONGEST_WAIT_SECONDS = 3600;

/** What no other row would be spared, and what to do about it. */
function hopelessWords({ status, json }: ChatAnswer, seconds: number): Message | undefined {
  const { error } = objectOf(json) as { error?: { code?: unknown } | null };
  if (status === 402 || error?.code === "insufficient_quota")
    return message("The account at the model's server has no quota left: raise it, then start a retry.");
  if (status === 401 || status === 403)
    return message(
      "The model's server refuses the key ({status}): put OPENAI_API_KEY right, then start a retry.",
      {
        status,
      },
    );
  if (status === 404 || status === 405 || (status >= 300 && status < 400))
    return message(
      "The model's server knows no such address or model ({status}): put OPENAI_BASE_URL or OPENAI_MODEL right, then start a retry.",
      { status },
    );
  if (seconds > LONGEST_WAIT_SECONDS)
    return message("The model's server asks to wait {seconds} seconds: start a retry then.", { seconds });
  return undefined;
}

const PASSING = [408, 409, 425, 429];
/** A gateway's: what is behind it may have worked. */
const UNKNOWN_COST = [502, 504];

export function verdictOf(answer: ChatAnswer | undefined, nowMs: number): Verdict {
  if (!answer) {
    const reason = message("No whole answer came from the model's server.");
    return { kind: "later", reason, seconds: 0, tokens: undefined };
  }
  const { status } = answer;
  if (status >= 200 && status < 300) return completionOf(answer.json);
  const seconds = waitOf(answer.retryAfter, nowMs);
  const hopeless = hopelessWords(answer, seconds);
  if (hopeless) return { kind: "hopeless", reason: hopeless, tokens: 0 };
  const reason = message("The model's server answered {status}.", { status });
  const tokens = UNKNOWN_COST.includes(status) ? undefined : 0;
  if (PASSING.includes(status) || status >= 500) return { kind: "later", reason, seconds, tokens };
  return { kind: "failed", reason, tokens: 0 };
}
