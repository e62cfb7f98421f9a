/** What a recorded answer lets us expect of ours: its texts exactly, its rows without ids and times. */
import { expect } from "vitest";
import { ORIGIN, type Received } from "../support/app.ts";
import { type Difference, HEADER_DIFFERENCES } from "./differences.ts";
import type { Exchange } from "./exchanges.ts";

const STAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{6})?\+05:00$/;
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const HOST = "http://HOST";

type Json = Record<string, unknown>;

/** A recorded value, loosened where the recording's own is of no account. */
function loosened(value: unknown, key = ""): unknown {
  if (key === "id") return expect.any(Number);
  if (key.endsWith("_at")) return expect.stringMatching(STAMP);
  if (value === "<jwt>") return expect.stringMatching(JWT);
  if (typeof value === "string") return value.replace(HOST, ORIGIN);
  if (Array.isArray(value)) return value.map((one) => loosened(one));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, loosened(part, name)]));
}

/** Count and links, as far as the cut body shows them. */
function envelopeOf(cut: string): Json {
  const link = '(null|"[^"]*")';
  const [, count] = /^\{"count":(\d+),/.exec(cut) ?? [];
  const [, next, previous] = new RegExp(`"next":${link},"previous":${link}`).exec(cut) ?? [];
  const links = next && previous ? { next: JSON.parse(next), previous: JSON.parse(previous) } : {};
  return loosened({ ...(count && { count: Number(count) }), ...links }) as Json;
}

/** The recording numbered its rows in the order of their codes: id 14 is NOM000014. */
function expectRows(cut: string, received: Received): void {
  const recorded = [...cut.matchAll(/\{"id":(\d+),/g)].map(([, id]) => Number(id));
  const codes = received.json.results.map((row: { code_1c: string }) =>
    Number(row.code_1c.replace(/\D/g, "")),
  );
  expect(codes.slice(0, recorded.length)).toEqual(recorded);
}

const recordedOf = ({ body }: Exchange): Json => loosened(JSON.parse(body) as Json) as Json;

function expectJson(exchange: Exchange, received: Received, difference: Difference | undefined): void {
  const sameStatus = received.status === exchange.status;
  const part = difference?.part ?? {};
  const isList = exchange.isCut && sameStatus;
  if (isList && !("results" in part) && !difference?.text) expectRows(exchange.body, received);
  const whole = () => (sameStatus ? recordedOf(exchange) : {});
  const wanted = { ...(isList ? envelopeOf(exchange.body) : whole()), ...part };
  expect(received.json).toMatchObject(wanted);
  if (exchange.body === "{}") expect(received.text).toBe("{}");
  const sameKeys = Object.keys(received.json).length === Object.keys(wanted).length;
  if (sameKeys) expect(Object.keys(received.json)).toEqual(Object.keys(wanted));
}

function expectBody(exchange: Exchange, received: Received, difference: Difference | undefined): void {
  const { text, part } = difference ?? {};
  if (typeof text === "string") expect(received.text).toBe(text);
  else if (text) expect(received.text).toMatch(text);
  if (part || (text === undefined && exchange.status < 300 && exchange.body))
    expectJson(exchange, received, difference);
  else if (text === undefined) expect(received.text).toBe(exchange.body);
}

/** Throws where ours is not what was recorded, with the difference worked in. */
export function expectAnswer(exchange: Exchange, received: Received, difference?: Difference): void {
  expect(received.status, received.text.slice(0, 500)).toBe(difference?.status ?? exchange.status);
  expectBody(exchange, received, difference);
  for (const [name, value] of Object.entries({ ...exchange.headers, ...difference?.headers })) {
    const wanted = HEADER_DIFFERENCES[name]?.instead ?? value;
    if (name !== "location" && name !== "set-cookie")
      expect(received.headers.get(name) ?? "", name).toBe(wanted);
  }
}
