/** The least that a Worker does for the health path: the rate limit call, an answer, one line of log. */
import type { Env } from "../../../src/platform/env.ts";

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const started = Date.now();
    const address = request.headers.get("CF-Connecting-IP") ?? "unknown";
    const { success } = await env.THROTTLE_ANON.limit({ key: address });
    const status = success ? 200 : 429;
    const body = { status: "ok", tz: "Asia/Tashkent", server_time: new Date(started).toISOString() };
    const time = new Date().toISOString();
    console.log(
      JSON.stringify({ time, level: "info", method: request.method, status, ms: Date.now() - started }),
    );
    return Response.json(body, { status });
  },
};
