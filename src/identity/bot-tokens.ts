/** A bot's own credential: made for an administrator, shown once, and good for reports alone. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { microseconds, stampOrNull } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import { type Authenticate, addressOf } from "../platform/endpoint.ts";
import { unauthorized } from "../platform/errors.ts";
import { message } from "../platform/i18n.ts";
import type { BotTokenCreate } from "./bot-tokens.schema.ts";
import { type BotTokenRow, insertBotToken, noteUse, tokenByPrefix } from "./bot-tokens.store.ts";
import { authenticate } from "./check-token.ts";

const HEADER = "X-Bot-Token";
const WHOLE = /^bot_[\w-]{33}$/;
/** With `bot_`. The 25 characters after it are 150 random bits. */
const PREFIX_CHARS = 12;
const DAY_MS = 86_400_000;

const newToken = () => `bot_${randomBytes(25).toString("base64url").slice(0, 33)}`;
const hashOf = (token: string) => createHash("sha256").update(token).digest();

export async function generateBotToken(ctx: Ctx, { name = "", expires_in_days }: BotTokenCreate) {
  const bot_token = newToken();
  const expires_at = expires_in_days ? microseconds(ctx.now + expires_in_days * DAY_MS) : null;
  await insertBotToken(ctx, {
    name,
    prefix: bot_token.slice(0, PREFIX_CHARS),
    token_hash: hashOf(bot_token).toString("base64"),
    expires_at,
  });
  return { bot_token, expires_at: stampOrNull(expires_at) };
}

const refused = (reason: string) =>
  unauthorized({ detail: message("Invalid bot token") }, `bot token: ${reason}`);

function expectGood(row: BotTokenRow | undefined, hash: Buffer, now: number): BotTokenRow {
  if (!row) throw refused("unknown or revoked");
  if (!timingSafeEqual(Buffer.from(row.token_hash, "base64"), hash)) throw refused("wrong");
  if (row.expires_at !== null && row.expires_at <= microseconds(now)) throw refused("expired");
  return row;
}

/** For paths that bots read: by a bot's token where one was sent, else as anywhere. */
const authenticateBot: Authenticate = async (request, config, now) => {
  const token = request.headers.get(HEADER);
  if (token === null) return authenticate(request, config, now);
  if (!WHOLE.test(token)) throw refused("malformed");
  const hash = hashOf(token);
  return {
    // Until its row is read a token may be anybody's invention: those of an address count together.
    throttleKey: `bot:${addressOf(request)}`,
    statement: tokenByPrefix(token.slice(0, PREFIX_CHARS)),
    admit(found) {
      const row = expectGood(found as BotTokenRow | undefined, hash, now);
      return { id: row.id, role: "bot", row };
    },
    afterwards: (ctx) => noteUse(ctx, ctx.user.row as BotTokenRow),
  };
};

/** What a route has that bots call. */
export const FOR_BOTS = {
  authenticate: authenticateBot,
  headers: [{ name: HEADER, required: false }],
} as const;
