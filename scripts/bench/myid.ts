/** What opening a session of MyID costs: played by us, or MyID's own with its token at hand. */
import type { Api } from "../lib/api.ts";
import type { Bench, Scenario } from "./bench.ts";

const JSON_TYPE = { "Content-Type": "application/json" };

/** A server's client: an app's may open a few an hour. */
async function sessionCall(api: Api) {
  const client = { name: "bench", kind: "server" };
  const { client_id, client_secret } = await api.call<Record<string, string>>("/api/v1/myid-client/", client);
  const path = "/api/v1/auth/clients/access-token";
  const { access_token } = await api.call<Record<string, string>>(path, { client_id, client_secret });
  const headers = { ...JSON_TYPE, Authorization: `Bearer ${access_token}` };
  return { path: "/api/v2/sdk/sessions", method: "POST", headers, body: "{}" };
}

const sandboxSession: Scenario = { name: "MyID session, sandbox", as: "anonymous", call: sessionCall };

/** One call of MyID for each: the CPU of the stand-in that answers it is included. */
export const upstreamSession: Scenario = {
  name: "MyID session, upstream, token at hand",
  as: "anonymous",
  call: sessionCall,
};

export const upstreamVariables = (port: number) => ({
  MYID_MODE: "upstream",
  MYID_HOST: `http://localhost:${port + 1}/myid`,
  MYID_CLIENT_ID: "bench",
  MYID_CLIENT_SECRET: "bench",
});

export const sandbox: Bench = {
  about: "sessions that are played",
  emulators: "without emulators",
  prepare: async () => [[sandboxSession]],
};
