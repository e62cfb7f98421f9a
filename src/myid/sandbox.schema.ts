/** What the sandbox's forms send. */
import * as z from "zod";
import { plain } from "../platform/filters.ts";
import { text } from "../platform/kinds.ts";
import { optional } from "../platform/validate.ts";

const typed = optional(text(100, { blank: true }));

export const SandboxStep = z.object({ step: typed, pass_data: typed, birth_date: typed, result: typed });
export type SandboxStep = z.output<typeof SandboxStep>;

export const SandboxQuery = z.object({ lang: plain("uz, ru or en, over Accept-Language.") });
