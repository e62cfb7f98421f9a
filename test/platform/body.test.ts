/** A body is read once, within its limit, and gives back what was sent: every digit, and no word of it in an error. */
import { describe, expect, test } from "vitest";
import {
  BODY_TYPES,
  declaresMoreThan,
  expectObject,
  mediaTypeOf,
  readBody,
} from "../../src/platform/body.ts";
import { ApiError } from "../../src/platform/errors.ts";
import { translate } from "../../src/platform/i18n.ts";
import { abyss } from "./said.ts";

type Sent = string | Uint8Array | FormData | URLSearchParams | ReadableStream;

function requestOf(body: Sent | undefined, type: string | null = "application/json") {
  const headers = new Headers(type === null ? {} : { "Content-Type": type });
  const init = { method: "POST", headers, body: (body ?? null) as BodyInit | null, duplex: "half" };
  return new Request("https://karvon.test/", init);
}

const read = (body: Sent | undefined, type?: string | null, limit = 1_048_576) =>
  readBody(requestOf(body, type), BODY_TYPES, limit);

async function refusal(work: Promise<unknown>): Promise<unknown> {
  const fault: unknown = await work.then(
    (value) => ({ value }),
    (error: unknown) => error,
  );
  return fault instanceof ApiError ? [fault.status, translate(fault.body, "en")] : fault;
}

const bytes = (...values: number[]) => new Uint8Array(values);

test.each<[string, unknown]>([
  ["12345678901234567890", "12345678901234567890"],
  ["-12345678901234567890", "-12345678901234567890"],
  ["9007199254740993", "9007199254740993"],
  ["9007199254740991", 9_007_199_254_740_991],
  ["123456789012345.67", 123_456_789_012_345.67],
  ["9999999.9999999999", "9999999.9999999999"],
  ["1.00000000000000000001", "1.00000000000000000001"],
  ["0.8444218515250481", 0.8444218515250481],
  ["41.31110812345678", 41.31110812345678],
  ["100000000000000000000", 100_000_000_000_000_000_000],
  ["1e21", 1e21],
  ["4.50", 4.5],
  ["0", 0],
])("the JSON number %s is read as %j: as a number wherever that keeps all of it", async (text, expected) => {
  expect(await read(`{"n":${text},"list":[${text}]}`)).toEqual({ n: expected, list: [expected] });
});

describe("JSON", () => {
  test("loses a byte order mark and keeps everything else", async () => {
    expect(await read(bytes(0xef, 0xbb, 0xbf, 0x7b, 0x7d))).toEqual({});
    expect(await read('{"а":"\\u0000😀"}', "Application/JSON ; charset=utf-8")).toEqual({ а: "\u0000😀" });
  });
  test("that is empty is an empty object, whatever its type", async () => {
    expect(await read(undefined)).toEqual({});
    expect(await read("", "text/plain")).toEqual({});
    expect(await read(undefined, null)).toEqual({});
  });
  test.each([
    ["{", "JSON parse error - "],
    ['{"a":}', "JSON parse error - "],
    ["{'a':1}", "JSON parse error - "],
    ["[1,]", "JSON parse error - "],
    ["{} x", "JSON parse error - "],
    [" ", "JSON parse error - "],
    [bytes(0xff, 0xfe, 0x7b), "JSON parse error - the body is not valid UTF-8"],
    [bytes(0x22, 0xc3, 0x22), "JSON parse error - the body is not valid UTF-8"],
  ])("that is broken (%j) is 400", async (body, words) => {
    expect(await refusal(read(body))).toEqual([400, { detail: expect.stringContaining(words) as unknown }]);
  });
  test("that is broken is not quoted", async () => {
    for (const body of ['{"password":"hunter2', 'hunter2"', "{'password':'hunter2'}", `{"a":"hunter2" x}`])
      expect(JSON.stringify(await refusal(read(body)))).not.toContain("hunter2");
  });
  test("of 100,000 levels ends in an answer", async () => {
    expect(Array.isArray(await read(abyss()))).toBe(true);
    const second = await refusal(read(`{"a":${abyss()},"b":12345678901234567890}`));
    expect(second instanceof Error).toBe(false);
  });
});

describe("another media type", () => {
  test.each<[string | null, string]>([
    ["text/plain", "text/plain"],
    ["TEXT/XML; charset=utf-8", "text/xml"],
    [null, ""],
    ["application/jsonp", "application/jsonp"],
    ["json", "json"],
  ])("%j is 415 with its name", async (type, named) => {
    const body = new TextEncoder().encode("{}");
    expect(await refusal(read(body, type))).toEqual([
      415,
      { detail: `Unsupported media type "${named}" in request.` },
    ]);
  });
});

describe("a form", () => {
  test("is an object of texts, the last of several counting", async () => {
    expect(await read(new URLSearchParams("a=1&b=%D1%91+&a=2"), "application/x-www-form-urlencoded")).toEqual(
      {
        a: "2",
        b: "ё ",
      },
    );
    const form = new FormData();
    form.set("name", "Paxta");
    const encoded = new Response(form);
    const type = encoded.headers.get("Content-Type") ?? "";
    expect(await read(new Uint8Array(await encoded.arrayBuffer()), type)).toEqual({ name: "Paxta" });
  });
  test("that does not match its type is 400", async () => {
    const words = "Multipart form parse error - the body does not match its type";
    expect(await refusal(read("nonsense", "multipart/form-data; boundary=x"))).toEqual([
      400,
      { detail: words },
    ]);
    expect(await refusal(read("nonsense", "multipart/form-data"))).toEqual([400, { detail: words }]);
  });
});

describe("the limit", () => {
  const stream = (chunks: number, size: number, taken: number[] = []) =>
    new ReadableStream<Uint8Array>({
      pull(controller) {
        taken.push(size);
        controller.enqueue(new Uint8Array(size).fill(0x20));
        if (taken.length >= chunks) controller.close();
      },
    });
  test("holds for a body that does not say its length, and stops reading there", async () => {
    const taken: number[] = [];
    const whole = refusal(read(stream(1000, 1000, taken), "application/json", 5000));
    expect(await whole).toEqual([413, { detail: "Request body is too large: the limit is 0 MiB." }]);
    expect(taken.length).toBeLessThan(10);
  });
  test("lets its last byte in", async () => {
    expect(await refusal(read(`"${"a".repeat(98)}"`, "application/json", 100))).toEqual({
      value: "a".repeat(98),
    });
    expect(await refusal(read(`"${"a".repeat(99)}"`, "application/json", 100))).toMatchObject([413, {}]);
  });
  test("is asked of the declared length too", () => {
    const declaring = (length: string) =>
      declaresMoreThan(new Request("https://karvon.test/", { headers: { "Content-Length": length } }), 100);
    expect(declaring("100")).toBe(false);
    expect(declaring("101")).toBe(true);
    expect(declaring("1e9")).toBe(true);
    expect(declaring("x")).toBe(false);
    expect(declaresMoreThan(new Request("https://karvon.test/"), 100)).toBe(false);
  });
});

test.each<[unknown, string]>([
  [[], "Invalid data. Expected a dictionary, but got list."],
  [[{}], "Invalid data. Expected a dictionary, but got list."],
  ["a", "Invalid data. Expected a dictionary, but got str."],
  [5, "Invalid data. Expected a dictionary, but got int."],
  [1.5, "Invalid data. Expected a dictionary, but got float."],
  [true, "Invalid data. Expected a dictionary, but got bool."],
  [null, "No data provided"],
])("a body that is %j is refused under non_field_errors", async (body, words) => {
  const work = Promise.resolve().then(() => expectObject(body));
  expect(await refusal(work)).toEqual([400, { non_field_errors: [words] }]);
});

test("the media type is read without its parameters, in lower case", () => {
  expect(mediaTypeOf(requestOf("{}", " Application/JSON;charset=UTF-8"))).toBe("application/json");
  expect(mediaTypeOf(requestOf(undefined, null))).toBe("");
});
