/** What a run of descriptions is asked for, and what it and its undoing answer. */
import * as z from "zod";
import { message } from "../platform/i18n.ts";
import { bool, choice, integer, isMessage, type Kind, text } from "../platform/kinds.ts";
import { nullable, optional, required } from "../platform/validate.ts";

export const ENTITY_NAMES = ["nomenklatura", "client"] as const;
export const DESCRIPTION_LANGUAGES = ["uz", "ru", "en"] as const;

/** A list, or what a form sends of it: one value. */
const listOf = <T>(kind: Kind<T>, most: number): Kind<T[]> => ({
  parse(value) {
    if (typeof value === "object" && !Array.isArray(value))
      return message("Invalid data. Expected a list, but got {input}.", { input: typeof value });
    const given: unknown[] = Array.isArray(value) ? value : [value];
    if (!given.length) return message("This list may not be empty.");
    if (given.length > most)
      return message("Ensure this list has no more than {limit} elements.", { limit: most });
    const read = new Set<T>();
    for (const one of given) {
      const part = kind.parse(one);
      if (isMessage(part)) return part;
      read.add(part);
    }
    return [...read];
  },
  json: { type: "array", items: kind.json, minItems: 1, maxItems: most },
});

const MOST_CODES = 10_000;

export const GenerateBody = z
  .object({
    entities: nullable(listOf(choice(...ENTITY_NAMES), ENTITY_NAMES.length)),
    limit: nullable(integer(1)).meta({ description: "Of each entity; at most 100,000, as without it." }),
    dry_run: optional(bool).meta({ description: "Tells what would be done, and calls no model." }),
    codes: nullable(listOf(text(255), MOST_CODES)).meta({
      description: "Of these rows alone those that are without a description.",
    }),
    language: nullable(choice(...DESCRIPTION_LANGUAGES)).meta({
      description: "Of the descriptions: uz unless said otherwise.",
    }),
  })
  .meta({ examples: [{ entities: ["nomenklatura"], limit: 5, dry_run: true }] });
export type GenerateBody = z.output<typeof GenerateBody>;

const count = z.number().int();

export const Started = z
  .strictObject({ task_id: z.string(), status: z.literal("started"), message: z.string(), selected: count })
  .meta({ id: "DescriptionsStarted" });
export type Started = z.infer<typeof Started>;

export const DryRun = z
  .strictObject({
    selected: count,
    codes: z.array(z.string()).meta({ description: "The first hundred." }),
    prompts: z
      .array(
        z.strictObject({
          entity: z.enum(ENTITY_NAMES),
          code: z.string(),
          messages: z.array(z.strictObject({ role: z.enum(["system", "user"]), content: z.string() })),
        }),
      )
      .meta({ description: "Of the first five." }),
    estimated_tokens: count.meta({ description: "About what a run would take at most." }),
  })
  .meta({ id: "DescriptionsDryRun" });
export type DryRun = z.infer<typeof DryRun>;

export const UndoBody = z.object({
  task_id: required(text(100)),
});

export const Undone = z
  .strictObject({
    undone: count,
    skipped: count.meta({ description: "Changed since, or deleted." }),
  })
  .meta({ id: "DescriptionsUndone" });
export type Undone = z.infer<typeof Undone>;
