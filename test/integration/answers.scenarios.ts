/** However 1C writes its answer, the items are the same, each once and in their order. */
import { describe, expect, test } from "vitest";
import { addressOf, fetchAll } from "./fetches.ts";

const BASE = "n=7;fields=extra;decimals=narrow;disabled=2;deleted=3";

test.each([
  "soap=1.1",
  "soap=both",
  "namespace=other",
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
  "type=text-plain",
  "type=octet-stream",
  "type=text-html",
  "type=none",
  "encoding=windows-1251",
  "encoding=windows-1251;said=header",
  "encoding=windows-1251;said=declaration",
  "encoding=windows-1251;said=conflict",
  "encoding=windows-1251;said=nowhere",
  "encoding=windows-1251;bom=1;said=nowhere",
  "said=nowhere",
  "said=conflict",
  "chunk=7",
  "chunk=7;encoding=windows-1251;said=nowhere;cdata=1",
  "redirect=same;on=both",
])("%s changes nothing about the items", async (switches) => {
  const plain = await fetchAll(addressOf(BASE));
  expect(plain).toHaveLength(7);
  expect(await fetchAll(addressOf(`${BASE};${switches}`))).toEqual(plain);
});

test("clients come from the other operation", async () => {
  const items = await fetchAll(addressOf("n=1;clients=3"), { what: "clients" });
  expect(items.map(({ Code }) => Code)).toEqual(["000000001", "000000002", "000000003"]);
  expect(Object.keys(items[0] ?? {})).toContain("BussinesRegionCode");
});

test("one item is a list of one, and elements that set nothing are left out", async () => {
  const [item, ...rest] = await fetchAll(addressOf("n=1;fields=extra"));
  expect(rest).toEqual([]);
  expect(item).toMatchObject({ Code: "000000001", Manufacturer: expect.any(String) });
  expect(item).not.toHaveProperty("GUID");
});

describe("A really empty answer has no items and is no error", () => {
  test.each(["n=0", "shape=count", "shape=return-count", "shape=nil", "shape=bare", "n=0;shape=direct"])(
    "%s",
    async (switches) => {
      expect(await fetchAll(addressOf(switches))).toEqual([]);
    },
  );
});

test("a text of millions of characters is one item's, and is not kept whole", async () => {
  const [first, second] = await fetchAll(addressOf("n=2;huge=3000000"));
  expect(first?.["Description"]?.length).toBeLessThan(200_000);
  expect(first?.["Description"]?.length).toBeGreaterThan(131_072);
  expect(second).toMatchObject({ Code: "000000002" });
});

test("the password goes along only with a user name", async () => {
  await expect(fetchAll(addressOf("n=1;auth=a:b"), { row: { username: "a" } })).rejects.toThrow(
    "1C asks for a user name and a password.",
  );
});
