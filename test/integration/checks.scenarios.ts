/** A check says in a moment what a sync would meet; health says whether there is a 1C at all. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { onecSystem } from "../../src/integration/index.ts";
import { CheckAnswer } from "../../src/integration/integrations.schema.ts";
import { person, send, tokenOf } from "../support/app.ts";
import { projectNamed } from "../support/projects.ts";
import { addressOf, context } from "./fetches.ts";

const LIST = "/api/v1/integration/";
let token = "";
let project = 0;
beforeAll(async () => {
  token = await tokenOf(await person("admin"));
  project = await projectNamed();
});

async function check(switches: string, language?: string) {
  const body = { name: crypto.randomUUID(), project, wsdl_url: addressOf(switches), is_active: false };
  const { json } = await send(LIST, { token, body });
  const headers: Record<string, string> = language ? { "Accept-Language": language } : {};
  const { status, json: answer } = await send(`${LIST}${json.id}/check/`, { method: "POST", token, headers });
  expect(status).toBe(200);
  expect(CheckAnswer.parse(answer)).toEqual(answer);
  return answer;
}

describe("A check", () => {
  test("counts the items and shows the first three as 1C wrote them", async () => {
    expect(await check("n=5;pad=12")).toMatchObject({
      ok: true,
      items: 5,
      sample: [{ Code: "000000001   " }, { Code: "000000002   " }, { Code: "000000003   " }],
    });
  });

  test("of an empty base is fine", async () => {
    expect(await check("n=0")).toEqual({ ok: true, latency_ms: expect.any(Number), items: 0, sample: [] });
  });

  test.each([
    ["status=401", "1C asks for a user name and a password."],
    ["n=9;truncate=2", "1C's answer broke off: its end is missing."],
  ])("of %s says what a sync would say", async (switches, error) => {
    expect(await check(switches)).toEqual({ ok: false, latency_ms: expect.any(Number), error });
  });

  test("speaks the language of whoever asks", async () => {
    expect((await check("status=404", "ru")).error).toBe("По этому адресу 1С ничего не публикует.");
  });
});

describe("Health", () => {
  const pointAt = async (wsdl_url: string) => {
    await env.DB.prepare("UPDATE integrations SET is_deleted = 1").run();
    await send(LIST, { token, body: { name: crypto.randomUUID(), project, wsdl_url } });
    return onecSystem(context());
  };

  test("knows no 1C where there is no active integration", async () => {
    await env.DB.prepare("UPDATE integrations SET is_deleted = 1").run();
    expect(await onecSystem(context())).toEqual({
      mode: "not_configured",
      status: "unknown",
      latency_ms: null,
    });
  });

  test.each([
    ["n=1", "ok"],
    ["auth=a:b", "ok"],
    ["on=both;status=503", "down"],
  ])("of a stand-in with %s says %s", async (switches, status) => {
    expect(await pointAt(addressOf(switches))).toMatchObject({ mode: "emulated", status });
  });

  test("of a real one that cannot be reached says so", async () => {
    expect(await pointAt("http://nowhere.invalid/ws/catalog.1cws?wsdl")).toEqual({
      mode: "real",
      status: "down",
      latency_ms: null,
    });
  });
});
