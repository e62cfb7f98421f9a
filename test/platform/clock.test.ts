/** Microseconds UTC inside, Tashkent outside: no day begins at the wrong hour. */
import { describe, expect, test } from "vitest";
import {
  formatStamp,
  microseconds,
  parseDay,
  parseDayOrStamp,
  parseStamp,
  stampOrNull,
} from "../../src/platform/clock.ts";

test.each<[number, string]>([
  [0, "1970-01-01T05:00:00+05:00"],
  [1, "1970-01-01T05:00:00.000001+05:00"],
  [-1, "1970-01-01T04:59:59.999999+05:00"],
  [-1_000_000, "1970-01-01T04:59:59+05:00"],
  [-1_000_001, "1970-01-01T04:59:58.999999+05:00"],
  [1_795_220_039_472_562, "2026-11-21T05:13:59.472562+05:00"],
  [1_795_220_039_000_000, "2026-11-21T05:13:59+05:00"],
  [1_795_220_039_100_000, "2026-11-21T05:13:59.100000+05:00"],
  [microseconds(Date.UTC(2026, 11, 31, 18, 59, 59, 999)), "2026-12-31T23:59:59.999000+05:00"],
  [microseconds(Date.UTC(2026, 11, 31, 19)), "2027-01-01T00:00:00+05:00"],
  [microseconds(Date.UTC(1900, 0, 1)), "1900-01-01T05:00:00+05:00"],
])("%d µs is written %s", (us, expected) => {
  expect(formatStamp(us)).toBe(expected);
});

test("nothing is null, not the year 1970", () => {
  expect(stampOrNull(null)).toBeNull();
  expect(stampOrNull(0)).toBe("1970-01-01T05:00:00+05:00");
});

test("every stamp is read as it was written", () => {
  for (let n = 0; n < 5000; n++) {
    const us = Math.trunc((n * 2_654_435_761 * 1_000_003) % 4_000_000_000_000_000) * (n % 2 ? 1 : -1);
    expect(parseStamp(formatStamp(us))).toBe(us === 0 ? 0 : us);
  }
});

test("a day is a real one, with all its digits", () => {
  expect(parseDay("1970-01-01")).toBe(0);
  expect(parseDay("2026-11-21")).toBe(Date.UTC(2026, 10, 21));
  for (const text of ["2026-02-30", "0000-01-01", "2026-1-01", " 2026-01-01", "2026-01-01 ", ""])
    expect(parseDay(text)).toBeUndefined();
});

describe("the ends of a filter", () => {
  test("of a day are Tashkent's midnights, both included", () => {
    const range = parseDayOrStamp("2026-11-21");
    expect(range?.first).toBe(microseconds(Date.UTC(2026, 10, 20, 19)));
    expect(range?.last).toBe(microseconds(Date.UTC(2026, 10, 21, 19)) - 1);
    expect(formatStamp(range?.last ?? 0)).toBe("2026-11-21T23:59:59.999999+05:00");
  });
  test.each([
    "2026-11-21T00:13:59Z",
    "2026-11-21T05:13:59",
    "2026-11-21 05:13:59",
    "2026-11-21T05:13:59+05:00",
    "2026-11-21T05:13:59 05:00",
    "2026-11-21T05:13:59.000 0500",
    "2026-11-21T05:13:59.000000 05:00",
  ])("of the instant %j are that instant, with an offset whose plus was lost on the way too", (text) => {
    const us = microseconds(Date.UTC(2026, 10, 21, 0, 13, 59));
    expect(parseDayOrStamp(text)).toEqual({ first: us, last: us });
  });
  test.each([
    "yesterday",
    "2026-02-30",
    "2026-11-21T25:00",
    "2026",
    "2026-11",
    "1795220039",
    " ",
    "2026-11-21 ",
  ])("of %j are none", (text) => {
    expect(parseDayOrStamp(text)).toBeUndefined();
  });
});
