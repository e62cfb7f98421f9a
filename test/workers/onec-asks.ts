/** Asks the 1C stand-in and reads its XML, refusing what is not well-formed. */
import worker from "../../workers/emulators/index.ts";

export interface Node {
  readonly name: string;
  readonly attributes: string;
  readonly children: Node[];
  text: string;
}

const ENTITY = /&(?:(amp|lt|gt|quot|apos)|#(\d+)|#x([0-9a-f]+));/g;
const NAMED: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const TOKEN =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)(?:[\w.-]+:)?([\w.-]+)([^<>]*?)(\/?)>|([^<]+)/y;

function decode(text: string): string {
  if (text.replace(ENTITY, "").includes("&")) throw new Error(`An entity is not declared: ${text}`);
  return text.replace(ENTITY, (_all, name, decimal, hex) =>
    name ? (NAMED[name] ?? "") : String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex, 16)),
  );
}

/** Puts one token into the tree; `open` are the elements that are not closed yet. */
function take(token: RegExpExecArray, open: Node[]): void {
  const [, cdata, closes, name, attributes = "", empty, text] = token;
  const top = open.at(-1);
  if (top && (cdata !== undefined || text !== undefined)) top.text += cdata ?? decode(text ?? "");
  if (!top || !name) return;
  if (closes) {
    if (open.pop()?.name !== name) throw new Error(`</${name}> closes another element`);
    return;
  }
  const node = { name, attributes, children: [], text: "" };
  top.children.push(node);
  if (!empty) open.push(node);
}

/** Refuses what is not well-formed, a DOCTYPE and entities beyond the five; prefixes are dropped. */
export function parse(xml: string): Node {
  const root: Node = { name: "", attributes: "", children: [], text: "" };
  const open = [root];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < xml.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(xml);
    if (!token) throw new Error(`Not well-formed at ${at}: ${xml.slice(at, at + 40)}`);
    take(token, open);
  }
  const [first] = root.children;
  if (open.length !== 1 || !first) throw new Error("The document ends too early");
  return first;
}

export const nodes = (node: Node, name: string): Node[] =>
  node.children.flatMap((child) => [...(child.name === name ? [child] : []), ...nodes(child, name)]);

export type Fields = Record<string, string>;
export const fieldsOf = (node: Node): Fields =>
  Object.fromEntries(node.children.map(({ name, text }) => [name, text]));
export const itemsIn = (xml: string) => {
  const root = parse(xml);
  return [...nodes(root, "ProductItem"), ...nodes(root, "ClientItem")].map(fieldsOf);
};

export const get = (path: string, init?: RequestInit) =>
  worker.fetch(new Request(`http://onec.test${path}`, init));
export const look = (switches: string, operation = "GetProductList") => get(`/onec/${switches}/${operation}`);
export const xmlOf = async (switches: string, operation?: string) => (await look(switches, operation)).text();
export const items = async (switches: string, operation?: string) =>
  itemsIn(await xmlOf(switches, operation));
export const bytesOf = async (switches: string) => new Uint8Array(await (await look(switches)).arrayBuffer());

export const ENVELOPES = {
  "1.1": ["http://schemas.xmlsoap.org/soap/envelope/", "text/xml; charset=utf-8"],
  "1.2": ["http://www.w3.org/2003/05/soap-envelope", "application/soap+xml; charset=utf-8"],
} as const;

export const OWN = "http://www.sample-package.org";

export function post(
  path: string,
  call: { version?: "1.1" | "1.2"; operation?: string; own?: string; type?: string } = {},
) {
  const { version = "1.2", operation = "GetProductList", own = OWN } = call;
  const [envelope, type] = ENVELOPES[version];
  const body = `<?xml version="1.0"?><e:Envelope xmlns:e="${envelope}"><e:Body><c:${operation} xmlns:c="${own}"/></e:Body></e:Envelope>`;
  return get(path, { method: "POST", body, headers: { "Content-Type": call.type ?? type } });
}
