/** The queue played by hand: what is sent waits here until a test delivers it, or does not, to the Worker's own door. */
import {
  createExecutionContext,
  createMessageBatch,
  getQueueResult,
  waitOnExecutionContext,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { Ctx } from "../../src/platform/context.ts";
import { configOf } from "../../src/platform/env.ts";
import { Log } from "../../src/platform/log.ts";
import type { TaskMessage } from "../../src/tasks/index.ts";
import worker from "../../workers/index.ts";
import { envWith } from "../workers/door.ts";

export interface Waiting<Body = TaskMessage> {
  id: string;
  body: Body;
  /** As the queue counts: 1 is the first delivery. */
  attempts: number;
  /** Not before so long. */
  delaySeconds?: number;
}

/** The Worker is gone at this of its calls to the outside, before the call has an effect or after. */
export interface Crash {
  at: number;
  when: "before" | "after";
}

export interface Trouble {
  crash?: Crash | undefined;
  /** Runs before a call to "db", "files" or "queue"; what it throws the call throws. */
  before?: (where: string) => Promise<void> | void;
}

/** How often a message is delivered before it goes to the dead letters, as wrangler.toml has it. */
const MOST_ATTEMPTS = 6;
let made = 0;

type Call = <T>(where: string, work: () => Promise<T>) => Promise<T>;

/** Calls of one trigger: after a crash none of them has an effect. */
function callsWith({ crash, before }: Trouble): { call: Call; isOver: () => boolean } {
  let count = 0;
  let isOver = false;
  const call: Call = async (where, work) => {
    count += 1;
    const crashes = count === crash?.at;
    if (isOver || (crashes && crash?.when === "before")) {
      isOver = true;
      throw new Error("The Worker is gone");
    }
    await before?.(where);
    const value = await work();
    if (!crashes) return value;
    isOver = true;
    throw new Error("The Worker is gone");
  };
  return { call, isOver: () => isOver };
}

const database = (call: Call) => ({
  prepare: (text: string) => ({
    bind: (...values: unknown[]) => {
      const statement = env.DB.prepare(text).bind(...values);
      return { statement, all: () => call("db", () => statement.all()) };
    },
  }),
  batch: (bound: { statement: D1PreparedStatement }[]) =>
    call("db", () => env.DB.batch(bound.map(({ statement }) => statement))),
});

const bucket = (call: Call) =>
  Object.fromEntries(
    (["get", "put", "head", "list", "delete"] as const).map((name) => {
      const work = env.FILES[name].bind(env.FILES) as (...given: unknown[]) => Promise<unknown>;
      return [name, (...given: unknown[]) => call("files", () => work(...given))];
    }),
  );

export class Line<Body = TaskMessage> {
  readonly waiting: Waiting<Body>[] = [];
  readonly dead: Waiting<Body>[] = [];

  send(body: Body, attempts = 1): Waiting<Body> {
    made += 1;
    const message = { id: `message-${made}`, body: structuredClone(body), attempts };
    this.waiting.push(message);
    return message;
  }

  first(): Waiting<Body> {
    const [message] = this.waiting;
    if (!message) throw new Error("Nothing waits to be delivered");
    return message;
  }

  /** Everything that waits. */
  lose(): void {
    this.waiting.length = 0;
  }

  /** Real stores, and this line for a queue. */
  bindings(trouble: Trouble = {}) {
    const { call, isOver } = callsWith(trouble);
    const send = (body: Body, { delaySeconds = 0 } = {}) =>
      call("queue", async () => {
        const message = this.send(body);
        if (delaySeconds) message.delaySeconds = delaySeconds;
      });
    return { replaced: { DB: database(call), FILES: bucket(call), TASKS: { send } }, isOver };
  }

  /** Where it is not acknowledged it waits for its next delivery, or is a dead letter. */
  async deliver(message: Waiting<Body>, trouble: Trouble = {}): Promise<"ack" | "retry" | "crash"> {
    const { replaced, isOver } = this.bindings(trouble);
    const verdict = await deliverTo("karvon-tasks", message, replaced);
    const at = this.waiting.indexOf(message);
    if (at >= 0) this.waiting.splice(at, 1);
    if (verdict === "ack") return verdict;
    const next = { ...message, attempts: message.attempts + 1 };
    (next.attempts > MOST_ATTEMPTS ? this.dead : this.waiting).push(next);
    return isOver() ? "crash" : verdict;
  }

  /** The dead letters' own consumer. */
  async bury(message: Waiting<Body>, replaced = this.bindings().replaced): Promise<"ack" | "retry"> {
    const at = this.dead.indexOf(message);
    if (at >= 0) this.dead.splice(at, 1);
    return deliverTo("karvon-dead", message, replaced);
  }

  /** Everything in the order in which it was sent, as a calm queue would. */
  async drain(trouble: Trouble = {}): Promise<void> {
    for (let message = this.waiting[0]; message; message = this.waiting[0])
      await this.deliver(message, trouble);
  }
}

async function deliverTo(
  queue: string,
  { id, body, attempts }: Waiting<unknown>,
  replaced: Record<string, unknown>,
) {
  const batch = createMessageBatch(queue, [
    { id, attempts, timestamp: new Date(), body: structuredClone(body) },
  ]);
  const context = createExecutionContext();
  await worker.queue(batch, envWith(replaced), context);
  await waitOnExecutionContext(context);
  const { explicitAcks } = await getQueueResult(batch, context);
  return explicitAcks.includes(id) ? "ack" : "retry";
}

/** Something to wait for, and the way to let it happen. */
export function gate(): { opened: Promise<void>; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

/** Stops at one of the calls to a place until the gate opens; `reached` tells when it stands there. */
export function holding(place: string, nth: number) {
  const [reached, released] = [gate(), gate()];
  let count = 0;
  const before = async (where: string) => {
    if (where !== place) return;
    count += 1;
    if (count !== nth) return;
    reached.open();
    await released.opened;
  };
  return { trouble: { before }, reached: reached.opened, release: released.open };
}

const MINUTE_MS = 60_000;

/** What the crons do so many minutes from now. */
export const ctxIn = (line: Line, minutes: number): Ctx =>
  new Ctx(envWith(line.bindings().replaced), {
    now: Date.now() + minutes * MINUTE_MS,
    config: configOf(env),
    log: new Log({ door: "test" }),
    requestId: "cron",
    waitUntil: () => undefined,
  });
