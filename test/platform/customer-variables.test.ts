/** The variables of the customer token: what is contradictory or for the local environment alone is named at once. */
import { expect, test } from "vitest";
import { DEVELOPMENT_VARIABLES } from "../../scripts/lib/development-keys.ts";
import { ConfigError, configOf, type Env } from "../../src/platform/env.ts";

const KEY = "r3v1Zk0d9wT8xq5YbNf2Jm7LcHsAoUeGiQpKzXyW4tE=";
/** P-256 of nobody: its private half was thrown away. */
const REAL = {
  INTEGRITY_DECRYPTION_KEY: "Zq0v8Rk3m1T7yXw5bNf2Jd9LcHsAoUeGiQpKzVyW4t0=",
  INTEGRITY_VERIFICATION_KEY:
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEE4qiRKRFqURC0ZwVCMyQflYiuoYrFIM4HabLCb5F/KPSvle7HNHO1spxSRpUUJ5Y2Jtlu/N9OCsJCyylB+QiiQ==",
  INTEGRITY_PACKAGE_NAMES: "uz.shop.app",
};
const LOCAL = { ENVIRONMENT: "local" };
const UPSTREAM = {
  ...REAL,
  CUSTOMER_IDENTITY: "upstream",
  CUSTOMER_UPSTREAM_URL: "https://identity.example/customer/token",
  TOKEN_ENCRYPTION_KEY: KEY,
};
type Variables = Record<string, string | undefined>;
const read = (variables: Variables) =>
  configOf({
    JWT_SECRET: "kX7pQ2vN9wR4tY8uB3mZ6cF1hJ5gD0aL",
    ENCRYPTION_KEY: KEY,
    ...variables,
  } as unknown as Env);

test("nothing is asked of a service without customers, and the contract's standards hold", () => {
  expect(read({})).toMatchObject({
    CUSTOMER_IDENTITY: "local",
    CUSTOMER_INTEGRITY: "check",
    CUSTOMER_APP_SOURCES: ["PlayMarket"],
    INTEGRITY_MAX_AGE_SECONDS: 300,
    INTEGRITY_APP_VERDICTS: ["PLAY_RECOGNIZED"],
    INTEGRITY_DEVICE_VERDICTS: ["MEETS_DEVICE_INTEGRITY"],
    INTEGRITY_NONCE: "any",
    INTEGRITY_REPLAY: "refuse",
  });
});

test.each<[string, Variables]>([
  ["our users behind our own check", REAL],
  ["an outside server behind our own check", UPSTREAM],
  ["the upstream's own integrity token", { ...UPSTREAM, CUSTOMER_UPSTREAM_INTEGRITY_TOKEN: "token" }],
  [
    "an outside server that checks for itself",
    {
      CUSTOMER_IDENTITY: "upstream",
      CUSTOMER_INTEGRITY: "upstream",
      CUSTOMER_UPSTREAM_URL: "https://identity.example/",
    },
  ],
  ["nonces of ours", { ...REAL, INTEGRITY_NONCE: "issued" }],
  [
    "a token used again and again",
    { ...REAL, INTEGRITY_REPLAY: "allow", INTEGRITY_MAX_AGE_SECONDS: "31536000" },
  ],
  ["the development keys on this machine", { ...LOCAL, ...DEVELOPMENT_VARIABLES }],
  [
    "a stand-in on this machine",
    { ...LOCAL, ...UPSTREAM, CUSTOMER_UPSTREAM_URL: "http://localhost:8001/identity" },
  ],
])("%s: taken", (_, variables) => {
  expect(() => read(variables)).not.toThrow();
});

const { INTEGRITY_DECRYPTION_KEY, INTEGRITY_VERIFICATION_KEY } = DEVELOPMENT_VARIABLES;
test.each<[string, Variables]>([
  ["CUSTOMER_IDENTITY", { CUSTOMER_IDENTITY: "both" }],
  ["CUSTOMER_MIN_APP_VERSION", { CUSTOMER_MIN_APP_VERSION: "latest" }],
  ["CUSTOMER_UPSTREAM_URL", { ...UPSTREAM, CUSTOMER_UPSTREAM_URL: undefined }],
  ["CUSTOMER_UPSTREAM_URL", { ...UPSTREAM, CUSTOMER_UPSTREAM_URL: "identity.example" }],
  ["CUSTOMER_UPSTREAM_URL", { ...UPSTREAM, CUSTOMER_UPSTREAM_URL: "ftp://identity.example/" }],
  ["CUSTOMER_UPSTREAM_URL", { ...UPSTREAM, CUSTOMER_UPSTREAM_URL: "http://identity.example/" }],
  ["CUSTOMER_UPSTREAM_URL", { ...UPSTREAM, CUSTOMER_UPSTREAM_URL: "https://localhost:8001/identity" }],
  ["TOKEN_ENCRYPTION_KEY", { ...UPSTREAM, TOKEN_ENCRYPTION_KEY: undefined }],
  ["TOKEN_ENCRYPTION_KEY", { ...UPSTREAM, TOKEN_ENCRYPTION_KEY: KEY.slice(4) }],
  ["TOKEN_ENCRYPTION_KEY", { ...UPSTREAM, TOKEN_ENCRYPTION_KEY: INTEGRITY_DECRYPTION_KEY }],
  ["CUSTOMER_INTEGRITY", { ...REAL, CUSTOMER_INTEGRITY: "upstream" }],
  ["CUSTOMER_UPSTREAM_INTEGRITY_TOKEN", { ...REAL, CUSTOMER_UPSTREAM_INTEGRITY_TOKEN: "our-token" }],
  [
    "CUSTOMER_UPSTREAM_INTEGRITY_TOKEN",
    { ...UPSTREAM, CUSTOMER_INTEGRITY: "upstream", CUSTOMER_UPSTREAM_INTEGRITY_TOKEN: "our-token" },
  ],
  ["INTEGRITY_DECRYPTION_KEY", { ...REAL, INTEGRITY_DECRYPTION_KEY: undefined }],
  ["INTEGRITY_DECRYPTION_KEY", { ...REAL, INTEGRITY_DECRYPTION_KEY: "c2hvcnQ=" }],
  ["INTEGRITY_DECRYPTION_KEY", { ...REAL, INTEGRITY_DECRYPTION_KEY }],
  ["INTEGRITY_DECRYPTION_KEY", { ...UPSTREAM, INTEGRITY_DECRYPTION_KEY: undefined }],
  ["INTEGRITY_VERIFICATION_KEY", { ...REAL, INTEGRITY_VERIFICATION_KEY: undefined }],
  ["INTEGRITY_VERIFICATION_KEY", { ...REAL, INTEGRITY_VERIFICATION_KEY }],
  ["INTEGRITY_VERIFICATION_KEY", { ...REAL, INTEGRITY_VERIFICATION_KEY: KEY }],
  ["INTEGRITY_VERIFICATION_KEY", { ...UPSTREAM, INTEGRITY_VERIFICATION_KEY: undefined }],
  ["INTEGRITY_PACKAGE_NAMES", { ...REAL, INTEGRITY_PACKAGE_NAMES: " , " }],
  ["INTEGRITY_MAX_AGE_SECONDS", { ...REAL, INTEGRITY_MAX_AGE_SECONDS: "0" }],
  ["INTEGRITY_NONCE", { ...UPSTREAM, CUSTOMER_INTEGRITY: "upstream", INTEGRITY_NONCE: "issued" }],
  ["INTEGRITY_REPLAY", { ...REAL, INTEGRITY_NONCE: "issued", INTEGRITY_REPLAY: "allow" }],
])("%s is named where it cannot be: %j", (name, variables) => {
  expect(() => read(variables)).toThrow(ConfigError);
  expect(() => read(variables)).toThrow(name);
});

test("a fault names no value of a secret", () => {
  const secrets = {
    ...REAL,
    INTEGRITY_VERIFICATION_KEY: "TUFSS0VE",
    CUSTOMER_UPSTREAM_INTEGRITY_TOKEN: "MARKED",
  };
  expect(() => read(secrets)).toThrow(/^(?!.*(?:TUFSS0VE|MARKED))/s);
});
