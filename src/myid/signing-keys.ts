/** The RSA keys of MyID's access tokens: the one that signs, the one before, and both as anyone may read them. */
import { calculateJwkThumbprint } from "jose";
import type { Config } from "../platform/env.ts";
import { signingKeyBytes } from "../platform/myid-variables.ts";
import { notConfigured } from "./configured.ts";

const RS256 = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };

export interface SigningKey {
  kid: string;
  sign: CryptoKey;
  verify: CryptoKey;
  published: { kty: "RSA"; n: string; e: string; alg: "RS256"; use: "sig"; kid: string };
}

const keys = new Map<string, Promise<SigningKey>>();

async function importKey(text: string): Promise<SigningKey> {
  const sign = await crypto.subtle.importKey("pkcs8", signingKeyBytes(text), RS256, true, ["sign"]);
  const { n = "", e = "" } = (await crypto.subtle.exportKey("jwk", sign)) as JsonWebKey;
  const open = { kty: "RSA" as const, n, e };
  const verify = await crypto.subtle.importKey("jwk", open, RS256, false, ["verify"]);
  const kid = await calculateJwkThumbprint(open);
  return { kid, sign, verify, published: { ...open, alg: "RS256", use: "sig", kid } };
}

function keyOf(text: string): Promise<SigningKey> {
  const known = keys.get(text) ?? importKey(text);
  keys.set(text, known);
  return known;
}

export function signingKey({ MYID_SIGNING_KEY }: Config): Promise<SigningKey> {
  if (MYID_SIGNING_KEY === undefined) throw notConfigured();
  return keyOf(MYID_SIGNING_KEY);
}

/** The signing one first. */
export function knownKeys(config: Config): Promise<SigningKey[]> {
  const texts = [config.MYID_SIGNING_KEY, config.MYID_SIGNING_KEY_PREVIOUS];
  return Promise.all(texts.filter((one) => one !== undefined).map(keyOf));
}

/** RFC 7517. */
export const keySet = async (config: Config) => ({
  keys: (await knownKeys(config)).map(({ published }) => published),
});
