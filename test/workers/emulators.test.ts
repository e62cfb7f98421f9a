/** The stand-ins' promises: each switch of the 1C publication does what the front page says, and data is repeatable. */
import { describe, expect, test } from "vitest";
import worker from "../../workers/emulators/index.ts";
import { client, taxIdOf } from "../../workers/emulators/onec-clients.ts";
import { CLIENT_ELEMENTS, PRODUCT_ELEMENTS } from "../../workers/emulators/onec-elements.ts";
import { barcodeOf, product } from "../../workers/emulators/onec-products.ts";
import { SWITCH_GROUPS, SWITCHES } from "../../workers/emulators/onec-switches.ts";
import { pairsOf, readSwitches } from "../../workers/emulators/switches.ts";
import { encodeWindows1251 } from "../../workers/emulators/windows-1251.ts";

interface Node {
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
function parse(xml: string): Node {
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

const nodes = (node: Node, name: string): Node[] =>
  node.children.flatMap((child) => [...(child.name === name ? [child] : []), ...nodes(child, name)]);

type Fields = Record<string, string>;
const fieldsOf = (node: Node): Fields =>
  Object.fromEntries(node.children.map(({ name, text }) => [name, text]));
const itemsIn = (xml: string) => {
  const root = parse(xml);
  return [...nodes(root, "ProductItem"), ...nodes(root, "ClientItem")].map(fieldsOf);
};

const get = (path: string, init?: RequestInit) => worker.fetch(new Request(`http://onec.test${path}`, init));
const look = (switches: string, operation = "GetProductList") => get(`/onec/${switches}/${operation}`);
const xmlOf = async (switches: string, operation?: string) => (await look(switches, operation)).text();
const items = async (switches: string, operation?: string) => itemsIn(await xmlOf(switches, operation));
const bytesOf = async (switches: string) => new Uint8Array(await (await look(switches)).arrayBuffer());

const ENVELOPES = {
  "1.1": ["http://schemas.xmlsoap.org/soap/envelope/", "text/xml; charset=utf-8"],
  "1.2": ["http://www.w3.org/2003/05/soap-envelope", "application/soap+xml; charset=utf-8"],
} as const;

const OWN = "http://www.sample-package.org";

function post(
  path: string,
  call: { version?: "1.1" | "1.2"; operation?: string; own?: string; type?: string } = {},
) {
  const { version = "1.2", operation = "GetProductList", own = OWN } = call;
  const [envelope, type] = ENVELOPES[version];
  const body = `<?xml version="1.0"?><e:Envelope xmlns:e="${envelope}"><e:Body><c:${operation} xmlns:c="${own}"/></e:Body></e:Envelope>`;
  return get(path, { method: "POST", body, headers: { "Content-Type": call.type ?? type } });
}

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

describe("The items", () => {
  test("are a function of seed and index: of any list, at any length, in both operations", async () => {
    for (const operation of ["GetProductList", "GetClientList"]) {
      const long = await items("n=300;seed=7;fields=extra", operation);
      expect(await items("n=300;seed=7;fields=extra", operation)).toEqual(long);
      expect(await items("n=40;seed=7;fields=extra", operation)).toEqual(long.slice(0, 40));
      expect(await items("n=300;seed=8;fields=extra", operation)).not.toEqual(long);
      expect(new Set(long.map(({ Code }) => Code)).size).toBe(300);
    }
    expect(product(7, 123_456)).toEqual(product(7, 123_456));
    expect(client(7, 123_456)).toEqual(client(7, 123_456));
  });

  test("fill every element of the contract, in three scripts, and fit their columns", async () => {
    for (const [operation, elements] of [
      ["GetProductList", PRODUCT_ELEMENTS],
      ["GetClientList", CLIENT_ELEMENTS],
    ] as const) {
      const all = await items("n=500", operation);
      const names = elements.filter(({ rank }) => rank !== "extra").map((element) => element.names[0]);
      for (const item of all) expect(Object.keys(item)).toEqual(names);
      for (const item of all)
        expect(Object.values(item).every((value) => value !== "" && value.length <= 100)).toBe(true);
      const text = JSON.stringify(all);
      expect([/[a-z]/, /[ўқғҳ]/i, /[ыщ]/].map((letters) => letters.test(text))).toEqual([true, true, true]);
    }
  });

  test("have valid EAN-13 barcodes and tax numbers that do not repeat", () => {
    const barcodes = Array.from({ length: 5_000 }, (_, index) => barcodeOf(3, index));
    const taxIds = Array.from({ length: 5_000 }, (_, index) => taxIdOf(3, index));
    expect(new Set(barcodes).size).toBe(5_000);
    expect(new Set(taxIds).size).toBe(5_000);
    for (const barcode of barcodes) {
      const sum = [...barcode].reduce(
        (all, digit, place) => all + Number(digit) * (place % 2 === 0 ? 1 : 3),
        0,
      );
      expect([barcode.length, sum % 10]).toEqual([13, 0]);
    }
    for (const taxId of taxIds) expect(taxId).toMatch(/^3\d{8}$/);
  });

  test("stream: 100,000 products pass in small chunks, and nothing is made before it is read", async () => {
    const answer = await look("n=100000");
    let [bytes, largest, found] = [0, 0, 0];
    for await (const chunk of answer.body ?? []) {
      bytes += chunk.length;
      largest = Math.max(largest, chunk.length);
      found += Buffer.from(chunk).toString("latin1").split("</m:ProductItem").length - 1;
    }
    expect(bytes).toBeGreaterThan(50_000_000);
    expect(largest).toBe(65_536);
    // A tag that lies across two chunks is not found.
    expect(found).toBeGreaterThan(98_000);
    const endless = (await look("n=10000000;huge=1000000000")).body?.getReader();
    expect((await endless?.read())?.value?.length).toBe(65_536);
    await endless?.cancel();
  });
});

describe("The switches of contents and values", () => {
  const P = "GetProductList";
  const C = "GetClientList";
  test.each([
    ["n=0", P, "Code", []],
    ["n=1", C, "Code", ["000000001"]],
    ["n=2;codes=plain", P, "Code", ["1", "2"]],
    ["n=1;codes=cyrillic;pad=14", P, "Code", ["НФ-00000001   "]],
    ["n=2;pad=11", C, "Code", ["000000001  ", "000000002  "]],
    ["n=3;disabled=2", P, "is_active", ["false", "true", "false"]],
    ["n=3;deleted=3", C, "is_delete", ["false", "false", "true"]],
    ["n=3;disabled=2", P, "is_delete", ["false", "false", "false"]],
    ["n=1", P, "is_active", [undefined]],
    ["n=3;duplicates=2;codes=plain", P, "Code", ["1", "2", "3", "2"]],
    ["n=6;missing_codes=2", P, "Code", ["000000001", undefined, "000000003", "", "000000005", "   "]],
    ["n=3;missing_names=1", C, "Name", [undefined, "", "   "]],
    ["n=1;bad=1;bad_kind=number", P, "BasePrice", ["kelishiladi"]],
    ["n=1;bad=1;bad_kind=overflow", C, "CreditLimit", ["99999999999999999.00"]],
    ["n=1;bad=1;bad_kind=date", P, "ExpiryDate", ["31.02.2020"]],
    ["n=1;bad=1;bad_kind=date", C, "EstablishedDate", ["31.02.2020"]],
    ["n=1;bad=1;bad_kind=json", C, "SocialMedia", ['{"telegram": ']],
    ["n=1;bad=1;bad_kind=email", C, "Email", ["pochta yo‘q"]],
    ["n=2;blank=NULL", P, "Brand", ["NULL", "NULL"]],
    ["n=1;blank=None", C, "City", ["None"]],
    ["n=1;blank=null", P, "BasePrice", ["null"]],
    ["n=1;blank=empty", P, "Unit", [""]],
    ["n=1;blank=absent", P, "Unit", [undefined]],
    ["n=1;blank=NULL", P, "Code", ["000000001"]],
    ["n=1;spelling=second", P, "Roditel", ["Choy va qahva"]],
    ["n=1;spelling=third;blank=NULL", P, "Supplier", ["NULL"]],
    ["n=1;spelling=third;blank=NULL", C, "INN", ["NULL"]],
    ["n=1;spelling=fourth;blank=NULL", C, "STIR", ["NULL"]],
    ["n=1;spelling=underscores;blank=NULL", P, "Base_Price", ["NULL"]],
    ["n=1;spelling=columns;blank=NULL", P, "article_code", ["NULL"]],
    ["n=1;fields=usual", P, "Material", [undefined]],
    ["n=1;fields=extra", P, "GUID", ["5b9d-0"]],
  ])("%s of %s gives the %s as it should", async (switches, operation, name, wanted) => {
    expect((await items(switches, operation)).map((item) => item[name])).toEqual(wanted);
  });

  test.each([
    ["decimals=point", /^\d+\.\d\d$/],
    ["decimals=comma", /^\d+,\d\d$/],
    ["decimals=space", /^\d{1,3}( \d{3})+,\d\d$/],
    ["decimals=nbsp", /^\d{1,3}(\u00a0\d{3})+,\d\d$/],
    ["decimals=narrow", /^\d{1,3}(\u202f\d{3})+,\d\d$/],
  ])("%s writes prices so", async (switches, form) => {
    for (const { AnnualRevenue } of await items(`n=50;${switches}`, C)) expect(AnnualRevenue).toMatch(form);
  });

  test("dates=mixed writes every form of dates, and integers=decimal whole numbers with a point", async () => {
    const all = await items("n=10;dates=mixed;integers=decimal", C);
    const forms = all.map(({ EstablishedDate = "" }) => EstablishedDate.replace(/[1-9]/g, "0"));
    expect(forms).toEqual([
      "0000-00-00",
      "00.00.0000",
      "00/00/0000",
      "0000.00.00",
      "0000/00/00",
      "00-00-0000",
      "0000-00-00T00:00:00",
      "0000-00-00T00:00:00+00:00",
      "0000-00-00",
      "0000-00-00T00:00:00",
    ]);
    expect(all.slice(8).map(({ EstablishedDate }) => EstablishedDate?.slice(0, 10))).toEqual(
      Array(2).fill("0001-01-01"),
    );
    for (const { EmployeeCount } of all) expect(EmployeeCount).toMatch(/^\d+\.0$/);
  });

  test("a later duplicate has another price, huge a Description of that length, long too long a text", async () => {
    const [first, last] = await items("n=1;duplicates=1");
    expect([last?.["Code"], last?.["Name"]]).toEqual([first?.["Code"], first?.["Name"]]);
    expect(last?.["BasePrice"]).not.toBe(first?.["BasePrice"]);
    expect((await items("n=2;huge=70000"))[0]?.["Description"]?.length).toBe(70_000);
    expect((await items("n=1;bad=1;bad_kind=long"))[0]?.["Brand"]?.length).toBeGreaterThan(150);
    expect((await items("n=1;bad=1;bad_kind=long", C))[0]?.["CompanyName"]?.length).toBeGreaterThan(255);
  });

  test("change gives so many percent of the prices anew in each run, counted by address or told", async () => {
    const prices = async (run: string) =>
      (await items(`n=200;change=10;${run}`)).map(({ BasePrice }) => BasePrice);
    const told = [await prices("run=0"), await prices("run=1"), await prices("run=2")];
    const changed = (a = 0, b = 0) => told[a]?.filter((price, index) => price !== told[b]?.[index]).length;
    expect([changed(0, 1), changed(1, 2), changed(0, 2)]).toEqual([20, 20, 40]);
    expect([await prices("label=a"), await prices("label=a"), await prices("label=b")]).toEqual([
      told[0],
      told[1],
      told[0],
    ]);
  });
});

describe("The switches of the document", () => {
  const TEXT = "n=3;fields=extra;decimals=narrow";

  test.each([
    "bom=1",
    "prefixes=other",
    "prefixes=none",
    "prefixes=repeated",
    "prefixes=no-namespace",
    "shape=direct",
    "shape=counted",
    "layout=pretty",
    "layout=one-line",
    "cdata=1",
    "entities=numeric",
    "comments=1",
    "comments=1;cdata=1",
    "soap=1.1",
    "namespace=other",
    "chunk=1",
    "type=none",
    "encoding=windows-1251",
    "encoding=windows-1251;cdata=1;said=declaration",
    "encoding=windows-1251;bom=1;entities=numeric;said=nowhere",
    "said=conflict",
  ])("%s writes the same items in another way", async (switches) => {
    const bytes = await bytesOf(`${TEXT};${switches}`);
    const bom = switches.includes("bom=1");
    if (bom) expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const label = switches.includes("windows-1251") ? "windows-1251" : "utf-8";
    const xml = new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes.subarray(bom ? 3 : 0));
    expect(itemsIn(xml)).toEqual(await items(TEXT));
  });

  test("entities=builtin adds all five to a Name, and undeclared an entity that a reader must refuse", async () => {
    expect((await items("n=1;entities=builtin;comments=1"))[0]?.["Name"]).toMatch(/ & <Co> "A" 'B'$/);
    expect(await xmlOf("n=1;entities=builtin")).toContain(
      " &amp; &lt;Co&gt; &quot;A&quot; &apos;B&apos;</m:Name>",
    );
    await expect(items("n=1;entities=undeclared")).rejects.toThrow("&nbsp;");
  });

  test.each([
    ["count", ["TotalCount"], "0"],
    ["return-count", ["return"], "0"],
    ["nil", ["return"], ""],
    ["bare", [], ""],
  ])("shape=%s has no items", async (shape, children, text) => {
    const [response] = nodes(parse(await xmlOf(`shape=${shape}`)), "GetProductListResponse");
    expect(response?.children.map(({ name }) => name)).toEqual(children);
    expect(nodes(response ?? parse("<a/>"), "TotalCount")[0]?.text ?? "").toBe(text);
  });

  test.each([
    ["both", "; charset=windows-1251", ' encoding="windows-1251"'],
    ["header", "; charset=windows-1251", ""],
    ["declaration", "", ' encoding="windows-1251"'],
    ["nowhere", "", ""],
    ["conflict", "; charset=windows-1251", ' encoding="UTF-8"'],
  ])("said=%s tells the encoding there", async (said, header, declaration) => {
    const answer = await post(`/onec/n=1;encoding=windows-1251;said=${said}/ws/catalog.1cws`);
    expect(answer.headers.get("Content-Type")).toBe(`application/soap+xml${header}`);
    expect(await answer.text()).toContain(`<?xml version="1.0"${declaration}?>`);
  });

  test.each([
    ["text-plain", "text/plain; charset=utf-8"],
    ["octet-stream", "application/octet-stream; charset=utf-8"],
    ["text-html", "text/html; charset=utf-8"],
    ["none", null],
  ])("type=%s is the Content-Type %s", async (type, wanted) => {
    const answer = await post(`/onec/n=1;type=${type}/ws/catalog.1cws`);
    expect(answer.headers.get("Content-Type")).toBe(wanted);
  });

  test.each(["plain", "bomb", "external"])("doctype=%s puts one before the envelope", async (doctype) => {
    expect(await xmlOf(`n=1;doctype=${doctype}`)).toMatch(/\?>\n<!DOCTYPE Envelope[\s\S]*><soap:Envelope/);
    await expect(items(`n=1;doctype=${doctype}`)).rejects.toThrow("Not well-formed");
  });

  test("windows-1251 has its own letters as bytes and the others as references", () => {
    expect([...encodeWindows1251("Aя№ў")]).toEqual([0x41, 0xff, 0xb9, 0xa2]);
    expect(new TextDecoder("windows-1251").decode(encodeWindows1251("қ😀"))).toBe("&#1179;&#128512;");
  });
});

describe("The switches of the connection", () => {
  const basic = (text: string) => ({
    headers: { Authorization: `Basic ${Buffer.from(text).toString("base64")}` },
  });

  test("auth asks for exactly this user and password, at the WSDL and at a call", async () => {
    const path = `/onec/auth=${encodeURIComponent("Админ:p;w/1")}/ws/catalog.1cws`;
    const refused = await get(path);
    expect([refused.status, refused.headers.get("WWW-Authenticate")]).toEqual([
      401,
      'Basic realm="1C:Enterprise 8.3"',
    ]);
    expect((await post(path)).status).toBe(401);
    expect((await get(path, basic("Админ:p;w"))).status).toBe(401);
    expect((await get(path, { headers: { Authorization: "Basic %" } })).status).toBe(401);
    expect((await get(path, basic("Админ:p;w/1"))).status).toBe(200);
  });

  test.each([401, 403, 404, 500, 503])(
    "status=%i is the answer to a call, and with on=both to all",
    async (status) => {
      const answers = [
        await look(`status=${status}`),
        await get(`/onec/status=${status}/ws/catalog.1cws?wsdl`),
      ];
      expect(answers.map((answer) => answer.status)).toEqual([status, 200]);
      expect((await get(`/onec/on=wsdl;status=${status}/ws/catalog.1cws?wsdl`)).status).toBe(status);
      expect((await look(`on=wsdl;n=1;status=${status}`)).status).toBe(200);
      expect((await get(`/onec/on=both;status=${status}/ws/catalog.1cws`)).status).toBe(status);
    },
  );

  test("fail=2 fails twice at each label, then is fine", async () => {
    const statuses: number[] = [];
    for (const label of ["x", "x", "x", "x", "y"])
      statuses.push((await post(`/onec/n=1;fail=2;fail_status=502;label=${label}/ws/catalog.1cws`)).status);
    expect(statuses).toEqual([502, 502, 200, 200, 502]);
  });

  test.each([
    ["redirect=other.example:81;n=1", 302, "http://other.example:81/onec/n=1/GetProductList"],
    ["n=1;redirect=same;bom=1", 307, "/onec/n=1;bom=1/GetProductList"],
    ["redirect=same", 307, "/onec/GetProductList"],
  ])("%s redirects", async (switches, status, location) => {
    const answer = await look(switches);
    expect([answer.status, answer.headers.get("Location")]).toEqual([status, location]);
  });

  test.each([
    ["html=licence", "Не найдена лицензия"],
    ["html=login", 'type="password"'],
  ])("%s is an HTML page with status 200", async (switches, words) => {
    const answer = await look(switches);
    expect([answer.status, answer.headers.get("Content-Type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(await answer.text()).toContain(words);
  });

  test.each([
    ["1.2", "200", "Text"],
    ["1.2", "500", "Text"],
    ["1.1", "200", "faultstring"],
    ["1.1", "500", "faultstring"],
  ] as const)("a fault of SOAP %s with status %s says why", async (version, status, element) => {
    const answer = await post(`/onec/soap=both;fault=${status};encoding=windows-1251/ws/catalog.1cws`, {
      version,
    });
    const xml = new TextDecoder("windows-1251").decode(await answer.arrayBuffer());
    expect(answer.status).toBe(Number(status));
    expect(nodes(nodes(parse(xml), "Fault")[0] ?? parse("<a/>"), element)[0]?.text).toContain(
      "Недостаточно прав",
    );
  });

  test("truncate=2 ends in the third item, abort=2 breaks the connection after the second", async () => {
    const cut = await xmlOf("n=9;truncate=2");
    expect(cut.split("<m:ProductItem>").length - 1).toBe(3);
    expect(cut.split("</m:ProductItem>").length - 1).toBe(2);
    const reader = (await look("n=9;abort=2")).body?.getReader();
    const { value } = (await reader?.read()) ?? {};
    expect(new TextDecoder().decode(value).split("</m:ProductItem>").length - 1).toBe(2);
    await expect(reader?.read()).rejects.toThrow("cuts the connection");
  });

  test("stall sends what comes before, then nothing until it is over or the reader goes", async () => {
    const forever = (await look("n=9;stall=forever;stall_after=4")).body?.getReader();
    const { value } = (await forever?.read()) ?? {};
    expect(new TextDecoder().decode(value).split("</m:ProductItem>").length - 1).toBe(4);
    const waiting = forever?.read();
    await forever?.cancel();
    expect((await waiting)?.done).toBe(true);
    expect(await xmlOf("n=9;stall=5;stall_after=4")).toBe(await xmlOf("n=9"));
  });

  test("slow and pace take their time, and an unending wait ends with the request", async () => {
    const before = performance.now();
    expect(await xmlOf("n=1;slow=20")).toBe(await xmlOf("n=1"));
    expect(await xmlOf("n=1;chunk=200;pace=2")).toBe(await xmlOf("n=1"));
    expect(performance.now() - before).toBeGreaterThan(30);
    const gone = AbortSignal.timeout(5);
    expect((await get("/onec/slow=forever/GetProductList", { signal: gone })).status).toBe(200);
  });

  test("chunk is the size of every chunk but the last", async () => {
    const sizes: number[] = [];
    for await (const chunk of (await look("n=3;chunk=1000")).body ?? []) sizes.push(chunk.length);
    expect(new Set(sizes.slice(0, -1))).toEqual(new Set([1_000]));
    expect(sizes.at(-1)).toBeLessThanOrEqual(1_000);
  });
});
