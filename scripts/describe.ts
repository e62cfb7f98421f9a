/** `npm run describe`: has a running server describe what has no description, and shows how far it is. */
import { setTimeout as pause } from "node:timers/promises";
import type { DryRun, Started } from "../src/descriptions/descriptions.schema.ts";
import type { TaskState } from "../src/tasks/tasks.schema.ts";
import { Api } from "./lib/api.ts";
import { Refusal, readOptions, refusePositionals, run, wholeNumber } from "./lib/options.ts";
import { readPassword } from "./lib/passwords.ts";
import { Progress } from "./lib/progress.ts";

const USAGE = `
npm run describe -- [--nomenklatura] [--client] [options]

Without either: both, nomenklatura first.

  --limit N             at most so many of each
  --code CODE           only this row; may be repeated
  --language uz|ru|en   of the descriptions (uz)
  --dry-run             tells what would be done; no model is called
  --url URL             the running server (http://localhost:8000)
  --user NAME           an operator or administrator, whose password is asked for;
                        without it KARVON_TOKEN has to be an access token

Ends with 0 where everything was described or skipped, with 1 where rows failed or the run did, with 2 where the
server has no key of a model's server.
`;

const NOT_CONFIGURED = 2;
const LOOK_EVERY_MS = 500;
/** A server that is started again is waited for. */
const AWAY_MS = 2000;
const MOST_AWAY = 60;
const SHOWN_CODES = 10;

async function apiOf(url: string, user: string | undefined): Promise<Api> {
  const token = process.env["KARVON_TOKEN"];
  if (user === undefined && !token) throw new Refusal("--user NAME is missing, and KARVON_TOKEN is not set");
  if (!URL.canParse(url)) throw new Refusal(`--url ${url} is no address`);
  return new Api(url, user === undefined ? { token } : { user, password: await readPassword(user) });
}

function showDryRun({ selected, codes, prompts, estimated_tokens }: DryRun): void {
  for (const { entity, code, messages } of prompts) {
    console.log(`${entity} ${code}`);
    for (const { role, content } of messages) console.log(`${role}: ${content}\n`);
  }
  const more = selected > codes.length ? ", …" : "";
  console.log(`${selected} rows would be described, with about ${estimated_tokens} tokens at most.`);
  if (codes.length) console.log(`They are: ${codes.join(", ")}${more}`);
}

const statusPath = (id: string) => `/api/v1/integration/sync/status/${id}/`;

async function stateOf(api: Api, id: string): Promise<TaskState> {
  for (let away = 1; ; away += 1)
    try {
      return await api.call<TaskState>(statusPath(id));
    } catch (fault) {
      if (away === MOST_AWAY) throw fault;
      await pause(AWAY_MS);
    }
}

async function watch(api: Api, { task_id: id, selected }: Started): Promise<TaskState> {
  const progress = new Progress("descriptions", selected);
  const leave = () => {
    console.error(
      `\nThe run goes on in the server. It is stopped by POST /api/v1/integration/sync/cancel/${id}/`,
    );
    process.exit(130);
  };
  process.once("SIGINT", leave);
  for (;;) {
    const state = await stateOf(api, id);
    progress.at(state.processed);
    if (state.completed_at !== null) {
      process.removeListener("SIGINT", leave);
      return state;
    }
    await pause(LOOK_EVERY_MS);
  }
}

/** Rows that failed or were skipped for the same reason are one line. */
function showReasons({ item_errors, item_errors_total }: TaskState): void {
  for (const [reason, items] of Map.groupBy(item_errors, ({ error }) => error)) {
    const codes = items.slice(0, SHOWN_CODES).map(({ code }) => code);
    console.log(
      `  ${items.length} × ${reason} ${codes.join(", ")}${items.length > SHOWN_CODES ? ", …" : ""}`,
    );
  }
  if (item_errors_total > item_errors.length) console.log(`  … of ${item_errors_total} in all`);
}

function showEnd(state: TaskState): number {
  const { updated, errors, skipped = 0, tokens = 0, error_message, message } = state;
  console.log(`succeeded ${updated}, failed ${errors}, skipped ${skipped}, tokens ${tokens}`);
  showReasons(state);
  if (state.status === "error") console.log(`${error_message ?? message} (task ${state.task_id})`);
  else if (updated) console.log(`To undo: POST /api/v1/descriptions/undo/ {"task_id":"${state.task_id}"}`);
  return errors || state.status === "error" ? 1 : 0;
}

await run(async () => {
  const { values, positionals } = readOptions(USAGE, {
    nomenklatura: { type: "boolean", default: false },
    client: { type: "boolean", default: false },
    limit: { type: "string" },
    code: { type: "string", multiple: true },
    language: { type: "string" },
    "dry-run": { type: "boolean", default: false },
    url: { type: "string", default: "http://localhost:8000" },
    user: { type: "string" },
  });
  refusePositionals(positionals);
  const named = (["nomenklatura", "client"] as const).filter((name) => values[name]);
  const body = {
    ...(named.length && { entities: named }),
    ...(values.limit !== undefined && { limit: wholeNumber("--limit", values.limit, 1, 2_147_483_647) }),
    ...(values.code && { codes: values.code }),
    ...(values.language !== undefined && { language: values.language }),
    dry_run: values["dry-run"],
  };
  const api = await apiOf(values.url, values.user);
  const { status, text } = await api.ask("/api/v1/descriptions/generate/", body);
  if (status === 503) {
    console.error((JSON.parse(text) as { detail: string }).detail);
    return NOT_CONFIGURED;
  }
  if (status >= 300) throw new Refusal(`The server refused: ${status} ${text.slice(0, 300)}`);
  if (status === 200) {
    showDryRun(JSON.parse(text));
    return 0;
  }
  const started = JSON.parse(text) as Started;
  console.error(`${started.message} (task ${started.task_id})`);
  const codes = new Set(values.code).size;
  if (started.selected < codes)
    console.error(
      `Of ${codes} codes ${codes - started.selected} are left out: unknown, not active, or described already.`,
    );
  return showEnd(await watch(api, started));
});
