/** What the OpenAI stand-in answers where it fails, and by which dice. */
import { Dice } from "./dice.ts";
import { choice, flag, matching, type readSwitches, whole, wholeOr } from "./switches.ts";

const FAULTS = [
  ...(["flood", "server", "refusal", "empty", "cut", "script", "invalid-json"] as const),
  ...(["broken", "gateway", "html", "quota", "unauthorized", "no-model"] as const),
] as const;
export type Fault = (typeof FAULTS)[number];

/** Those that a real model's server has on a normal day. */
const BY_CHANCE: readonly Fault[] = FAULTS.slice(0, 7);

export const OPENAI_SWITCHES = {
  fault: choice(
    ["off", ...FAULTS],
    "What is answered instead: 429; 500; a refusal; no text; an answer cut off at max_tokens; a script in the answer; a body that is no JSON; half a body; a proxy's 502 page; a page with status 200; 429 insufficient_quota; 401; 404.",
    "fault=flood;retry_after=30",
  ),
  times: wholeOr(
    "always",
    [1, 1000],
    "always",
    "So many times for each prompt, then fine.",
    "fault=server;times=1",
  ),
  only: matching(
    "words without ; and =",
    /^[^;=]{1,100}$/,
    "The fault is for prompts with these words alone.",
    "fault=refusal;only=Choy",
  ),
  rate: whole(
    [0, 100],
    0,
    "Percent of the calls that meet one of the first seven faults, by chance.",
    "rate=10;seed=7",
  ),
  seed: whole([0, 1_000_000_000], 1, "Another number: other calls, other faults.", "rate=50;seed=2"),
  retry_after: whole([0, 100_000], 5, "Seconds that a 429 asks to wait.", "fault=flood;retry_after=600"),
  slow: whole([0, 3_600_000], 0, "Milliseconds before anything is answered.", "slow=2000"),
  plain: flag("The text comes without a tag.", "plain=1"),
  label: matching("a-z, 0-9, -", /^[a-z0-9-]{1,60}$/, "Gives an address counts of its own.", "label=mine"),
};
export type Settings = ReturnType<typeof readSwitches<typeof OPENAI_SWITCHES>>;

const HASH_START = 0x811c9dc5;
const hashOf = (text: string) => {
  let hash = HASH_START;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash;
};

/** The fault of the nth call with this prompt: the same one for the same seed. */
export function faultOf(settings: Settings, prompt: string, nth: number): Fault | undefined {
  const { fault, times, only, rate, seed } = settings;
  if (only && !prompt.includes(only)) return undefined;
  if (fault !== "off" && (times === "always" || nth <= times)) return fault;
  const dice = new Dice(seed, hashOf(`${prompt}\n${nth}`));
  return dice.between(1, 100) <= rate ? dice.pick(BY_CHANCE) : undefined;
}

const refusal = (status: number, code: string, message: string, headers: Record<string, string> = {}) =>
  Response.json({ error: { message, type: code, param: null, code } }, { status, headers });

/** The beginning of an answer, and then the end of the connection. */
function brokenOff(): Response {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"id":"chatcmpl-em'));
    },
    pull(controller) {
      controller.error(new Error("the stand-in broke off"));
    },
  });
  return new Response(body, { headers: { "Content-Type": "application/json" } });
}

/** Undefined for the faults that lie in the text of an answer. */
export function failure(fault: Fault | undefined, { retry_after }: Settings): Response | undefined {
  switch (fault) {
    case "flood":
      return refusal(429, "rate_limit_exceeded", "Rate limit reached", {
        "Retry-After": String(retry_after),
      });
    case "server":
      return refusal(500, "server_error", "The server had an error while processing your request");
    case "invalid-json":
      return new Response('{"id":"chatcmpl-emulator","choices":[{', {
        headers: { "Content-Type": "application/json" },
      });
    case "broken":
      return brokenOff();
    case "gateway":
      return new Response("<html><h1>502 Bad Gateway</h1></html>", { status: 502 });
    case "html":
      return new Response("<html><h1>Kirish</h1></html>");
    case "quota":
      return refusal(429, "insufficient_quota", "You exceeded your current quota");
    case "unauthorized":
      return refusal(401, "invalid_api_key", "Incorrect API key provided: sk-***");
    case "no-model":
      return refusal(404, "model_not_found", "The model does not exist");
    default:
      return undefined;
  }
}
