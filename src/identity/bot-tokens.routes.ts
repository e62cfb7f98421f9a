/** Tokens of bots: an administrator makes, lists and revokes them. */
import { admin } from "../platform/access.ts";
import { envelopeOf } from "../platform/list.ts";
import { type Route, route } from "../platform/route.ts";
import { BotToken, BotTokenCreate, BotTokenQuery, NewBotToken } from "./bot-tokens.schema.ts";
import { deleteBotToken, listBotTokens } from "./bot-tokens.store.ts";
import { generateBotToken } from "./bot-tokens.ts";

const common = { tag: "Reports", access: admin } as const;

export const botTokenRoutes: Route[] = [
  route({
    ...common,
    method: "POST",
    path: "/api/generate_bot_token/",
    name: "Generate Bot Token",
    summary: "Makes a token for a bot, which sends it as X-Bot-Token; it is shown this once.",
    body: BotTokenCreate,
    answer: { status: 201, shape: NewBotToken },
    run: (ctx, { body }) => generateBotToken(ctx, body),
  }),
  route({
    ...common,
    method: "GET",
    path: "/api/bot_tokens/",
    name: "Bot Token List",
    summary: "The tokens of bots, the newest first.",
    query: BotTokenQuery,
    answer: { status: 200, shape: envelopeOf(BotToken) },
    run: (ctx, { url, query }) => listBotTokens(ctx, url, query),
  }),
  route({
    ...common,
    method: "DELETE",
    path: "/api/bot_tokens/:id/",
    name: "Bot Token Instance",
    summary: "Revokes a token at once.",
    answer: { status: 204 },
    run: (ctx, { params }) => deleteBotToken(ctx, params["id"]),
  }),
];
