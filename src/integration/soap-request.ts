/** The call of an operation without arguments, in the version of SOAP that the WSDL offers. */
import type { Wsdl } from "./onec-wsdl.ts";

const ENVELOPES = {
  "1.1": { namespace: "http://schemas.xmlsoap.org/soap/envelope/", type: "text/xml" },
  "1.2": { namespace: "http://www.w3.org/2003/05/soap-envelope", type: "application/soap+xml" },
} as const;

const escaped = (text: string) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");

/** 1C does not look at it, but 1.1 asks for the header; a service with a Cyrillic name has an action that fits none. */
const headerText = (action = "") => (/^[\x21\x23-\x7e]*$/.test(action) ? action : "");

export function soapRequest({ namespace, version, actions }: Wsdl, operation: string) {
  const envelope = ENVELOPES[version];
  const headers: Record<string, string> = { "Content-Type": `${envelope.type}; charset=utf-8` };
  if (version === "1.1") headers["SOAPAction"] = `"${headerText(actions.get(operation))}"`;
  const call = `<m:${operation} xmlns:m="${escaped(namespace)}"/>`;
  const body = `<soap:Envelope xmlns:soap="${envelope.namespace}"><soap:Body>${call}</soap:Body></soap:Envelope>`;
  return { headers, body: `<?xml version="1.0" encoding="utf-8"?>${body}` };
}
