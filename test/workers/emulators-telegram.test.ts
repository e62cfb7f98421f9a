/** The Telegram stand-in as a Worker: what it takes, what it refuses as Telegram does, and what each switch does. */
import { describe, expect, test } from "vitest";
import worker from "../../workers/emulators/index.ts";
import { pairsOf, readSwitches } from "../../workers/emulators/switches.ts";
import { TELEGRAM_SWITCHES } from "../../workers/emulators/telegram.ts";

const HOST = "http://stand-ins.test";
const TOKEN = "1:a-token-of-no-bot-at-all";
let count = 0;

const fetched = (path: string, init?: RequestInit) => worker.fetch(new Request(HOST + path, init));

/** An address of its own. */
function place(switches = "") {
  const path = `/telegram/label=case-${++count}${switches && `;${switches}`}`;
  return {
    path,
    send: async (fields: Record<string, unknown>, token = TOKEN) => {
      const headers = { "Content-Type": "application/json" };
      const sent = { method: "POST", body: JSON.stringify(fields), headers };
      const response = await fetched(`${path}/bot${token}/sendMessage`, sent);
      return { status: response.status, json: (await response.json()) as never };
    },
    page: async () => (await fetched(path)).text(),
    posted: async () =>
      (await (await fetched(`${path}/posted`)).json()) as { calls: number; posted: unknown[] },
  };
}

const html = (text: string) => ({ chat_id: "-100", text, parse_mode: "HTML" });
const refusal = (error_code: number, description: string) => ({
  status: error_code,
  json: { ok: false, error_code, description },
});
const unparsed = (words: string) => refusal(400, `Bad Request: can't parse entities: ${words}`);

test("the front page leads to it and shows every switch, and each example can be read", async () => {
  const page = await (await fetched("/")).text();
  for (const path of ["/telegram", "/telegram/posted"]) expect(page).toContain(`href="${path}"`);
  for (const [name, { example }] of Object.entries(TELEGRAM_SWITCHES)) {
    expect(page).toContain(`href="/telegram/${example}"`);
    expect(pairsOf(example).map(([one]) => one)).toContain(name);
    expect(() => readSwitches(TELEGRAM_SWITCHES, pairsOf(example))).not.toThrow();
  }
});

describe("sendMessage", () => {
  test("shows what it took on a page, the newest first, and nothing of it runs there", async () => {
    const at = place();
    expect(await at.page()).toContain("Nothing yet.");
    expect((await at.send(html("<b>Bir</b> &lt;script&gt;"))).json).toMatchObject({
      ...{ ok: true, result: { message_id: 1, chat: { id: "-100" }, text: "Bir <script>" } },
    });
    await at.send({ chat_id: -200, text: "<i>ikki" });
    await at.send(html('<a href="javascript:alert(1)">uch</a>'));
    const page = await at.page();
    expect(page).toContain("<b>Bir</b> &lt;script&gt;");
    expect(page).toContain("&lt;i>ikki");
    expect(page).toContain("<a>uch</a>");
    expect(page.indexOf("uch")).toBeLessThan(page.indexOf("ikki"));
    expect(await at.posted()).toMatchObject({ calls: 3, posted: [{ chat: "-100" }, { chat: "-200" }, {}] });
  });

  test("takes a form as well", async () => {
    const at = place();
    const body = new URLSearchParams({ chat_id: "-1", text: "salom" });
    await fetched(`${at.path}/bot${TOKEN}/sendMessage`, { method: "POST", body });
    expect((await at.posted()).posted).toMatchObject([{ chat: "-1", text: "salom" }]);
  });

  test.each([
    ["<b>a", `Can't find end tag corresponding to start tag "b"`],
    ["a</b>", "Unexpected end tag at byte offset 1"],
    ["ў<b>a</i>", `Unmatched end tag at byte offset 6, expected "</b>", found "</i>"`],
    ["<table>", `Unsupported start tag "table" at byte offset 0`],
    ["1 < 2", "Unclosed start tag at byte offset 2"],
  ])("refuses HTML that is not well-formed: %s", async (text, words) => {
    expect(await place().send(html(text))).toEqual(unparsed(words));
  });

  test.each([
    [{ text: "a" }, "Bad Request: chat_id is empty"],
    [{ chat_id: 1 }, "Bad Request: message text is empty"],
    [html("<b> </b>"), "Bad Request: message text is empty"],
    [html("x".repeat(4097)), "Bad Request: message is too long"],
  ])("refuses %j", async (fields, words) => {
    expect(await place().send(fields)).toEqual(refusal(400, words));
  });

  test("counts a message's length without its tags and entities", async () => {
    expect((await place().send(html(`<b>${"&lt;".repeat(4096)}</b>`))).status).toBe(200);
  });

  test("knows no token that is none", async () => {
    expect(await place().send(html("a"), "123")).toEqual(refusal(404, "Not Found"));
  });
});

describe("the switches", () => {
  test("a fault happens so many times, and to one chat where it says so", async () => {
    const at = place("fault=flood;retry_after=7;times=1;only=-100");
    expect((await at.send({ chat_id: "-1", text: "a" })).status).toBe(200);
    expect(await at.send(html("a"))).toEqual({
      status: 429,
      json: {
        ...{ ok: false, error_code: 429, description: "Too Many Requests: retry after 7" },
        parameters: { retry_after: 7 },
      },
    });
    expect((await at.send(html("a"))).status).toBe(200);
    expect((await at.posted()).calls).toBe(3);
  });

  test("a lost answer breaks off after the message was posted", async () => {
    const at = place("lost=1");
    await expect(at.send(html("a"))).rejects.toThrow();
    expect((await at.posted()).posted).toHaveLength(1);
  });

  test("one that there is not is named", async () => {
    const answer = await fetched("/telegram/colour=red");
    expect([answer.status, await answer.text()]).toEqual([
      400,
      expect.stringContaining('There is no switch "colour".'),
    ]);
  });

  test.each(["/telegram/x", `/telegram/bot${TOKEN}`, `/telegram/bot${TOKEN}/getUpdates`])(
    "%s is nothing",
    async (path) => expect((await fetched(path)).status).toBe(404),
  );
});
