/** The geometry of a way. */
import { expect, test } from "vitest";
import { distanceKm, nearestWithin, thinned } from "../../src/field/way.ts";

const numbers = (length: number) => Array.from({ length }, (_, index) => index);
const place = (at: number, lat = 41, lng = 69) => ({ at, lat, lng });

test("thinning keeps both ends, the order and an even distance, and leaves short ways alone", () => {
  expect(thinned(numbers(5), 5)).toEqual(numbers(5));
  expect(thinned(numbers(9), 5)).toEqual([0, 2, 4, 6, 8]);
  for (const length of [6, 7, 99, 10_001]) {
    const kept = thinned(numbers(length), 5);
    expect([kept.length, kept[0], kept[4]]).toEqual([5, 0, length - 1]);
    const steps = kept.slice(1).map((one, index) => one - (kept[index] ?? 0));
    expect(Math.max(...steps) - Math.min(...steps)).toBeLessThanOrEqual(1);
  }
});

test("a way's length is that of the globe: a degree of latitude, of longitude at 60°, half the equator", () => {
  expect(distanceKm([])).toBe(0);
  expect(distanceKm([place(0)])).toBe(0);
  expect(distanceKm([place(0, 41), place(1, 42)])).toBe(111.195);
  expect(distanceKm([place(0, 60, 69), place(1, 60, 70)])).toBeCloseTo(55.597, 2);
  expect(distanceKm([place(0, 0, 0), place(1, 0, 180)])).toBeCloseTo(20_015.115, 2);
  expect(distanceKm([place(0, 41), place(1, 42), place(2, 41)])).toBe(222.39);
  expect(distanceKm([place(0, 0, 179.5), place(1, 0, -179.5)])).toBe(111.195);
});

test("the nearest place is found in time, on either side, and not beyond its reach", () => {
  const places = [0, 100, 200, 1000].map((at) => place(at));
  const near = (at: number, reach = 60) => nearestWithin(places, at, reach)?.at;
  expect([-60, -61, 49, 51, 140, 500, 1060, 1061].map((at) => near(at))).toEqual([
    ...[0, undefined, 0, 100, 100, undefined, 1000, undefined],
  ]);
  expect(nearestWithin([], 5)).toBeUndefined();
});
