/** A line with tasks of one sample on it, and what a run of that sample leaves where nothing goes wrong. */
import { expect } from "vitest";
import { fresh, type Row } from "../catalog/api.ts";
import { type Line3, leftBy, park, piecesOf, post, retryPath, stateOf } from "./imports.ts";
import { Line } from "./line.ts";

const LONG = "x".repeat(101);

/** Four pieces with everything that a row can come to. */
export const SAMPLE: readonly (readonly Line3[])[] = [
  [["a", "A"], ["b", "B", "Xiva"], ["c", LONG], ["d"]],
  [
    ["a", "A", "Buxoro"],
    ["", "N"],
    ["b", "B"],
    ["e", "E"],
  ],
  [
    ["f", "F"],
    ["c", "C"],
    ["a", LONG],
    ["a", "A2"],
  ],
  [
    ["e", "E", "Xiva"],
    ["g", "G"],
    ["", ""],
    ["a", "A2"],
  ],
];

/** What a run without any trouble leaves. */
export async function cleanRun(pieces: readonly (readonly Line3[])[]): Promise<Row> {
  const [line, prefix] = [new Line(), fresh("clean")];
  const id = await park(line, piecesOf(prefix, pieces));
  await line.drain();
  return leftBy(id, prefix);
}

let clean: Promise<Row> | undefined;
export const cleanSample = (): Promise<Row> => {
  clean ??= cleanRun(SAMPLE);
  return clean;
};

export interface Task {
  id: string;
  prefix: string;
}

export class SampleLine extends Line {
  /** Its first message waits, and so many of its pieces are done. */
  async sample(done = 0): Promise<Task> {
    const prefix = fresh("sample");
    const id = await park(this, piecesOf(prefix, SAMPLE));
    for (let count = 0; count < done; count++) await this.deliver(this.first());
    return { id, prefix };
  }

  async expectClean({ id, prefix }: Task, label: unknown = ""): Promise<void> {
    expect([label, this.waiting]).toEqual([label, []]);
    expect([label, await leftBy(id, prefix)]).toEqual([label, await cleanSample()]);
  }

  /** A retry, and everything that comes of it. */
  async expectRetried(task: Task): Promise<void> {
    const again = await post(this, retryPath(task.id));
    const message = "Started again: fayl.xlsx";
    expect([again.status, again.json]).toEqual([202, { task_id: task.id, status: "started", message }]);
    expect(await stateOf(task.id)).toMatchObject({
      ...{ status: "processing", cancelled: false, completed_at: null },
      ...{ error_message: null, error_details: null },
    });
    expect(this.waiting.map(({ body }) => body.task_id)).toEqual([task.id]);
    await this.drain();
    await this.expectClean(task);
  }
}
