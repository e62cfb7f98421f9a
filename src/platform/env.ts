/** The bindings and variables of the Worker, read once into a checked configuration. */
import * as z from "zod";
import { customerFaults, customerVariables } from "./customer-variables.ts";
import { myidFaults, myidMode, myidVariables } from "./myid-variables.ts";
import { openaiFaults, openaiVariables } from "./openai-variables.ts";
import { telegramFaults, telegramVariables } from "./telegram-variables.ts";
import { encryptionKey, isTypedKey, perMinute, secret, wordList } from "./variable-kinds.ts";

export interface Env {
  DB: D1Database;
  KV: KVNamespace;
  FILES: R2Bucket;
  TASKS: Queue<unknown>;
  THROTTLE_ANON: RateLimit;
  THROTTLE_USER: RateLimit;
  IMAGES?: ImagesBinding;
  [variable: string]: unknown;
}

/** Secrets that stand in public places: they are refused outside the local environment. */
const KNOWN_SECRETS = ["change-me", "secret", "test", "local", "development"];

const ConfigSchema = z.object({
  ENVIRONMENT: z.enum(["production", "local"]).default("production"),
  JWT_SECRET: secret,
  JWT_SECRET_PREVIOUS: secret.optional(),
  /** Encrypts the passwords of integrations. */
  ENCRYPTION_KEY: encryptionKey,
  ENCRYPTION_KEY_PREVIOUS: encryptionKey.optional(),
  CORS_ORIGINS: wordList("*"),
  /** Fields that anonymous callers read as null and cannot filter, search or order by. */
  PUBLIC_HIDDEN_FIELDS: wordList(
    "cost_price,supplier,vendor_code,min_stock,max_stock,notes,metadata,uploader_contact,upload_location,upload_device",
  ),
  /** The hosts of 1C that may be called; none named: any public one. */
  ONEC_ALLOWED_HOSTS: wordList(""),
  SIGNIN_PER_USER: perMinute(10),
  SIGNIN_PER_ADDRESS: perMinute(50),
  SIGNIN_PER_USER_TOTAL: perMinute(100),
  /** Agents' points go so many days after they arrived. */
  LOCATION_RETENTION_DAYS: z.coerce.number().int().min(1).default(180),
  ...myidVariables,
  ...customerVariables,
  ...telegramVariables,
  ...openaiVariables,
});

export type Config = z.output<typeof ConfigSchema> & { local: boolean };

/** A variable is missing or malformed: every request ends as 500 and the log names it. */
export class ConfigError extends Error {}

const ENCRYPTION_KEYS = [
  "ENCRYPTION_KEY",
  "ENCRYPTION_KEY_PREVIOUS",
  "TOKEN_ENCRYPTION_KEY",
  "INTEGRITY_DECRYPTION_KEY",
] as const;

function checkSecrets(config: Config): void {
  if (config.local) return;
  for (const name of ENCRYPTION_KEYS)
    if (config[name] && isTypedKey(config[name]))
      throw new ConfigError(`${name} is a known key: set a random one`);
  for (const name of ["JWT_SECRET", "JWT_SECRET_PREVIOUS"] as const) {
    const value = config[name]?.toLowerCase();
    if (value && KNOWN_SECRETS.some((known) => value.includes(known)))
      throw new ConfigError(`${name} is a known secret: set a random one`);
  }
}

function parse(env: Env): Config {
  const result = ConfigSchema.safeParse(env);
  if (!result.success) {
    const faults = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new ConfigError(`Configuration: ${faults.join("; ")}`);
  }
  const local = result.data.ENVIRONMENT === "local";
  const config = { ...result.data, local, MYID_MODE: myidMode(result.data, local) };
  checkSecrets(config);
  const faults = [
    ...customerFaults(config),
    ...myidFaults(config),
    ...telegramFaults(config),
    ...openaiFaults(config),
  ];
  if (faults.length) throw new ConfigError(`Configuration: ${faults.join("; ")}`);
  return config;
}

const parsed = new WeakMap<Env, Config>();

/** The checked variables; parsed once for an isolate. */
export function configOf(env: Env): Config {
  const known = parsed.get(env);
  if (known) return known;
  const config = parse(env);
  parsed.set(env, config);
  return config;
}
