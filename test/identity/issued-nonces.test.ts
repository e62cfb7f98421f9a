/** Nonces that we gave out are known again for five minutes, and no other text is taken for one. */
import { expect, test } from "vitest";
import { isIssued, issueNonce } from "../../src/identity/issued-nonces.ts";
import type { Config } from "../../src/platform/env.ts";

const NOW = 1_795_220_039_472;
const config = (secret: string, previous?: string) =>
  ({ JWT_SECRET: secret, JWT_SECRET_PREVIOUS: previous }) as Config;
const OURS = config("kX7pQ2vN9wR4tY8uB3mZ6cF1hJ5gD0aL");

test("each is 256 bits in base64url, and no two are the same", () => {
  const nonces = Array.from({ length: 200 }, () => issueNonce(OURS, NOW));
  expect(new Set(nonces).size).toBe(200);
  for (const nonce of nonces) expect(nonce).toMatch(/^[\w-]{43}$/);
});

test.each<[string, number, boolean]>([
  ["at once", 0, true],
  ["at the end of its five minutes", 300_000, true],
  ["a millisecond later", 300_001, false],
])("it is known %s: %d ms, %j", (_, later, known) => {
  expect(isIssued(issueNonce(OURS, NOW), OURS, NOW + later)).toBe(known);
});

test("the secret may change meanwhile", () => {
  const renewed = config("another-0aL1hJ5gD6cF3mZ8uB4tY9wR", OURS.JWT_SECRET);
  expect(isIssued(issueNonce(OURS, NOW), renewed, NOW)).toBe(true);
  expect(isIssued(issueNonce(OURS, NOW), config(renewed.JWT_SECRET), NOW)).toBe(false);
});

test("nothing else is one: no part, no other spelling, no changed byte", () => {
  const nonce = issueNonce(OURS, NOW);
  const bytes = Buffer.from(nonce, "base64url");
  const changed = [...bytes.keys()].map((at) => {
    const copy = Buffer.from(bytes);
    copy[at] = (copy[at] ?? 0) ^ 1;
    return copy.toString("base64url");
  });
  const last = nonce.slice(0, 42);
  const spellings = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"]
    .map((letter) => last + letter)
    .filter((text) => text !== nonce);
  const others = ["", "x", nonce.slice(1), `${nonce}=`, `${nonce}A`, ` ${nonce}`, bytes.toString("base64")];
  const fakes = [...changed, ...spellings, ...others.filter((text) => text !== nonce)];
  expect(fakes.filter((text) => isIssued(text, OURS, NOW))).toEqual([]);
});
