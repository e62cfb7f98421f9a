/** Who starts a sync starts one, and not a second beside it. */
import { describe, expect, test } from "vitest";
import { asOperator, costOf, sql } from "../catalog/api.ts";
import type { Received } from "../support/app.ts";
import { cancelPath, post, retryPath, stateOf, statusPath } from "../tasks/imports.ts";
import { integrate, SyncLine, startPath, tellOf } from "./syncs.ts";

const line = new SyncLine();

describe("a start", () => {
  test("of what is missing, switched off or deleted is 404", async () => {
    const off = await integrate("n=1", { is_active: 0 });
    const gone = await integrate("n=1", { is_deleted: 1 });
    const homeless = await integrate("n=1");
    await sql("UPDATE projects SET is_deleted = 1 WHERE id = ?", homeless.projectId);
    for (const id of [off.id, gone.id, homeless.id, 987654321, 0, "one", "1e1", "-1"])
      for (const kind of ["nomenklatura", "clients"] as const) {
        const { status, json } = await post(line, startPath(kind, id));
        expect([id, status, json]).toEqual([id, 404, { detail: "Not found." }]);
      }
    expect(line.waiting).toEqual([]);
  });
  test("by twenty people at once is one sync, of which all are told", async () => {
    const integration = await integrate("n=2");
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post(line, startPath("nomenklatura", integration.id))),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(answers.map(({ json }) => json.task_id)).size).toBe(1);
    expect(answers.map(({ json }) => json.status).sort()).toEqual([
      ...Array.from({ length: 19 }, () => "already_running"),
      "started",
    ]);
    expect(line.waiting.length).toBe(1);
    const running = answers.find(({ json }) => json.status === "already_running")?.json;
    expect(running).toMatchObject({
      ...{ message: `Nomenklatura sync already running for ${integration.name}` },
      integration: tellOf(integration),
    });
    await line.drain();
    expect(await stateOf(running.task_id)).toMatchObject({ status: "completed", created: 2 });
  });
  test("is not kept back by the other kind, another integration, or a sync that has ended", async () => {
    const [one, other] = [await integrate("n=1"), await integrate("n=1")];
    const ids = [await line.begin(one), await line.begin(one, "clients"), await line.begin(other)];
    await line.drain();
    ids.push(await line.begin(one));
    expect(new Set(ids).size).toBe(4);
    await post(line, cancelPath(ids[3] ?? ""));
    ids.push(await line.begin(one));
    await line.drain();
    expect((await stateOf(ids[4] ?? "")).status).toBe("completed");
  });
  test("that cannot send its message is a start all the same: the sweeper sends", async () => {
    const integration = await integrate("n=1");
    const down = { TASKS: { send: () => Promise.reject(new Error("the queue is down")) } };
    const { status, json } = await post(line, startPath("clients", integration.id), undefined, {
      replaced: down,
    });
    expect([status, json.status, line.waiting]).toEqual([202, "started", []]);
    await line.sweep(3);
    await line.drain();
    expect((await stateOf(json.task_id)).status).toBe("completed");
  });
  test("is two round trips, as cancelling and trying again are; to look is one", async () => {
    const { id } = await integrate("n=1");
    const trips = async (asked: Promise<Received>) => {
      const received = await asked;
      return [received.status, costOf(received).trips, received.json] as const;
    };
    const started = await trips(post(line, startPath("nomenklatura", id)));
    expect(started.slice(0, 2)).toEqual([202, 2]);
    expect((await trips(post(line, startPath("nomenklatura", id)))).slice(0, 2)).toEqual([202, 2]);
    const task = started[2].task_id;
    expect((await trips(asOperator(statusPath(task)))).slice(0, 2)).toEqual([200, 1]);
    expect((await trips(post(line, cancelPath(task)))).slice(0, 2)).toEqual([200, 2]);
    expect((await trips(post(line, retryPath(task)))).slice(0, 2)).toEqual([202, 2]);
    await line.drain();
    expect((await stateOf(task)).status).toBe("completed");
  });
});
