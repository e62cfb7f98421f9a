/** A stored password is a PHC string that no malformed one can stand in for, and nobody is told from anybody. */
import { randomBytes, scrypt, scryptSync } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { checkPassword, hashPassword } from "../../src/identity/passwords.ts";

vi.mock("node:crypto", { spy: true });

const SALT = Buffer.alloc(16, 7);
const unpadded = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");
const phc = (parameters: string, hash: Buffer | string, salt = unpadded(SALT)) =>
  `$scrypt$${parameters}$${salt}$${typeof hash === "string" ? hash : unpadded(hash)}`;
const made = (password: string, N: number, r: number, p: number) =>
  scryptSync(password, SALT, 32, { N, r, p });

describe("a hash", () => {
  test("names its parameters, OWASP's, and has a salt of its own", async () => {
    const [one, other] = await Promise.all([
      hashPassword("a long password"),
      hashPassword("a long password"),
    ]);
    expect(one).toMatch(/^\$scrypt\$ln=14,r=8,p=5\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(other);
    expect(await checkPassword("a long password", one)).toEqual({ ok: true, outdated: false });
    expect(await checkPassword("a long Password", one)).toEqual({ ok: false, outdated: false });
    expect(await checkPassword("a long password ", one)).toEqual({ ok: false, outdated: false });
  });
  test("is scrypt's own, so that another program can check it", async () => {
    const stored = phc("ln=14,r=8,p=5", made("Пароль-123", 2 ** 14, 8, 5));
    expect(await checkPassword("Пароль-123", stored)).toEqual({ ok: true, outdated: false });
  });
  test("is the same for the two ways to type a letter", async () => {
    const stored = await hashPassword("Йод-йод-йод");
    expect((await checkPassword("Йод-йод-йод".normalize("NFD"), stored)).ok).toBe(true);
  });
});

test.each([
  ["ln=4,r=8,p=1", 2 ** 4, 8, 1],
  ["ln=14,r=8,p=1", 2 ** 14, 8, 1],
  ["ln=13,r=8,p=5", 2 ** 13, 8, 5],
  ["ln=13,r=16,p=1", 2 ** 13, 16, 1],
] as const)(
  "a hash with other parameters (%s) still opens, and asks for a new one",
  async (parameters, N, r, p) => {
    const stored = phc(parameters, made("right", N, r, p));
    expect(await checkPassword("right", stored)).toEqual({ ok: true, outdated: true });
    expect((await checkPassword("wrong", stored)).ok).toBe(false);
  },
);

const HASH = unpadded(Buffer.alloc(32));
test.each([
  "",
  " ",
  "plain text",
  "$",
  "$scrypt$",
  phc("ln=14,r=8,p=5", ""),
  phc("ln=14,r=8,p=5", "A"),
  phc("ln=14,r=8,p=5", "AA"),
  phc("ln=14,r=8,p=5", HASH.slice(1)),
  phc("ln=14,r=8,p=5", `${HASH}A`),
  phc("ln=14,r=8,p=5", `${HASH}\n`),
  phc("ln=14,r=8,p=5", HASH, ""),
  phc("ln=14,r=8,p=5", HASH, "A"),
  phc("ln=0,r=8,p=5", HASH),
  phc("ln=14,r=0,p=5", HASH),
  phc("ln=14,r=8,p=0", HASH),
  phc("ln=99,r=99,p=99", HASH),
  phc("ln=30,r=8,p=1", HASH),
  phc("ln=16,r=1,p=1", HASH),
  phc("ln=-1,r=8,p=1", HASH),
  phc("ln=14,p=5,r=8", HASH),
  "pbkdf2_sha256$600000$salt$hash",
  "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2g",
  "!unusable",
])("the malformed stored text %j opens to nothing, and does not throw", async (stored) => {
  // The worst case: whatever is compared, the engine's answer fits it.
  vi.mocked(scrypt).mockImplementationOnce((_password, _salt, bytes, _options, done) =>
    done(null, Buffer.alloc(bytes)),
  );
  expect(await checkPassword("", stored)).toEqual({ ok: false, outdated: false });
});

test("an unknown user's try costs what a known one's does, and is never right", async () => {
  const stored = await hashPassword(randomBytes(8).toString("hex"));
  const cost = async (work: string | undefined) => {
    vi.mocked(scrypt).mockClear();
    expect(await checkPassword("a guess", work)).toEqual({ ok: false, outdated: false });
    return vi
      .mocked(scrypt)
      .mock.calls.map(([, salt, bytes, options]) => [Buffer.from(salt as Buffer).length, bytes, options]);
  };
  const known = await cost(stored);
  expect(known).toEqual([[16, 32, { N: 2 ** 14, r: 8, p: 5 }]]);
  expect(await cost(undefined)).toEqual(known);
  expect(await cost("malformed")).toEqual(known);
});
