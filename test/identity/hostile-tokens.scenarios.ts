/** Every token that somebody else made: each refused, in the contract's words. */
import { describe, expect, test } from "vitest";
import { type Person, tokenOf } from "../support/app.ts";
import { ask } from "../workers/door.ts";
import { cheapPerson, claimsOf, forge, SECRET, tokenRefusal } from "./people.ts";

const INVALID = tokenRefusal("Token is invalid or expired");
const WRONG_TYPE = tokenRefusal("Token has wrong type");
const WORDS = {
  detail: "Authorization header must contain two space-delimited values",
  code: "bad_authorization_header",
};
const GONE = { detail: "User not found", code: "user_not_found" };

type Make = (who: Person) => string | Promise<string>;
type Row = readonly [title: string, make: Make, body: unknown];

const now = () => Math.floor(Date.now() / 1000);
const forged =
  (changes: Record<string, unknown>, header = {}, more = {}) =>
  (who: Person) =>
    forge({ header, payload: claimsOf(who, changes), ...more });
const without = (name: string) => (who: Person) => {
  const { [name]: _, ...claims } = claimsOf(who);
  return forge({ payload: claims });
};
const parts = async (who: Person) => (await tokenOf(who)).split(".") as [string, string, string];
const coded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const flip = (text: string, at: number) =>
  text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);

const algorithms: Row[] = [
  ...["none", "None", "NONE", "nOnE", ""].flatMap((alg): Row[] => [
    [
      `alg ${JSON.stringify(alg)} without a signature`,
      (who) => `${coded({ alg, typ: "JWT" })}.${coded(claimsOf(who))}.`,
      INVALID,
    ],
    [`alg ${JSON.stringify(alg)} with a good one`, forged({}, { alg }), INVALID],
  ]),
  ["alg none and no third part", (who) => `${coded({ alg: "none" })}.${coded(claimsOf(who))}`, INVALID],
  ...["RS256", "ES256", "PS256", "EdDSA", "HS1", "hs256", "HS256 "].map(
    (alg): Row => [`an ${alg} header over the HS256 secret`, forged({}, { alg }), INVALID],
  ),
  ["HS384, rightly signed", forged({}, { alg: "HS384" }, { hash: "sha384" }), INVALID],
  ["HS512, rightly signed", forged({}, { alg: "HS512" }, { hash: "sha512" }), INVALID],
  ["HS256 over a SHA-512 signature", forged({}, {}, { hash: "sha512" }), INVALID],
  ["a list of algorithms", forged({}, { alg: ["HS256"] }), INVALID],
  ["no alg", forged({}, { alg: undefined }), INVALID],
];

const headers: Row[] = [
  ["another typ", forged({}, { typ: "at+jwt" }), INVALID],
  ["no typ", forged({}, { typ: undefined }), INVALID],
  ["a typ that is no text", forged({}, { typ: 5 }), INVALID],
  ["crit that we do not know", forged({}, { crit: ["exp"] }), INVALID],
  ["crit b64", forged({}, { crit: ["b64"], b64: false }), INVALID],
  ["an empty crit", forged({}, { crit: [] }), INVALID],
  [
    "a key of the forger's in jwk",
    forged(
      {},
      { jwk: { kty: "oct", k: Buffer.from("f".repeat(32)).toString("base64url") } },
      { secret: "f".repeat(32) },
    ),
    INVALID,
  ],
  [
    "a jku to the forger's keys",
    forged({}, { jku: "https://evil.example/jwks.json", kid: "1" }, { secret: "f".repeat(32) }),
    INVALID,
  ],
  [
    "an x5u to the forger's certificate",
    forged({}, { x5u: "https://evil.example/cert.pem" }, { secret: "f".repeat(32) }),
    INVALID,
  ],
  ["a kid that is a path", forged({}, { kid: "../../../../dev/null" }, { secret: "\u0000" }), INVALID],
];

const claims: Row[] = [
  ["expired", forged({ exp: now() - 1 }), INVALID],
  ["not yet valid", forged({ nbf: now() + 60 }), INVALID],
  ["exp as text", forged({ exp: String(now() + 60) }), INVALID],
  ["exp null", forged({ exp: null }), INVALID],
  ["nbf as text", forged({ nbf: "0" }), INVALID],
  ...["exp", "token_type", "jti", "user_id", "gen"].map(
    (name): Row => [`without ${name}`, without(name), INVALID],
  ),
  ["gen as text", forged({ gen: "1" }), INVALID],
  ["gen null", forged({ gen: null }), INVALID],
  ["gen of 1.5", forged({ gen: 1.5 }), INVALID],
  ["gen as a list", forged({ gen: [1] }), INVALID],
  ["another generation", forged({ gen: 0 }), INVALID],
  ["a generation to come", forged({ gen: 2 }), INVALID],
  ["jti as a number", forged({ jti: 5 }), INVALID],
  ["user_id as text", (who) => forge({ payload: claimsOf(who, { user_id: String(who.id) }) }), INVALID],
  ["user_id as a list", (who) => forge({ payload: claimsOf(who, { user_id: [who.id] }) }), INVALID],
  ["user_id beyond 2^53", forged({ user_id: 2 ** 60 }), INVALID],
  ["a user who is not there", forged({ user_id: 999_999_999 }), GONE],
  ["a negative user", forged({ user_id: -1 }), GONE],
  ["token_type as a list", forged({ token_type: ["access"] }), INVALID],
  ["token_type in capitals", forged({ token_type: "ACCESS" }), WRONG_TYPE],
  ["token_type of a sliding token", forged({ token_type: "sliding" }), WRONG_TYPE],
  ["a prototype's name as token_type", forged({ token_type: "constructor" }), WRONG_TYPE],
  ["a refresh token", (who) => tokenOf(who, "refresh"), WRONG_TYPE],
  ["claims that are a list", () => forge({ payload: [] }), INVALID],
  ["claims that are a text", () => forge({ payload: '"claims"' }), INVALID],
  ["claims that are null", () => forge({ payload: "null" }), INVALID],
  ["claims that are no JSON", () => forge({ payload: "{" }), INVALID],
];

const texts: Row[] = [
  [
    "a tampered payload",
    async (who) => {
      const [header, , signature] = await parts(who);
      return `${header}.${coded(claimsOf(who, { user_id: 1 }))}.${signature}`;
    },
    INVALID,
  ],
  [
    "a tampered header",
    async (who) => {
      const [, payload, signature] = await parts(who);
      return `${coded({ alg: "HS256", typ: "JWT", kid: "1" })}.${payload}.${signature}`;
    },
    INVALID,
  ],
  ...[0, 20, 41].map(
    (at): Row => [
      `a signature tampered with at ${at}`,
      async (who) => {
        const [header, payload, signature] = await parts(who);
        return `${header}.${payload}.${flip(signature, at)}`;
      },
      INVALID,
    ],
  ),
  ["half a signature", async (who) => (await tokenOf(who)).slice(0, -20), INVALID],
  ["no signature", async (who) => (await parts(who)).slice(0, 2).join("."), INVALID],
  ["an empty signature", async (who) => `${(await parts(who)).slice(0, 2).join(".")}.`, INVALID],
  ["five parts", async (who) => `${await tokenOf(who)}.a.b`, INVALID],
  ["dots alone", () => "..", INVALID],
  ["rubbish", () => "rubbish", INVALID],
  ["base64 with plus and slash", () => "+/+/.+/+/.+/+/", INVALID],
  ["another secret", forged({}, {}, { secret: "another-secret-0123456789abcdefgh" }), INVALID],
  ["an empty secret", forged({}, {}, { secret: "" }), INVALID],
  [
    "the secret with a NUL after it",
    (who) => forge({ payload: claimsOf(who), secret: `${SECRET()}x` }),
    INVALID,
  ],
  ["a quoted token", async (who) => `"${await tokenOf(who)}"`, INVALID],
  ["Bearer once more", async (who) => `Bearer ${await tokenOf(who)}`, WORDS],
  ["two words", () => "a b", WORDS],
  ["a good token and one more word", async (who) => `${await tokenOf(who)} x`, WORDS],
  ["a comma and another", async (who) => `${await tokenOf(who)}, x`, WORDS],
  ["nothing", () => "", WORDS],
  ["20,000 characters", () => "a".repeat(20_000), INVALID],
  ["a signed 20,000 characters", forged({ note: "x".repeat(15_000), gen: 7 }), INVALID],
];

const rows = [...algorithms, ...headers, ...claims, ...texts];

describe("the hostile token", () => {
  test.each(rows)("%s is refused, on a path of one's own and on a public one", async (_, make, body) => {
    const who = await cheapPerson("admin");
    const token = await make(who);
    for (const path of ["/api/v1/users/me/", "/api/reports/health/"]) {
      const answer = await ask(path, { token });
      expect([path, answer.status, answer.json]).toEqual([path, 401, body]);
      expect(answer.headers.get("WWW-Authenticate")).toBe('Bearer realm="api"');
    }
  });
  test.each(rows.filter(([, , body]) => body === INVALID))(
    "%s is verified and refreshed no more than it opens",
    async (_, make) => {
      const token = await make(await cheapPerson("admin"));
      const refused = { detail: "Token is invalid or expired", code: "token_not_valid" };
      const verified = await ask("/api/token/verify/", { body: { token } });
      if (token.length < 4096) expect([verified.status, verified.json]).toEqual([401, refused]);
      else expect(verified.status).toBe(400);
      expect((await ask("/api/token/refresh/", { body: { refresh: token } })).status).toBeOneOf([400, 401]);
    },
  );
});
