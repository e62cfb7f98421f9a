/** The document that apps were written from, run against the service: its checks, its curl, its JavaScript. */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newSigningKey } from "../../scripts/lib/signing-key.ts";
import { type LiveService, startLive } from "../support/live-service.ts";

const DOCUMENT = readFileSync("test/contract/myid-session.md", "utf8");
const OLD_HOST = "https://api.myid.example";

/** The blocks of a language, within the part of the document that has this heading. */
function blocks(language: string, heading: string): string[] {
  const part = DOCUMENT.slice(DOCUMENT.indexOf(heading)).split(/\n## /, 1).join("");
  const found = part.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"));
  return [...found].map(([, code]) => String(code));
}

/** MyID as far from its document as it is known to be, and slow with its tokens. */
const SWITCHES = "session=id-only;token_type=bearer;delay=1500";
let live: LiveService;
let token: string;

async function post(path: string, body: unknown, bearer?: string) {
  const headers = {
    "Content-Type": "application/json",
    ...(bearer && { Authorization: `Bearer ${bearer}` }),
  };
  const response = await fetch(live.origin + path, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

const open = (body: unknown, bearer = token) => post("/api/v2/sdk/sessions", body, bearer);

beforeAll(async () => {
  live = await startLive((standIns) => ({
    ENVIRONMENT: "local",
    JWT_SECRET: randomBytes(32).toString("hex"),
    ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    MYID_SIGNING_KEY: newSigningKey(),
    MYID_MODE: "upstream",
    MYID_HOST: `${standIns}/myid/${SWITCHES}`,
    MYID_CLIENT_ID: "us",
    MYID_CLIENT_SECRET: "secret",
  }));
  const client = await post("/api/v1/myid-client/", { name: "A server", kind: "server" }, live.token);
  const { client_id, client_secret } = client.json;
  const given = await post("/api/v1/auth/clients/access-token", { client_id, client_secret });
  token = String(given.json["access_token"]);
}, 60_000);

afterAll(() => live?.close());

test("two hundred sessions at once, whose first caller goes away: 199 answers and one call for a token", async () => {
  const calls = async () => {
    const response = await fetch(`${live.standIns}/myid/${SWITCHES}/calls`);
    return (await response.json()) as Record<string, number>;
  };
  const session = (signal: AbortSignal | null = null) => {
    const headers = { Authorization: `Bearer ${token}` };
    return fetch(`${live.origin}/api/v2/sdk/sessions`, { method: "POST", headers, signal });
  };
  const caller = new AbortController();
  const first = session(caller.signal).then(
    () => "answered",
    () => "gone",
  );
  while ((await calls())["token"] === 0);
  const others = Array.from({ length: 199 }, () => session());
  caller.abort();
  expect(await first).toBe("gone");
  expect((await Promise.all(others)).map(({ status }) => status)).toEqual(Array(199).fill(200));
  expect(await calls()).toMatchObject({ token: 1 });
}, 30_000);

const NAMES = {
  sessionId: "session_id",
  accessToken: "access_token",
  expiresIn: "expires_in",
  tokenType: "token_type",
};

/** The document's Dart, of which it uses little, as JavaScript. */
const inJavaScript = (dart: string) =>
  dart
    .replace(/(\w+) is! String/g, 'typeof $1 !== "string"')
    .replace(/(\w+) is! (?:int|num)/g, 'typeof $1 !== "number"')
    .replace(/\((\w+) as num\)/g, "$1")
    .replaceAll(".isEmpty", ".length === 0")
    .replaceAll(".contains(", ".includes(");

const CHECKS = blocks("dart", "## Validatsiya Qoidalari").flatMap((code) =>
  [...code.matchAll(/if \((.*)\) \{\s*error: '((?:\\'|[^'])*)'/g)].map(([, condition, error]) => ({
    error: String(error),
    fails: new Function(...Object.keys(NAMES), `return ${inJavaScript(String(condition))};`),
  })),
);

/** What the document's checks say against an answer. */
function complaintsAbout(answer: Record<string, unknown>): string[] {
  const values = Object.values(NAMES).map((name) => answer[name]);
  return CHECKS.filter(({ fails }) => fails(...values)).map(({ error }) => error);
}

describe("The document's checks", () => {
  test("are fourteen, and refuse what breaks them: its own example among others", () => {
    expect(CHECKS).toHaveLength(14);
    const [example = ""] = blocks("json", "## Javob Strukturi");
    expect(complaintsAbout(JSON.parse(example))).toEqual([
      "access_token 512 belgidan ko\\'p bo\\'lishi kerak",
    ]);
    const broken = { session_id: "1", access_token: "", expires_in: 0, token_type: "bearer" };
    expect(complaintsAbout(broken)).toHaveLength(6);
  });

  test.each(blocks("json", "### Body (Bo'sh Session)"))(
    "say nothing against the answer to %s",
    async (body) => {
      const { status, json } = await open(JSON.parse(body));
      expect([status, complaintsAbout(json)]).toEqual([200, []]);
    },
  );
});

test("the document's curl opens a session, with another host and a real token", async () => {
  const [command = ""] = blocks("bash", "### cURL'da");
  const [, method = "", address = ""] = /curl -X (\w+) (\S+)/.exec(command) ?? [];
  const headers = [...command.matchAll(/-H "([^:]+): ([^"]*)"/g)].map(([, name, value]) => [
    String(name),
    String(value).replace(/^Bearer .*/, `Bearer ${token}`),
  ]);
  const [, body = ""] = /-d '([^']*)'/.exec(command) ?? [];
  expect(headers.map(([name]) => name)).toEqual(["Authorization", "Content-Type"]);
  const response = await fetch(address.replace(OLD_HOST, live.origin), {
    method,
    headers: Object.fromEntries(headers),
    body,
  });
  expect([response.status, complaintsAbout((await response.json()) as never)]).toEqual([200, []]);
});

test("the document's JavaScript opens a session, with another host alone", async () => {
  const [code = ""] = blocks("javascript", "### JavaScript'da");
  const printed: unknown[][] = [];
  const console = { log: (...words: unknown[]) => printed.push(words) };
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  await new AsyncFunction("accessToken", "console", code.replace(OLD_HOST, live.origin))(token, console);
  expect(printed).toEqual([
    ["Session ID:", expect.stringMatching(/^[\da-f-]{36}$/)],
    ["Access Token:", expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/)],
  ]);
});

test("refusals are the document's", async () => {
  const [invalidToken = "", invalidBody = ""] = blocks("json", "## Xato Javoblar");
  expect(await open({}, "expired")).toEqual({ status: 401, json: JSON.parse(invalidToken) });
  expect(await open({ threshold: 2 })).toEqual({
    status: 400,
    json: { ...JSON.parse(invalidBody), errors: { threshold: [expect.any(String)] } },
  });
});
