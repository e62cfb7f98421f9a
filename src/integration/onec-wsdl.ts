/** What a call needs of a WSDL: the namespace, the version of SOAP, and what an operation is called over HTTP. */
import { message } from "../platform/i18n.ts";
import { XmlScanner } from "../platform/xml-scanner.ts";
import { OnecError } from "./onec-error.ts";

export interface Wsdl {
  namespace: string;
  version: "1.1" | "1.2";
  /** By operation; SOAP 1.1 sends it as a header. */
  actions: ReadonlyMap<string, string>;
}

const BINDINGS = {
  "1.1": "http://schemas.xmlsoap.org/wsdl/soap/",
  "1.2": "http://schemas.xmlsoap.org/wsdl/soap12/",
} as const;

const notWsdl = () => new OnecError(message("There is no WSDL at the address: it usually ends in ?wsdl."));

/** Whether a binding element is in the version's namespace; many documents declare one that they do not use. */
function isOffered(text: string, version: keyof typeof BINDINGS): boolean {
  const declared = [...text.matchAll(/\bxmlns:([\w.-]+)\s*=\s*["']([^"']*)["']/g)];
  return declared.some(([, prefix, namespace]) => {
    return namespace === BINDINGS[version] && text.includes(`<${prefix}:binding`);
  });
}

/** The scanner's refusals (a document type, broken XML) are the caller's. */
export function readWsdl(text: string): Wsdl {
  const scanner = new XmlScanner();
  const actions = new Map<string, string>();
  let root: string | undefined;
  let namespace: string | undefined;
  let operation = "";
  scanner.push(text);
  for (let token = scanner.next(); token !== "more"; token = scanner.next()) {
    if (token !== "open") continue;
    if (root === undefined) {
      root = scanner.name;
      namespace = scanner.attribute("targetNamespace");
    }
    if (scanner.name !== "operation") continue;
    operation = scanner.attribute("name") ?? operation;
    const action = scanner.attribute("soapAction");
    if (action !== undefined) actions.set(operation, action);
  }
  scanner.finish();
  if (root !== "definitions" || namespace === undefined) throw notWsdl();
  const version = isOffered(text, "1.1") && !isOffered(text, "1.2") ? "1.1" : "1.2";
  return { namespace, version, actions };
}

const PARTS = /^([^?#]*)(?:\?([^#]*))?/;
const isWsdlWord = (pair: string) => /^(?:single)?wsdl(?:=|$)/i.test(pair);

function partsOf(address: string) {
  const [, path = "", query = ""] = PARTS.exec(address) ?? [];
  return { path, pairs: query.split("&").filter(Boolean) };
}

/** The address of the document, whether `?wsdl` was typed or not. */
export function wsdlAddress(address: string): string {
  const { path, pairs } = partsOf(address);
  return `${path}?${(pairs.some(isWsdlWord) ? pairs : [...pairs, "wsdl"]).join("&")}`;
}

/** The address of the calls. The one inside the document is ignored: it often names an inner host. */
export function callAddress(address: string): string {
  const { path, pairs } = partsOf(address);
  const kept = pairs.filter((pair) => !isWsdlWord(pair));
  return kept.length ? `${path}?${kept.join("&")}` : path;
}
