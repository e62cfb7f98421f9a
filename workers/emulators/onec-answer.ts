/** The answer of a call as pieces of text: the envelope, the items in order, and the breaks that were asked for. */
import { escapeXml } from "./escape-xml.ts";
import { type Breaks, itemWriter } from "./onec-items.ts";
import { HUGE_MARK } from "./onec-mistakes.ts";
import { type Asked, type Prefixes, prefixesOf, type Version } from "./onec-soap.ts";
import type { OnecSettings } from "./onec-switches.ts";
import type { Piece } from "./piece-streams.ts";

const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
const LAYOUTS: Readonly<Record<OnecSettings["layout"], Breaks>> = {
  lines: { item: "\n", element: "" },
  pretty: { item: "\n", element: "\n\t" },
  "one-line": { item: "", element: "" },
};
const bombLine = (letter: string, before: string) => `<!ENTITY ${letter} "${`&${before};`.repeat(10)}">`;
const DOCTYPES: Readonly<Record<OnecSettings["doctype"], string>> = {
  off: "",
  plain: "<!DOCTYPE Envelope>",
  bomb: `<!DOCTYPE Envelope [<!ENTITY a "${"a".repeat(100)}">${bombLine("b", "a")}${bombLine("c", "b")}${bombLine("d", "c")}${bombLine("e", "d")}]>`,
  external: '<!DOCTYPE Envelope [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
};

/** The XML declaration, with the encoding that it is to tell, and the DOCTYPE. */
export function prologOf({ encoding, said, doctype }: OnecSettings): string {
  const other = encoding === "utf-8" ? "windows-1251" : "UTF-8";
  const told = said === "conflict" ? other : encoding === "utf-8" ? "UTF-8" : encoding;
  const silent = said === "header" || said === "nowhere";
  return `<?xml version="1.0"${silent ? "" : ` encoding="${told}"`}?>\n${DOCTYPES[doctype]}`;
}

function envelopeOf(settings: OnecSettings, prefixes: Prefixes): readonly [string, string] {
  const { envelope, envelopeAttributes } = prefixes;
  const bomb = settings.doctype === "bomb" || settings.doctype === "external";
  const header = bomb ? `<${envelope}Header><note>&e;</note></${envelope}Header>` : "";
  return [
    `${prologOf(settings)}<${envelope}Envelope${envelopeAttributes}>${header}<${envelope}Body>`,
    `</${envelope}Body></${envelope}Envelope>`,
  ];
}

/** What stands before and after the items; undefined where the shape has no items. */
function frameOf(shape: OnecSettings["shape"], total: number, p: string): readonly [string, string] | string {
  const count = (number: number) => `<${p}TotalCount>${number}</${p}TotalCount>`;
  switch (shape) {
    case "return":
      return [`<${p}return>`, `</${p}return>`];
    case "direct":
      return ["", ""];
    case "counted":
      return [`<${p}return>${count(total)}`, `</${p}return>`];
    case "count":
      return count(0);
    case "return-count":
      return `<${p}return>${count(0)}</${p}return>`;
    case "nil":
      return `<${p}return ${XSI} xsi:nil="true"/>`;
    case "bare":
      return "";
  }
}

/** The indexes in the answer's order; with duplicates, those come once more after the last. */
function* orderOf(items: number, duplicates: number): Generator<readonly [index: number, again: boolean]> {
  for (let index = 0; index < items; index++) yield [index, false];
  if (duplicates > 0)
    for (let index = duplicates - 1; index < items; index += duplicates) yield [index, true];
}

/** An item, the text that is too long to be made at once in parts. */
function* partsOf(xml: string, huge: number): Generator<string> {
  const [before = "", after] = xml.split(HUGE_MARK);
  yield before;
  if (after === undefined) return;
  const filler = "Uzun tavsif. ".repeat(1_000);
  for (let left = huge; left > 0; left -= filler.length) yield filler.slice(0, left);
  yield after;
}

/** An engine that learns of the cut at once may not send what came before. */
const FLUSH_MS = 30;

/** What happens to the connection when so many items are out. */
function* eventsAt(sent: number, { stall, stall_after, abort }: OnecSettings): Generator<Piece> {
  if (stall !== 0 && sent === stall_after) yield { waitMs: stall };
  if (sent === abort) {
    yield { waitMs: FLUSH_MS };
    yield { cut: true };
  }
}

export interface Call extends Asked {
  readonly settings: OnecSettings;
  readonly run: number;
}

const itemsOf = ({ operation, settings }: Call) =>
  operation === "GetClientList" && settings.clients !== "n" ? settings.clients : settings.n;

/** False when the body ends among the items. */
function* itemPieces(call: Call, prefixes: Prefixes): Generator<Piece, boolean> {
  const { settings, operation, run } = call;
  const write = itemWriter(operation, settings, run, prefixes, LAYOUTS[settings.layout]);
  let sent = 0;
  for (const [index, again] of orderOf(itemsOf(call), settings.duplicates)) {
    yield* eventsAt(sent, settings);
    const xml = write(index, again);
    if (sent === settings.truncate) {
      yield xml.slice(0, xml.length >> 1);
      return false;
    }
    if (settings.huge > 0 && index === 0) yield* partsOf(xml, settings.huge);
    else yield xml;
    sent++;
  }
  yield* eventsAt(sent, settings);
  return sent !== settings.truncate;
}

export function* answerPieces(call: Call): Generator<Piece> {
  const { settings, operation, version } = call;
  const prefixes = prefixesOf(settings, version);
  const [head, tail] = envelopeOf(settings, prefixes);
  const p = prefixes.response;
  const items = itemsOf(call);
  const total = items + (settings.duplicates > 0 ? Math.floor(items / settings.duplicates) : 0);
  const frame = frameOf(settings.shape, total, p);
  const response = `<${p}${operation}Response${prefixes.responseAttributes}>`;
  const end = `</${p}${operation}Response>${tail}`;
  if (typeof frame === "string") yield head + response + frame + end;
  else {
    yield `${head}${response}${frame[0]}\n`;
    if (yield* itemPieces(call, prefixes)) yield frame[1] + end;
  }
}

const CODES = { VersionMismatch: "VersionMismatch", Sender: "Client", Receiver: "Server" } as const;

/** A SOAP fault as 1C words it. */
export function faultText(
  settings: OnecSettings,
  version: Version,
  code: keyof typeof CODES,
  reason: string,
): string {
  const prefixes = prefixesOf(settings, version);
  const [head, tail] = envelopeOf(settings, prefixes);
  const p = prefixes.envelope;
  const said = escapeXml(reason);
  const inside =
    version === "1.2"
      ? `<${p}Code><${p}Value>${p}${code}</${p}Value></${p}Code><${p}Reason><${p}Text xml:lang="ru">${said}</${p}Text></${p}Reason>`
      : `<faultcode>${p}${CODES[code]}</faultcode><faultstring>${said}</faultstring><detail/>`;
  return `${head}<${p}Fault>${inside}</${p}Fault>${tail}`;
}
