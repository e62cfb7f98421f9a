/** The 1C stand-in: a publication with a WSDL and two operations, whose address switches every known fault on. */
import { answerPieces, type Call, faultText } from "./onec-answer.ts";
import { checkAuth, faultAnswer } from "./onec-faults.ts";
import { type Operation, operationOf, readCall, SOAP, type Version } from "./onec-soap.ts";
import { type OnecSettings, SWITCH_GROUPS, SWITCHES } from "./onec-switches.ts";
import { wsdlText } from "./onec-wsdl.ts";
import { type Piece, pause, streamOf } from "./piece-streams.ts";
import type { StandIn } from "./stand-in.ts";
import { pairsOf, readSwitches, SwitchError } from "./switches.ts";
import { encodeWindows1251 } from "./windows-1251.ts";

const ADDRESS = /^\/onec(?:\/([^/]*=[^/]*))?\/(ws\/catalog\.1cws|GetProductList|GetClientList)$/;
const LARGEST_REQUEST = 65_536;
const BOM = Uint8Array.of(0xef, 0xbb, 0xbf);
const NOTHING = new Uint8Array(0);
const FAULT_REASON =
  "Ошибка при вызове метода контекста (Выполнить): Недостаточно прав для чтения справочника";

/** How often something has happened at an address; the oldest is forgotten, so that memory is bounded. */
class Counts {
  readonly #counts = new Map<string, number>();

  /** The count before this one. */
  next(key: string): number {
    const count = this.#counts.get(key) ?? 0;
    this.#counts.delete(key);
    this.#counts.set(key, count + 1);
    const oldest = this.#counts.size > 1_000 ? this.#counts.keys().next().value : undefined;
    if (oldest !== undefined) this.#counts.delete(oldest);
    return count;
  }
}

const failures = new Counts();
const runs = new Counts();

const plain = (text: string, status: number, headers: Record<string, string> = {}) =>
  new Response(text, { status, headers: { "Content-Type": "text/plain; charset=utf-8", ...headers } });

interface Address {
  readonly url: URL;
  readonly settings: OnecSettings;
  /** Requests with the same switches count together. */
  readonly key: string;
  /** An operation when the answer is asked for by GET, to be looked at. */
  readonly looked: Operation | undefined;
}

/** Undefined when nothing is there. Throws a SwitchError. */
function readAddress(url: URL): Address | undefined {
  const [, segment = "", place] = ADDRESS.exec(url.pathname) ?? [];
  if (!place) return undefined;
  const query = [...url.searchParams].filter(([name]) => name.toLowerCase() !== "wsdl");
  const settings = readSwitches(SWITCHES, [...pairsOf(segment), ...query]);
  return { url, settings, key: `${segment}?${new URLSearchParams(query)}`, looked: operationOf(place) };
}

const TYPES = {
  "text-plain": "text/plain",
  "octet-stream": "application/octet-stream",
  "text-html": "text/html",
};

function contentType({ type, encoding, said }: OnecSettings, version: Version, looked: boolean) {
  if (type === "none") return undefined;
  // Browsers show text/xml and save application/soap+xml.
  const usual = looked ? "text/xml" : SOAP[version].type;
  const told = said === "declaration" || said === "nowhere" ? "" : `; charset=${encoding}`;
  return (type === "usual" ? usual : TYPES[type]) + told;
}

const encoder = new TextEncoder();

function xmlAnswer(
  pieces: Iterator<Piece>,
  settings: OnecSettings,
  version: Version,
  { status = 200, looked = false } = {},
): Response {
  const type = contentType(settings, version, looked);
  const body = streamOf(pieces, {
    encode: settings.encoding === "utf-8" ? (text) => encoder.encode(text) : encodeWindows1251,
    chunkBytes: settings.chunk,
    paceMs: settings.pace,
    prefix: settings.bom ? BOM : NOTHING,
  });
  return new Response(body, { status, headers: type === undefined ? {} : { "Content-Type": type } });
}

function wsdlAnswer(settings: OnecSettings): Response {
  const text = encoder.encode(wsdlText(settings));
  const body = settings.bom ? new Uint8Array([...BOM, ...text]) : text;
  return new Response(body, { headers: { "Content-Type": "text/xml; charset=utf-8" } });
}

function callAnswer(call: Omit<Call, "run">, key: string, looked: boolean): Response {
  const { settings, version, operation } = call;
  if (settings.fault !== "off") {
    const text = faultText(settings, version, "Receiver", FAULT_REASON);
    return xmlAnswer([text].values(), settings, version, { status: Number(settings.fault), looked });
  }
  const run = settings.run === "count" ? runs.next(`${key} ${operation}`) : settings.run;
  return xmlAnswer(answerPieces({ ...call, run }), settings, version, { looked });
}

async function posted(request: Request, { settings, key }: Address): Promise<Response> {
  if (Number(request.headers.get("Content-Length") ?? 0) > LARGEST_REQUEST)
    return plain("The request is too large\n", 413);
  const asked = readCall(await request.text(), request.headers.get("Content-Type") ?? "", settings);
  if ("operation" in asked) return callAnswer({ ...asked, settings }, key, false);
  const text = faultText(settings, asked.version, asked.code, asked.reason);
  return xmlAnswer([text].values(), settings, asked.version, { status: 500 });
}

async function answer(request: Request, address: Address): Promise<Response> {
  const { url, settings, key, looked } = address;
  const refused = checkAuth(request, settings);
  if (refused) return refused;
  const isCall = request.method === "POST" || looked !== undefined;
  if (settings.on === "both" || settings.on === (isCall ? "call" : "wsdl")) {
    if (settings.slow !== 0) await pause(settings.slow, request.signal);
    const fault = faultAnswer(url, settings, () => failures.next(key) + 1);
    if (fault) return fault;
  }
  if (!isCall) return wsdlAnswer(settings);
  if (looked === undefined) return posted(request, address);
  const version = settings.soap === "1.1" ? "1.1" : "1.2";
  return callAnswer({ operation: looked, version, settings }, key, true);
}

async function fetch(request: Request): Promise<Response> {
  try {
    const address = readAddress(new URL(request.url));
    if (!address) return plain("Nothing is published here. The addresses are on the front page: /\n", 404);
    const allowed = address.looked ? ["GET"] : ["GET", "POST"];
    if (!allowed.includes(request.method))
      return plain("This method is not allowed\n", 405, { Allow: allowed.join(", ") });
    return await answer(request, address);
  } catch (error) {
    if (error instanceof SwitchError) return plain(error.message, 400);
    throw error;
  }
}

export const onec: StandIn = {
  name: "1C",
  path: "/onec",
  about:
    "A publication of a 1C base: a WSDL, and the operations GetProductList and GetClientList. Switches stand in the path, parted by semicolons, or in the query. The first link of an example is an address for an integration, the others show what its calls answer.",
  addresses: [
    { path: "/onec/ws/catalog.1cws?wsdl", what: "the WSDL, and the address that an integration stores" },
    { path: "/onec/ws/catalog.1cws", what: "the operations, by SOAP", method: "POST" },
    { path: "/onec/n=10;layout=pretty/GetProductList", what: "the answer to a call, to look at" },
    { path: "/onec/n=10;layout=pretty/GetClientList", what: "the same for clients" },
    {
      path: "/onec/n=100000;encoding=windows-1251;bom=1/ws/catalog.1cws?wsdl",
      what: "an address with switches in it",
    },
  ],
  switches: SWITCH_GROUPS,
  examples: (example) => [
    { path: `/onec/${example}/ws/catalog.1cws?wsdl`, label: example },
    { path: `/onec/${example}/GetProductList`, label: "products" },
    { path: `/onec/${example}/GetClientList`, label: "clients" },
  ],
  fetch,
};
