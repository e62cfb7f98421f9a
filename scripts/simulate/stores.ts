/** The Worker's bindings as one trigger has them: real stores, each call to which waits for its turn. */
import type { Env } from "../../src/platform/env.ts";
import type { TaskMessage } from "../../src/tasks/index.ts";
import type { Call } from "./turns.ts";

/** The first words of a statement tell a reader of a schedule what was going on. */
const said = (text: string) => text.trim().split(/\s+/, 3).join(" ");

function database(real: D1Database, call: Call) {
  const bound = (text: string, statement: D1PreparedStatement) => ({
    text,
    statement,
    all: () => call(said(text), () => statement.all()),
  });
  return {
    prepare: (text: string) => ({
      bind: (...values: unknown[]) => bound(text, real.prepare(text).bind(...values)),
    }),
    batch: (statements: ReturnType<typeof bound>[]) =>
      call(`batch ${said(statements.at(-1)?.text ?? "")}`, () =>
        real.batch(statements.map(({ statement }) => statement)),
      ),
  };
}

const bucket = (real: R2Bucket, call: Call) =>
  Object.fromEntries(
    (["get", "put", "head", "list", "delete"] as const).map((name) => {
      const work = real[name].bind(real) as (...given: unknown[]) => Promise<unknown>;
      return [name, (...given: unknown[]) => call(`R2 ${name}`, () => work(...given))];
    }),
  );

export type Send = (body: TaskMessage) => void;

export const bindingsOf = (real: Env, call: Call, send: Send): Env =>
  ({
    ...real,
    DB: database(real.DB, call),
    FILES: bucket(real.FILES, call),
    TASKS: { send: (body: TaskMessage) => call("send", async () => send(body)) },
  }) as unknown as Env;
