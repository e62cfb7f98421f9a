/** The headers of a customer's app: what each may be, which fault is named, and which versions are too old. */
import { describe, expect, test } from "vitest";
import { CUSTOMER_HEADERS, expectRecentApp, readDevice } from "../../src/identity/customer-headers.ts";
import type { Config } from "../../src/platform/env.ts";
import { ApiError } from "../../src/platform/errors.ts";
import { translate } from "../../src/platform/i18n.ts";

const CONFIG = { CUSTOMER_APP_SOURCES: ["PlayMarket", "AppGallery"] } as Config;
const WHOLE = Object.fromEntries(CUSTOMER_HEADERS.map(({ name, example }) => [name, example]));
const REQUIRED = CUSTOMER_HEADERS.filter(({ isOptional }) => !isOptional).map(({ name }) => name);

function refusalOf(work: () => unknown): unknown {
  try {
    work();
  } catch (fault) {
    if (fault instanceof ApiError) return [fault.status, translate(fault.body, "en")];
    throw fault;
  }
  return "none";
}
const read = (change: Record<string, string | undefined>) => {
  const given = Object.entries({ ...WHOLE, ...change }).filter(([, value]) => value !== undefined);
  return readDevice(new Headers(given as [string, string][]), CONFIG);
};

test("the document's own values are taken, and passed on as they came", () => {
  expect(read({})).toEqual(WHOLE);
});

test("eight headers are required, three are not", () => {
  expect(REQUIRED).toEqual([
    ...["X-App-Source", "App-Version-Code", "App-Version-Name", "Device-Id", "Device-Name"],
    ...["Device-Manufacturer", "Device-Model", "Android-OS"],
  ]);
  const bare = Object.fromEntries(Object.keys(WHOLE).map((name) => [name, undefined]));
  const given = Object.fromEntries(REQUIRED.map((name) => [name, WHOLE[name]]));
  expect(read({ ...bare, ...given })).toEqual(given);
});

test.each(REQUIRED)("without %s the call is refused and the header named", (name) => {
  const missing = [400, { detail: `Header ${name} is missing.` }];
  for (const value of [undefined, "", "  "])
    expect(refusalOf(() => read({ [name]: value }))).toEqual(missing);
});

const UUID = "must be a UUID.";
const VERSION = "must be a version such as 1.3.2.";
test.each<[string, string, string[]]>([
  ["X-App-Source", "must be one of: PlayMarket, AppGallery.", ["playmarket", "AppStore", "PlayMarket,x"]],
  ["App-Version-Code", VERSION, ["pm", "v1.3", "1.", ".1", "1..2", "-1", "1.3.2 pm", "1e3", "1,3"]],
  ["App-Version-Name", VERSION, ["latest", "1.3.2-", "1.3.2-pm beta", "1".repeat(11), "1.1.1.1.1.1.1"]],
  ["Device-Id", UUID, ["1", "550e8400e29b41d4a716446655440000", "{550e8400-e29b-41d4-a716-446655440000}"]],
  ["Device-Id", UUID, ["550e8400-e29b-41d4-a716-44665544000g", "550e8400-e29b-41d4-a716-4466554400000"]],
  ["Base-Device-Id", UUID, ["unknown", "0"]],
  [
    "Android-OS",
    "must be an API level such as 34.",
    ["0", "Android 14", "14.0", "-1", "1000", "UPSIDE_DOWN"],
  ],
  ...["Device-Name", "Device-Manufacturer", "Device-Model", "Accept-Language", "User-Agent"].map(
    (name): [string, string, string[]] => [
      name,
      "must have no more than 200 characters.",
      ["x".repeat(201), "x".repeat(5000)],
    ],
  ),
])("%s %s", (name, rule, values) => {
  for (const value of values)
    expect([value, refusalOf(() => read({ [name]: value }))]).toEqual([
      value,
      [400, { detail: `Header ${name} ${rule}` }],
    ]);
});

test.each<[string, string[]]>([
  ["App-Version-Code", ["42", "1.3.2", "1.3.2-pm", "2147483647", "1.3.2+45", "1.3.2-pm.4_b"]],
  ["App-Version-Name", ["1", "1.3.2-pm", "10.20.30.40"]],
  ["Device-Id", ["550E8400-E29B-41D4-A716-446655440000", "00000000-0000-0000-0000-000000000000"]],
  ["Android-OS", ["21", "34", "100"]],
  ["X-App-Source", ["AppGallery"]],
  ["Device-Name", ["x".repeat(200), "Samsung Galaxy A54 5G (SM-A546E)"]],
  ["Accept-Language", ["ru-RU,ru;q=0.9,en;q=0.8", "fr", "*"]],
])("%s may be any of %j", (name, values) => {
  for (const value of values) expect(read({ [name]: value })[name]).toBe(value);
});

describe("an app", () => {
  const refusal = (version: string, least: string | undefined) =>
    refusalOf(() =>
      expectRecentApp({ "App-Version-Name": version }, {
        CUSTOMER_MIN_APP_VERSION: least,
      } as unknown as Config),
    );
  test.each([
    ["1.3.1", "1.3.2"],
    ["1.3.2-pm", "1.3.3"],
    ["1.9.0", "1.10.0"],
    ["1.3", "1.3.1"],
    ["0.9.9", "1"],
    ["1.3.1-9.9.9", "1.3.2"],
    ["1.3.1+99", "1.3.2"],
  ])("of version %s is older than %s", (version, least) => {
    const detail = `This version of the app is too old: update it to ${least} or newer.`;
    expect(refusal(version, least)).toEqual([426, { detail }]);
  });
  test.each([
    ["1.3.2", "1.3.2"],
    ["1.3.2-pm", "1.3.2"],
    ["1.3.2+1", "1.3.2"],
    ["1.3", "1.3.0"],
    ["1.3.0.0", "1.3"],
    ["1.10.0", "1.9.9"],
    ["2", "1.99.99"],
    ["42", undefined],
  ])("of version %s is no older than %s", (version, least) => {
    expect(refusal(version, least)).toBe("none");
  });
});
