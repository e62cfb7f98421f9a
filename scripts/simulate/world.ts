/** What a schedule plays with: a queue by hand, a clock by hand, and the Worker's own doors and verbs. */
import { AsyncLocalStorage } from "node:async_hooks";
import { startSync, syncKind } from "../../src/integration/index.ts";
import { Ctx } from "../../src/platform/context.ts";
import { configOf, type Env } from "../../src/platform/env.ts";
import { Log } from "../../src/platform/log.ts";
import { cancelTask, retryTask, type TaskMessage } from "../../src/tasks/index.ts";
import { CRONS } from "../../workers/cron.ts";
import { queueOf } from "../../workers/queue.ts";
import type { Base, Onec } from "./onec-base.ts";
import { bindingsOf } from "./stores.ts";
import { type Call, Turns } from "./turns.ts";

/** A few items fill a piece, and two pieces a parcel, so that a small base has many. */
const kind = syncKind({ pieceItems: 3, fewestItems: 6 });
const door = queueOf({ nomenklatura: kind, clients: kind });

/** As wrangler.toml has it. */
const MOST_ATTEMPTS = 6;

export interface Waiting {
  id: number;
  body: TaskMessage;
  attempts: number;
}

export const playing = new AsyncLocalStorage<World>();

export class World {
  readonly turns = new Turns();
  readonly waiting: Waiting[] = [];
  readonly dead: Waiting[] = [];
  readonly onec: Onec;
  now: number;
  gone = 0;
  buried = 0;
  readonly asked = new Set<"cancel" | "retry">();
  readonly #env: Env;
  #messages = 0;

  constructor(env: Env, onec: Onec, now: number) {
    this.#env = env;
    this.onec = onec;
    this.now = now;
  }

  send(body: TaskMessage, attempts = 1): void {
    this.#messages += 1;
    this.waiting.push({ id: this.#messages, body: structuredClone(body), attempts });
  }

  #envFor(call: Call): Env {
    return bindingsOf(this.#env, call, (body) => this.send(body));
  }

  #ctx(call: Call): Ctx {
    return new Ctx(this.#envFor(call), {
      now: this.now,
      config: configOf(this.#env),
      log: new Log({}),
      requestId: "simulation",
      waitUntil: () => undefined,
    });
  }

  #start(name: string, work: (call: Call) => Promise<unknown>, ended: (how: "done" | "gone") => void) {
    return this.turns.start(
      name,
      async (call) => void (await work(call)),
      (how) => {
        if (how === "gone") this.gone += 1;
        ended(how);
      },
    );
  }

  /** Of the ones that wait or are dead; what is not acknowledged comes back, once more counted. */
  deliver(message: Waiting, queue: "karvon-tasks" | "karvon-dead"): Promise<void> {
    let isAcknowledged = false;
    if (queue === "karvon-dead") this.buried += 1;
    const delivered = {
      ...{ id: String(message.id), attempts: message.attempts, timestamp: new Date(this.now) },
      body: structuredClone(message.body),
      ack: () => {
        isAcknowledged = true;
      },
      retry: () => undefined,
    };
    const batch = { queue, messages: [delivered] } as unknown as MessageBatch<unknown>;
    const context = { waitUntil: () => undefined } as unknown as ExecutionContext;
    return this.#start(
      `${queue} ${message.body.piece ?? "fetch"}#${message.attempts}`,
      (call) => door(batch, this.#envFor(call), context),
      (how) => {
        if (how === "done" && isAcknowledged) return;
        const next = { ...message, attempts: message.attempts + 1 };
        if (queue === "karvon-tasks") (next.attempts > MOST_ATTEMPTS ? this.dead : this.waiting).push(next);
      },
    );
  }

  cron(expression: string, job: string): Promise<void> {
    const verb = CRONS[expression]?.[job];
    if (!verb) throw new Error(`There is no cron job ${job}`);
    return this.#start(
      job,
      (call) => verb(this.#ctx(call)),
      () => undefined,
    );
  }

  ask(verb: "cancel" | "retry", id: string): Promise<void> {
    this.asked.add(verb);
    const work = verb === "cancel" ? cancelTask : retryTask;
    return this.#start(
      verb,
      (call) => work(this.#ctx(call), id),
      () => undefined,
    );
  }

  /** `told` hears the task's id, if the answer comes. */
  startSync({ kind }: Base, integrationId: number, told: (id: string) => void): Promise<void> {
    return this.#start(
      "start",
      async (call) => told((await startSync(this.#ctx(call), kind, String(integrationId))).task_id),
      () => undefined,
    );
  }
}

/** The clock and 1C are those of the schedule that runs; outside of one they are the real ones. */
export function takeOver(): () => void {
  const [now, fetch] = [Date.now, globalThis.fetch];
  Date.now = () => playing.getStore()?.now ?? now();
  globalThis.fetch = (async (input: Request | string, init?: RequestInit) => {
    const world = playing.getStore();
    return world ? world.onec.fetch(new Request(input, init)) : fetch(input, init);
  }) as typeof globalThis.fetch;
  return () => {
    Date.now = now;
    globalThis.fetch = fetch;
  };
}
