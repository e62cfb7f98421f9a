/** The MyID stand-in as a Worker: its protocol, and what each switch does to it. */
import { beforeEach, describe, expect, test } from "vitest";
import worker from "../../workers/emulators/index.ts";
import { MYID_GROUPS, MYID_SWITCHES } from "../../workers/emulators/myid-switches.ts";
import { pairsOf, readSwitches } from "../../workers/emulators/switches.ts";

const HOST = "http://stand-ins.test";
let count = 0;
let label: string;
beforeEach(() => {
  label = `label=case-${++count}`;
});

interface Asked {
  body?: unknown;
  token?: string;
}

async function ask(path: string, { body, token }: Asked = {}, switches = "") {
  const url = `${HOST}/myid/${label}${switches && `;${switches}`}/${path}`;
  const headers: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {};
  const sent = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const response = await worker.fetch(new Request(url, { headers, ...sent }));
  const text = await response.text();
  const isJson = response.headers.get("Content-Type") === "application/json" && /^[{[].*[}\]]$/.test(text);
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? JSON.parse(text) : undefined,
  };
}

const CREDENTIALS = { client_id: "us", client_secret: "ours" };
const tokenAt = async (switches = "") =>
  (await ask("api/v1/auth/clients/access-token", { body: CREDENTIALS }, switches)).json
    .access_token as string;
const openAt = async (switches = "", body: unknown = {}) =>
  ask("api/v2/sdk/sessions", { body, token: await tokenAt(switches) }, switches);

test("the front page shows every switch, and each example can be read", async () => {
  const page = await (await worker.fetch(new Request(`${HOST}/`))).text();
  for (const heading of Object.keys(MYID_GROUPS)) expect(page).toContain(`<h3>${heading}</h3>`);
  for (const [name, { example }] of Object.entries(MYID_SWITCHES)) {
    expect(page).toContain(`href="/myid/${example}/calls"`);
    expect(Object.keys(Object.fromEntries(pairsOf(example)))).toContain(name);
    expect(() => readSwitches(MYID_SWITCHES, pairsOf(example))).not.toThrow();
  }
});

test.each(["/myid", "/myid/", "/myid/api/v1/sdk", "/myid/x=1"])("%s is nothing", async (path) => {
  expect((await worker.fetch(new Request(HOST + path))).status).toBe(404);
});

test("a switch that there is not is named", async () => {
  const answer = await ask("calls", {}, "colour=red");
  expect([answer.status, answer.text]).toEqual([
    400,
    expect.stringContaining('There is no switch "colour".'),
  ]);
});

describe("The protocol", () => {
  test("goes from credentials to a person, once", async () => {
    const { session_id, access_token, ...rest } = (await openAt()).json;
    expect([access_token, rest]).toEqual([expect.any(String), { expires_in: 604_800, token_type: "Bearer" }]);
    const token = await tokenAt();
    const status = () => ask(`api/v1/sdk/sessions/${session_id}`, { token });
    expect((await status()).json).toEqual({ status: "in_progress", code: null, attempts: [] });
    await ask(`finish/${session_id}?result=24`);
    const { code } = (await ask(`finish/${session_id}`)).json;
    expect((await status()).json).toMatchObject({
      status: "closed",
      code,
      attempts: [{ reason_code: 24 }, { reason_code: 1 }],
    });
    const person = await ask(`api/v1/sdk/data?code=${code}`, { token });
    expect(person.json).toMatchObject({ data: { comparison_value: 0.97, profile: {} }, reuid: {} });
    expect((await ask(`api/v1/sdk/data?code=${code}`, { token })).status).toBe(400);
    expect((await ask("calls")).json).toMatchObject({ token: 2, session: 1, status: 2, data: 2 });
  });

  test.each([
    ["api/v1/auth/clients/access-token", { body: { client_id: "us", client_secret: "wrong" } }, 400],
    ["api/v1/auth/clients/access-token", { body: {} }, 400],
    ["api/v2/sdk/sessions", { body: {} }, 401],
    ["api/v2/sdk/sessions", { body: {}, token: "a.b.c" }, 401],
    ["api/v1/sdk/sessions/1", {}, 401],
    ["finish/1", {}, 404],
  ])("refuses at %s %j with %d", async (path, asked, status) => {
    expect((await ask(path, asked)).status).toBe(status);
  });

  test("ends its tokens when it is told to", async () => {
    const token = await tokenAt();
    await ask("expire");
    expect((await ask("api/v2/sdk/sessions", { body: {}, token })).status).toBe(401);
  });
});

describe("A switch", () => {
  test.each<[string, unknown]>([
    ["session=id-only", { session_id: expect.any(String) }],
    ["token_type=bearer", expect.objectContaining({ token_type: "bearer" })],
    ["expires_in=600", expect.objectContaining({ expires_in: 600 })],
    ["expires_in=absent", expect.not.objectContaining({ expires_in: expect.anything() })],
    ["malformed=no-id", expect.not.objectContaining({ session_id: expect.anything() })],
    ["malformed=short-id", { session_id: expect.stringMatching(/^.{35}$/) }],
    ["malformed=list", [expect.anything()]],
    ["malformed=cut", undefined],
    ["malformed=html", undefined],
    ["malformed=empty", undefined],
    ["extra=1", expect.objectContaining({ region: "uz-1" })],
  ])("%s is what opening a session answers", async (switches, expected) => {
    const { status, json } = await openAt(switches);
    expect([status, json]).toEqual([200, expected]);
  });

  test.each([
    ["detail", /^\{"detail":"Fault 422: /],
    ["err", /^\{"err":"E-17","detail":"Fault 422: /],
    ["text", /^Fault 422: /],
    ["html", /^<!doctype html>.*Fault 422/],
    ["list", /^\{"detail":\[\{"loc":\["body","pinfl"\],/],
  ])("error=%s is the form of a fault, which repeats what was sent", async (error, form) => {
    const { status, text } = await openAt(`status=422;error=${error}`, { pinfl: "77" });
    expect([status, text]).toEqual([422, expect.stringMatching(form)]);
    expect(text).toContain("77");
  });

  test("times=1 makes a fault happen once, retry_after says when to come again, and 3xx leads elsewhere", async () => {
    const at = "status=503;times=1;retry_after=30";
    const first = await openAt(at);
    expect([first.status, first.headers.get("Retry-After")]).toEqual([503, "30"]);
    expect((await openAt(at)).status).toBe(200);
    expect((await openAt("status=307")).headers.get("Location")).toBe("https://other.example/");
  });

  test.each([
    ["dates=iso", "birth_date", "1990-01-15"],
    ["dates=dots", "birth_date", "15.01.1990"],
    ["ids=number", "birth_country_id", 182],
    ["ids=text", "birth_country_id", "182"],
    ["profile=broken", "first_name", { uz: "СИНОВ" }],
  ])("%s is how a profile is written", async (switches, field, value) => {
    const { session_id } = (await openAt(switches)).json;
    const { code } = (await ask(`finish/${session_id}`, {}, switches)).json;
    const { json } = await ask(`api/v1/sdk/data?code=${code}`, { token: await tokenAt(switches) }, switches);
    expect(json.data.profile.common_data[field]).toEqual(value);
  });
});
