/** Random secrets and codes, kept as hashes: 256 random bits need no slow hash. */

export async function hashOf(secret: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret));
  return Buffer.from(digest).toString("base64url");
}

export const newSecret = () => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url");

export const newClientId = () =>
  `myid_${Buffer.from(crypto.getRandomValues(new Uint8Array(12))).toString("hex")}`;
