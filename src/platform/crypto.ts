/** Secrets at rest: AES-256-GCM under a configured key, each bound to the place that it belongs to. */
import type { Config } from "./env.ts";

const NONCE_BYTES = 12;
const KEY_NAME_CHARS = 8;

interface Key {
  /** The beginning of the key's hash, so that a text says which key opens it. */
  name: string;
  key: CryptoKey;
}

const keys = new Map<string, Promise<Key>>();

async function importKey(text: string): Promise<Key> {
  const bytes = Buffer.from(text, "base64");
  const hash = Buffer.from(await crypto.subtle.digest("SHA-256", bytes));
  const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  return { name: hash.toString("hex").slice(0, KEY_NAME_CHARS), key };
}

function keyOf(text: string): Promise<Key> {
  const known = keys.get(text) ?? importKey(text);
  keys.set(text, known);
  return known;
}

const parameters = (nonce: Uint8Array, place: string) => ({
  name: "AES-GCM",
  iv: nonce,
  additionalData: new TextEncoder().encode(place),
});

/** Which variable holds the key: what is in the database, or what KV keeps for a while. */
type KeyVariable = "ENCRYPTION_KEY" | "TOKEN_ENCRYPTION_KEY";

/** The current key first. What KV keeps is short-lived: its key has no one before it. */
const keysOf = (config: Config, variable: KeyVariable) =>
  [config[variable], variable === "ENCRYPTION_KEY" ? config.ENCRYPTION_KEY_PREVIOUS : undefined].filter(
    (key) => key !== undefined,
  );

/** `key.nonce.text`; only for the same place can it be opened again. */
export async function seal(
  config: Config,
  secret: string,
  place: string,
  variable: KeyVariable = "ENCRYPTION_KEY",
): Promise<string> {
  const [current] = keysOf(config, variable);
  if (current === undefined) throw new Error(`${variable} is not set`);
  const { name, key } = await keyOf(current);
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const sealed = await crypto.subtle.encrypt(parameters(nonce, place), key, new TextEncoder().encode(secret));
  return [name, Buffer.from(nonce).toString("base64url"), Buffer.from(sealed).toString("base64url")].join(
    ".",
  );
}

/** Undefined where the key is gone, or the text belongs to another place. */
export async function unseal(
  config: Config,
  sealed: string,
  place: string,
  variable: KeyVariable = "ENCRYPTION_KEY",
): Promise<string | undefined> {
  const [name, nonce = "", text = ""] = sealed.split(".");
  for (const known of keysOf(config, variable)) {
    const found = await keyOf(known);
    if (found.name !== name) continue;
    const how = parameters(Buffer.from(nonce, "base64url"), place);
    try {
      return new TextDecoder().decode(
        await crypto.subtle.decrypt(how, found.key, Buffer.from(text, "base64url")),
      );
    } catch {
      return undefined;
    }
  }
  return undefined;
}

/** Whether it was sealed under a key that is to go. */
export const isOutdated = async (config: Config, sealed: string): Promise<boolean> =>
  !sealed.startsWith(`${(await keyOf(config.ENCRYPTION_KEY)).name}.`);
