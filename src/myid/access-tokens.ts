/** MyID's access tokens: RS256, of a client or of one session, verifiable by anyone at the key set. */
import { errors, jwtVerify, SignJWT } from "jose";
import type { Config } from "../platform/env.ts";
import { knownKeys, signingKey } from "./signing-keys.ts";

export const CLIENT_TOKEN_SECONDS = 604_800;

const ISSUER = "karvon";
const AUDIENCE = "myid";
/** What a token of either kind is good for; a server's clients read data besides. */
const SCOPES = { client: "myid:sessions myid:status", session: "myid:status", data: "myid:data" };

export interface Claims {
  /** A client's `client_id`, or `user:` and an administrator's id. */
  subject: string;
  /** A session's token has one. */
  sessionId: string | undefined;
  /** A client's token: the number of the secret that it was got with. */
  secretNumber: number | undefined;
}

interface Grant extends Claims {
  readsData: boolean;
  /** Milliseconds and whole seconds, as everywhere. */
  now: number;
  lifeSeconds: number;
}

export async function signAccessToken(config: Config, grant: Grant): Promise<string> {
  const { subject, sessionId, secretNumber, readsData, now, lifeSeconds } = grant;
  const { kid, sign } = await signingKey(config);
  const issued = Math.floor(now / 1000);
  const scope = sessionId === undefined ? SCOPES.client : SCOPES.session;
  return new SignJWT({
    ...(sessionId === undefined ? { gen: secretNumber } : { sid: sessionId }),
    scope: readsData ? `${scope} ${SCOPES.data}` : scope,
    jti: crypto.randomUUID().replaceAll("-", ""),
  })
    .setProtectedHeader({ alg: "RS256", typ: "JWT", kid })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(subject)
    .setIssuedAt(issued)
    .setExpirationTime(issued + lifeSeconds)
    .sign(sign);
}

/** Signed with one of our keys, for us, not expired; anything else has no claims. */
export async function readAccessToken(
  token: string,
  config: Config,
  now: number,
): Promise<Claims | undefined> {
  const known = await knownKeys(config);
  const options = {
    algorithms: ["RS256"],
    typ: "JWT",
    issuer: ISSUER,
    audience: AUDIENCE,
    requiredClaims: ["exp", "sub", "jti", "scope"],
    currentDate: new Date(now),
  };
  try {
    const { payload } = await jwtVerify(
      token,
      ({ kid }: { kid?: string }) => {
        const key = known.find((one) => one.kid === kid);
        if (!key) throw new errors.JWKSNoMatchingKey();
        return key.verify;
      },
      options,
    );
    const { sub, sid, gen } = payload;
    return {
      subject: String(sub),
      sessionId: typeof sid === "string" ? sid : undefined,
      secretNumber: typeof gen === "number" ? gen : undefined,
    };
  } catch (fault) {
    if (fault instanceof errors.JOSEError) return undefined;
    throw fault;
  }
}
