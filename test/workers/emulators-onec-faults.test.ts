/** The document and the connection of the 1C stand-in, each fault as the front page says. */
import { describe, expect, test } from "vitest";
import { encodeWindows1251 } from "../../workers/emulators/windows-1251.ts";
import { bytesOf, get, items, itemsIn, look, nodes, parse, post, xmlOf } from "./onec-asks.ts";

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
