/** Telegram as its stand-in plays it, over HTTP, with messages and chats of its own for each test. */
import { env } from "cloudflare:workers";
import { inject } from "vitest";
import { Ctx } from "../../src/platform/context.ts";
import { configOf } from "../../src/platform/env.ts";
import { Log } from "../../src/platform/log.ts";
import { envWith } from "../workers/door.ts";

export const TOKEN = "8154201973:AAH-s3cret-of-the-bot_0123456789abc";
let count = 0;

interface Posted {
  chat: string;
  text: string;
}
export interface PostRow {
  chat: string;
  state: string;
  tries: number;
  fault: string | null;
}

/** The switches, with `A` and `B` for the two chats. */
export function telegram(switches = "", token = TOKEN) {
  const [first, second] = [`-${1_000_000 + ++count}`, `-${2_000_000 + count}`];
  const named = switches.replace("=A", `=${first}`).replace("=B", `=${second}`);
  const host = `${inject("standIns")}/telegram/label=test-${count}${named && `;${named}`}`;
  const variables = {
    TELEGRAM_BOT_TOKEN: token,
    TELEGRAM_CHAT_IDS: `${first}, ${second}`,
    TELEGRAM_API_URL: host,
  };
  return {
    variables,
    chats: [first, second],
    ctxAt: (now: number) => {
      const own = envWith(variables);
      const log = new Log({ door: "test" });
      return new Ctx(own, { now, config: configOf(own), log, requestId: "test", waitUntil: () => undefined });
    },
    seen: async () => (await (await fetch(`${host}/posted`)).json()) as { calls: number; posted: Posted[] },
    rows: async () => {
      const statement =
        "SELECT chat, state, tries, fault FROM telegram_posts WHERE chat IN (?, ?) ORDER BY day, chat";
      return (await env.DB.prepare(statement).bind(first, second).all<PostRow>()).results;
    },
  };
}
