/** The recorded exchanges, asked of our own routes in their order: what is not a listed difference is the same. */
import { exports } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { ORIGIN, person, type Received, send, tokenOf } from "../support/app.ts";
import { expectAnswer } from "./answers.ts";
import { DIFFERENCES, type Difference, differenceOf, type Upload } from "./differences.ts";
import { type Exchange, parseExchanges } from "./exchanges.ts";
import recording from "./rest-exchanges.md?raw";
import { seedCatalog } from "./seed-recorded.ts";

const exchanges = parseExchanges(recording);

/** What `<jwt>` stood for, where it was not an administrator's access token. */
const REFRESH = ["Authentication: Refresh", "Authentication: Verify a refresh token"];
const REFRESH_AS_ACCESS = "Authentication: Refresh token used as an access token";
const TAMPERED = "Authentication: Verify a token with a changed signature";

let access = "";
let refresh = "";

beforeAll(async () => {
  const seeder = await tokenOf(await person("admin"));
  const admin = { username: "admin", password: "admin123", role: "admin" };
  await send("/api/v1/users/", { token: seeder, body: admin });
  const { json } = await send("/api/token/", { body: admin });
  ({ access, refresh } = json);
  await seedCatalog(access);
});

function tokenFor(name: string): string {
  if (REFRESH.includes(name) || name === REFRESH_AS_ACCESS) return refresh;
  return name === TAMPERED ? `${access.slice(0, -4)}AAAA` : access;
}

async function formWith(upload: Upload): Promise<FormData> {
  const form = new FormData();
  if (upload === "no workbook") form.set("file", new File(["no workbook"], "a.xlsx"));
  if (upload === "the export") {
    const address = `${ORIGIN}/api/v1/project/export-xlsx/?search=PROJ001`;
    const exported = await exports.default.fetch(address, { headers: { Authorization: `Bearer ${access}` } });
    form.set("file", new File([await exported.arrayBuffer()], "a.xlsx"));
  }
  return form;
}

async function ask({ name, asked }: Exchange, asks: Difference["asks"] = {}): Promise<Received> {
  const withToken = (text: string) => text.replace("<jwt>", tokenFor(name));
  const headers = Object.fromEntries(
    Object.entries(asked.headers).map(([header, value]) => [header, withToken(value)]),
  );
  if (asks.signedIn || asks.upload) headers["authorization"] = `Bearer ${access}`;
  const given = asks.upload ? await formWith(asks.upload) : (asks.body ?? asked.body);
  const body = typeof given === "string" ? withToken(given) : given;
  return send(asks.path ?? asked.path, { method: asked.method, headers, body });
}

describe("every recorded exchange is answered as it was, or as the table of differences says", () => {
  for (const exchange of exchanges) {
    const difference = differenceOf(exchange.name);
    test(difference ? `${exchange.name} (${difference.instead})` : exchange.name, async () => {
      const received = await ask(exchange, difference?.asks);
      expectAnswer(exchange, received, difference);
      // A difference that is none any more has to leave the table.
      if (difference && !difference.asks) expect(() => expectAnswer(exchange, received)).toThrow();
    });
  }
});

test("each difference is about recorded exchanges, and no exchange has two", () => {
  const named = DIFFERENCES.flatMap(({ names }) => names);
  const recorded = new Set(exchanges.map(({ name }) => name));
  expect(named.filter((name) => !recorded.has(name))).toEqual([]);
  expect(new Set(named).size).toBe(named.length);
});

test("the recording is read whole", () => {
  expect(exchanges).toHaveLength(recording.match(/^### /gm)?.length ?? 0);
  expect(new Set(exchanges.map(({ name }) => name)).size).toBe(exchanges.length);
});
