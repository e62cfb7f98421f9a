/** Passwords as PHC strings: scrypt with its parameters beside the hash, so that they can be raised later. */
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

interface Parameters {
  log2n: number;
  r: number;
  p: number;
}

/** OWASP's smallest memory choice (16 MiB), safe beside an isolate's 128 MB. */
const CURRENT: Parameters = { log2n: 14, r: 8, p: 5 };
const HASH_BYTES = 32;
/** N × r at 128 bytes each, 16 MiB: twice as much is more than the engine lets scrypt use. */
const MOST_BLOCKS = 2 ** 17;
const PHC = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22,86})\$([A-Za-z0-9+/]{43})$/;

function derive(password: string, salt: Buffer, { log2n, r, p }: Parameters, bytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, bytes, { N: 2 ** log2n, r, p }, (fault, key) =>
      fault ? reject(fault) : resolve(key),
    );
  });
}

const unpadded = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, CURRENT, HASH_BYTES);
  const { log2n, r, p } = CURRENT;
  return `$scrypt$ln=${log2n},r=${r},p=${p}$${unpadded(salt)}$${unpadded(hash)}`;
}

interface Stored extends Parameters {
  salt: Buffer;
  hash: Buffer;
}

/** What an unknown user's try is compared with, so that it takes the same time as a wrong password. */
const NOBODY: Stored = { ...CURRENT, salt: Buffer.alloc(16), hash: Buffer.alloc(HASH_BYTES) };

/** A stored text that we cannot have written is nobody's: no password fits it, and none is refused faster. */
function parse(stored: string | undefined): Stored | undefined {
  const [, log2n, r, p, salt = "", hash = ""] = PHC.exec(stored ?? "") ?? [];
  const parameters = { log2n: Number(log2n), r: Number(r), p: Number(p) };
  const possible = parameters.log2n >= 1 && parameters.r >= 8 && parameters.p >= 1;
  if (!possible || 2 ** parameters.log2n * parameters.r > MOST_BLOCKS) return undefined;
  return { ...parameters, salt: Buffer.from(salt, "base64"), hash: Buffer.from(hash, "base64") };
}

/** `outdated` asks for a new hash: the stored one was made with other parameters. */
export async function checkPassword(
  password: string,
  stored: string | undefined,
): Promise<{ ok: boolean; outdated: boolean }> {
  const known = parse(stored);
  const { salt, hash, ...used } = known ?? NOBODY;
  const actual = await derive(password, salt, used, HASH_BYTES);
  const ok = known !== undefined && timingSafeEqual(actual, hash);
  return { ok, outdated: used.log2n !== CURRENT.log2n || used.r !== CURRENT.r || used.p !== CURRENT.p };
}
