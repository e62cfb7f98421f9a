/** Whatever the model's server answers: a description, a reason on the row, another try later, or words for the run. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { cancelPath, retryPath } from "../tasks/imports.ts";
import { logged } from "../workers/door.ts";
import { beginAnew, DescribeLine, KEY, product, products, rowsOf, spentTokens, stateOf } from "./runs.ts";

beforeEach(beginAnew);

const answered = (status: number) => `The model's server answered ${status}. It was asked 5 times`;

test.each([
  ["refusal", "The model refused to write about this row.", 1],
  ["empty", "The model's answer was empty.", 1],
  ["cut", "The model's answer was cut off at 500 tokens.", 1],
  ["invalid-json", "The model's answer could not be read.", 1],
  ["html", "The model's answer could not be read.", 1],
])("%s is a row that failed, with its reason: %s", async (fault, reason, calls) => {
  const line = new DescribeLine(`fault=${fault}`);
  const [code = ""] = await products(1);
  const state = await line.whole();
  expect(state).toMatchObject({ status: "completed", updated: 0, errors: 1, skipped: 0 });
  expect(state.item_errors).toEqual([{ code, error: reason, timestamp: expect.any(String) as unknown }]);
  expect((await line.counted()).calls).toBe(calls);
  expect((await product(code)).description).toBeNull();
  expect(await spentTokens()).toBe(state.tokens);
});

test.each([
  ["flood", answered(429)],
  ["server", answered(500)],
  ["gateway", answered(502)],
  ["broken", "No whole answer came from the model's server. It was asked 5 times"],
])("%s, whatever is asked, ends the run in five tries, and a retry begins anew", async (fault, words) => {
  const line = new DescribeLine(`fault=${fault};retry_after=1`);
  await products(30);
  const id = await line.begin();
  await line.runDown();
  expect(await stateOf(id)).toMatchObject({
    status: "error",
    processed: 0,
    error_message: `${words}: start a retry later.`,
  });
  expect((await line.counted()).calls).toBeLessThanOrEqual(60);
  const again = new DescribeLine();
  expect((await again.post(retryPath(id))).status).toBe(202);
  await again.runDown();
  expect(await stateOf(id)).toMatchObject({ status: "completed", updated: 30, errors: 0 });
});

test("a row that the server never answers about has failed after five tries, and holds up no other", async () => {
  const line = new DescribeLine("fault=server;only=-3.");
  await products(12);
  const state = await line.whole();
  expect(state).toMatchObject({ status: "completed", updated: 11, errors: 1 });
  expect(state.item_errors[0]?.error).toBe(`${answered(500)}.`);
  expect((await line.counted()).calls).toBe(11 + 5);
});

test("reasons are told in the language of whoever started the run", async () => {
  const line = new DescribeLine("fault=refusal");
  await products(1);
  const id = await line.begin({}, { "Accept-Language": "uz" });
  await line.runDown();
  expect((await stateOf(id)).item_errors[0]?.error).toBe("Model bu yozuv haqida yozishdan bosh tortdi.");
});

test("a script in an answer is not stored, and a text without a tag becomes a paragraph", async () => {
  const [code = ""] = await products(1, () => ({ brand: "A & B <b>" }));
  expect(await new DescribeLine("fault=script").whole()).toMatchObject({ updated: 1 });
  const { description } = await product(code);
  expect(description).toMatch(/^<p><strong>\[Emulator\]/);
  expect(description).not.toMatch(/script|alert|img/);
  const [plain = ""] = await products(1);
  expect(await new DescribeLine("plain=1").whole()).toMatchObject({ updated: 1 });
  expect((await product(plain)).description).toBe(
    `<p>[Emulator] Mahsulot: Mahsulot ${plain}.. Brend: Bahor.</p>`,
  );
});

describe("a server that is busy", () => {
  test.each(["flood", "server", "gateway", "broken"])(
    "(%s) is asked again later, and then describes",
    async (fault) => {
      const line = new DescribeLine(`fault=${fault};times=2`);
      await products(25);
      expect(await line.whole()).toMatchObject({ status: "completed", updated: 25, errors: 0 });
      const { calls, prompts } = await line.counted();
      expect(calls).toBe(75);
      expect(prompts.every(({ repeated }) => repeated === 0)).toBe(true);
    },
  );

  test("is left alone as long as it asks, and by whoever else comes meanwhile", async () => {
    const line = new DescribeLine("fault=flood;times=1;retry_after=600");
    await products(12);
    const id = await line.begin();
    await line.deliver(line.first());
    const message = line.first();
    await line.deliver(message);
    const [later] = line.waiting;
    expect(later?.delaySeconds).toBeGreaterThanOrEqual(599);
    expect(later?.delaySeconds).toBeLessThanOrEqual(601);
    const { calls } = await line.counted();
    expect(calls).toBe(6);
    // The message once more, as a queue may deliver it, and another of the sweeper's.
    await line.deliver({ ...message, attempts: 2 });
    await line.deliver({ ...message, id: "swept" });
    expect((await line.counted()).calls).toBe(calls);
    await line.runDown();
    expect(await stateOf(id)).toMatchObject({ status: "completed", updated: 12 });
    expect((await line.counted()).calls).toBe(24);
  });

  test("is waited for without a message that fails, longer each time", async () => {
    const line = new DescribeLine("fault=server");
    await products(1);
    const delays: unknown[] = [];
    await line.begin();
    await line.runDown(async (message) => {
      delays.push(message.delaySeconds);
      expect([message.attempts, await line.deliver(message)]).toEqual([1, "ack"]);
    });
    // The step that counts and the first piece; then as long as it says or a second more.
    expect(delays.slice(0, 2)).toEqual([undefined, undefined]);
    for (const [index, seconds] of [5, 10, 20, 40].entries())
      expect([seconds, seconds + 1]).toContain(delays[index + 2]);
  });

  test("holds up no cancelling", async () => {
    const line = new DescribeLine("fault=flood;retry_after=600");
    await products(1);
    const id = await line.begin();
    await line.deliver(line.first());
    await line.deliver(line.first());
    const cancelled = await line.post(cancelPath(id));
    expect([cancelled.status, cancelled.json.status, cancelled.json.message]).toEqual([
      200,
      "error",
      "Cancelled",
    ]);
    await line.runDown();
    expect((await line.counted()).calls).toBe(1);
  });

  test("ends a run that was cancelled while it was asked, and says so while it is waited for", async () => {
    const line = new DescribeLine("fault=flood;retry_after=600;slow=50");
    await products(1);
    const id = await line.begin();
    await line.deliver(line.first());
    let calls = 0;
    await line.deliver(line.first(), {
      before: async (where) => {
        // The third call to the database was the claim: the server is asked now.
        if (where === "db" && ++calls === 4) await line.post(cancelPath(id));
      },
    });
    expect(await stateOf(id)).toMatchObject({ status: "error", message: "Cancelled" });
    expect(line.waiting).toEqual([]);
    await products(1);
    const other = await line.begin();
    await line.deliver(line.first());
    await line.deliver(line.first());
    expect((await stateOf(other)).message).toMatch(
      /^Waiting until \d\d:\d\d:\d\d: the other server asked for it/,
    );
  });
});

describe("what would be the same with every row", () => {
  test.each([
    [
      "unauthorized",
      "The model's server refuses the key (401): put OPENAI_API_KEY right, then start a retry.",
    ],
    [
      "no-model",
      "The model's server knows no such address or model (404): put OPENAI_BASE_URL or OPENAI_MODEL right, then start a retry.",
    ],
    ["quota", "The account at the model's server has no quota left: raise it, then start a retry."],
    ["flood;retry_after=7200", "The model's server asks to wait 7200 seconds: start a retry then."],
  ])("%s ends the run with words, and a retry goes on where it stood", async (fault, words) => {
    const line = new DescribeLine(`fault=${fault};only=-3.`);
    await products(30);
    const id = await line.begin();
    await line.runDown();
    const { calls, prompts } = await line.counted();
    const kept = prompts.filter(({ answers }) => answers).length;
    // Each answer is in the catalogue at once, and counted.
    expect(await stateOf(id)).toMatchObject({
      ...{ status: "error", error_message: words, processed: kept, updated: kept, errors: 0 },
    });
    expect(calls).toBeLessThanOrEqual(12);
    expect(await spentTokens()).toBe((await line.counted()).tokens);
    // The operator has put it right.
    const again = new DescribeLine("");
    expect((await again.post(retryPath(id))).status).toBe(202);
    await again.runDown();
    expect(await stateOf(id)).toMatchObject({ status: "completed", updated: 30, errors: 0 });
    expect((await again.counted()).calls).toBe(30 - kept);
  });
});

test("the key is in no log line, no error and no table", async () => {
  const bad = ["fault=unauthorized", "fault=server", "fault=broken"].map(
    (switches) => new DescribeLine(switches),
  );
  bad.push(new DescribeLine("", { OPENAI_BASE_URL: "http://nowhere.invalid/v1" }));
  bad.push(new DescribeLine("", { OPENAI_BASE_URL: "http://127.0.0.1:9/v1" }));
  for (const line of bad) {
    await products(1);
    const { value, text } = await logged(async () => {
      const id = await line.begin();
      await line.runDown();
      return [await stateOf(id), await rowsOf(id)];
    });
    expect(text).toContain('"door":"queue"');
    expect(text + JSON.stringify(value)).not.toContain(KEY);
  }
  vi.spyOn(console, "log").mockReturnValue(undefined);
});
