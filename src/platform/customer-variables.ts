/** The variables of the customer token, and what they may not be together. */
import { createPublicKey } from "node:crypto";
import * as z from "zod";
import { encryptionKey, isStandInAddress, webAddress, wordList } from "./variable-kinds.ts";

function isP256(text: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(text, "base64"), format: "der", type: "spki" });
    return key.asymmetricKeyType === "ec" && key.asymmetricKeyDetails?.namedCurve === "prime256v1";
  } catch {
    return false;
  }
}

const CustomerVariables = z.object({
  /** Who checks the password. */
  CUSTOMER_IDENTITY: z.enum(["local", "upstream"]).default("local"),
  /** Who checks the integrity token. */
  CUSTOMER_INTEGRITY: z.enum(["check", "upstream"]).default("check"),
  CUSTOMER_APP_SOURCES: wordList("PlayMarket"),
  CUSTOMER_MIN_APP_VERSION: z
    .string()
    .regex(/^\d{1,9}(\.\d{1,9})*$/, "must be numbers with dots between them")
    .optional(),
  CUSTOMER_UPSTREAM_URL: webAddress.optional(),
  /** Goes out in place of the caller's. */
  CUSTOMER_UPSTREAM_INTEGRITY_TOKEN: z.string().min(1).optional(),
  /** Encrypts and names what KV keeps of the upstream's tokens. */
  TOKEN_ENCRYPTION_KEY: encryptionKey.optional(),
  INTEGRITY_DECRYPTION_KEY: encryptionKey.optional(),
  INTEGRITY_VERIFICATION_KEY: z
    .string()
    .refine(isP256, "must be a P-256 key as DER SPKI in base64")
    .optional(),
  INTEGRITY_PACKAGE_NAMES: wordList(""),
  INTEGRITY_MAX_AGE_SECONDS: z.coerce.number().int().min(1).default(300),
  INTEGRITY_APP_VERDICTS: wordList("PLAY_RECOGNIZED"),
  /** One of them is enough. */
  INTEGRITY_DEVICE_VERDICTS: wordList("MEETS_DEVICE_INTEGRITY"),
  INTEGRITY_NONCE: z.enum(["any", "issued"]).default("any"),
  INTEGRITY_REPLAY: z.enum(["refuse", "allow"]).default("refuse"),
});

export const customerVariables = CustomerVariables.shape;

type CustomerConfig = z.output<typeof CustomerVariables> & { local: boolean };

/** Verifies what `npm run integrity-token` signs, whose private half stands in this repository. */
export const DEVELOPMENT_VERIFICATION_KEY =
  "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEdirR3/lsVNIe8WwgjC8f1xXWIG4iK23TtgcWUxbrWhTf3ydWGgpsYuPawT/HbCVC336hvYL9n7xD9Q+L7oTReA==";

function* upstreamFaults(config: CustomerConfig) {
  const { CUSTOMER_UPSTREAM_URL: url, TOKEN_ENCRYPTION_KEY: key, local } = config;
  if (url === undefined) yield "CUSTOMER_UPSTREAM_URL is missing: CUSTOMER_IDENTITY=upstream needs it";
  else if (!local && isStandInAddress(url))
    yield "CUSTOMER_UPSTREAM_URL is a stand-in's address: set the real one, by https";
  if (key === undefined && config.CUSTOMER_INTEGRITY === "check")
    yield "TOKEN_ENCRYPTION_KEY is missing: CUSTOMER_IDENTITY=upstream keeps tokens, encrypted with it";
  if (config.CUSTOMER_UPSTREAM_INTEGRITY_TOKEN !== undefined && config.CUSTOMER_INTEGRITY !== "check")
    yield "CUSTOMER_UPSTREAM_INTEGRITY_TOKEN needs CUSTOMER_INTEGRITY=check: it vouches for every caller";
}

function* localFaults(config: CustomerConfig) {
  if (config.CUSTOMER_INTEGRITY === "upstream")
    yield "CUSTOMER_INTEGRITY=upstream needs CUSTOMER_IDENTITY=upstream: nobody would check the integrity token";
  if (config.CUSTOMER_UPSTREAM_INTEGRITY_TOKEN !== undefined)
    yield "CUSTOMER_UPSTREAM_INTEGRITY_TOKEN needs CUSTOMER_IDENTITY=upstream: nothing is passed on";
}

function* integrityFaults(config: CustomerConfig) {
  const { INTEGRITY_DECRYPTION_KEY: opens, INTEGRITY_VERIFICATION_KEY: verifies, local } = config;
  const isAsked = config.CUSTOMER_IDENTITY === "upstream" && config.CUSTOMER_INTEGRITY === "check";
  const isNeeded = isAsked || (opens ?? verifies) !== undefined;
  if (isNeeded && opens === undefined)
    yield "INTEGRITY_DECRYPTION_KEY is missing: integrity tokens need both keys";
  if (isNeeded && verifies === undefined)
    yield "INTEGRITY_VERIFICATION_KEY is missing: integrity tokens need both keys";
  if (isNeeded && config.INTEGRITY_PACKAGE_NAMES.length === 0)
    yield "INTEGRITY_PACKAGE_NAMES is missing: name the apps whose integrity tokens are accepted";
  if (!local && verifies === DEVELOPMENT_VERIFICATION_KEY)
    yield "INTEGRITY_VERIFICATION_KEY is the development key: set the app's own";
}

function* replayFaults(config: CustomerConfig) {
  if (config.INTEGRITY_NONCE !== "issued") return;
  if (config.CUSTOMER_INTEGRITY === "upstream")
    yield "INTEGRITY_NONCE=issued needs CUSTOMER_INTEGRITY=check: nobody would look at the nonce";
  if (config.INTEGRITY_REPLAY === "allow")
    yield "INTEGRITY_REPLAY=allow and INTEGRITY_NONCE=issued exclude each other: an issued nonce is used once";
}

/** Whatever is contradictory, or good for the local environment alone; each names its variable. */
export const customerFaults = (config: CustomerConfig): string[] => [
  ...(config.CUSTOMER_IDENTITY === "upstream" ? upstreamFaults(config) : localFaults(config)),
  ...integrityFaults(config),
  ...replayFaults(config),
];
