/** Nonces that we give out: each says until when it is good under our signature, so that giving one stores nothing. */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Config } from "../platform/env.ts";

export const NONCE_SECONDS = 300;

const TIME_BYTES = 6;
const RANDOM_BYTES = 10;
const SIGNATURE_BYTES = 16;

/** No JWT's signing input has a space: what is signed here is never taken for one. */
const signatureOf = (body: Uint8Array, secret: string) =>
  createHmac("sha256", secret).update("customer nonce ").update(body).digest().subarray(0, SIGNATURE_BYTES);

export function issueNonce({ JWT_SECRET: secret }: Config, now: number): string {
  const until = Buffer.alloc(TIME_BYTES);
  until.writeUIntBE(now + NONCE_SECONDS * 1000, 0, TIME_BYTES);
  const body = Buffer.concat([until, randomBytes(RANDOM_BYTES)]);
  return Buffer.concat([body, signatureOf(body, secret)]).toString("base64url");
}

/** Ours, in the spelling that we gave out, and still good. */
export function isIssued(nonce: string, config: Config, now: number): boolean {
  const bytes = Buffer.from(nonce, "base64url");
  if (bytes.length !== TIME_BYTES + RANDOM_BYTES + SIGNATURE_BYTES) return false;
  if (bytes.toString("base64url") !== nonce) return false;
  const body = bytes.subarray(0, TIME_BYTES + RANDOM_BYTES);
  const isSignedBy = (secret: string | undefined) =>
    secret !== undefined && timingSafeEqual(bytes.subarray(body.length), signatureOf(body, secret));
  const isOurs = isSignedBy(config.JWT_SECRET) || isSignedBy(config.JWT_SECRET_PREVIOUS);
  return isOurs && body.readUIntBE(0, TIME_BYTES) >= now;
}
