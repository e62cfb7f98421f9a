/** The OpenAI stand-in as a Worker: what it answers, how it marks it, and what each switch does. */
import { describe, expect, test } from "vitest";
import { withStandIns } from "../../scripts/lib/emulators.ts";
import { STAND_IN_KEY } from "../../src/platform/openai-variables.ts";
import worker from "../../workers/emulators/index.ts";
import { OPENAI_SWITCHES } from "../../workers/emulators/openai-faults.ts";
import { pairsOf, readSwitches } from "../../workers/emulators/switches.ts";

const HOST = "http://stand-ins.test";
let count = 0;

const fetched = (path: string, init?: RequestInit) => worker.fetch(new Request(HOST + path, init));

/** An address of its own. */
function place(switches = "") {
  const path = `/openai/label=case-${++count}${switches && `;${switches}`}`;
  return {
    path,
    ask: (content: string, key = "sk-1", at = "/chat/completions") =>
      fetched(path + at, {
        method: "POST",
        headers: key ? { Authorization: `Bearer ${key}` } : {},
        body: JSON.stringify({ model: "gpt-x", max_tokens: 9, messages: [{ role: "user", content }] }),
      }),
    calls: async () => (await fetched(`${path}/calls`)).json() as Promise<Record<string, unknown>>,
  };
}

test("the front page leads to it and shows every switch, and each example can be read", async () => {
  const page = await (await fetched("/")).text();
  for (const path of ["/openai/calls", "/openai/models"]) expect(page).toContain(`href="${path}"`);
  for (const [name, { example }] of Object.entries(OPENAI_SWITCHES)) {
    expect(page).toContain(`href="/openai/${example.replace(/&/g, "&amp;")}/calls"`);
    expect(pairsOf(example).map(([one]) => one)).toContain(name);
    expect(() => readSwitches(OPENAI_SWITCHES, pairsOf(example))).not.toThrow();
  }
});

describe("an answer", () => {
  test("repeats the prompt, says in its text and its model's name whose it is, and counts tokens", async () => {
    const at = place();
    const answer = await at.ask("Mahsulot: <b>Choy</b>\nBrend: Bahor");
    expect([answer.status, await answer.json()]).toMatchObject([
      200,
      {
        object: "chat.completion",
        model: "gpt-x (emulator)",
        choices: [
          {
            finish_reason: "stop",
            message: {
              role: "assistant",
              content:
                "<p><strong>[Emulator]</strong> Mahsulot: &lt;b&gt;Choy&lt;/b&gt;.</p><ul><li>Brend: Bahor</li></ul>",
            },
          },
        ],
        usage: { prompt_tokens: 12, completion_tokens: 33, total_tokens: 45 },
      },
    ]);
    expect(await at.calls()).toEqual({
      ...{ calls: 1, tokens: 45 },
      prompts: [{ prompt: "Mahsulot: <b>Choy</b>\nBrend: Bahor", calls: 1, answers: 1, repeated: 0 }],
    });
  });

  test("needs a key, a body and a POST, and is there under /v1 as well", async () => {
    const at = place();
    expect((await at.ask("a", "")).status).toBe(401);
    expect((await at.ask("a", "k", "/v1/chat/completions")).status).toBe(200);
    const headers = { Authorization: "Bearer k" };
    const bad = await fetched(`${at.path}/chat/completions`, { method: "POST", headers, body: "{" });
    expect(bad.status).toBe(400);
    expect((await fetched(`${at.path}/chat/completions`, { headers })).status).toBe(405);
    expect((await fetched(`${at.path}/models`, { headers })).status).toBe(200);
    expect((await fetched(`${at.path}/models`)).status).toBe(401);
    expect((await fetched("/openai/embeddings")).status).toBe(404);
  });
});

describe("the switches", () => {
  test.each<[string, number, RegExp]>([
    ["fault=flood;retry_after=7", 429, /rate_limit_exceeded/],
    ["fault=server", 500, /server_error/],
    ["fault=refusal", 200, /"content":null,"refusal":"I'm sorry/],
    ["fault=empty", 200, /"content":""/],
    ["fault=cut", 200, /"finish_reason":"length"/],
    ["fault=script", 200, /<script>alert/],
    ["fault=invalid-json", 200, /\{$/],
    ["fault=gateway", 502, /Bad Gateway/],
    ["fault=html", 200, /^<html>/],
    ["fault=quota", 429, /insufficient_quota/],
    ["fault=unauthorized", 401, /invalid_api_key/],
    ["fault=no-model", 404, /model_not_found/],
    ["plain=1", 200, /"content":"\[Emulator\] a\."/],
  ])("%s", async (switches, status, text) => {
    const answer = await place(switches).ask("a");
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringMatching(text)]);
    if (switches.includes("retry_after")) expect(answer.headers.get("Retry-After")).toBe("7");
  });

  test("half a body is no answer", async () => {
    const at = place("fault=broken");
    await expect((await at.ask("a")).text()).rejects.toThrow();
    expect(await at.calls()).toMatchObject({ prompts: [{ calls: 1, answers: 0 }] });
  });

  test("a fault happens so many times for each prompt, and to prompts with some words alone", async () => {
    const at = place("fault=server;times=1;only=choy");
    const statuses = [];
    for (const prompt of ["choy", "choy", "non", "ko‘k choy"]) statuses.push((await at.ask(prompt)).status);
    expect(statuses).toEqual([500, 200, 200, 500]);
  });

  test("by chance about as many calls fail as it says, the same ones for the same seed", async () => {
    const run = async (switches: string) => {
      const at = place(switches);
      const texts = [];
      for (let index = 0; index < 400; index++) {
        const answer = await at.ask(`prompt ${index}`);
        const text = await answer.text();
        texts.push(
          `${answer.status} ${/"(?:content|code)":[^,]*/.exec(text)} ${/"finish_reason":"\w+"/.exec(text)}`,
        );
      }
      return texts;
    };
    const [first, second, other] = [
      await run("rate=10;seed=7"),
      await run("rate=10;seed=7"),
      await run("rate=10;seed=8"),
    ];
    expect(second).toEqual(first);
    expect(other).not.toEqual(first);
    const fine = first.filter(
      (one) => one.startsWith("200") && /Emulator.*"stop"/.test(one) && !one.includes("script"),
    );
    expect(400 - fine.length).toBeGreaterThan(20);
    expect(400 - fine.length).toBeLessThan(70);
  });

  test("one that there is not is named", async () => {
    const answer = await fetched("/openai/colour=red/calls");
    expect([answer.status, await answer.text()]).toEqual([
      ...[400, expect.stringContaining('There is no switch "colour".')],
    ]);
  });
});

test("the stand-in's key is given where its address is asked, or nothing is named, and nowhere else", () => {
  const own = "http://localhost:8001";
  const given = (variables: Record<string, string>) => {
    const { OPENAI_API_KEY: key, OPENAI_BASE_URL: base } = withStandIns(own, variables);
    return [key, base];
  };
  expect(given({})).toEqual([STAND_IN_KEY, `${own}/openai`]);
  expect(given({ OPENAI_BASE_URL: `${own}/openai/rate=10` })).toEqual([
    STAND_IN_KEY,
    `${own}/openai/rate=10`,
  ]);
  expect(given({ OPENAI_API_KEY: "sk-mine", OPENAI_BASE_URL: `${own}/openai` })[0]).toBe(STAND_IN_KEY);
  expect(given({ OPENAI_API_KEY: "sk-mine" })).toEqual(["sk-mine", undefined]);
  for (const other of ["http://localhost:11434/v1", `${own}/openai-proxy`])
    expect(given({ OPENAI_BASE_URL: other })).toEqual([undefined, other]);
});
