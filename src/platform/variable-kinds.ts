/** The kinds of variables: what a secret, a key, a limit or a list must look like. */
import * as z from "zod";

export const secret = z.string().min(32, "must be at least 32 characters (256 bits)");

const KEY_BYTES = 32;
export const encryptionKey = z
  .string()
  .refine(
    (text) => /^[A-Za-z0-9+/]+=?$/.test(text) && Buffer.from(text, "base64").length === KEY_BYTES,
    "must be 32 bytes in base64 (openssl rand -base64 32)",
  );

/** A key that somebody typed, or one byte over and over: what is random is neither. */
export function isTypedKey(key: string): boolean {
  const bytes = [...Buffer.from(key, "base64")];
  return bytes.every((byte) => byte >= 0x20 && byte < 0x7f) || new Set(bytes).size < KEY_BYTES / 2;
}

export const perMinute = (standard: number) => z.coerce.number().int().min(1).default(standard);

export const wordList = (standard: string) =>
  z
    .string()
    .default(standard)
    .transform((text) =>
      text
        .split(",")
        .map((word) => word.trim())
        .filter(Boolean),
    );

export const webAddress = z.url({ protocol: /^https?$/, error: "must be an http or https address" });

/** Where a local start plays the outside systems; a real one is elsewhere, and is reached by https. */
export function isStandInAddress(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol !== "https:" || /^(?:(?:.*\.)?localhost|127\.[\d.]+|0\.0\.0\.0|\[::1?\])$/.test(hostname);
}
