/** The OpenAI stand-in: Chat Completions that repeat what they were told, marked as its own, with every fault to try. */
import { escapeXml } from "./escape-xml.ts";
import { type Fault, failure, faultOf, OPENAI_SWITCHES, type Settings } from "./openai-faults.ts";
import { pause } from "./piece-streams.ts";
import type { StandIn } from "./stand-in.ts";
import { pairsOf, readSwitches, SwitchError } from "./switches.ts";

const ADDRESS = /^\/openai(?:\/([^/]*=[^/]*))?(?:\/v1)?\/?(chat\/completions|models|calls)?\/?$/;
const MOST_KEPT = 200;

/** How often it was asked about each prompt. */
interface Count {
  calls: number;
  answers: number;
  /** Calls after the first whole answer. */
  repeated: number;
}

class Memory {
  /** That its answers have told of. */
  tokens = 0;
  readonly #prompts = new Map<string, Count>();

  /** One more call; says how many there were with it. */
  enter(prompt: string): Count {
    const count = this.#prompts.get(prompt) ?? { calls: 0, answers: 0, repeated: 0 };
    count.calls += 1;
    if (count.answers) count.repeated += 1;
    this.#prompts.set(prompt, count);
    return count;
  }

  tell() {
    const prompts = [...this.#prompts].map(([prompt, count]) => ({ prompt, ...count }));
    return { calls: prompts.reduce((sum, { calls }) => sum + calls, 0), tokens: this.tokens, prompts };
  }
}
const memories = new Map<string, Memory>();

function memoryOf(key: string): Memory {
  const known = memories.get(key) ?? new Memory();
  memories.set(key, known);
  const oldest = memories.size > MOST_KEPT ? memories.keys().next().value : undefined;
  if (oldest !== undefined) memories.delete(oldest);
  return known;
}

const refusal = (status: number, message: string) =>
  Response.json({ error: { message, type: "invalid_request_error", param: null, code: null } }, { status });

/** What it was told, in the form that a model would give it. */
function textOf(prompt: string, { plain }: Settings): string {
  const [first = "", ...others] = prompt.split("\n").map(escapeXml);
  if (plain) return `[Emulator] ${[first, ...others].join(". ")}.`;
  const items = others.map((line) => `<li>${line}</li>`).join("");
  return `<p><strong>[Emulator]</strong> ${first}.</p>${items && `<ul>${items}</ul>`}`;
}

/** About three bytes each. */
const tokensOf = (text: string) => Math.ceil(new TextEncoder().encode(text).length / 3);

interface Told {
  model: string;
  prompt: string;
  tokens: number;
}

function choiceOf(fault: Fault | undefined, text: string) {
  const said = (content: string | null, finish_reason: string, refused: string | null = null) => ({
    ...{ index: 0, logprobs: null, finish_reason },
    message: { role: "assistant", content, refusal: refused },
  });
  switch (fault) {
    case "refusal":
      return said(null, "stop", "I'm sorry, I cannot help with that.");
    case "empty":
      return said("", "stop");
    case "cut":
      return said(text.slice(0, Math.ceil(text.length / 2)), "length");
    case "script":
      return said(`${text}<script>alert("emulator")</script><img src=x onerror=alert(1)>`, "stop");
    default:
      return said(text, "stop");
  }
}

function completion(
  { model, prompt, tokens }: Told,
  fault: Fault | undefined,
  settings: Settings,
  memory: Memory,
): Response {
  const choice = choiceOf(fault, textOf(prompt, settings));
  const answered = tokensOf(choice.message.content ?? choice.message.refusal ?? "");
  memory.tokens += tokens + answered;
  return Response.json({
    id: `chatcmpl-emulator-${crypto.randomUUID()}`,
    object: "chat.completion",
    created: Math.floor(Date.now() / 1000),
    model: `${model} (emulator)`,
    choices: [choice],
    usage: { prompt_tokens: tokens, completion_tokens: answered, total_tokens: tokens + answered },
  });
}

async function toldBy(request: Request): Promise<Told | undefined> {
  const body = (await request.json().catch(() => undefined)) as
    | { model?: unknown; messages?: { role?: unknown; content?: unknown }[] }
    | undefined;
  if (typeof body?.model !== "string" || !Array.isArray(body.messages)) return undefined;
  const contents = body.messages.map(({ content }) => String(content));
  const user = body.messages.findLastIndex(({ role }) => role === "user");
  return { model: body.model, prompt: contents[user] ?? "", tokens: tokensOf(contents.join("\n")) };
}

async function complete(request: Request, settings: Settings, memory: Memory): Promise<Response> {
  const told = await toldBy(request);
  if (!told) return refusal(400, "model and messages are required");
  const count = memory.enter(told.prompt);
  const fault = faultOf(settings, told.prompt, count.calls);
  if (settings.slow) await pause(settings.slow, request.signal);
  const failed = failure(fault, settings);
  if (failed && (!failed.ok || fault === "broken")) return failed;
  count.answers += 1;
  return failed ?? completion(told, fault, settings, memory);
}

async function fetch(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const [, segment = "", what] = ADDRESS.exec(pathname) ?? [];
  try {
    const settings = readSwitches(OPENAI_SWITCHES, pairsOf(segment));
    const memory = memoryOf(segment);
    if (what === "calls") return Response.json(memory.tell());
    if (what === undefined) return refusal(404, `Invalid URL (${request.method} ${pathname})`);
    if (!/^Bearer \S+$/.test(request.headers.get("Authorization") ?? ""))
      return refusal(401, "You didn't provide an API key.");
    if (what === "models")
      return Response.json({
        object: "list",
        data: [{ id: "emulator", object: "model", owned_by: "karvon" }],
      });
    if (request.method !== "POST") return refusal(405, "Not allowed to GET on /chat/completions.");
    return await complete(request, settings, memory);
  } catch (error) {
    if (error instanceof SwitchError) return new Response(error.message, { status: 400 });
    throw error;
  }
}

export const openai: StandIn = {
  name: "OpenAI",
  path: "/openai",
  about:
    "A Chat Completions server without a model: OPENAI_BASE_URL is this machine's /openai, with switches in a segment after it, parted by semicolons. Any key is taken. An answer repeats the prompt and says that it is the emulator's, in its text and in the name of its model. Addresses with other switches count apart.",
  addresses: [
    { path: "/openai/chat/completions", what: "model, messages: an answer", method: "POST" },
    { path: "/openai/models", what: "the list of models, for whoever has a key" },
    { path: "/openai/calls", what: "how often it was asked, by prompt" },
  ],
  switches: { "How it answers": OPENAI_SWITCHES },
  examples: (example) => [{ path: `/openai/${example}/calls`, label: example }],
  fetch,
};
