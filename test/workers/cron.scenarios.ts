/** The cron door: what is due is done, and what fails says so without keeping the rest from being done. */
import { createExecutionContext, createScheduledController } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import worker from "../../workers/index.ts";
import { cheapPerson } from "../identity/people.ts";
import { tokenOf } from "../support/app.ts";
import { ask, brokenDatabase, envWith, type Line, logged } from "./door.ts";

async function fire(
  cron: string,
  replaced: Record<string, unknown> = {},
): Promise<{ fault: unknown; lines: Line[] }> {
  const controller = createScheduledController({ scheduledTime: new Date(), cron });
  const { value: fault, lines } = await logged(() =>
    worker.scheduled(controller, envWith(replaced), createExecutionContext()).then(
      () => undefined,
      (thrown: unknown) => thrown,
    ),
  );
  return { fault, lines };
}

test.each(["", "*", "* * * * * *", "0 3 * * *", "constructor", "__proto__"])(
  "an expression that is not in the table (%j) throws its name",
  async (cron) => {
    const { fault, lines } = await fire(cron);
    expect(fault).toBeInstanceOf(Error);
    expect(String(fault)).toContain(`"${cron}"`);
    expect(lines).toEqual([]);
  },
);

test("every minute the health is taken and a ping is sent", async () => {
  const { fault, lines } = await fire("* * * * *");
  expect(fault).toBeUndefined();
  expect(lines.filter(({ job }) => job === "health")).toEqual([
    {
      time: expect.any(String) as unknown,
      level: "info",
      door: "cron",
      job: "health",
      request_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      trips: 3,
      queries: 3,
      rows_read: expect.any(Number) as unknown,
      rows_written: expect.any(Number) as unknown,
      outcome: "done",
      ms: expect.any(Number) as unknown,
    },
  ]);
  const row = await env.DB.prepare("SELECT checked_at FROM health WHERE name = 'status'").first<{
    checked_at: number;
  }>();
  expect(Math.abs(Number(row?.checked_at) / 1000 - Date.now())).toBeLessThan(60_000);
});

test("the minute's ping comes back through the queue's own door", async () => {
  const written = vi.spyOn(console, "log").mockReturnValue(undefined);
  try {
    const controller = createScheduledController({ scheduledTime: new Date(), cron: "* * * * *" });
    await worker.scheduled(controller, env, createExecutionContext());
    const lines = () => written.mock.calls.map(([line]) => JSON.parse(String(line)) as Line);
    await vi.waitFor(
      () => expect(lines()).toContainEqual(expect.objectContaining({ door: "queue", outcome: "ack" })),
      5000,
    );
  } finally {
    written.mockRestore();
  }
  expect(await env.DB.prepare("SELECT name FROM health WHERE name = 'queue'").first("name")).toBe("queue");
});

test("every night forgets what decides nothing any more, and nothing that still does", async () => {
  const now = Date.now();
  const seconds = Math.floor(now / 1000);
  await env.DB.batch([
    env.DB.prepare("INSERT INTO token_blacklist VALUES ('old', ?), ('young', ?)").bind(
      seconds - 10,
      seconds + 100,
    ),
    env.DB.prepare("INSERT INTO signin_windows VALUES ('old', ?, 3), ('young', ?, 3)").bind(
      now - 61_000,
      now - 30_000,
    ),
    env.DB.prepare("INSERT INTO spent_nonces VALUES ('old', 'r', ?), ('young', 'r', ?)").bind(
      now - 86_400_000 - 301_000,
      now - 86_400_000,
    ),
  ]);
  const { fault, lines } = await fire("0 22 * * *");
  expect(fault).toBeUndefined();
  expect(lines.every(({ outcome }) => outcome === "done")).toBe(true);
  expect(lines.map(({ job }) => job)).toContain("forget_old_tokens");
  const left = async (sql: string) =>
    (await env.DB.prepare(sql).all<{ k: string }>()).results.map(({ k }) => k);
  expect(await left("SELECT jti AS k FROM token_blacklist")).toEqual(["young"]);
  expect(await left("SELECT key AS k FROM signin_windows")).toEqual(["young"]);
  expect(await left("SELECT nonce_hash AS k FROM spent_nonces")).toEqual(["young"]);
});

test("every night the kept counts are held against the rows: right ones pass, drifted ones are mended with a warning", async () => {
  const token = await tokenOf(await cheapPerson("operator"));
  for (const code_1c of ["NIGHT-1", "NIGHT-2"])
    expect((await ask("/api/v1/project/", { token, body: { code_1c, name: code_1c } })).status).toBe(201);
  for (const code_1c of ["NIGHT-3", "NIGHT-4"]) {
    const body = { code_1c, name: code_1c, project: code_1c === "NIGHT-3" ? "NIGHT-1" : null };
    expect((await ask("/api/v1/nomenklatura/", { token, body })).status).toBe(201);
  }
  const night = async () => {
    const { fault, lines } = await fire("0 22 * * *");
    return [fault, lines.find(({ job }) => job === "recount")?.["level"]];
  };
  expect(await night()).toEqual([undefined, "info"]);
  const counts = () => env.DB.prepare("SELECT * FROM list_counts WHERE n <> 0 ORDER BY 1, 2, 3, 4, 5").all();
  const right = (await counts()).results;
  await env.DB.prepare("UPDATE list_counts SET n = n + 5").run();
  expect(await night()).toEqual([undefined, "warn"]);
  expect((await counts()).results).toEqual(right);
  expect(await night()).toEqual([undefined, "info"]);
});

test("a failing job fails the run, says why in its own line, and the next job still runs", async () => {
  const { fault, lines } = await fire("0 22 * * *", brokenDatabase("no such database"));
  expect(fault).toBeInstanceOf(AggregateError);
  expect(lines.length).toBeGreaterThan(1);
  expect((fault as AggregateError).errors).toHaveLength(lines.length);
  for (const line of lines) {
    expect(line).toMatchObject({ door: "cron", level: "error", outcome: "failed", trips: 0 });
    expect(line["error"]).toContain("no such database");
  }
});

test("a minute without a database is told by the health's own line; only what needs the database fails", async () => {
  const { fault, lines } = await fire("* * * * *", brokenDatabase());
  expect(fault).toBeInstanceOf(AggregateError);
  expect(lines.map(({ job, outcome }) => [job, outcome])).toEqual([
    ["health", "done"],
    ["sweep_tasks", "failed"],
    ["start_due_syncs", "failed"],
    ["sweep_renditions", "failed"],
    ["renew_myid_token", "done"],
    ["send_due_posts", "done"],
  ]);
});
