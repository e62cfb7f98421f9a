/** Integrity tokens in pure steps, in the contract's order: a tagged reason for the log, one sentence for the caller. */
import { compactDecrypt, compactVerify, decodeProtectedHeader, errors } from "jose";
import type { Config } from "../platform/env.ts";
import { ApiError } from "../platform/errors.ts";
import { message } from "../platform/i18n.ts";
import { IntegrityPayload } from "./integrity.schema.ts";

export type IntegrityFault =
  | "missing"
  | "wrong header"
  | "cannot be decrypted"
  | "wrong signature"
  | "unknown payload"
  | "another package"
  | "expired"
  | "from the future"
  | "nonce was not issued or is too old"
  | "already used"
  | "app not recognized"
  | "device not recognized";

export interface IntegrityResult {
  /** What makes the token single-use. */
  nonce: string;
  /** Told after it is known that the nonce is a new one. */
  verdict: IntegrityFault | undefined;
}

/** No token of Google's is as long. */
const LONGEST = 16_384;
/** Google's clock and ours. */
const SKEW_MS = 30_000;

const keys = new Map<string, Promise<CryptoKey>>();

function keyOf(text: string, imported: (bytes: Buffer) => Promise<CryptoKey>): Promise<CryptoKey> {
  const key = keys.get(text) ?? imported(Buffer.from(text, "base64"));
  keys.set(text, key);
  return key;
}

/** A fault of the token's; ours goes on as one. */
function refuse(fault: unknown): undefined {
  if (!(fault instanceof errors.JOSEError)) throw fault;
}

/** The one way of encryption that Google uses, said with nothing else beside it. */
function hasHeader(token: string): boolean {
  try {
    const { alg, enc, ...more } = decodeProtectedHeader(token);
    return alg === "A256KW" && enc === "A256GCM" && Object.keys(more).length === 0;
  } catch {
    return false;
  }
}

async function decrypt(token: string, keyText: string): Promise<string | undefined> {
  const key = await keyOf(keyText, (bytes) =>
    crypto.subtle.importKey("raw", bytes, "AES-KW", false, ["unwrapKey"]),
  );
  const options = { keyManagementAlgorithms: ["A256KW"], contentEncryptionAlgorithms: ["A256GCM"] };
  const opened = await compactDecrypt(token, key, options).catch(refuse);
  return opened && new TextDecoder().decode(opened.plaintext);
}

/** Whatever the token says about a key (jwk, jku, x5u, kid) is not looked at. */
async function verify(signed: string, keyText: string): Promise<string | undefined> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const key = await keyOf(keyText, (bytes) =>
    crypto.subtle.importKey("spki", bytes, algorithm, false, ["verify"]),
  );
  const verified = await compactVerify(signed, key, { algorithms: ["ES256"] }).catch(refuse);
  return verified && new TextDecoder().decode(verified.payload);
}

function parse(text: string): IntegrityPayload | undefined {
  try {
    return IntegrityPayload.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function packageFault({ requestDetails, appIntegrity }: IntegrityPayload, config: Config) {
  const name = requestDetails.requestPackageName;
  const isOurs = config.INTEGRITY_PACKAGE_NAMES.includes(name);
  return isOurs && (appIntegrity.packageName ?? name) === name ? undefined : "another package";
}

function ageFault({ requestDetails }: IntegrityPayload, config: Config, now: number) {
  const age = now - Number(requestDetails.timestampMillis);
  if (age < -SKEW_MS) return "from the future";
  return age > config.INTEGRITY_MAX_AGE_SECONDS * 1000 ? "expired" : undefined;
}

function verdictFault({ appIntegrity, deviceIntegrity }: IntegrityPayload, config: Config) {
  if (!config.INTEGRITY_APP_VERDICTS.includes(appIntegrity.appRecognitionVerdict ?? ""))
    return "app not recognized";
  const isWanted = (verdict: string) => config.INTEGRITY_DEVICE_VERDICTS.includes(verdict);
  return deviceIntegrity.deviceRecognitionVerdict.some(isWanted) ? undefined : "device not recognized";
}

/** Everything but whether the nonce is a new one. The keys are there: the route asks for them first. */
export async function checkIntegrity(
  token: string,
  config: Config,
  now: number,
): Promise<IntegrityResult | IntegrityFault> {
  if (token === "") return "missing";
  if (token.length > LONGEST || !hasHeader(token)) return "wrong header";
  const signed = await decrypt(token, config.INTEGRITY_DECRYPTION_KEY ?? "");
  if (signed === undefined) return "cannot be decrypted";
  const text = await verify(signed, config.INTEGRITY_VERIFICATION_KEY ?? "");
  if (text === undefined) return "wrong signature";
  const payload = parse(text);
  if (!payload) return "unknown payload";
  const fault = packageFault(payload, config) ?? ageFault(payload, config, now);
  return fault ?? { nonce: payload.requestDetails.nonce, verdict: verdictFault(payload, config) };
}

/** Whoever tries tokens out learns nothing from the answer. */
export const invalidIntegrity = (fault: IntegrityFault) =>
  new ApiError(403, { detail: message("Invalid integrity token") }, {}, `integrity token: ${fault}`);
