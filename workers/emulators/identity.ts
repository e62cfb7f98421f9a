/** The outside identity server's stand-in: POST /customer/token as its document has it, and what goes wrong there. */

import { pause } from "./piece-streams.ts";
import type { StandIn } from "./stand-in.ts";
import { choice, pairsOf, readSwitches, SwitchError, whole } from "./switches.ts";

const USER = "MTT_LOGIN";
const PASSWORD = "mtt-password";
const ADDRESS = /^\/identity(?:\/([^/]*=[^/]*))?\/customer\/token$/;
const REQUIRED = [
  "X-App-Source",
  "App-Version-Code",
  "App-Version-Name",
  "Device-Id",
  "Device-Name",
  "Device-Manufacturer",
  "Device-Model",
  "Android-OS",
];

const SWITCHES = {
  slow: whole([0, 60_000], 0, "milliseconds before the answer's first byte", "slow=12000"),
  stall: whole([0, 60_000], 0, "milliseconds between the halves of the body", "stall=12000"),
  status: whole([0, 599], 0, "this status instead of an answer; 0 is none", "status=503"),
  says: choice(
    ["detail", "error", "html", "nothing"],
    "what stands in a refusal: its words under either name, a page of HTML, or neither",
    "status=423;says=error",
  ),
  redirect: choice(["off", "here", "elsewhere"], "answers 302 to itself or to another host", "redirect=here"),
  body: choice(
    ["token", "html", "list", "broken", "no-token", "empty-token", "number"],
    "what a 200 holds: a token, or something that is none",
    "body=html",
  ),
  life: whole([0, 1_000_000], 86_400, "seconds until the token's exp; 0 leaves exp out", "life=90"),
  kind: choice(["jwt", "opaque"], "whether the token can be read", "kind=opaque"),
} as const;

type Settings = ReturnType<typeof readSwitches<typeof SWITCHES>>;

const json = (status: number, body: unknown) => Response.json(body, { status });
const refusal = (status: number, words: string) => json(status, { detail: words });
const HTML = "<!DOCTYPE html><html><body><h1>Kindergarten</h1></body></html>";
const html = (status: number) =>
  new Response(HTML, { status, headers: { "Content-Type": "text/html; charset=utf-8" } });

const coded = (value: unknown) =>
  btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(value))))
    .replace(/=+$/, "")
    .replaceAll("+", "-")
    .replaceAll("/", "_");

/** Its claims tell which headers came with the call. */
function newToken({ life, kind }: Settings, headers: Headers): string {
  if (kind === "opaque") return crypto.randomUUID();
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    sub: USER,
    jti: crypto.randomUUID(),
    iat: now,
    ...(life ? { exp: now + life } : {}),
    headers: Object.fromEntries(headers),
  };
  return [coded({ alg: "HS256", typ: "JWT" }), coded(claims), coded(crypto.randomUUID())].join(".");
}

function statusAnswer({ status, says }: Settings): Response {
  if (says === "html") return html(status);
  const words = status >= 500 ? "Traceback: password=qwerty123" : "Foydalanuvchi bloklangan";
  const body = says === "nothing" ? {} : { [says]: words };
  return new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/json", "Retry-After": "7" },
  });
}

function goodAnswer(settings: Settings, headers: Headers): Response {
  const access_token = newToken(settings, headers);
  switch (settings.body) {
    case "html":
      return html(200);
    case "list":
      return json(200, [{ access_token }]);
    case "broken":
      return new Response('{"access_token": "', { headers: { "Content-Type": "application/json" } });
    case "no-token":
      return json(200, { token: access_token });
    case "empty-token":
      return json(200, { access_token: "" });
    case "number":
      return json(200, { access_token: 5 });
    case "token":
      return json(200, { access_token, token_type: "customer", user: { phone: "998900000000" } });
  }
}

/** What is wrong with the call itself. */
async function refused(request: Request): Promise<Response | undefined> {
  const { headers } = request;
  if (headers.get("Content-Type") !== "application/x-www-form-urlencoded")
    return refusal(415, "Unsupported media type");
  const missing = REQUIRED.find((name) => !headers.get(name));
  if (missing) return refusal(400, `Header ${missing} is missing`);
  if (!headers.get("integrity-token")) return refusal(403, "Invalid integrity token");
  const form = new URLSearchParams(await request.text());
  const isRight = form.get("username") === USER && form.get("password") === PASSWORD;
  return isRight ? undefined : refusal(401, "Invalid credentials");
}

async function stalled(answer: Response, ms: number, signal: AbortSignal): Promise<Response> {
  if (ms === 0) return answer;
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const half = bytes.length >> 1;
  const body = new ReadableStream({
    async start(controller) {
      controller.enqueue(bytes.subarray(0, half));
      await pause(ms, signal);
      controller.enqueue(bytes.subarray(half));
      controller.close();
    },
  });
  return new Response(body, answer);
}

async function answer(request: Request, settings: Settings): Promise<Response> {
  const { slow, status, redirect } = settings;
  if (slow) await pause(slow, request.signal);
  if (redirect !== "off")
    return new Response(null, {
      status: 302,
      headers: { Location: redirect === "here" ? "/identity/customer/token" : "http://nowhere.invalid/" },
    });
  if (status) return statusAnswer(settings);
  // Asked for by GET, the answer to a good call is there to be looked at.
  const fault = request.method === "POST" ? await refused(request) : undefined;
  return fault ?? stalled(goodAnswer(settings, request.headers), settings.stall, request.signal);
}

async function fetch(request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const [whole, segment = ""] = ADDRESS.exec(pathname) ?? [];
  if (whole === undefined) return refusal(404, "Not found");
  if (!["GET", "POST"].includes(request.method)) return refusal(405, "Method not allowed");
  try {
    return await answer(request, readSwitches(SWITCHES, [...pairsOf(segment), ...searchParams]));
  } catch (fault) {
    if (fault instanceof SwitchError) return new Response(fault.message, { status: 400 });
    throw fault;
  }
}

export const identity: StandIn = {
  name: "Identity server",
  path: "/identity",
  about: `The server that an app got its customer token from before. It takes ${USER} with ${PASSWORD}, and its tokens tell which headers came. Start Karvon with --var CUSTOMER_IDENTITY=upstream and --var CUSTOMER_UPSTREAM_URL=(the first address).`,
  addresses: [
    { path: "/identity/customer/token", what: "the token, as its document says", method: "POST" },
    { path: "/identity/life=90/customer/token", what: "the answer to a good call, to look at" },
  ],
  switches: { "What the server does": SWITCHES },
  examples: (example) => [{ path: `/identity/${example}/customer/token`, label: example }],
  fetch,
};
