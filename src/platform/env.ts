/** The bindings and variables of the Worker, read once into a checked configuration. */
import * as z from "zod";

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

const secret = z.string().min(32, "must be at least 32 characters (256 bits)");
const perMinute = (standard: number) => z.coerce.number().int().min(1).default(standard);
const wordList = (standard: string) =>
  z
    .string()
    .default(standard)
    .transform((text) =>
      text
        .split(",")
        .map((word) => word.trim())
        .filter(Boolean),
    );

const ConfigSchema = z.object({
  ENVIRONMENT: z.enum(["production", "local"]).default("production"),
  JWT_SECRET: secret,
  JWT_SECRET_PREVIOUS: secret.optional(),
  CORS_ORIGINS: wordList("*"),
  /** Fields that anonymous callers read as null and cannot filter, search or order by. */
  PUBLIC_HIDDEN_FIELDS: wordList(
    "cost_price,supplier,vendor_code,min_stock,max_stock,notes,metadata,uploader_contact,upload_location,upload_device",
  ),
  SIGNIN_PER_USER: perMinute(10),
  SIGNIN_PER_ADDRESS: perMinute(50),
  SIGNIN_PER_USER_TOTAL: perMinute(100),
});

export type Config = z.output<typeof ConfigSchema> & { local: boolean };

/** A variable is missing or malformed: every request ends as 500 and the log names it. */
export class ConfigError extends Error {}

function checkSecrets(config: Config): void {
  if (config.local) return;
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
  const config = { ...result.data, local: result.data.ENVIRONMENT === "local" };
  checkSecrets(config);
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
