/** The variables of the model that writes descriptions, and what they may not be. */
import * as z from "zod";
import { isStandInAddress, webAddress } from "./variable-kinds.ts";

/** The local start gives it where nobody has named a key: answers are then the stand-in's. */
export const STAND_IN_KEY = "sk-the-key-of-the-stand-in";

const OpenaiVariables = z.object({
  OPENAI_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]*$/, "must be a key: no white space, no letters beyond ASCII")
    .optional()
    .transform((key) => key || undefined),
  OPENAI_MODEL: z.string().trim().min(1).max(100).default("gpt-3.5-turbo"),
  /** Of any server that speaks Chat Completions, up to where `/chat/completions` follows. */
  OPENAI_BASE_URL: webAddress.default("https://api.openai.com/v1"),
  /** By day in Tashkent; 0 is no limit. */
  AI_DAILY_TOKEN_BUDGET: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
});

export const openaiVariables = OpenaiVariables.shape;

type OpenaiConfig = z.output<typeof OpenaiVariables> & { local: boolean };

export function openaiFaults({ OPENAI_API_KEY, OPENAI_BASE_URL, local }: OpenaiConfig): string[] {
  if (local) return [];
  const faults: string[] = [];
  if (OPENAI_API_KEY === STAND_IN_KEY) faults.push("OPENAI_API_KEY is the stand-in's: set a real one");
  if (isStandInAddress(OPENAI_BASE_URL)) faults.push("OPENAI_BASE_URL must be https, and not this machine");
  return faults;
}
