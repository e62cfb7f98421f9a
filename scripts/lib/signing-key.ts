/** A signing key for MyID's tokens, as docs/operations.md makes one with openssl. */
import { generateKeyPairSync } from "node:crypto";

export function newSigningKey(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return privateKey.export({ type: "pkcs8", format: "der" }).toString("base64");
}
