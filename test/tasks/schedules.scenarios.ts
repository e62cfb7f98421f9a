/** Any schedule of losses, repeats, crashes, cancels and retries: what is left in the end is what a clean run leaves. */
import { beforeAll, expect, test } from "vitest";
import { sweepTasks } from "../../src/tasks/index.ts";
import { Dice } from "../../workers/emulators/dice.ts";
import { emptyCatalog, fresh, type Row } from "../catalog/api.ts";
import { cancelPath, type Line3, leftBy, park, piecesOf, post, retryPath, stateOf } from "./imports.ts";
import { type Crash, ctxIn, Line, type Waiting } from "./line.ts";
import { cleanRun } from "./samples.ts";

const SCHEDULES = 32;
const MOST_STEPS = 300;
/** A longer call list than any step has: some crashes never come. */
const CALLS = 9;

const NAMES = ["A", "B", "", "x".repeat(101)];

const somePieces = (dice: Dice): Line3[][] =>
  Array.from({ length: dice.between(2, 5) }, () =>
    Array.from(
      { length: dice.between(1, 5) },
      (): Line3 => [
        dice.between(0, 7) ? dice.pick(["a", "b", "c", "d", "e", "f", "g", "h"]) : "",
        dice.pick(NAMES),
        dice.pick(["Xiva", "Buxoro", ""]),
      ],
    ),
  );

/** One thing that may happen between here and there. */
class Schedule {
  readonly #line = new Line();
  readonly #dice: Dice;
  #progress = 0;
  #minutes = 0;
  readonly did: string[] = [];

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  get line(): Line {
    return this.#line;
  }

  #some(): Waiting | undefined {
    const { waiting } = this.#line;
    return waiting.length ? this.#dice.pick(waiting) : undefined;
  }

  #crash(): Crash | undefined {
    if (!this.#dice.between(0, 2)) return undefined;
    return { at: this.#dice.between(1, CALLS), when: this.#dice.pick(["before", "after"]) };
  }

  /** Whatever the moment, what can be seen of the task is right, and has not gone back. */
  async look(id: string): Promise<Row> {
    const state = await stateOf(id);
    expect(state.progress_percent).toBeGreaterThanOrEqual(this.#progress);
    this.#progress = state.progress_percent;
    return state;
  }

  async #deliver(): Promise<void> {
    const message = this.#some();
    if (!message) return;
    const crash = this.#crash();
    this.did.push(`${JSON.stringify(message.body.piece)}#${message.attempts} ${JSON.stringify(crash ?? "")}`);
    await this.#line.deliver(message, { crash });
  }

  async #deliverAtOnce(): Promise<void> {
    const [one, other] = [this.#some(), this.#some()];
    if (!one || !other) return;
    this.did.push(`at once ${one.body.piece} ${other.body.piece}`);
    const copy = { ...other, attempts: this.#dice.between(1, 3) };
    await Promise.all([
      this.#line.deliver(one, { crash: this.#crash() }),
      this.#line.deliver(copy, { crash: this.#crash() }),
    ]);
  }

  #lose(): void {
    const { waiting } = this.#line;
    const message = this.#some();
    if (!message) return;
    this.did.push(`lost ${message.body.piece}`);
    waiting.splice(waiting.indexOf(message), 1);
  }

  #repeat(id: string): void {
    const message = this.#some();
    const piece = message?.body.piece ?? 0;
    this.did.push(`repeated ${piece}`);
    this.#line.send({ kind: "task", task_id: id, piece: this.#dice.between(0, 3) ? piece : piece + 1 });
  }

  /** Later sweeps see the task stand still for longer, and end it at last. */
  async #sweep(): Promise<void> {
    this.#minutes = this.#dice.between(0, 9) ? 3 : 16;
    this.did.push(`swept after ${this.#minutes}`);
    await sweepTasks(ctxIn(this.#line, this.#minutes));
  }

  async #bury(): Promise<void> {
    const letter = this.#line.dead[0];
    if (!letter) return;
    this.did.push(`buried ${letter.body.piece}`);
    await this.#line.bury(letter);
  }

  async #cancel(id: string): Promise<void> {
    if (this.#dice.between(0, 3)) return;
    this.did.push("cancelled");
    await post(this.#line, cancelPath(id));
  }

  async step(id: string): Promise<void> {
    const kind = this.#dice.between(0, 12);
    if (kind < 6) return this.#deliver();
    if (kind < 8) return this.#deliverAtOnce();
    if (kind < 9) return this.#lose();
    if (kind < 10) return this.#repeat(id);
    if (kind < 11) return this.#bury();
    return kind < 12 ? this.#sweep() : this.#cancel(id);
  }

  async retry(id: string): Promise<void> {
    this.did.push("tried again");
    expect((await post(this.#line, retryPath(id))).status).toBe(202);
  }
}

beforeAll(emptyCatalog);

test.each(Array.from({ length: SCHEDULES }, (_, n) => n))("schedule %d", async (round) => {
  const seed = (Date.now() + round * 7919) % 2 ** 31;
  const dice = new Dice(seed, round);
  const pieces = somePieces(dice);
  const clean = await cleanRun(pieces);
  const schedule = new Schedule(dice);
  const prefix = fresh("schedule");
  const id = await park(schedule.line, piecesOf(prefix, pieces));
  try {
    let state = await schedule.look(id);
    for (let step = 0; state.status !== "completed" && step < MOST_STEPS; step++) {
      if (state.status === "error") await schedule.retry(id);
      await schedule.step(id);
      if (!schedule.line.waiting.length) await sweepTasks(ctxIn(schedule.line, 3));
      state = await schedule.look(id);
    }
    expect(await leftBy(id, prefix)).toEqual(clean);
    // What comes late finds nothing to do.
    await schedule.line.drain();
    for (const letter of [...schedule.line.dead]) await schedule.line.bury(letter);
    expect(await leftBy(id, prefix)).toEqual(clean);
  } catch (fault) {
    throw new Error(`seed ${seed}, round ${round}: ${schedule.did.join("; ")}`, { cause: fault });
  }
});
