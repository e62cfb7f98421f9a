/** Integrity tokens as Play makes them, under the development keys or any others. */
import { CompactEncrypt, CompactSign } from "jose";
import {
  DEVELOPMENT_DECRYPTION_KEY,
  DEVELOPMENT_PACKAGE,
  DEVELOPMENT_SIGNING_KEY,
} from "./development-keys.ts";

export interface Minting {
  packageName?: string;
  nonce?: string;
  /** Milliseconds UTC. */
  at?: number;
}

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

/** A random one, as an app makes its own: 256 bits in base64url. */
const newNonce = () => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url");

export const payloadOf = ({
  packageName = DEVELOPMENT_PACKAGE,
  nonce = newNonce(),
  at = Date.now(),
}: Minting = {}) => ({
  requestDetails: { requestPackageName: packageName, nonce, timestampMillis: String(at) },
  appIntegrity: {
    appRecognitionVerdict: "PLAY_RECOGNIZED",
    packageName,
    certificateSha256Digest: ["6a6a1474b5cbbb2b1aa57e0bc3"],
    versionCode: "42",
  },
  deviceIntegrity: { deviceRecognitionVerdict: ["MEETS_DEVICE_INTEGRITY"] },
  accountDetails: { appLicensingVerdict: "LICENSED" },
});

export const signingKey = () =>
  crypto.subtle.importKey(
    "pkcs8",
    bytesOf(DEVELOPMENT_SIGNING_KEY),
    { name: "ECDSA", namedCurve: "P-256" },
    false,
    ["sign"],
  );

const encoded = (text: string) => new TextEncoder().encode(text);

export const signed = async (payload: unknown, key?: CryptoKey): Promise<string> =>
  new CompactSign(encoded(JSON.stringify(payload)))
    .setProtectedHeader({ alg: "ES256" })
    .sign(key ?? (await signingKey()));

export const encrypted = (text: string, key = bytesOf(DEVELOPMENT_DECRYPTION_KEY)): Promise<string> =>
  new CompactEncrypt(encoded(text)).setProtectedHeader({ alg: "A256KW", enc: "A256GCM" }).encrypt(key);

export const mint = async (minting?: Minting) => encrypted(await signed(payloadOf(minting)));
