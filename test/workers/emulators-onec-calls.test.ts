/** The 1C stand-in as a Worker: its page, its WSDL, its calls. */
import { describe, expect, test } from "vitest";
import { CLIENT_ELEMENTS, PRODUCT_ELEMENTS } from "../../workers/emulators/onec-elements.ts";
import { SWITCH_GROUPS, SWITCHES } from "../../workers/emulators/onec-switches.ts";
import { pairsOf, readSwitches } from "../../workers/emulators/switches.ts";
import { ENVELOPES, get, itemsIn, nodes, OWN, parse, post } from "./onec-asks.ts";

describe("The Worker", () => {
  test("shows every switch with its default and an example that can be read", async () => {
    const answer = await get("/");
    const page = await answer.text();
    expect(answer.headers.get("Content-Type")).toBe("text/html; charset=utf-8");
    for (const heading of Object.keys(SWITCH_GROUPS)) expect(page).toContain(`<h3>${heading}</h3>`);
    for (const [name, { example }] of Object.entries(SWITCHES)) {
      expect(page).toContain(`<code>${name}</code>`);
      expect(page).toContain(`href="/onec/${example}/GetProductList"`);
      expect(Object.keys(Object.fromEntries(pairsOf(example)))).toContain(name);
      expect(() => readSwitches(SWITCHES, pairsOf(example))).not.toThrow();
    }
    expect(page.match(/(?:href|src)="(?!\/)/g)).toBeNull();
  });

  test("answers 404 where nothing is, and 405 to a method that nothing has", async () => {
    for (const path of ["/nothing", "/onec", "/onec/ws/other.1cws", "/onecs/ws/catalog.1cws"])
      expect((await get(path)).status).toBe(404);
    const refused = await get("/onec/ws/catalog.1cws", { method: "DELETE" });
    expect([refused.status, refused.headers.get("Allow")]).toEqual([405, "GET, POST"]);
  });

  test.each([
    "nn=5",
    "n=many",
    "n=-1",
    "n",
    "encoding=koi8-r",
    "bom=yes",
    "toString=1",
    "auth=nobody",
    "seed=%zz",
  ])("answers 400 to the switch %s and lists the right ones", async (wrong) => {
    const inQuery = await get(`/onec/ws/catalog.1cws?wsdl&${wrong}`);
    expect(inQuery.status).toBe(400);
    const inPath = await get(`/onec/seed=1;${wrong}/ws/catalog.1cws?wsdl`);
    const text = await inPath.text();
    expect(inPath.status).toBe(400);
    if (wrong.includes("%")) return;
    for (const [name, { values }] of Object.entries(SWITCHES)) expect(text).toContain(`${name} = ${values}`);
  });

  test("reads switches from the path and the query, and the query wins", async () => {
    const answer = await post("/onec/n=5;codes=plain/ws/catalog.1cws?n=2");
    expect(itemsIn(await answer.text()).map(({ Code }) => Code)).toEqual(["1", "2"]);
  });
});

describe("The WSDL", () => {
  test.each([
    "/onec/ws/catalog.1cws?wsdl",
    "/onec/ws/catalog.1cws",
    "/onec/prefixes=other/ws/catalog.1cws?WSDL",
  ])("is well-formed at %s and names the namespace, both operations and an inner address", async (path) => {
    const answer = await get(path);
    const text = await answer.text();
    const wsdl = parse(text);
    expect(answer.headers.get("Content-Type")).toBe("text/xml; charset=utf-8");
    expect(wsdl.attributes).toContain(`targetNamespace="${OWN}"`);
    const operations = nodes(wsdl, "portType").flatMap((port) =>
      port.children.map((each) => each.attributes),
    );
    expect(operations).toEqual([' name="GetProductList"', ' name="GetClientList"']);
    expect(nodes(wsdl, "address")[0]?.attributes).toContain("http://srv-1c.inner/");
    for (const { names, rank } of [...PRODUCT_ELEMENTS, ...CLIENT_ELEMENTS])
      if (rank !== "extra") expect(text).toContain(`name="${names[0]}"`);
  });

  test.each([
    ["soap=1.2", false, true],
    ["soap=1.1", true, false],
    ["soap=both", true, true],
  ])("with %s offers exactly those versions", async (switches, old, current) => {
    const text = await (await get(`/onec/${switches}/ws/catalog.1cws?wsdl`)).text();
    expect(text.includes('"http://schemas.xmlsoap.org/wsdl/soap/"')).toBe(old);
    expect(text.includes('"http://schemas.xmlsoap.org/wsdl/soap12/"')).toBe(current);
  });
});

describe("A call", () => {
  test.each([
    ["1.2", "GetProductList", "ProductItem", "n=2", OWN],
    ["1.2", "GetClientList", "ClientItem", "n=2;soap=both", OWN],
    ["1.1", "GetProductList", "ProductItem", "n=2;soap=1.1", OWN],
    ["1.1", "GetClientList", "ClientItem", "n=2;soap=both", OWN],
    [
      "1.2",
      "GetClientList",
      "ClientItem",
      "n=9;clients=2;namespace=other",
      "http://catalog.example/exchange",
    ],
  ] as const)("by SOAP %s to %s is answered in kind", async (version, operation, item, switches, own) => {
    const answer = await post(`/onec/${switches}/ws/catalog.1cws`, { version, operation, own });
    const root = parse(await answer.text());
    expect([answer.status, answer.headers.get("Content-Type")]).toEqual([200, ENVELOPES[version][1]]);
    expect(root.attributes).toContain(ENVELOPES[version][0]);
    const [response] = nodes(root, `${operation}Response`);
    expect(response?.attributes).toContain(own);
    expect(response?.children[0]?.children.map(({ name }) => name)).toEqual([item, item]);
  });

  test.each([
    ["a version that the WSDL does not offer", { version: "1.1" }, "Версия SOAP"],
    ["another content type", { type: "text/xml; charset=utf-8" }, "Неверный тип"],
    ["an unknown operation", { operation: "GetStock" }, "GetStock"],
    ["another namespace", { own: "urn:other" }, "urn:other"],
  ] as const)("with %s is a fault", async (_title, call, words) => {
    const answer = await post("/onec/n=2/ws/catalog.1cws", call);
    const [text] = nodes(parse(await answer.text()), "Text");
    expect(answer.status).toBe(500);
    expect(text?.text).toContain(words);
  });
});
