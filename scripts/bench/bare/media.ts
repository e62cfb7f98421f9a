/** The least that a Worker does for a picture's bytes: one object of R2, one line of log. */
import type { Env } from "../../../src/platform/env.ts";

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const started = Date.now();
    const object = await env.FILES.get(new URL(request.url).pathname.replace("/media/", ""));
    const status = object ? 200 : 404;
    const headers = { "Content-Type": object?.httpMetadata?.contentType ?? "application/json" };
    const time = new Date().toISOString();
    console.log(
      JSON.stringify({ time, level: "info", method: request.method, status, ms: Date.now() - started }),
    );
    return new Response(object?.body ?? "{}", { status, headers });
  },
};
