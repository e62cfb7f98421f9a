/** The WSDL of the 1C stand-in: the shape that 1C publishes, with an inner address that must be ignored. */
import { CLIENT_ELEMENTS, type Element, PRODUCT_ELEMENTS } from "./onec-elements.ts";
import { itemName, namespaceOf, OPERATIONS, type Operation, SOAP, type Version } from "./onec-soap.ts";
import type { OnecSettings } from "./onec-switches.ts";

/** An address as 1C writes it: the name of a host that only its own network knows. */
const INNER_ADDRESS = "http://srv-1c.inner/base/ws/catalog.1cws";

const elementLine = ({ names }: Element) =>
  `        <xs:element name="${names[0]}" type="xs:string" nillable="true" minOccurs="0"/>`;

const itemType = (operation: Operation, elements: readonly Element[]) => `
    <xs:complexType name="${itemName(operation)}">
      <xs:sequence>
${elements
  .filter(({ rank }) => rank !== "extra")
  .map(elementLine)
  .join("\n")}
        <xs:element name="is_active" type="xs:boolean" minOccurs="0"/>
        <xs:element name="is_delete" type="xs:boolean" minOccurs="0"/>
      </xs:sequence>
    </xs:complexType>
    <xs:complexType name="${itemName(operation)}s">
      <xs:sequence>
        <xs:element name="${itemName(operation)}" type="tns:${itemName(operation)}" minOccurs="0" maxOccurs="unbounded"/>
      </xs:sequence>
    </xs:complexType>
    <xs:element name="${operation}"><xs:complexType><xs:sequence/></xs:complexType></xs:element>
    <xs:element name="${operation}Response"><xs:complexType><xs:sequence>
      <xs:element name="return" type="tns:${itemName(operation)}s"/>
    </xs:sequence></xs:complexType></xs:element>`;

const messages = (w: string) =>
  OPERATIONS.map(
    (operation) => `
  <${w}message name="${operation}RequestMessage"><${w}part name="parameters" element="tns:${operation}"/></${w}message>
  <${w}message name="${operation}ResponseMessage"><${w}part name="parameters" element="tns:${operation}Response"/></${w}message>`,
  ).join("");

const portOperations = (w: string) =>
  OPERATIONS.map(
    (operation) => `
    <${w}operation name="${operation}">
      <${w}input message="tns:${operation}RequestMessage"/>
      <${w}output message="tns:${operation}ResponseMessage"/>
    </${w}operation>`,
  ).join("");

interface Binding {
  readonly name: string;
  readonly prefix: string;
  readonly version: Version;
}

const bindings = (soap: OnecSettings["soap"]): readonly Binding[] => {
  const both: readonly Binding[] = [
    { name: "CatalogSoap", prefix: "soapbind", version: "1.1" },
    { name: "CatalogSoap12", prefix: "soap12bind", version: "1.2" },
  ];
  return soap === "both" ? both : both.filter(({ version }) => version === soap);
};

const bindingOperations = (w: string, prefix: string, namespace: string) =>
  OPERATIONS.map(
    (operation) => `
    <${w}operation name="${operation}">
      <${prefix}:operation style="document" soapAction="${namespace}#Catalog:${operation}"/>
      <${w}input><${prefix}:body use="literal"/></${w}input>
      <${w}output><${prefix}:body use="literal"/></${w}output>
    </${w}operation>`,
  ).join("");

const bindingText = (w: string, namespace: string, { name, prefix }: Binding) => `
  <${w}binding name="${name}Binding" type="tns:CatalogPortType">
    <${prefix}:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>${bindingOperations(w, prefix, namespace)}
  </${w}binding>`;

const portText = (w: string, { name, prefix }: Binding) => `
    <${w}port name="${name}" binding="tns:${name}Binding">
      <${prefix}:address location="${INNER_ADDRESS}"/>
    </${w}port>`;

export function wsdlText(settings: OnecSettings): string {
  const namespace = namespaceOf(settings);
  const w = settings.prefixes === "other" ? "wsdl:" : "";
  const offered = bindings(settings.soap);
  const declared = offered.map(({ prefix, version }) => `xmlns:${prefix}="${SOAP[version].binding}"`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<${w}definitions xmlns${w && ":wsdl"}="http://schemas.xmlsoap.org/wsdl/"
    ${declared.join("\n    ")}
    xmlns:tns="${namespace}"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    name="Catalog"
    targetNamespace="${namespace}">
  <${w}types>
  <xs:schema targetNamespace="${namespace}" attributeFormDefault="unqualified" elementFormDefault="qualified">${itemType("GetProductList", PRODUCT_ELEMENTS)}${itemType("GetClientList", CLIENT_ELEMENTS)}
  </xs:schema>
  </${w}types>${messages(w)}
  <${w}portType name="CatalogPortType">${portOperations(w)}
  </${w}portType>${offered.map((binding) => bindingText(w, namespace, binding)).join("")}
  <${w}service name="Catalog">${offered.map((binding) => portText(w, binding)).join("")}
  </${w}service>
</${w}definitions>
`;
}
