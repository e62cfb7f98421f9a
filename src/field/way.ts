/** The geometry of a way: thinned, measured, and where somebody was at a time. */

/** Degrees, and microseconds UTC. */
export interface Place {
  at: number;
  lat: number;
  lng: number;
}

const MOST_POINTS = 2000;

/** At most so many, evenly, with both ends. */
export function thinned<T>(points: readonly T[], most = MOST_POINTS): readonly T[] {
  if (points.length <= most) return points;
  const step = (points.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => points[Math.round(index * step)] as T);
}

const EARTH_KM = 6371.0088;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

function apartKm(one: Place, other: Place): number {
  const [from, to] = [radians(one.lat), radians(other.lat)];
  const half =
    Math.sin((to - from) / 2) ** 2 +
    Math.cos(from) * Math.cos(to) * Math.sin(radians(other.lng - one.lng) / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** In the order given, to the metre. */
export function distanceKm(places: readonly Place[]): number {
  let sum = 0;
  for (const [index, place] of places.entries()) {
    const before = places[index - 1];
    if (before) sum += apartKm(before, place);
  }
  return Math.round(sum * 1000) / 1000;
}

const NEAR_US = 300_000_000;

/** Of places in order of time, the one nearest to a time, where that is near enough. */
export function nearestWithin(places: readonly Place[], at: number, us = NEAR_US): Place | undefined {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle]?.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [places[low - 1], places[low]];
  const apart = (place: Place | undefined) => (place ? Math.abs(place.at - at) : Number.POSITIVE_INFINITY);
  const nearest = apart(before) <= apart(after) ? before : after;
  return apart(nearest) <= us ? nearest : undefined;
}
