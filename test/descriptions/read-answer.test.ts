/** Every answer that a Chat Completions server may give, and what it comes to. */
import { expect, test } from "vitest";
import { verdictOf } from "../../src/descriptions/read-answer.ts";

const NOW = Date.parse("2026-11-25T10:00:00Z");
const good = (message: unknown, more: object = {}) => ({
  status: 200,
  retryAfter: null,
  json: { model: "m-1", usage: { total_tokens: 42 }, choices: [{ finish_reason: "stop", message, ...more }] },
});
const said = (content: unknown, more?: object) => verdictOf(good({ content }, more), NOW);
const told = (status: number, json: unknown = {}, retryAfter: string | null = null) => {
  const verdict = verdictOf({ status, json, retryAfter }, NOW);
  return "reason" in verdict ? { ...verdict, reason: verdict.reason.in("en") } : verdict;
};
const answered = (text: string) => ({ kind: "answered", text, model: "m-1", tokens: 42 });
const failed = (words: string, tokens: number | undefined = 42) => ({
  kind: "failed",
  reason: words,
  tokens,
});
const plain = (verdict: ReturnType<typeof said>) =>
  "reason" in verdict ? { ...verdict, reason: verdict.reason.in("en") } : verdict;

test.each<[string, unknown, string]>([
  ["HTML", "<p>Ko‘k choy.</p>", "<p>Ko‘k choy.</p>"],
  ["white space around it", "\n <p>a</p>\n", "<p>a</p>"],
  ["text", "Ko‘k choy", "<p>Ko‘k choy</p>"],
  ["text with signs", "A & B, 5 < 6", "<p>A &amp; B, 5 &lt; 6</p>"],
  ["a block of code", "```html\n<p>a</p>\n```", "<p>a</p>"],
  ["a script", "<p>a</p><script>alert(1)</script>", "<p>a</p>"],
  ["a handler and a style", '<p onclick="x()" style="color:red">a</p>', "<p>a</p>"],
  ["a link of a kind that runs", '<p><a href="javascript:x()">a</a></p>', "<p><a>a</a></p>"],
  ["tags of none of ours", "<article>a</article>", "<p>a</p>"],
  ["a word and a block of code", "Here it is:\n```html\n<p>a</p>\n```\nEnjoy!", "<p>a</p>"],
  ["a thought before it", "<think>Hmm, a < b.</think>\n<p>a</p>", "<p>a</p>"],
  [
    "marks of bold",
    "**Choy**: ko‘k",
    "<p><strong>Choy</strong>: ko‘k</p>".replace("<p>", "").replace("</p>", ""),
  ],
  ...[
    "Uzrobod zavodi mahsuloti.",
    "UzRTSB — birja.",
    "As an AIO liquid cooler it is quiet.",
    "Sorrym — brend.",
  ].map((words): [string, string, string] => [words, `<p>${words}</p>`, `<p>${words}</p>`]),
])("%s is stored as every description is", (_, content, text) => {
  expect(said(content)).toEqual(answered(text));
});

test.each<[string, unknown, string]>([
  ["no text", "", "The model's answer was empty."],
  ["white space", " \n ", "The model's answer was empty."],
  ["null", null, "The model's answer was empty."],
  ["a script alone", "<script>alert(1)</script>", "The model's answer was empty."],
  ["tags around nothing", "<p>&nbsp;</p><ul><li> </li></ul>", "The model's answer was empty."],
  ["a paragraph of nothing that is seen", "<p>\u200b</p>", "The model's answer was empty."],
  ...[
    ...[
      "I'm unable to help with that.",
      "I apologize, but I cannot help.",
      "<p><strong>I'm sorry</strong>, no.</p>",
    ],
    ...["Unfortunately, I cannot do that.", "As an AI language model, I cannot.", "Sorry, no."],
    ...["К сожалению, не могу помочь.", "К сожалению, у меня нет данных.", "Извините."],
    ...["Men bu so‘rovga yordam bera olmayman.", "Uzr, bilmayman.", "<think>a</think>Kechirasiz."],
    ...[
      "Men bu soʼrovga yordam bera olmayman.",
      "Afsuski, bu mahsulot haqida ma’lumot yo‘q.",
      "I won't be able to help.",
    ],
  ].map((words): [string, string, string] => [words, words, "The model refused to write about this row."]),
  ["a refusal in English", "I'm sorry, but I can't help.", "The model refused to write about this row."],
  ["a refusal in a paragraph", "<p>I cannot do that.</p>", "The model refused to write about this row."],
  ["a refusal in Russian", "К сожалению, я не могу.", "The model refused to write about this row."],
  ["a refusal in Uzbek", "Kechirasiz, yoza olmayman.", "The model refused to write about this row."],
  [
    "more than a description holds",
    "a".repeat(32_001),
    "Ensure this field has no more than 32000 characters.",
  ],
])("%s is a failure", (_, content, words) => {
  expect(plain(said(content))).toEqual(failed(words));
});

test("a refusal in its own field, a filtered and a cut-off answer are failures, whatever text they have", () => {
  const refused = "The model refused to write about this row.";
  expect(plain(verdictOf(good({ content: "<p>a</p>", refusal: "no" }), NOW))).toEqual(failed(refused));
  expect(plain(said("<p>a</p>", { finish_reason: "content_filter" }))).toEqual(failed(refused));
  const cut = failed("The model's answer was cut off at 500 tokens.");
  expect(plain(said("<p>a", { finish_reason: "length" }))).toEqual(cut);
});

const SHAPELESS = [
  undefined,
  null,
  5,
  "text",
  [],
  {},
  { choices: {} },
  { choices: [] },
  { choices: [null] },
  { choices: [{}] },
];

test("an answer without a message cannot be read, and nobody knows what it has cost", () => {
  for (const json of SHAPELESS)
    expect([json, told(200, json)]).toEqual([
      json,
      { kind: "failed", reason: "The model's answer could not be read.", tokens: undefined },
    ]);
});

test.each([-1, 0, 1.5, "42", null, 1e12])(
  "a count of tokens that makes no sense is none: %j",
  (total_tokens) => {
    const answer = good({ content: "<p>a</p>" });
    const json = { ...answer.json, usage: { total_tokens } };
    expect(verdictOf({ ...answer, json }, NOW)).toMatchObject({ kind: "answered", tokens: undefined });
  },
);

test.each<[number, string | null, number]>([
  [429, null, 0],
  [429, "20", 20],
  [429, "0.4", 1],
  [503, "Wed, 25 Nov 2026 10:02:00 GMT", 120],
  [429, "Wed, 25 Nov 2026 09:00:00 GMT", 0],
  [500, "soon", 0],
  [408, null, 0],
  [529, "3600", 3600],
])("%d with Retry-After %s is for later, in %d seconds", (status, header, seconds) => {
  expect(told(status, {}, header)).toEqual({
    ...{
      kind: "later",
      seconds,
      tokens: 0,
      isBusy: status === 429,
      reason: `The model's server answered ${status}.`,
    },
  });
});

test("what a gateway answers, and no whole answer, may have cost something", () => {
  for (const status of [502, 504]) expect(told(status)).toMatchObject({ kind: "later", tokens: undefined });
  expect(verdictOf(undefined, NOW)).toMatchObject({ kind: "later", tokens: undefined });
});

test.each<[number, unknown, string | null, string]>([
  [401, {}, null, "refuses the key (401)"],
  [403, {}, null, "refuses the key (403)"],
  [404, {}, null, "no such address or model (404)"],
  [302, {}, null, "no such address or model (302)"],
  [402, {}, null, "no quota left"],
  [429, { error: { code: "insufficient_quota" } }, "5", "no quota left"],
  [429, { error: { type: "insufficient_quota" } }, "5", "no quota left"],
  [400, { error: { code: "unsupported_parameter" } }, null, "takes no such request (400): set OPENAI_MODEL"],
  [400, { error: { code: "model_not_found" } }, null, "takes no such request (400): set OPENAI_MODEL"],
  [422, {}, null, "takes no such request (422)"],
  [429, {}, "3601", "asks to wait 3601 seconds"],
])("%d with %j is hopeless for every row", (status, json, header, words) => {
  const verdict = told(status, json, header);
  expect(verdict).toMatchObject({ kind: "hopeless", tokens: 0 });
  expect("reason" in verdict && verdict.reason).toContain(words);
});

test.each([400, 413])(
  "%d is this row's own failure, and none of the server's words are passed on",
  (status) => {
    expect(told(status, { error: { message: "s3cret" } })).toEqual({
      ...{ kind: "failed", tokens: 0, reason: `The model's server answered ${status}.` },
    });
  },
);
