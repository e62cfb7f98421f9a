/** The Worker: its three doors. */
import type { Env } from "../src/platform/env.ts";
import { scheduled } from "./cron.ts";
import { fetch } from "./http.ts";
import { queue } from "./queue.ts";

export default { fetch, queue, scheduled } satisfies ExportedHandler<Env>;
