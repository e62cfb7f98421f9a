/** What wrangler.toml fires, workers/cron.ts knows, and nothing else. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CRONS } from "../../workers/cron.ts";

test("every cron trigger of wrangler.toml has its jobs, and every job its trigger", () => {
  const configured = /^crons = \[(.*)\]$/m.exec(readFileSync("wrangler.toml", "utf8"))?.[1] ?? "";
  const expressions = [...configured.matchAll(/"([^"]+)"/g)].map(([, expression]) => expression);
  expect(expressions.length).toBeGreaterThan(0);
  expect(Object.keys(CRONS).sort()).toEqual([...new Set(expressions)].sort());
  for (const jobs of Object.values(CRONS)) expect(Object.keys(jobs).length).toBeGreaterThan(0);
});

test("every job has a name of its own, by which its log line is found", () => {
  const names = Object.values(CRONS).flatMap((jobs) => Object.keys(jobs));
  expect(new Set(names).size).toBe(names.length);
});
