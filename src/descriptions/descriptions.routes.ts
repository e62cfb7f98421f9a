/** Runs of descriptions: started, rehearsed and undone; how they go on is told and steered by the tasks' paths. */
import { operator } from "../platform/access.ts";
import { type Route, route } from "../platform/route.ts";
import { DryRun, GenerateBody, Started, UndoBody, Undone } from "./descriptions.schema.ts";
import { generate } from "./start-descriptions.ts";
import { undoDescriptions } from "./undo-descriptions.ts";

const common = { method: "POST", tag: "Descriptions", access: operator } as const;

export const descriptionRoutes: Route[] = [
  route({
    ...common,
    path: "/api/v1/descriptions/generate/",
    name: "Descriptions Generate",
    summary:
      "Has a model describe the active products and clients that have no description; `dry_run` only tells what it would do.",
    body: GenerateBody,
    answer: { status: 202, shape: Started, others: { 200: DryRun } },
    refusals: { 200: "Of a dry run: what would be done.", 503: "No key of a model's server is set." },
    run: (ctx, { body }) => generate(ctx, body),
  }),
  route({
    ...common,
    path: "/api/v1/descriptions/undo/",
    name: "Descriptions Undo",
    summary: "Takes the descriptions of a run away again, where nobody has changed them since.",
    body: UndoBody,
    answer: { status: 200, shape: Undone },
    refusals: { 409: "The run has not ended." },
    run: (ctx, { body }) => undoDescriptions(ctx, body.task_id),
  }),
];
