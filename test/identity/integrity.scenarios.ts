/** Hostile integrity tokens, each refused for its own reason, and good ones, accepted to the millisecond. */
import { CompactEncrypt, CompactSign, exportJWK, generateKeyPair } from "jose";
import { describe, expect, test } from "vitest";
import { DEVELOPMENT_DECRYPTION_KEY, DEVELOPMENT_VARIABLES } from "../../scripts/lib/development-keys.ts";
import { encrypted, mint, payloadOf, signed, signingKey } from "../../scripts/lib/integrity-tokens.ts";
import { checkIntegrity, invalidIntegrity } from "../../src/identity/integrity.ts";
import { configOf, type Env } from "../../src/platform/env.ts";

const NOW = 1_795_220_039_472;
const FIXED = {
  ENVIRONMENT: "local",
  JWT_SECRET: "kX7pQ2vN9wR4tY8uB3mZ6cF1hJ5gD0aL",
  ENCRYPTION_KEY: "r3v1Zk0d9wT8xq5YbNf2Jm7LcHsAoUeGiQpKzXyW4tE=",
  ...DEVELOPMENT_VARIABLES,
};
const configured = (variables: Record<string, string> = {}) =>
  configOf({ ...FIXED, ...variables } as unknown as Env);
const check = (token: string, variables?: Record<string, string>) =>
  checkIntegrity(token, configured(variables), NOW);

const encode = (value: unknown) =>
  new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
const coded = (value: unknown) => Buffer.from(encode(value)).toString("base64url");
const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));
const KEY = bytesOf(DEVELOPMENT_DECRYPTION_KEY);
const OTHER_KEY = new Uint8Array(32).fill(7);

const payload = (change: Record<string, unknown> = {}) => ({
  ...payloadOf({ nonce: "n", at: NOW }),
  ...change,
});
const details = (change: Record<string, unknown>) => {
  const { requestDetails } = payload();
  return payload({ requestDetails: { ...requestDetails, ...change } });
};
const token = async (body: unknown = payload()) => encrypted(await signed(body));

/** Good in everything but what is said of it. */
async function enciphered(header: Record<string, unknown>, key: Uint8Array = KEY): Promise<string> {
  const text = encode(await signed(payload()));
  return new CompactEncrypt(text)
    .setProtectedHeader({ alg: "A256KW", enc: "A256GCM", ...header })
    .encrypt(key, { crit: { ours: true } });
}
async function withPart(index: number, change: (part: string) => string): Promise<string> {
  const parts = (await token()).split(".");
  return parts.with(index, change(parts[index] ?? "")).join(".");
}
const withHeader = (header: unknown) => withPart(0, () => coded(header));
const flipped = (part: string) => (part.startsWith("A") ? "B" : "A") + part.slice(1);

async function signedBy(algorithm: string, body: unknown = payload()): Promise<string> {
  const { privateKey } = await generateKeyPair(algorithm);
  return new CompactSign(encode(body)).setProtectedHeader({ alg: algorithm }).sign(privateKey);
}
const hmac = (secret: Uint8Array) =>
  new CompactSign(encode(payload())).setProtectedHeader({ alg: "HS256" }).sign(secret);

/** The forger's own key, offered in the header. */
async function withOwnKey(): Promise<string> {
  const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
  const header = { alg: "ES256", jwk: await exportJWK(publicKey), jku: "https://keys.example/", kid: "1" };
  return new CompactSign(encode(payload())).setProtectedHeader(header).sign(privateKey);
}
async function signedWith(header: Record<string, unknown>): Promise<string> {
  return new CompactSign(encode(payload()))
    .setProtectedHeader({ alg: "ES256", ...header })
    .sign(await signingKey(), { crit: { ours: true } });
}
async function withInnerPart(index: number, change: (part: string) => string): Promise<string> {
  const parts = (await signed(payload())).split(".");
  return encrypted(parts.with(index, change(parts[index] ?? "")).join("."));
}

type Hostile = readonly [what: string, make: () => string | Promise<string>, reason: string];

const HEADERS: readonly Hostile[] = [
  ["nothing", () => "", "missing"],
  ["no JWE at all", () => "rubbish", "wrong header"],
  ["dots alone", () => "....", "wrong header"],
  ["a header that is no JSON", () => withPart(0, () => "bm90LWpzb24"), "wrong header"],
  ["a header that is a list", () => withHeader([]), "wrong header"],
  ["a header that is null", () => withHeader(null), "wrong header"],
  ["a header without enc", () => withHeader({ alg: "A256KW" }), "wrong header"],
  ["alg dir", () => enciphered({ alg: "dir" }), "wrong header"],
  ["alg none", () => withHeader({ alg: "none", enc: "A256GCM" }), "wrong header"],
  ["alg A256GCMKW", () => enciphered({ alg: "A256GCMKW" }), "wrong header"],
  ["alg in small letters", () => withHeader({ alg: "a256kw", enc: "A256GCM" }), "wrong header"],
  ["enc A128GCM", () => enciphered({ enc: "A128GCM" }), "wrong header"],
  ["enc A256CBC-HS512", () => enciphered({ enc: "A256CBC-HS512" }), "wrong header"],
  ["zip", () => withHeader({ alg: "A256KW", enc: "A256GCM", zip: "DEF" }), "wrong header"],
  ["a key id", () => enciphered({ kid: "1" }), "wrong header"],
  ["a key's address", () => enciphered({ jku: "https://keys.example/" }), "wrong header"],
  ["a critical extension", () => enciphered({ crit: ["ours"], ours: 1 }), "wrong header"],
  ["more than any token has", () => `${"e".repeat(20_000)}....`, "wrong header"],
  ["a JWS in the place of the JWE", () => signed(payload()), "wrong header"],
];

const CIPHERS: readonly Hostile[] = [
  ["another key", () => enciphered({}, OTHER_KEY), "cannot be decrypted"],
  ["a damaged wrapped key", () => withPart(1, flipped), "cannot be decrypted"],
  ["no wrapped key", () => withPart(1, () => ""), "cannot be decrypted"],
  ["a wrapped key of another length", () => withPart(1, (part) => part.slice(8)), "cannot be decrypted"],
  ["a damaged IV", () => withPart(2, flipped), "cannot be decrypted"],
  ["an IV of another length", () => withPart(2, () => "AAAA"), "cannot be decrypted"],
  ["a damaged text", () => withPart(3, flipped), "cannot be decrypted"],
  ["no text", () => withPart(3, () => ""), "cannot be decrypted"],
  ["a damaged tag", () => withPart(4, flipped), "cannot be decrypted"],
  ["a short tag", () => withPart(4, (part) => part.slice(0, 6)), "cannot be decrypted"],
  [
    "a header in another order, which the tag does not cover",
    () => withPart(0, () => coded('{"enc":"A256GCM","alg":"A256KW"}')),
    "cannot be decrypted",
  ],
  ["four parts", async () => (await token()).split(".").slice(0, 4).join("."), "wrong header"],
  ["six parts", async () => `${await token()}.AAAA`, "wrong header"],
  ["parts that are no base64url", () => withPart(3, () => "!!!!"), "cannot be decrypted"],
];

const SIGNATURES: readonly Hostile[] = [
  ["no JWS inside", () => encrypted("rubbish"), "wrong signature"],
  ["the payload without a signature", () => encrypted(JSON.stringify(payload())), "wrong signature"],
  ["alg none inside", () => encrypted(`${coded({ alg: "none" })}.${coded(payload())}.`), "wrong signature"],
  [
    "HS256 inside, keyed with the public key",
    async () => encrypted(await hmac(bytesOf(FIXED.INTEGRITY_VERIFICATION_KEY))),
    "wrong signature",
  ],
  ["HS256 inside, keyed with the decryption key", async () => encrypted(await hmac(KEY)), "wrong signature"],
  ["somebody else's ES256", async () => encrypted(await signedBy("ES256")), "wrong signature"],
  ["ES384 inside", async () => encrypted(await signedBy("ES384")), "wrong signature"],
  ["RS256 inside", async () => encrypted(await signedBy("RS256")), "wrong signature"],
  ["a key of the forger's own in the header", async () => encrypted(await withOwnKey()), "wrong signature"],
  [
    "an unknown critical extension",
    async () => encrypted(await signedWith({ crit: ["ours"], ours: 1 })),
    "wrong signature",
  ],
  [
    "another payload under the signature",
    () => withInnerPart(1, () => coded(details({ nonce: "m" }))),
    "wrong signature",
  ],
  ["a damaged signature", () => withInnerPart(2, flipped), "wrong signature"],
  ["no signature", () => withInnerPart(2, () => ""), "wrong signature"],
  ["a signature of zeros", () => withInnerPart(2, () => coded("\0".repeat(64))), "wrong signature"],
];

const OTHER_APP = "uz.somebody.else";
const PAYLOADS: readonly Hostile[] = [
  ["a payload that is no JSON", () => token("rubbish"), "unknown payload"],
  ["a payload of another kind", () => token({ sub: "1", exp: 9_999_999_999 }), "unknown payload"],
  ["no nonce", () => token(details({ nonce: undefined })), "unknown payload"],
  ["an empty nonce", () => token(details({ nonce: "" })), "unknown payload"],
  ["a nonce that is a list", () => token(details({ nonce: ["n"] })), "unknown payload"],
  ["a time that is a number", () => token(details({ timestampMillis: NOW })), "unknown payload"],
  ["a time that is no time", () => token(details({ timestampMillis: "now" })), "unknown payload"],
  ["a negative time", () => token(details({ timestampMillis: `-${NOW}` })), "unknown payload"],
  ["a time beyond counting", () => token(details({ timestampMillis: "9".repeat(400) })), "unknown payload"],
  ["another app's request", () => token(details({ requestPackageName: OTHER_APP })), "another package"],
  [
    "an app whose name begins like ours",
    () => token(details({ requestPackageName: `${FIXED.INTEGRITY_PACKAGE_NAMES}.clone` })),
    "another package",
  ],
  [
    "our request by another app",
    () => token(payload({ appIntegrity: { ...payload().appIntegrity, packageName: OTHER_APP } })),
    "another package",
  ],
  ["one that is too old by a millisecond", () => mint({ at: NOW - 300_001 }), "expired"],
  ["one of last year", () => mint({ at: NOW - 365 * 86_400_000 }), "expired"],
  ["one of time zero", () => mint({ at: 0 }), "expired"],
  ["one that comes from the future", () => mint({ at: NOW + 30_001 }), "from the future"],
];

describe.each([
  ["header", HEADERS],
  ["encryption", CIPHERS],
  ["signature", SIGNATURES],
  ["payload", PAYLOADS],
])("a token with a hostile %s is refused, its reason told to the log alone", (_, hostile) => {
  test.each(hostile)("%s", async (_what, make, reason) => {
    expect(await check(await make())).toBe(reason);
    const {
      status,
      body,
      reason: logged,
    } = invalidIntegrity(reason as Parameters<typeof invalidIntegrity>[0]);
    expect([status, JSON.stringify(body["detail"])]).toEqual([
      403,
      '{"text":"Invalid integrity token","values":{}}',
    ]);
    expect(logged).toBe(`integrity token: ${reason}`);
  });
});

describe("a good token", () => {
  test.each<[string, number]>([
    ["made now", 0],
    ["at the end of its time", -300_000],
    ["of a clock that is half a minute fast", 30_000],
  ])("%s gives its nonce", async (_, offset) => {
    const given = await mint({ nonce: "bm9uY2U", at: NOW + offset });
    expect(await check(given)).toEqual({ nonce: "bm9uY2U", verdict: undefined });
  });
  test("lives as long as it is configured to", async () => {
    const old = await mint({ nonce: "n", at: NOW - 86_400_000 });
    expect(await check(old, { INTEGRITY_MAX_AGE_SECONDS: "86400" })).toMatchObject({ nonce: "n" });
  });
  test("may be of any of the configured apps", async () => {
    const given = await mint({ packageName: OTHER_APP, at: NOW });
    expect(await check(given, { INTEGRITY_PACKAGE_NAMES: `uz.a, ${OTHER_APP}` })).toHaveProperty("nonce");
  });
  test("may name its key inside, which changes nothing", async () => {
    expect(await check(await encrypted(await signedWith({ kid: "google-1" })))).toHaveProperty("nonce");
  });
});

const app = (appRecognitionVerdict: unknown) => payload({ appIntegrity: { appRecognitionVerdict } });
const device = (...verdicts: string[]) =>
  payload({ deviceIntegrity: { deviceRecognitionVerdict: verdicts } });

test.each<[string, unknown, Record<string, string>, string | undefined]>([
  ["PLAY_RECOGNIZED on a genuine device", payload(), {}, undefined],
  ["UNRECOGNIZED_VERSION", app("UNRECOGNIZED_VERSION"), {}, "app not recognized"],
  ["UNEVALUATED", app("UNEVALUATED"), {}, "app not recognized"],
  ["no verdict on the app", app(undefined), {}, "app not recognized"],
  ["a basic device", device("MEETS_BASIC_INTEGRITY"), {}, "device not recognized"],
  ["no verdict on the device", payload({ deviceIntegrity: {} }), {}, "device not recognized"],
  ["a strong device", device("MEETS_DEVICE_INTEGRITY", "MEETS_STRONG_INTEGRITY"), {}, undefined],
  [
    "a version that is let in",
    app("UNRECOGNIZED_VERSION"),
    { INTEGRITY_APP_VERDICTS: "PLAY_RECOGNIZED,UNRECOGNIZED_VERSION" },
    undefined,
  ],
  [
    "a basic device that is let in",
    device("MEETS_BASIC_INTEGRITY"),
    { INTEGRITY_DEVICE_VERDICTS: "MEETS_BASIC_INTEGRITY" },
    undefined,
  ],
])("the verdict of %s comes beside the nonce, which is spent first", async (_, body, variables, verdict) => {
  expect(await check(await token(body), variables)).toEqual({ nonce: "n", verdict });
});
