/** What an identity costs: each group of scenarios is a room's own. */
import { mint } from "../lib/integrity-tokens.ts";
import type { Bench, Scenario } from "./bench.ts";
import { upstreamSession, upstreamVariables } from "./myid.ts";

/** In a round, on one connection: each call needs an integrity token of its own, made before. */
const CALLS = 400;
/** For the warm-up and ten rounds, each of them run twice. */
const TOKENS = 21 * CALLS;

const DEVICE = {
  "X-App-Source": "PlayMarket",
  "App-Version-Code": "1.3.2-pm",
  "App-Version-Name": "1.3.2-pm",
  "Device-Id": "550e8400-e29b-41d4-a716-446655440000",
  "Device-Name": "Xiaomi M2101K7AG",
  "Device-Manufacturer": "Xiaomi",
  "Device-Model": "M2101K7AG",
  "Android-OS": "34",
  "Content-Type": "application/x-www-form-urlencoded",
};

/** Its password was checked by the outside server at the first call: what is left is what we do without a hash. */
const customerToken: Scenario = {
  name: "customer token, no password hash",
  as: "anonymous",
  requests: CALLS,
  call: async () => ({
    path: "/customer/token",
    method: "POST",
    headers: { ...DEVICE, "integrity-token": "{token}" },
    body: "username=MTT_LOGIN&password=mtt-password",
    values: { token: await Promise.all(Array.from({ length: TOKENS }, () => mint())) },
  }),
  bars: [{ kind: "ms", limit: 6 }],
};

const customerNonce: Scenario = {
  name: "customer nonce",
  as: "anonymous",
  call: () => ({ path: "/customer/nonce" }),
};

export const identity: Bench = {
  about: "signing customers in without the hash of a password; opening sessions of MyID",
  emulators: "with emulators",
  variables: (port) => ({
    CUSTOMER_IDENTITY: "upstream",
    CUSTOMER_UPSTREAM_URL: `http://localhost:${port + 1}/identity/customer/token`,
    INTEGRITY_MAX_AGE_SECONDS: "86400",
    ...upstreamVariables(port),
  }),
  prepare: async () => [[customerToken], [customerNonce], [upstreamSession]],
};
