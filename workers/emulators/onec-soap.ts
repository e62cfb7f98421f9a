/** The SOAP of the 1C stand-in: its two versions, its namespaces, and what a request asks for. */
import type { OnecSettings } from "./onec-switches.ts";

export const OPERATIONS = ["GetProductList", "GetClientList"] as const;
export type Operation = (typeof OPERATIONS)[number];
export type Version = "1.1" | "1.2";

export const SOAP = {
  "1.1": {
    envelope: "http://schemas.xmlsoap.org/soap/envelope/",
    binding: "http://schemas.xmlsoap.org/wsdl/soap/",
    type: "text/xml",
  },
  "1.2": {
    envelope: "http://www.w3.org/2003/05/soap-envelope",
    binding: "http://schemas.xmlsoap.org/wsdl/soap12/",
    type: "application/soap+xml",
  },
} as const;

export const namespaceOf = ({ namespace }: OnecSettings) =>
  namespace === "sample" ? "http://www.sample-package.org" : "http://catalog.example/exchange";

export const itemName = (operation: Operation) =>
  operation === "GetProductList" ? "ProductItem" : "ClientItem";

export const operationOf = (name: string) => OPERATIONS.find((operation) => operation === name);

/** How elements are prefixed, and where the prefixes are declared. */
export interface Prefixes {
  readonly envelope: string;
  readonly envelopeAttributes: string;
  readonly response: string;
  readonly responseAttributes: string;
  readonly item: string;
  readonly itemAttributes: string;
}

export function prefixesOf(settings: OnecSettings, version: Version): Prefixes {
  const soap = SOAP[version].envelope;
  const own = namespaceOf(settings);
  const style = (envelope: string, response: string, item = response): Prefixes => ({
    envelope: envelope && `${envelope}:`,
    envelopeAttributes: ` xmlns${envelope && `:${envelope}`}="${soap}"`,
    response: response && `${response}:`,
    responseAttributes: ` xmlns${response && `:${response}`}="${own}"`,
    item: item && `${item}:`,
    itemAttributes: item === response ? "" : ` xmlns:${item}="${own}"`,
  });
  switch (settings.prefixes) {
    case "usual":
      return style("soap", "m");
    case "other":
      return style("SOAP-ENV", "ns1");
    case "none":
      return style("", "");
    case "repeated":
      return style("soap", "m", "d4p1");
    case "no-namespace":
      return { ...style("soap", ""), responseAttributes: "" };
  }
}

export interface Asked {
  readonly version: Version;
  readonly operation: Operation;
}

/** What is wrong with a request, in 1C's language, and the version to say it in. */
export interface Refused {
  readonly version: Version;
  readonly code: "VersionMismatch" | "Sender";
  readonly reason: string;
}

const namespaceAt = (text: string, prefix: string | undefined) =>
  new RegExp(`xmlns${prefix ? `:${prefix}` : ""}\\s*=\\s*["']([^"']*)["']`).exec(text)?.[1];

/** Reads an envelope as strictly as 1C does: version, content type, namespace and operation all have to fit. */
export function readCall(body: string, type: string, settings: OnecSettings): Asked | Refused {
  const offered: readonly Version[] = settings.soap === "both" ? ["1.2", "1.1"] : [settings.soap];
  const [first = "1.2"] = offered;
  const refuse = (code: Refused["code"], reason: string) => ({ version: first, code, reason });
  const envelope = /<(?:([\w.-]+):)?Envelope\b[^>]*>/.exec(body);
  const version = offered.find(
    (each) => envelope && namespaceAt(envelope[0], envelope[1]) === SOAP[each].envelope,
  );
  if (!version) return refuse("VersionMismatch", "Версия SOAP не поддерживается");
  if (!type.toLowerCase().startsWith(SOAP[version].type))
    return refuse("Sender", `Неверный тип содержимого: ${type}`);
  const call = /<(?:[\w.-]+:)?Body\b[^>]*>\s*<(?:([\w.-]+):)?([\w.-]+)[^>]*>/.exec(body);
  const declared = call && (namespaceAt(call[0], call[1]) ?? namespaceAt(body, call[1]));
  const operation = operationOf(call?.[2] ?? "");
  if (!operation || declared !== namespaceOf(settings))
    return refuse("Sender", `Неизвестная операция {${declared ?? ""}}${call?.[2] ?? ""}`);
  return { version, operation };
}
