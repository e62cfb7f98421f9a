/** The variables of MyID, and what they may not be together. */
import { createPrivateKey } from "node:crypto";
import * as z from "zod";
import { isStandInAddress, webAddress } from "./variable-kinds.ts";

/** Before the key that a local start made, so that it is known for one wherever it is taken. */
export const LOCAL_KEY = "local:";
const RSA_BITS = 2048;

export const signingKeyBytes = (text: string) => Buffer.from(text.replace(LOCAL_KEY, ""), "base64");

function isSigningKey(text: string): boolean {
  try {
    const key = createPrivateKey({ key: signingKeyBytes(text), format: "der", type: "pkcs8" });
    return key.asymmetricKeyType === "rsa" && Number(key.asymmetricKeyDetails?.modulusLength) >= RSA_BITS;
  } catch {
    return false;
  }
}

const signingKey = z
  .string()
  .refine(
    isSigningKey,
    "must be an RSA key of at least 2048 bits as PKCS #8 DER in base64 (docs/operations.md)",
  );

const MyidVariables = z.object({
  /** Where sessions come from; without it nothing of MyID is served. */
  MYID_MODE: z.enum(["sandbox", "upstream"]).optional(),
  MYID_HOST: webAddress.optional(),
  MYID_CLIENT_ID: z.string().min(1).optional(),
  MYID_CLIENT_SECRET: z.string().min(1).optional(),
  /** Signs access tokens; what the one before has signed is still accepted. */
  MYID_SIGNING_KEY: signingKey.optional(),
  MYID_SIGNING_KEY_PREVIOUS: signingKey.optional(),
  /** How long a session lasts where MyID itself does not say. */
  MYID_SESSION_SECONDS: z.coerce.number().int().min(60).default(604_800),
  /** Opened by apps from one address. */
  MYID_APP_SESSIONS_PER_HOUR: z.coerce.number().int().min(1).default(60),
});

export const myidVariables = MyidVariables.shape;

type MyidConfig = z.output<typeof MyidVariables>;

/** A local start plays MyID without a word. */
export const myidMode = ({ MYID_MODE: mode, MYID_SIGNING_KEY: key }: MyidConfig, local: boolean) =>
  mode ?? (local && key !== undefined ? "sandbox" : undefined);

const NEEDS = {
  sandbox: ["MYID_SIGNING_KEY"],
  upstream: ["MYID_SIGNING_KEY", "MYID_HOST", "MYID_CLIENT_ID", "MYID_CLIENT_SECRET"],
} as const;

function* localThings({ MYID_MODE: mode, MYID_HOST: host, ...config }: MyidConfig) {
  if (mode === "sandbox") yield "MYID_MODE=sandbox is for the local environment: its people are made up";
  if (host !== undefined && isStandInAddress(host))
    yield "MYID_HOST is a stand-in's address: set MyID's own, by https";
  for (const name of ["MYID_SIGNING_KEY", "MYID_SIGNING_KEY_PREVIOUS"] as const)
    if (config[name]?.startsWith(LOCAL_KEY))
      yield `${name} was made by a local start: make another (docs/operations.md)`;
}

/** Whatever is missing, or good for the local environment alone; each names its variable. */
export function myidFaults(config: MyidConfig & { local: boolean }): string[] {
  const { MYID_MODE: mode, local } = config;
  const missing = (mode ? NEEDS[mode] : []).filter((name) => config[name] === undefined);
  return [
    ...missing.map((name) => `${name} is missing: MYID_MODE=${mode} needs it`),
    ...(local ? [] : localThings(config)),
  ];
}
