/** The MyID stand-in: its protocol, with switches in the address for every deviation and fault that is known. */
import { faultAnswer, isFaulty, json } from "./myid-faults.ts";
import { type Memory, memoryOf, type Place, type Session } from "./myid-memory.ts";
import { personOf } from "./myid-people.ts";
import { MYID_GROUPS, MYID_SWITCHES, type MyidSettings } from "./myid-switches.ts";
import { pause } from "./piece-streams.ts";
import type { StandIn } from "./stand-in.ts";
import { pairsOf, readSwitches, SwitchError } from "./switches.ts";

const ADDRESS =
  /^\/myid(?:\/([^/]*=[^/]*))?\/(?:(api\/v1\/auth\/clients\/access-token|api\/v2\/sdk\/sessions|api\/v1\/sdk\/data)|api\/v[12]\/sdk\/sessions\/([^/]+)|finish\/([^/]+)|(calls|expire))\/?$/;
const PLACES: Readonly<Record<string, Place>> = {
  "api/v1/auth/clients/access-token": "token",
  "api/v2/sdk/sessions": "session",
  "api/v1/sdk/data": "data",
};
const SUCCESS = 1;

const refuse = (detail: string, status: number) => json({ detail }, status);

interface Call {
  readonly request: Request;
  readonly url: URL;
  readonly settings: MyidSettings;
  readonly memory: Memory;
  readonly sent: string;
  readonly sessionId: string;
}

const life = (seconds: number | "absent") => (seconds === "absent" ? {} : { expires_in: seconds });

async function giveToken({ settings, memory, sent, request }: Call): Promise<Response> {
  await pause(settings.delay, request.signal);
  const { client_id, client_secret } = JSON.parse(sent || "{}") as Record<string, unknown>;
  if (!client_id || !client_secret || client_secret === "wrong")
    return refuse("Incorrect client_id or client_secret", 400);
  const access_token = `stand-in-token.${crypto.randomUUID()}`;
  memory.tokens.set(access_token, true);
  return json({ access_token, ...life(settings.token_life), token_type: settings.token_type });
}

function open({ settings, memory, sent }: Call): Response {
  const id = crypto.randomUUID();
  const asked = JSON.parse(sent || "{}") as Record<string, unknown>;
  memory.sessions.set(id, { id, asked, attempts: [], code: null, used: false });
  if (settings.session === "id-only") return json({ session_id: id });
  const extra = settings.extra && { region: "uz-1" };
  const access_token = `stand-in-session.${crypto.randomUUID()}`;
  return json({
    session_id: id,
    access_token,
    ...life(settings.expires_in),
    token_type: settings.token_type,
    ...extra,
  });
}

function status({ memory, sessionId, settings }: Call): Response {
  const session = memory.sessions.get(sessionId);
  if (!session) return refuse("Not found", 404);
  const { attempts, code } = session;
  const extra = settings.extra && { device: "unknown" };
  return json({ status: code ? "closed" : "in_progress", code, attempts, ...extra });
}

function exchange({ url, memory, settings }: Call): Response {
  const session = memory.codes.get(url.searchParams.get("code") ?? "");
  if (!session || session.used) return refuse("Code is not valid", 400);
  session.used = true;
  const { reuid } = session.asked;
  const profile = reuid ? null : personOf(settings);
  const data = {
    comparison_value: 0.97,
    pass_data: "ZZ9999999",
    job_id: session.attempts.at(-1)?.job_id,
    profile,
  };
  const next = { expires_at: 1_900_000_000, value: crypto.randomUUID() };
  return json({ data, reuid: reuid ? null : next, ...(settings.extra && { debug: true }) });
}

const ANSWERS: Readonly<Record<Place, (call: Call) => Response | Promise<Response>>> = {
  token: giveToken,
  session: open,
  status,
  data: exchange,
};

async function protocol(place: Place, call: Call): Promise<Response> {
  const { request, settings, memory, sent } = call;
  memory.counts[place] += 1;
  if (place === "session") memory.last = JSON.parse(sent || "{}") as Record<string, unknown>;
  if (isFaulty(settings, memory, place)) {
    await pause(settings.slow, request.signal);
    const fault = faultAnswer(settings, sent);
    if (fault) return fault;
  }
  const token = (request.headers.get("Authorization") ?? "").replace("Bearer ", "");
  if (place !== "token" && !memory.tokens.get(token)) return refuse("Invalid token", 401);
  return ANSWERS[place](call);
}

/** As the SDK would end a session: with a code, or with another of MyID's results. */
function finish(session: Session | undefined, memory: Memory, result: number): Response {
  if (!session) return refuse("There is no such session at this address", 404);
  const reason = result === SUCCESS ? "Success" : `Result ${result}`;
  const timestamp = new Date().toISOString();
  session.attempts.push({ job_id: crypto.randomUUID(), timestamp, reason, reason_code: result });
  if (result === SUCCESS && session.code === null) {
    session.code = crypto.randomUUID();
    memory.codes.set(session.code, session);
  }
  return json({ code: session.code, attempts: session.attempts });
}

async function fetch(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const [, segment = "", path = "", sessionId = "", finished, own] = ADDRESS.exec(url.pathname) ?? [];
  try {
    const settings = readSwitches(MYID_SWITCHES, pairsOf(segment));
    const memory = memoryOf(segment);
    if (own === "calls") return json({ ...memory.counts, last_session: memory.last });
    if (own === "expire") {
      memory.tokens.clear();
      return json({ expired: true });
    }
    const result = Number(url.searchParams.get("result") ?? SUCCESS);
    if (finished) return finish(memory.sessions.get(finished), memory, result);
    const place = sessionId ? "status" : PLACES[path];
    if (!place) return refuse("Nothing is here. The addresses are on the front page: /", 404);
    const sent = request.method === "POST" ? await request.text() : url.search;
    return await protocol(place, { request, url, settings, memory, sent, sessionId });
  } catch (error) {
    if (error instanceof SwitchError) return new Response(error.message, { status: 400 });
    throw error;
  }
}

export const myid: StandIn = {
  name: "MyID",
  path: "/myid",
  about:
    "MyID's protocol, for MYID_MODE=upstream: MYID_HOST is this machine's /myid, with switches in a segment after it, parted by semicolons. Any client_id is taken, and any secret but “wrong”. Addresses with other switches know nothing of each other.",
  addresses: [
    { path: "/myid/api/v1/auth/clients/access-token", what: "a client's token", method: "POST" },
    { path: "/myid/api/v2/sdk/sessions", what: "opens a session", method: "POST" },
    { path: "/myid/api/v1/sdk/sessions/SESSION_ID", what: "a session's status, by Bearer" },
    { path: "/myid/api/v1/sdk/data?code=CODE", what: "the person behind a code, once, by Bearer" },
    {
      path: "/myid/finish/SESSION_ID?result=1",
      what: "ends a session as the SDK would: 1 gives a code, another result a try",
    },
    { path: "/myid/calls", what: "how often each was asked at this address, and the last session's body" },
    { path: "/myid/expire", what: "ends every token that this address gave" },
  ],
  switches: MYID_GROUPS,
  examples: (example) => [{ path: `/myid/${example}/calls`, label: example }],
  fetch,
};
