/** One line a trigger, in JSON, with the trace of whoever called where that is one. */
import { expect, test, vi } from "vitest";
import { Log, traceparentOf } from "../../src/platform/log.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT = "00f067aa0ba902b7";

test.each<[string | null, boolean]>([
  [`00-${TRACE}-${PARENT}-01`, true],
  [`00-${TRACE}-${PARENT}-00`, true],
  [`cc-${TRACE}-${PARENT}-01`, true],
  [null, false],
  ["", false],
  [`ff-${TRACE}-${PARENT}-01`, false],
  [`00-${"0".repeat(32)}-${PARENT}-01`, false],
  [`00-${TRACE}-${"0".repeat(16)}-01`, false],
  [`00-${TRACE.toUpperCase()}-${PARENT}-01`, false],
  [`00-${TRACE}-${PARENT}`, false],
  [`00-${TRACE}-${PARENT}-01-extra`, false],
  [`00-${TRACE}x-${PARENT}-01`, false],
  [`00-${TRACE.slice(1)}-${PARENT}-01`, false],
  [`00-${TRACE}-${PARENT}-01\n`, false],
  [`{"a":1}`, false],
])("the traceparent %j is kept: %j", (header, kept) => {
  expect(traceparentOf(header)).toBe(kept ? header : undefined);
});

function linesOf(work: (log: Log) => void): Record<string, unknown>[] {
  const written = vi.spyOn(console, "log").mockReturnValue(undefined);
  work(new Log({ door: "test", request_id: "r1" }));
  const lines = written.mock.calls.map(([line]) => JSON.parse(String(line)));
  written.mockRestore();
  return lines;
}

test("a trigger is one line with its time, its level and what it cost", () => {
  const lines = linesOf((log) => {
    log.add({ status: 200, rows_read: 5 });
    log.end({ ms: 7 });
  });
  expect(lines).toEqual([
    {
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as unknown,
      level: "info",
      door: "test",
      request_id: "r1",
      trips: 0,
      queries: 0,
      rows_read: 5,
      rows_written: 0,
      status: 200,
      ms: 7,
    },
  ]);
});

test("a failure is an error and stays one; a warning has its reason", () => {
  const [failed] = linesOf((log) => {
    log.fail(new Error("the cause\nover two lines"));
    log.warn("and something else");
    log.end({});
  });
  expect(failed).toMatchObject({ level: "error", reason: "and something else" });
  expect(failed?.["error"]).toContain("the cause\nover two lines");
  const [warned] = linesOf((log) => {
    log.warn("look at this");
    log.end({});
  });
  expect(warned).toMatchObject({ level: "warn", reason: "look at this" });
});

test("what was thrown need not be an error", () => {
  for (const thrown of ["text", null, undefined, 5, { a: 1 }, Symbol("s")])
    expect(
      linesOf((log) => {
        log.fail(thrown);
        log.end({});
      }).at(-1),
    ).toMatchObject({ level: "error", error: String(thrown) });
});
