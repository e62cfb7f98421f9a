/** The least that a Worker does for one's own account: HS256 check, rate limit call, one query, one line of log. */
import { jwtVerify } from "jose";
import type { Env } from "../../../src/platform/env.ts";

const QUERY =
  "SELECT id, username, first_name, last_name, email, role, agent_code, is_active, is_demo, password, token_gen, last_login, date_joined FROM users WHERE id = ?1";

let key: Promise<CryptoKey> | undefined;

function keyOf(secret: unknown): Promise<CryptoKey> {
  const bytes = new TextEncoder().encode(String(secret));
  key ??= crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
  return key;
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const started = Date.now();
    const token = (request.headers.get("Authorization") ?? "").slice("Bearer ".length);
    const { payload } = await jwtVerify(token, await keyOf(env["JWT_SECRET"]), { algorithms: ["HS256"] });
    const id = Number(payload["user_id"]);
    const { success } = await env.THROTTLE_USER.limit({ key: String(id) });
    const { results } = await env.DB.prepare(QUERY).bind(id).all<Record<string, unknown>>();
    const { password: _password, token_gen: _generation, is_demo: _demo, ...user } = results[0] ?? {};
    const status = success && results.length === 1 ? 200 : 401;
    const time = new Date().toISOString();
    console.log(
      JSON.stringify({ time, level: "info", method: request.method, status, ms: Date.now() - started }),
    );
    return Response.json(user, { status });
  },
};
