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
const PHC = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

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

/** What an unknown user's try is compared with, so that it takes the same time as a wrong password. */
const NOBODY = `$scrypt$ln=${CURRENT.log2n},r=${CURRENT.r},p=${CURRENT.p}$${unpadded(Buffer.alloc(16))}$${unpadded(Buffer.alloc(HASH_BYTES))}`;

/** `outdated` asks for a new hash: the stored one was made with other parameters. */
export async function checkPassword(
  password: string,
  stored: string | undefined,
): Promise<{ ok: boolean; outdated: boolean }> {
  const match = PHC.exec(stored ?? NOBODY) ?? PHC.exec(NOBODY);
  const [, log2n, r, p, salt = "", hash = ""] = match ?? [];
  const parameters = { log2n: Number(log2n), r: Number(r), p: Number(p) };
  const expected = Buffer.from(hash, "base64");
  const actual = await derive(password, Buffer.from(salt, "base64"), parameters, expected.length);
  const ok = stored !== undefined && PHC.test(stored) && timingSafeEqual(actual, expected);
  const outdated =
    parameters.log2n !== CURRENT.log2n || parameters.r !== CURRENT.r || parameters.p !== CURRENT.p;
  return { ok, outdated };
}
