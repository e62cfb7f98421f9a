/** One schedule: a sync to which everything happens that may, and which must leave what a calm one leaves. */
import type { Env } from "../../src/platform/env.ts";
import { Dice } from "../../workers/emulators/dice.ts";
import { expectSound, leftBy, parkedOf, prepareIntegration, statusOf, type Task } from "./look.ts";
import { addressOf, type Base, Onec, someBase } from "./onec-base.ts";
import type { Fate } from "./turns.ts";
import { playing, World } from "./world.ts";

export interface Played {
  seed: number;
  calls: number;
  gone: number;
  fault?: string;
  /** What happened, in its order. */
  did: string[];
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Long after the calm runs that a schedule is held against. */
const BEGIN_MS = Date.UTC(2026, 10, 25);
const MOST_AT_ONCE = 4;
const MOST_CALM_ROUNDS = 200;
const MINUTELY = "* * * * *";
const NIGHTLY = "0 22 * * *";

/** Calls that may change a task. */
const WRITES = / (?:UPDATE|INSERT|batch) /;

class Schedule {
  readonly did: string[] = [];
  calls = 0;
  readonly world: World;
  readonly #dice: Dice;
  readonly #env: Env;
  #task: Task | undefined;

  constructor(env: Env, dice: Dice, onec: Onec) {
    this.#env = env;
    this.#dice = dice;
    this.world = new World(env, onec, BEGIN_MS);
  }

  #fate(): Fate {
    const fates: Fate[] = ["throws before", "throws after", "gone before", "gone after"];
    return this.#dice.between(1, 100) <= 8 ? this.#dice.pick(fates) : "calm";
  }

  async #turn(fate: Fate): Promise<void> {
    const trigger = this.#dice.pick(this.world.turns.live);
    this.world.now += this.#dice.between(0, 5000);
    this.calls += 1;
    const what = await this.world.turns.turn(trigger, fate);
    this.did.push(fate === "calm" ? what : `${what}: ${fate}`);
    if (!WRITES.test(what)) return;
    const before = this.#task;
    this.#task = await expectSound(this.#env, before);
    if (before && this.#task?.status === "error" && before.status !== "error")
      this.#expectReason(this.#task.message, before);
  }

  /** Nothing fails for a reason that there was not. */
  #expectReason(words: string, before: Task): void {
    const { asked, buried, onec, now } = this.world;
    const hasReason =
      (words === "Cancelled" && asked.has("cancel")) ||
      (/^1C answered/.test(words) && onec.failed > 0) ||
      (/^1C was not done/.test(words) && now - BEGIN_MS > 10 * MINUTE_MS) ||
      (/^Piece|^The data could not be read/.test(words) && buried > 0) ||
      (/15 minutes/.test(words) && now - before.moved_at / 1000 > 15 * MINUTE_MS);
    if (!hasReason) throw new Error(`It failed, and why: ${words}`);
  }

  async #finish(fateOf: () => Fate): Promise<void> {
    while (this.world.turns.live.length) await this.#turn(fateOf());
  }

  /** Some people at once; they are all told of the same task. */
  async start(base: Base, integrationId: number, people: number, fateOf: () => Fate): Promise<string> {
    const told = new Set<string>();
    for (let one = 0; one < people; one++)
      await this.world.startSync(base, integrationId, (id) => told.add(id));
    await this.#finish(fateOf);
    // Nobody may have got through.
    if (!(await statusOf(this.#env, integrationId))) return this.start(base, integrationId, 1, () => "calm");
    this.#task = await statusOf(this.#env, integrationId);
    const id = this.#task?.id ?? "";
    if ([...told].some((one) => one !== id)) throw new Error(`There are two syncs: ${[...told]}`);
    return id;
  }

  async #deliver(): Promise<void> {
    const { waiting } = this.world;
    if (!waiting.length) return;
    const message = this.#dice.pick(waiting);
    const copies = this.#dice.between(0, 5) ? 1 : 2;
    if (copies === 1 || this.#dice.between(0, 1)) waiting.splice(waiting.indexOf(message), 1);
    for (let copy = 0; copy < copies; copy++) await this.world.deliver(message, "karvon-tasks");
  }

  #lose(): void {
    const { waiting } = this.world;
    if (!waiting.length) return;
    const [lost] = waiting.splice(this.#dice.between(0, waiting.length - 1), 1);
    this.did.push(`lost ${lost?.body.piece ?? "fetch"}`);
  }

  /** Of a step that is due, of one that was, and of one that will be. */
  #forge(id: string): void {
    const piece = this.#dice.between(0, 4);
    this.did.push(`forged ${piece}`);
    this.world.send({ kind: "task", task_id: id, piece }, this.#dice.between(1, 3));
  }

  async #bury(): Promise<void> {
    const letter = this.world.dead.shift();
    if (letter) await this.world.deliver(letter, "karvon-dead");
  }

  async #event(id: string): Promise<void> {
    const { world } = this;
    if (world.turns.live.length && (world.turns.live.length >= MOST_AT_ONCE || this.#dice.between(0, 3)))
      return this.#turn(this.#fate());
    const kind = this.#dice.between(1, 20);
    if (kind <= 10) return this.#deliver();
    if (kind <= 12) return this.#lose();
    if (kind <= 13) return this.#forge(id);
    if (kind <= 15) return this.#bury();
    if (kind <= 16) return world.cron(NIGHTLY, "forget_parked");
    if (kind <= 18) {
      world.now += this.#dice.between(0, 9) ? this.#dice.between(1, 4) * MINUTE_MS : 16 * MINUTE_MS;
      return world.cron(MINUTELY, "sweep_tasks");
    }
    return world.ask(kind === 19 && !this.#dice.between(0, 3) ? "cancel" : "retry", id);
  }

  async storm(id: string): Promise<void> {
    for (let events = this.#dice.between(20, 150); events > 0; events--) await this.#event(id);
  }

  /** No faults any more: whatever was left must end by itself, or by one person who tries again. */
  async calm(id: string): Promise<void> {
    const { world } = this;
    for (let round = 0; round < MOST_CALM_ROUNDS; round++) {
      await this.#finish(() => "calm");
      const message = world.waiting.shift();
      if (message) await world.deliver(message, "karvon-tasks");
      else if (world.dead.length) await this.#bury();
      else if (this.#task?.status === "completed") return;
      else if (this.#task?.status === "error") await world.ask("retry", id);
      else await this.#sweepCalmly();
    }
    throw new Error(`The task does not end: ${JSON.stringify(this.#task)}`);
  }

  /** Nobody has the task in hand, and no message of it is left: the sweeper sends one, or ends it. */
  async #sweepCalmly(): Promise<void> {
    this.world.now += 3 * MINUTE_MS;
    await this.world.cron(MINUTELY, "sweep_tasks");
    await this.#finish(() => "calm");
    const isLeft = this.#task?.status === "fetching" || this.#task?.status === "processing";
    if (isLeft && !this.world.waiting.length) throw new Error("The sweeper leaves the task as it is");
  }

  /** A week later nothing is parked; at once, where nobody was gone in the middle of something. */
  async expectTidy(id: string): Promise<void> {
    if (!this.world.gone) await this.#expectNothingParked(id);
    this.world.now += 8 * DAY_MS;
    await this.world.cron(NIGHTLY, "forget_parked");
    await this.#finish(() => "calm");
    await this.#expectNothingParked(id);
  }

  async #expectNothingParked(id: string): Promise<void> {
    const parked = await parkedOf(this.#env, id);
    if (parked.length) throw new Error(`Still parked: ${parked}`);
  }

  get hasWeather(): () => Fate {
    return () => this.#fate();
  }
}

/** What one of a base's runs leaves where nothing happens. */
async function calmRun(env: Env, base: Base, run: number): Promise<string> {
  const place = await prepareIntegration(env, addressOf(base));
  const schedule = new Schedule(env, new Dice(0, 0), new Onec(run, 0));
  return playing.run(schedule.world, async () => {
    const id = await schedule.start(base, place.integrationId, 1, () => "calm");
    await schedule.calm(id);
    await schedule.expectTidy(id);
    return leftBy(env, id, base, place);
  });
}

const known = new Map<string, Promise<string>>();

function expectedOf(env: Env, base: Base, run: number): Promise<string> {
  const key = `${base.kind} ${base.switches} ${run}`;
  const expected = known.get(key) ?? calmRun(env, base, run);
  known.set(key, expected);
  return expected;
}

async function play(env: Env, dice: Dice, schedule: Schedule): Promise<void> {
  const base = someBase(dice);
  schedule.did.push(`${base.kind} ${base.switches}`);
  const place = await prepareIntegration(env, addressOf(base));
  const id = await playing.run(schedule.world, async () => {
    const begun = await schedule.start(base, place.integrationId, dice.between(1, 3), schedule.hasWeather);
    await schedule.storm(begun);
    await schedule.calm(begun);
    await schedule.expectTidy(begun);
    return begun;
  });
  const left = await leftBy(env, id, base, place);
  const expected: string[] = [];
  for (let run = 0; run < schedule.world.onec.calls; run++) {
    const one = await playing.exit(() => expectedOf(env, base, run));
    if (one === left) return;
    expected.push(one);
  }
  throw new Error(`Another end than a calm run has:\n${left}\nbut a calm run:\n${expected.join("\n")}`);
}

export async function playSchedule(env: Env, seed: number): Promise<Played> {
  const dice = new Dice(seed, 0);
  const schedule = new Schedule(env, dice, new Onec(0, dice.between(0, 9) ? 0 : dice.between(1, 2)));
  let fault: string | undefined;
  try {
    await play(env, dice, schedule);
  } catch (thrown) {
    fault = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  }
  const { calls, did, world } = schedule;
  return { seed, calls, gone: world.gone, did, ...(fault === undefined ? {} : { fault }) };
}
