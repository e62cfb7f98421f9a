/** The Telegram stand-in: its Bot API as far as a bot needs it that only sends, a page of what came, and its faults. */
import { pause } from "./piece-streams.ts";
import type { StandIn } from "./stand-in.ts";
import { choice, flag, matching, pairsOf, readSwitches, SwitchError, whole, wholeOr } from "./switches.ts";
import { readHtml } from "./telegram-html.ts";
import { type Posted, postedPage } from "./telegram-page.ts";

const ADDRESS = /^\/telegram(?:\/([^/]*=[^/]*))?\/?(?:bot([^/]*)\/(\w+)|(posted))?$/;
const TOKEN = /^\d+:[\w-]{20,}$/;
const MOST_CHARS = 4096;
const MOST_KEPT = 200;

export const TELEGRAM_SWITCHES = {
  fault: choice(
    ["off", "flood", "server", "blocked", "no-chat", "moved", "unauthorized", "gateway", "redirect", "html"],
    "What sendMessage answers instead: 429; 500; 403; 400; 400 with the group's new number; 401; a proxy's 502 page; a redirect; a page with status 200.",
    "fault=flood;retry_after=30",
  ),
  times: wholeOr("always", [1, 1000], "always", "So many times, then fine.", "fault=server;times=2"),
  only: matching(
    "a chat",
    /^(?:-?\d{1,20}|@\w{1,64})$/,
    "The switches are on for this chat alone.",
    "fault=blocked;only=-1002",
  ),
  retry_after: whole([0, 100_000], 5, "Seconds that a 429 asks to wait.", "fault=flood;retry_after=600"),
  slow: whole([0, 3_600_000], 0, "Milliseconds before a message is taken.", "slow=3000"),
  lost: flag("The message is posted, and its answer breaks off.", "lost=1"),
  label: matching("a-z, 0-9, -", /^[a-z0-9-]{1,60}$/, "Gives an address messages of its own.", "label=mine"),
};
type Settings = ReturnType<typeof readSwitches<typeof TELEGRAM_SWITCHES>>;

class Memory {
  calls = 0;
  faults = 0;
  posted: Posted[] = [];
}
const memories = new Map<string, Memory>();

function memoryOf(key: string): Memory {
  const known = memories.get(key) ?? new Memory();
  memories.set(key, known);
  const oldest = memories.size > MOST_KEPT ? memories.keys().next().value : undefined;
  if (oldest !== undefined) memories.delete(oldest);
  return known;
}

const refusal = (error_code: number, description: string, parameters?: Record<string, number>) =>
  Response.json(
    { ok: false, error_code, description, ...(parameters && { parameters }) },
    { status: error_code },
  );

function faultAnswer({ fault, retry_after }: Settings): Response | undefined {
  switch (fault) {
    case "off":
      return undefined;
    case "flood":
      return refusal(429, `Too Many Requests: retry after ${retry_after}`, { retry_after });
    case "server":
      return refusal(500, "Internal Server Error");
    case "blocked":
      return refusal(403, "Forbidden: bot was blocked by the user");
    case "no-chat":
      return refusal(400, "Bad Request: chat not found");
    case "moved":
      return refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", {
        migrate_to_chat_id: -1009876543210,
      });
    case "unauthorized":
      return refusal(401, "Unauthorized");
    case "gateway":
      return new Response("<html><h1>502 Bad Gateway</h1></html>", { status: 502 });
    case "redirect":
      return new Response(null, { status: 302, headers: { Location: "https://other.example/" } });
    case "html":
      return new Response("<html><h1>Kirish</h1></html>");
  }
}

/** A number may come as a text, as Telegram takes it. */
const textOf = (value: unknown) =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";

async function fieldsOf(request: Request): Promise<Record<string, unknown>> {
  const type = request.headers.get("Content-Type") ?? "";
  if (type.startsWith("application/json")) return (await request.json()) as Record<string, unknown>;
  return Object.fromEntries(new URLSearchParams(await request.text()));
}

/** Refused as Telegram refuses, or kept. */
function post(memory: Memory, fields: Record<string, unknown>): Response {
  const [chat, text] = [textOf(fields["chat_id"]), textOf(fields["text"])];
  if (!chat) return refusal(400, "Bad Request: chat_id is empty");
  const plain = { text, shown: text.replaceAll("&", "&amp;").replaceAll("<", "&lt;") };
  const read = fields["parse_mode"] === "HTML" ? readHtml(text) : plain;
  if ("fault" in read) return refusal(400, `Bad Request: can't parse entities: ${read.fault}`);
  if (!read.text.trim()) return refusal(400, "Bad Request: message text is empty");
  if (read.text.length > MOST_CHARS) return refusal(400, "Bad Request: message is too long");
  const id = (memory.posted.at(-1)?.id ?? 0) + 1;
  memory.posted.push({ id, chat, text, shown: read.shown, at: new Date().toISOString() });
  memory.posted = memory.posted.slice(-MOST_KEPT);
  const result = { message_id: id, date: Math.floor(Date.now() / 1000), chat: { id: chat }, text: read.text };
  return Response.json({ ok: true, result });
}

/** The beginning of an answer, and then the end of the connection. */
function brokenOff(): Response {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"ok":true,"res'));
    },
    pull(controller) {
      controller.error(new Error("the stand-in broke off"));
    },
  });
  return new Response(body, { headers: { "Content-Type": "application/json" } });
}

async function sendMessage(request: Request, settings: Settings, memory: Memory): Promise<Response> {
  const fields = await fieldsOf(request);
  memory.calls += 1;
  const isMeant = !settings.only || settings.only === textOf(fields["chat_id"]);
  if (isMeant && settings.slow) await pause(settings.slow, request.signal);
  const fault = isMeant ? faultAnswer(settings) : undefined;
  if (fault) memory.faults += 1;
  if (fault && (settings.times === "always" || memory.faults <= settings.times)) return fault;
  const answer = post(memory, fields);
  return isMeant && settings.lost && answer.ok ? brokenOff() : answer;
}

async function fetch(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const found = ADDRESS.exec(pathname);
  if (!found) return refusal(404, "Not Found");
  const [, segment = "", token, method, posted] = found;
  try {
    const settings = readSwitches(TELEGRAM_SWITCHES, pairsOf(segment));
    const memory = memoryOf(segment);
    if (posted) return Response.json({ calls: memory.calls, posted: memory.posted });
    if (token === undefined) return postedPage(memory.posted, memory.calls);
    if (!TOKEN.test(token)) return refusal(404, "Not Found");
    if (method === "getMe")
      return Response.json({
        ok: true,
        result: { id: 1, is_bot: true, first_name: "Karvon", username: "karvon_bot" },
      });
    return method === "sendMessage"
      ? await sendMessage(request, settings, memory)
      : refusal(404, "Not Found");
  } catch (error) {
    if (error instanceof SwitchError) return new Response(error.message, { status: 400 });
    throw error;
  }
}

export const telegram: StandIn = {
  name: "Telegram",
  path: "/telegram",
  about:
    "Telegram's Bot API for a bot that sends: TELEGRAM_API_URL is this machine's /telegram, with switches in a segment after it, parted by semicolons. Any token of Telegram's form is taken. HTML that is not well-formed is refused as Telegram refuses it. Addresses with other switches know nothing of each other.",
  addresses: [
    { path: "/telegram", what: "what was posted, to look at" },
    { path: "/telegram/posted", what: "the same as JSON, and how often sendMessage was called" },
    {
      path: "/telegram/botTOKEN/sendMessage",
      what: "chat_id, text, parse_mode: as JSON or a form",
      method: "POST",
    },
    { path: "/telegram/bot1:a-token-of-no-bot-at-all/getMe", what: "which bot it is" },
  ],
  switches: { "How it fails": TELEGRAM_SWITCHES },
  examples: (example) => [{ path: `/telegram/${example}`, label: example }],
  fetch,
};
