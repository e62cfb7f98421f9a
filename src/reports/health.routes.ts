/** What a bot asks first: is the service there, and what time does it keep? */
import * as z from "zod";
import { FOR_BOTS } from "../identity/index.ts";
import { anyoneAndBots } from "../platform/access.ts";
import { formatStamp, microseconds } from "../platform/clock.ts";
import { type Route, route } from "../platform/route.ts";

const ReportHealth = z
  .strictObject({ status: z.literal("ok"), tz: z.literal("Asia/Tashkent"), server_time: z.string() })
  .meta({ id: "ReportHealth" });

export const reportRoutes: Route[] = [
  route({
    ...FOR_BOTS,
    method: "GET",
    path: "/api/reports/health/",
    name: "Report Health",
    summary: "That the service answers, and its clock.",
    tag: "Reports",
    access: anyoneAndBots,
    answer: { status: 200, shape: ReportHealth },
    run: (ctx) => ({ status: "ok", tz: "Asia/Tashkent", server_time: formatStamp(microseconds(ctx.now)) }),
  }),
];
