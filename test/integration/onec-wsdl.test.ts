/** What a call needs is read from any WSDL, and the call goes to the address that was typed. */
import { describe, expect, test } from "vitest";
import { callAddress, readWsdl, wsdlAddress } from "../../src/integration/onec-wsdl.ts";
import { soapRequest } from "../../src/integration/soap-request.ts";
import { XmlError } from "../../src/platform/xml-scanner.ts";

const SOAP = "http://schemas.xmlsoap.org/wsdl/soap/";
const SOAP12 = "http://schemas.xmlsoap.org/wsdl/soap12/";

const wsdl = (inside: string, declared = `xmlns:a="${SOAP}" xmlns:b='${SOAP12}'`) =>
  `<?xml version="1.0"?><w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/" ${declared}
    targetNamespace="http://www.sample-package.org">${inside}</w:definitions>`;

test.each([
  ["1.2 alone", '<w:binding name="x"><b:binding/></w:binding>', "1.2"],
  ["both", '<w:binding name="x"><a:binding/></w:binding><w:binding><b:binding/></w:binding>', "1.2"],
  ["1.1 alone, though 1.2 is declared", '<w:binding name="x"><a:binding/></w:binding>', "1.1"],
  ["neither", "<w:import/>", "1.2"],
])("the version of a document that offers %s", (_, inside, version) => {
  expect(readWsdl(wsdl(inside))).toMatchObject({ namespace: "http://www.sample-package.org", version });
});

test("the action of each operation", () => {
  const operation = (name: string) =>
    `<w:operation name="${name}"><a:operation soapAction="urn:x#Catalog:${name}"/></w:operation>`;
  const { actions } = readWsdl(
    wsdl(`<w:binding><a:binding/>${operation("One")}${operation("Two")}</w:binding>`),
  );
  expect([...actions]).toEqual([
    ["One", "urn:x#Catalog:One"],
    ["Two", "urn:x#Catalog:Two"],
  ]);
});

describe("No WSDL", () => {
  test.each([
    ["another document", "<feed targetNamespace='x'/>"],
    ["a WSDL without a namespace", "<definitions/>"],
  ])("%s", (_, text) => {
    expect(() => readWsdl(text)).toThrow("There is no WSDL at the address: it usually ends in ?wsdl.");
  });

  test.each([
    ["a document type", "<!DOCTYPE definitions><definitions targetNamespace='x'/>"],
    ["a document that is cut off", wsdl("").slice(0, -5)],
    ["no XML at all", "Catalog"],
  ])("%s", (_, text) => {
    expect(() => readWsdl(text)).toThrow(XmlError);
  });
});

describe("The request", () => {
  const wsdlOf = (version: "1.1" | "1.2", action = "urn:x#Catalog:Get") => ({
    namespace: 'http://x/?a&b"<c',
    version,
    actions: new Map([["Get", action]]),
  });

  test("of 1.2 names its type and the operation in the WSDL's namespace", () => {
    const { headers, body } = soapRequest(wsdlOf("1.2"), "Get");
    expect(headers).toEqual({ "Content-Type": "application/soap+xml; charset=utf-8" });
    expect(body).toBe(
      '<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope">' +
        '<soap:Body><m:Get xmlns:m="http://x/?a&amp;b&quot;&lt;c"/></soap:Body></soap:Envelope>',
    );
  });

  test.each([
    ["urn:x#Catalog:Get", '"urn:x#Catalog:Get"'],
    ["urn:x#Каталог:Get", '""'],
    ['a"b\r\nX: y', '""'],
  ])("of 1.1 has the action %j as %s", (action, header) => {
    const { headers, body } = soapRequest(wsdlOf("1.1", action), "Get");
    expect(headers).toEqual({ "Content-Type": "text/xml; charset=utf-8", SOAPAction: header });
    expect(body).toContain('xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"');
  });

  test("of 1.1 for an operation that the WSDL does not tell has an empty action", () => {
    expect(soapRequest(wsdlOf("1.1"), "Other").headers["SOAPAction"]).toBe('""');
  });
});

test.each([
  ["http://h/b/ws/c.1cws?wsdl", "http://h/b/ws/c.1cws?wsdl", "http://h/b/ws/c.1cws"],
  ["http://h/b/ws/c.1cws", "http://h/b/ws/c.1cws?wsdl", "http://h/b/ws/c.1cws"],
  ["http://h/c?WSDL", "http://h/c?WSDL", "http://h/c"],
  ["http://h/c?singleWsdl", "http://h/c?singleWsdl", "http://h/c"],
  ["http://h/c?a=1&wsdl&b=%20", "http://h/c?a=1&wsdl&b=%20", "http://h/c?a=1&b=%20"],
  ["http://h/c?wsdl=1#x", "http://h/c?wsdl=1", "http://h/c"],
  ["http://h/c?a=wsdl", "http://h/c?a=wsdl&wsdl", "http://h/c?a=wsdl"],
])("of %s the document is at %s and the calls go to %s", (typed, document, call) => {
  expect(wsdlAddress(typed)).toBe(document);
  expect(callAddress(typed)).toBe(call);
});
