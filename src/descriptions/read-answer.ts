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
  /** The seconds are the server's own wish; where it is busy nobody else should ask either. */
  | { kind: "later"; reason: Message; seconds: number; isBusy: boolean; tokens: number | undefined }
  /** It would be the same with every row. */
  | { kind: "hopeless"; reason: Message; tokens: 0 };

interface Completion {
  model?: unknown;
  usage?: { total_tokens?: unknown } | null;
  choices?: ({ finish_reason?: unknown; message?: { content?: unknown; refusal?: unknown } | null } | null)[];
}

const objectOf = (json: unknown): Completion =>
  typeof json === "object" && json !== null ? (json as Completion) : {};

/** A count that no server of sense would exceed; that nothing was taken is no count either. */
const MOST_TOKENS = 10_000_000;

function tokensOf({ usage }: Completion): number | undefined {
  const total = usage?.total_tokens;
  return Number.isInteger(total) && Number(total) > 0 && Number(total) <= MOST_TOKENS
    ? Number(total)
    : undefined;
}

/** Models without a field for it refuse in words, at the beginning of what can be read. */
const REFUSES = [
  /^(?:I['’]m|I am) (?:very |so )?(?:sorry|unable|not able|afraid)\b/i,
  /^(?:Sorry|I apologi[sz]e|As an AI(?: language)?(?: model| assistant)?)(?=[,.!: ]*(?:$|but|I\b|for\b|[,.!:]))/i,
  /^(?:Unfortunately,? )?I (?:can(?:no|['’])t|won['’]t|could not|do not have|don['’]t have)\b/i,
  /^(?:Извините|Простите|Прошу прощения|Сожалею)(?![\p{L}-])/iu,
  /^(?:К сожалению, )?(?:я )?(?:не могу|у меня (?:нет|недостаточно))(?![\p{L}-])/iu,
  /^(?:Kechirasiz|Uzr|Afsuski,? (?:men|bu))(?![\p{L}\p{M}\w-])/iu,
  /^Men (?:bu|ushbu) so[‘’'ʻʼ`]rov/i,
];
const textOf = (html: string) =>
  html
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
const isRefusal = (html: string) => REFUSES.some((words) => words.test(textOf(html)));

/** What a model thought before it answered. */
const THOUGHT = /^.*<\/think(?:ing)?>|<think(?:ing)?>.*$/gis;
/** Models like to put HTML between the marks of a code block, and a word before it. */
const FENCED = /^.*?```\w*\n?(.*?)\n?```.*$/s;
const BOLD = /\*\*([^*\n]+)\*\*/g;
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\u3164\ufeff]/g;
const wordsOf = (content: string) =>
  content
    .replace(THOUGHT, "")
    .replace(FENCED, "$1")
    .replace(BOLD, "<strong>$1</strong>")
    .replace(INVISIBLE, "")
    .trim();

const hasTag = (html: string) => /<[a-z]/i.test(html);
const isBlank = (html: string) => isEmptyDescription(html) || /^(?:<[^>]*>|&nbsp;|\s)*$/.test(html);

/** As every description is made safe; in a paragraph where it is without a tag. */
function descriptionOf(content: string): string | Message {
  const clean = htmlKind.parse(content);
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
  const text = typeof content === "string" ? wordsOf(content) : "";
  if (refusal || choice.finish_reason === "content_filter" || isRefusal(text))
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

/** Faults that lie in what is the same of every request. */
const OF_THE_REQUEST = ["unsupported_parameter", "unsupported_value", "model_not_found", "invalid_model"];

/** What no other row would be spared, and what to do about it. */
function hopelessWords({ status, json }: ChatAnswer, seconds: number): Message | undefined {
  const { error } = objectOf(json) as { error?: { code?: unknown; type?: unknown } | null };
  const named = [error?.code, error?.type].map(String);
  if (status === 402 || named.includes("insufficient_quota"))
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
  if (status === 422 || named.some((name) => OF_THE_REQUEST.includes(name)))
    return message(
      "The model's server takes no such request ({status}): set OPENAI_MODEL to a model of Chat Completions with max_tokens and temperature, then start a retry.",
      { status },
    );
  if (seconds > LONGEST_WAIT_SECONDS)
    return message("The model's server asks to wait {seconds} seconds: start a retry then.", { seconds });
  return undefined;
}

const BUSY = 429;
const PASSING = [408, 409, 425, BUSY];
/** A gateway's: what is behind it may have worked. */
const UNKNOWN_COST = [502, 504];

export function verdictOf(answer: ChatAnswer | undefined, nowMs: number): Verdict {
  if (!answer) {
    const reason = message("No whole answer came from the model's server.");
    return { kind: "later", reason, seconds: 0, isBusy: false, tokens: undefined };
  }
  const { status } = answer;
  if (status >= 200 && status < 300) return completionOf(answer.json);
  const seconds = waitOf(answer.retryAfter, nowMs);
  const hopeless = hopelessWords(answer, seconds);
  if (hopeless) return { kind: "hopeless", reason: hopeless, tokens: 0 };
  const reason = message("The model's server answered {status}.", { status });
  const tokens = UNKNOWN_COST.includes(status) ? undefined : 0;
  if (PASSING.includes(status) || status >= 500)
    return { kind: "later", reason, seconds, isBusy: status === BUSY, tokens };
  return { kind: "failed", reason, tokens: 0 };
}
