/** JWTs as the replaced service made them: HS256, a kind, a user and the generation that can end them. */
import { errors, jwtVerify, SignJWT } from "jose";
import type { Config } from "../platform/env.ts";

export const LIFETIME_SECONDS = { access: 3600, refresh: 7 * 86_400, customer: 86_400 } as const;
export type TokenKind = keyof typeof LIFETIME_SECONDS;

export interface Claims {
  kind: string;
  userId: number;
  generation: number;
  jti: string;
  exp: number;
}

const keys = new Map<string, Promise<CryptoKey>>();

function keyOf(secret: string): Promise<CryptoKey> {
  const known = keys.get(secret);
  if (known) return known;
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = crypto.subtle.importKey("raw", new TextEncoder().encode(secret), algorithm, false, [
    "sign",
    "verify",
  ]);
  keys.set(secret, key);
  return key;
}

export async function signToken(
  config: Config,
  kind: TokenKind,
  { userId, generation }: Pick<Claims, "userId" | "generation">,
  now: number,
): Promise<string> {
  const issued = Math.floor(now / 1000);
  return new SignJWT({
    token_type: kind,
    jti: crypto.randomUUID().replaceAll("-", ""),
    user_id: userId,
    gen: generation,
  })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setIssuedAt(issued)
    .setExpirationTime(issued + LIFETIME_SECONDS[kind])
    .sign(await keyOf(config.JWT_SECRET));
}

/** Signed with one of these secrets, by the one algorithm, not expired; anything else has no claims. */
async function payloadOf(token: string, secrets: readonly string[], now: number) {
  const options = { algorithms: ["HS256"], typ: "JWT", requiredClaims: ["exp"], currentDate: new Date(now) };
  for (const secret of secrets) {
    try {
      return (await jwtVerify(token, await keyOf(secret), options)).payload;
    } catch (fault) {
      if (!(fault instanceof errors.JOSEError)) throw fault;
      if (!(fault instanceof errors.JWSSignatureVerificationFailed)) return undefined;
    }
  }
  return undefined;
}

export async function readToken(token: string, config: Config, now: number): Promise<Claims | undefined> {
  const secrets = [config.JWT_SECRET, config.JWT_SECRET_PREVIOUS].filter((one) => one !== undefined);
  const payload = await payloadOf(token, secrets, now);
  const { token_type: kind, user_id: userId, gen: generation, jti, exp } = payload ?? {};
  if (typeof kind !== "string" || typeof jti !== "string" || typeof exp !== "number") return undefined;
  if (!Number.isSafeInteger(userId) || !Number.isSafeInteger(generation)) return undefined;
  return { kind, userId: userId as number, generation: generation as number, jti, exp };
}
