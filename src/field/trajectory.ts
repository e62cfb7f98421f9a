/** An agent's day: its way in order of time, how long it was, and the visits along it. */
import sql from "sql-template-tag";
import { type VisitRow, visitsSql } from "../catalog/index.ts";
import { formatStamp, parseDay, parseDayOrStamp } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import { ApiError } from "../platform/errors.ts";
import { type Message, message } from "../platform/i18n.ts";
import type { TrajectoryQuery } from "./activity.schema.ts";
import { expectOwn } from "./own-agent.ts";
import { distanceKm, nearestWithin, type Place, thinned } from "./way.ts";

/** Decimals are integers of their smallest unit; `at` is in microseconds UTC. */
type PointRow = {
  at: number;
  latitude: number;
  longitude: number;
  speed: number | null;
  accuracy: number | null;
  battery_level: number | null;
};

/** The contract's words for it, in every language. */
const MISSING = "agent_code va date parametrlar talab qilinadi";
const BAD_DATE = message("Date has wrong format. Use one of these formats instead: YYYY-MM-DD.");

const refused = (error: string | Message) => new ApiError(400, { error });

function askedOf({ agent_code: agentCode, date }: TrajectoryQuery) {
  if (agentCode === undefined || date === undefined) throw refused(MISSING);
  const day = parseDay(date) === undefined ? undefined : parseDayOrStamp(date);
  if (!day) throw refused(BAD_DATE);
  return { agentCode, date, ...day };
}

const scaled = (units: number | null, places: number) => (units === null ? null : units / 10 ** places);

const placeOf = ({ at, latitude, longitude }: PointRow): Place => ({
  at,
  lat: latitude / 1e6,
  lng: longitude / 1e6,
});

const pointObject = (row: PointRow) => ({
  lat: row.latitude / 1e6,
  lng: row.longitude / 1e6,
  speed: scaled(row.speed, 2),
  acc: scaled(row.accuracy, 2),
  bat: scaled(row.battery_level, 1),
  time: formatStamp(row.at),
});

function visitObject({ id, client_name, created_at, category, status }: VisitRow, places: readonly Place[]) {
  const place = nearestWithin(places, created_at);
  const where = { lat: place?.lat ?? null, lng: place?.lng ?? null };
  return { id, client_name, time: formatStamp(created_at), ...where, category, status };
}

export async function tellTrajectory(ctx: Ctx, query: TrajectoryQuery) {
  const { agentCode, date, first, last } = askedOf(query);
  const [rows, visits] = await ctx.db.read<[PointRow, VisitRow]>(
    sql`SELECT at, latitude, longitude, speed, accuracy, battery_level
      FROM agent_locations INDEXED BY agent_locations_day
      WHERE agent_code = ${agentCode} AND at BETWEEN ${first} AND ${last} AND is_deleted = 0 ORDER BY at, id`,
    visitsSql(agentCode, first, last),
  );
  expectOwn(ctx, agentCode);
  const places = rows.map(placeOf);
  return {
    agent_code: agentCode,
    date,
    points_count: rows.length,
    points: thinned(rows).map(pointObject),
    visits: visits.map((visit) => visitObject(visit, places)),
    distance_km: distanceKm(places),
  };
}
