/** The variables of the daily message to Telegram, and what they may not be. */
import * as z from "zod";
import { isStandInAddress, webAddress, wordList } from "./variable-kinds.ts";

const CHAT = /^(?:-?\d{1,20}|@\w{1,64})$/;

const TelegramVariables = z.object({
  /** A part of every address that is called: no such address may be logged. */
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d{1,20}:[\w-]{20,100}$/, "must be the token that @BotFather gave")
    .optional(),
  /** Numbers, or names of public channels. */
  TELEGRAM_CHAT_IDS: wordList("").refine(
    (chats) => chats.every((chat) => CHAT.test(chat)),
    "must be chats' numbers or @names, with commas between them",
  ),
  TELEGRAM_API_URL: webAddress.default("https://api.telegram.org"),
});

export const telegramVariables = TelegramVariables.shape;

type TelegramConfig = z.output<typeof TelegramVariables> & { local: boolean };

export const telegramFaults = ({ TELEGRAM_API_URL: url, local }: TelegramConfig): string[] =>
  !local && isStandInAddress(url) ? ["TELEGRAM_API_URL is a stand-in's address: leave it out"] : [];
