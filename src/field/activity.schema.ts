/** What is told of agents' days on the wire: who they are, where they were. */
import * as z from "zod";
import { plain } from "../platform/filters.ts";
import { date } from "../platform/kinds.ts";
import { optional } from "../platform/validate.ts";

const time = z.iso.datetime({ offset: true });

export const Agents = z.array(
  z.strictObject({ agent_code: z.string(), agent_name: z.string(), agent_phone: z.string() }),
);

export const TrajectoryQuery = z.object({
  agent_code: plain("Whose day; needed."),
  date: plain("The Tashkent day, YYYY-MM-DD; needed."),
});
export type TrajectoryQuery = z.output<typeof TrajectoryQuery>;

export const Trajectory = z
  .strictObject({
    agent_code: z.string(),
    date: z.iso.date(),
    points_count: z.number().int(),
    points: z.array(
      z.strictObject({
        lat: z.number(),
        lng: z.number(),
        speed: z.number().nullable(),
        acc: z.number().nullable(),
        bat: z.number().nullable(),
        time,
      }),
    ),
    visits: z.array(
      z.strictObject({
        id: z.number().int(),
        client_name: z.string(),
        time,
        lat: z.number().nullable().meta({ description: "Null where no point is within 300 seconds." }),
        lng: z.number().nullable(),
        category: z.string(),
        status: z.string().nullable(),
      }),
    ),
    distance_km: z.number(),
  })
  .meta({ id: "Trajectory" });

export const RegionalQuery = z.object({
  agent_code: plain("One agent; without it all of them."),
  date_from: optional(date).meta({ description: "A Tashkent day; today by default." }),
  date_to: optional(date).meta({ description: "A Tashkent day, itself included; today by default." }),
});
export type RegionalQuery = z.output<typeof RegionalQuery>;

export const RegionalActivity = z
  .strictObject({
    period: z.strictObject({ from: z.iso.date(), to: z.iso.date() }),
    agent_code: z.string().nullable(),
    regions: z.array(z.strictObject({ region: z.string(), points_count: z.number().int() })),
    total_points: z.number().int(),
    total_visits: z.number().int(),
  })
  .meta({ id: "RegionalActivity" });
