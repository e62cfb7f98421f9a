/** Configuration is read once, named where it is wrong, and never looser in production than the contract says. */
import { describe, expect, test } from "vitest";
import { ConfigError, configOf, type Env } from "../../src/platform/env.ts";
import { STAND_IN_KEY } from "../../src/platform/openai-variables.ts";

const RANDOM = "kX7pQ2vN9wR4tY8uB3mZ6cF1hJ5gD0aL";
const KEY = "r3v1Zk0d9wT8xq5YbNf2Jm7LcHsAoUeGiQpKzXyW4tE=";
const envOf = (variables: Record<string, unknown>) => variables as Env;
const configured = (variables: Record<string, unknown>) =>
  configOf(envOf({ JWT_SECRET: RANDOM, ENCRYPTION_KEY: KEY, ...variables }));

function faultOf(variables: Record<string, unknown>): string {
  try {
    configOf(envOf({ ENCRYPTION_KEY: KEY, ...variables }));
  } catch (fault) {
    if (fault instanceof ConfigError) return fault.message;
    throw fault;
  }
  return "none";
}

test("the contract's limits hold where nothing is said, and the environment is production", () => {
  expect(configured({})).toMatchObject({
    ENVIRONMENT: "production",
    local: false,
    CORS_ORIGINS: ["*"],
    SIGNIN_PER_USER: 10,
    SIGNIN_PER_ADDRESS: 50,
    SIGNIN_PER_USER_TOTAL: 100,
  });
  expect(configured({ ENVIRONMENT: "local" }).local).toBe(true);
});

test("variables are text and are read as what they mean", () => {
  const config = configured({ SIGNIN_PER_USER: "3", CORS_ORIGINS: " https://a.uz , https://b.uz,, " });
  expect(config.SIGNIN_PER_USER).toBe(3);
  expect(config.CORS_ORIGINS).toEqual(["https://a.uz", "https://b.uz"]);
});

test("the same environment is parsed once", () => {
  const env = envOf({ JWT_SECRET: RANDOM, ENCRYPTION_KEY: KEY });
  expect(configOf(env)).toBe(configOf(env));
});

test.each<[string, Record<string, unknown>]>([
  ["JWT_SECRET", {}],
  ["JWT_SECRET", { JWT_SECRET: "" }],
  ["JWT_SECRET", { JWT_SECRET: RANDOM.slice(1) }],
  ["JWT_SECRET", { JWT_SECRET: RANDOM.slice(1), ENVIRONMENT: "local" }],
  ["JWT_SECRET", { JWT_SECRET: "change-me-change-me-change-me-change-me" }],
  ["JWT_SECRET", { JWT_SECRET: "MY-VERY-SECRET-KEY-OF-32-CHARACTERS" }],
  ["JWT_SECRET", { JWT_SECRET: "for-the-tests-alone-0123456789abcdef" }],
  ["JWT_SECRET", { JWT_SECRET: "local-0123456789abcdef0123456789abcd" }],
  ["JWT_SECRET", { JWT_SECRET: "development-0123456789abcdef01234567" }],
  ["JWT_SECRET_PREVIOUS", { JWT_SECRET: RANDOM, JWT_SECRET_PREVIOUS: "short" }],
  ["JWT_SECRET_PREVIOUS", { JWT_SECRET: RANDOM, JWT_SECRET_PREVIOUS: `secret${RANDOM}` }],
  ["ENCRYPTION_KEY", { JWT_SECRET: RANDOM, ENCRYPTION_KEY: undefined }],
  ["ENCRYPTION_KEY", { JWT_SECRET: RANDOM, ENCRYPTION_KEY: KEY.slice(4) }],
  ["ENCRYPTION_KEY", { JWT_SECRET: RANDOM, ENCRYPTION_KEY: `!${KEY.slice(1)}` }],
  ["ENCRYPTION_KEY", { JWT_SECRET: RANDOM, ENCRYPTION_KEY: "A".repeat(43) }],
  ["ENCRYPTION_KEY", { JWT_SECRET: RANDOM, ENCRYPTION_KEY: btoa("an-encryption-key-of-32-letters!") }],
  ["ENCRYPTION_KEY_PREVIOUS", { JWT_SECRET: RANDOM, ENCRYPTION_KEY_PREVIOUS: `${"A".repeat(43)}=` }],
  ["ENVIRONMENT", { JWT_SECRET: RANDOM, ENVIRONMENT: "Local" }],
  ["ENVIRONMENT", { JWT_SECRET: RANDOM, ENVIRONMENT: "" }],
  ["ENVIRONMENT", { JWT_SECRET: RANDOM, ENVIRONMENT: "staging" }],
  ["SIGNIN_PER_USER", { JWT_SECRET: RANDOM, SIGNIN_PER_USER: "0" }],
  ["SIGNIN_PER_ADDRESS", { JWT_SECRET: RANDOM, SIGNIN_PER_ADDRESS: "many" }],
  ["SIGNIN_PER_USER_TOTAL", { JWT_SECRET: RANDOM, SIGNIN_PER_USER_TOTAL: "1.5" }],
])("%s is named where it is missing, short, known or malformed: %j", (name, variables) => {
  const fault = faultOf(variables);
  expect(fault).toContain(`${name}`);
  for (const value of Object.values(variables))
    if (typeof value === "string" && value.length > 6) expect(fault).not.toContain(value);
});

describe("the known secrets", () => {
  test("are good enough for the local environment", () => {
    const known = "for-the-tests-alone-0123456789abcdef";
    expect(configured({ ENVIRONMENT: "local", JWT_SECRET: known }).JWT_SECRET).toBe(known);
  });
});

test("every fault is named at once", () => {
  const fault = faultOf({ ENVIRONMENT: "x", SIGNIN_PER_USER: "x" });
  for (const name of ["ENVIRONMENT", "JWT_SECRET", "SIGNIN_PER_USER"]) expect(fault).toContain(name);
});

test("a bot of Telegram's and its chats are read, and what is wrong with them is told without the token", () => {
  const token = "8154201973:AAH-s3cret-of-the-bot_0123456789abc";
  const read = configured({ TELEGRAM_BOT_TOKEN: token, TELEGRAM_CHAT_IDS: "-1001, @karvon" });
  expect(read).toMatchObject({
    ...{ TELEGRAM_BOT_TOKEN: token, TELEGRAM_CHAT_IDS: ["-1001", "@karvon"] },
    TELEGRAM_API_URL: "https://api.telegram.org",
  });
  expect(configured({})).toMatchObject({ TELEGRAM_CHAT_IDS: [] });
  const faulty = {
    TELEGRAM_BOT_TOKEN: ["s3cret", `${token}/x`, `bot${token}`, ""],
    TELEGRAM_CHAT_IDS: ["my chat", "-1001;-1002", "https://t.me/karvon"],
    TELEGRAM_API_URL: ["api.telegram.org", "http://api.telegram.org", "https://localhost:8001/telegram"],
  };
  for (const [name, values] of Object.entries(faulty))
    for (const value of values) {
      const told = faultOf({ JWT_SECRET: RANDOM, [name]: value });
      expect([value, told]).toEqual([value, expect.stringContaining(name)]);
      expect(told).not.toContain("s3cret");
    }
  const local = { ENVIRONMENT: "local", TELEGRAM_API_URL: "http://localhost:8001/telegram" };
  expect(configured(local).TELEGRAM_API_URL).toBe(local.TELEGRAM_API_URL);
});

test("a model's server is OpenAI's unless said otherwise, and production takes no stand-in for one", () => {
  expect(configured({})).toMatchObject({
    ...{
      OPENAI_MODEL: "gpt-3.5-turbo",
      OPENAI_BASE_URL: "https://api.openai.com/v1",
      AI_DAILY_TOKEN_BUDGET: 0,
    },
  });
  const given = { OPENAI_API_KEY: "sk-1", OPENAI_MODEL: "llama3", AI_DAILY_TOKEN_BUDGET: "250000" };
  expect(configured(given)).toMatchObject({ ...given, AI_DAILY_TOKEN_BUDGET: 250_000 });
  expect(configured({ OPENAI_API_KEY: "" }).OPENAI_API_KEY).toBeUndefined();
  const faulty = {
    OPENAI_API_KEY: ["sk s3cret", "ключ-s3cret", STAND_IN_KEY],
    OPENAI_MODEL: ["", "m".repeat(101)],
    OPENAI_BASE_URL: ["api.openai.com", "http://api.openai.com/v1", "https://localhost:8001/openai"],
    AI_DAILY_TOKEN_BUDGET: ["-1", "many", "1.5"],
  };
  for (const [name, values] of Object.entries(faulty))
    for (const value of values) {
      const told = faultOf({ JWT_SECRET: RANDOM, [name]: value });
      expect([value, told]).toEqual([value, expect.stringContaining(name)]);
      expect(told).not.toContain("s3cret");
    }
  const local = {
    ENVIRONMENT: "local",
    OPENAI_API_KEY: STAND_IN_KEY,
    OPENAI_BASE_URL: "http://localhost:8001/openai",
  };
  expect(configured(local)).toMatchObject(local);
});
