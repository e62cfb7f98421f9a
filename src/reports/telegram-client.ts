/** One call of Telegram's Bot API: ten seconds at most, no redirects, and a verdict on what became of the message. */
import { boundedText, jsonOf } from "../platform/bounded-answer.ts";
import type { Config } from "../platform/env.ts";

const DEADLINE_MS = 10_000;
const MOST_BYTES = 65_536;
const FAULT_CHARS = 200;
/** Cloudflare's own statuses for a host that it could not connect to. */
const NEVER_ARRIVED = [521, 522, 523, 525, 526, 530];

export type Verdict =
  | { kind: "sent" }
  /** Telegram has not taken it, and may take it later; the seconds are its own wish. */
  | { kind: "later"; fault: string; seconds: number }
  /** It will not take it later either. */
  | { kind: "refused"; fault: string }
  /** Nobody can tell whether it was posted. */
  | { kind: "unknown"; fault: string };

interface Answer {
  status: number;
  json: Partial<{
    ok: boolean;
    error_code: number;
    description: string;
    parameters: Partial<{ retry_after: number; migrate_to_chat_id: number }>;
  }>;
}

export const isConfigured = ({ TELEGRAM_BOT_TOKEN: token, TELEGRAM_CHAT_IDS: chats }: Config) =>
  token !== undefined && chats.length > 0;

function answerOf(json: unknown): Answer["json"] {
  return typeof json === "object" && json !== null ? json : {};
}

/** Undefined where no whole answer came; a fault of `fetch` may quote the address, and is not passed on. */
async function call(
  config: Config,
  method: string,
  { body, deadlineMs }: { body?: object; deadlineMs: number },
): Promise<Answer | undefined> {
  const address = `${config.TELEGRAM_API_URL.replace(/\/+$/, "")}/bot${config.TELEGRAM_BOT_TOKEN}/${method}`;
  try {
    const response = await fetch(address, {
      ...(body && {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "Content-Type": "application/json" },
      }),
      redirect: "manual",
      signal: AbortSignal.timeout(deadlineMs),
    });
    return { status: response.status, json: answerOf(jsonOf(await boundedText(response, MOST_BYTES))) };
  } catch {
    return undefined;
  }
}

/** Telegram's own words, without what could be the token in them. */
function faultOf({ status, json }: Answer, token: string | undefined): string {
  const { error_code = status, description = "no answer of Telegram's", parameters } = json;
  const moved = parameters?.migrate_to_chat_id;
  const words = `${error_code} ${description}`.replaceAll(token ?? "\u0000", "…").slice(0, FAULT_CHARS);
  return moved === undefined ? words : `${words}; the group is now ${moved}: put that into TELEGRAM_CHAT_IDS`;
}

/** What has no verdict of Telegram's own, though the request may have reached it, is unknown. */
function verdictOf(answer: Answer | undefined, token: string | undefined): Verdict {
  if (!answer) return { kind: "unknown", fault: "no whole answer" };
  const { status, json } = answer;
  if (json.ok === true) return { kind: "sent" };
  const fault = faultOf(answer, token);
  const code = json.ok === false ? (json.error_code ?? status) : status;
  const isServers = code >= 500 && (json.ok === false || NEVER_ARRIVED.includes(status));
  if (code === 429 || isServers) return { kind: "later", fault, seconds: json.parameters?.retry_after ?? 0 };
  return code < 300 || code >= 500 ? { kind: "unknown", fault } : { kind: "refused", fault };
}

/** `text` is HTML of Telegram's kind. */
export async function sendMessage(config: Config, chat: string, text: string): Promise<Verdict> {
  const body = { chat_id: chat, text, parse_mode: "HTML", link_preview_options: { is_disabled: true } };
  const answer = await call(config, "sendMessage", { body, deadlineMs: DEADLINE_MS });
  return verdictOf(answer, config.TELEGRAM_BOT_TOKEN);
}

/** Whether Telegram answers and knows the bot. */
export const isAnswering = async (config: Config, deadlineMs: number): Promise<boolean> =>
  (await call(config, "getMe", { deadlineMs }))?.json.ok === true;
