/** The queue door: each message alone is checked, worked off, and acknowledged or put back. */
import * as z from "zod";
import { giveUpRenditions, importKind, makeRenditions } from "../src/catalog/index.ts";
import { descriptionsKind } from "../src/descriptions/index.ts";
import { syncKind } from "../src/integration/index.ts";
import { Ctx } from "../src/platform/context.ts";
import { configOf, type Env } from "../src/platform/env.ts";
import { receivePing } from "../src/platform/health.ts";
import { Log } from "../src/platform/log.ts";
import { giveUpTask, runTask, type TaskKinds, TooEarly } from "../src/tasks/index.ts";

const MessageBody = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("ping"), sent_at: z.number().int() }),
  z.strictObject({ kind: z.literal("task"), task_id: z.string(), piece: z.number().int().optional() }),
  z.strictObject({
    kind: z.literal("renditions"),
    entity: z.string(),
    image_id: z.number().int(),
    hash: z.string(),
    format: z.enum(["jpg", "png", "webp"]),
  }),
]);
type MessageBody = z.infer<typeof MessageBody>;

/** Which room works off which tasks. */
const KINDS: TaskKinds = {
  import_project: importKind,
  import_client: importKind,
  import_nomenklatura: importKind,
  nomenklatura: syncKind(),
  clients: syncKind(),
  descriptions: descriptionsKind,
};

const LONGEST_DELAY_SECONDS = 600;

/** 10 s, 20 s, 40 s, … */
const delayOf = (attempts: number) => Math.min(LONGEST_DELAY_SECONDS, 5 * 2 ** attempts);

async function work(ctx: Ctx, kinds: TaskKinds, body: MessageBody, attempts: number): Promise<void> {
  switch (body.kind) {
    case "ping":
      return void (await receivePing(ctx, body.sent_at));
    case "task":
      return runTask(ctx, kinds, body, attempts);
    case "renditions":
      return makeRenditions(ctx, body);
  }
}

/** What failed too often: a task ends with it, a picture is asked about no more, a ping is only missed. */
async function giveUp(ctx: Ctx, body: MessageBody): Promise<void> {
  ctx.log.fail(new Error(`A message of kind ${body.kind} was given up`));
  if (body.kind === "task") await giveUpTask(ctx, body);
  if (body.kind === "renditions") await giveUpRenditions(ctx, body);
}

interface Delivery {
  message: Message<unknown>;
  queue: string;
  env: Env;
  waitUntil: Ctx["waitUntil"];
}

async function receive({ message, queue, env, waitUntil }: Delivery, kinds: TaskKinds): Promise<void> {
  const now = Date.now();
  const log = new Log({ door: "queue", queue, request_id: message.id, attempts: message.attempts });
  let ctx: Ctx | undefined;
  let outcome = "ack";
  try {
    const body = MessageBody.safeParse(message.body);
    // What no version of ours can read will not become readable by waiting.
    if (!body.success) log.fail(new Error("The message has an unknown form"));
    else {
      ctx = new Ctx(env, { now, config: configOf(env), log, requestId: message.id, waitUntil });
      if (queue.endsWith("-dead")) await giveUp(ctx, body.data);
      else await work(ctx, kinds, body.data, message.attempts);
    }
    message.ack();
  } catch (fault) {
    if (fault instanceof TooEarly) log.warn(fault.message);
    else log.fail(fault);
    outcome = "retry";
    message.retry({ delaySeconds: delayOf(message.attempts) });
  }
  log.add(ctx?.db.logged ?? {});
  log.end({ outcome, ms: Date.now() - now });
}

/** The door for tasks that are worked off in this way. */
export const queueOf =
  (kinds: TaskKinds) =>
  async (batch: MessageBatch<unknown>, env: Env, context: ExecutionContext): Promise<void> => {
    const waitUntil: Ctx["waitUntil"] = (work) => context.waitUntil(work);
    for (const message of batch.messages)
      await receive({ message, queue: batch.queue, env, waitUntil }, kinds);
  };

export const queue = queueOf(KINDS);
