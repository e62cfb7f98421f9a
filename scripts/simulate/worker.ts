/** A Worker of the simulator's own: each request plays the schedule that it names and answers what came of it. */
import type { Env } from "../../src/platform/env.ts";
import { playSchedule } from "./schedule.ts";
import { takeOver } from "./world.ts";

takeOver();
// Every message and cron run logs a line.
console.log = () => undefined;

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    return Response.json(await playSchedule(env, Number(new URL(request.url).searchParams.get("seed"))));
  },
};
