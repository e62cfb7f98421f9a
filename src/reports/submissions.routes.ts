/** Paths of submissions: added by agents, reviewed by operators. */
import { operator, signedIn } from "../platform/access.ts";
import { envelopeOf } from "../platform/list.ts";
import { type Route, route } from "../platform/route.ts";
import { listSubmissions } from "./list-submissions.ts";
import { reviewMany, reviewOne } from "./review-submissions.ts";
import { createSubmission, findSubmission, unknownPlaces } from "./save-submission.ts";
import {
  BulkReviewAnswer,
  BulkReviewBody,
  RejectBody,
  Submission,
  SubmissionBody,
  SubmissionQuery,
} from "./submissions.schema.ts";
import { submissionShape } from "./submissions.store.ts";

const PATH = "/api/v1/submission/";
const list = { path: PATH, name: "Submission List", tag: "Submissions", access: signedIn } as const;
const one = {
  path: `${PATH}:id/`,
  name: "Submission Instance",
  tag: "Submissions",
  access: signedIn,
} as const;
const review = { method: "POST", tag: "Submissions", access: operator } as const;
const ok = { status: 200, shape: Submission };
const row: Route["row"] = (ctx, { params }) => findSubmission(ctx, params["id"]);

export const submissionRoutes: Route[] = [
  route({
    ...list,
    method: "GET",
    summary: "What was added, the newest first; an agent sees its own.",
    query: SubmissionQuery,
    answer: { status: 200, shape: envelopeOf(Submission) },
    run: (ctx, { url, query }) => listSubmissions(ctx, url, query),
  }),
  route({
    ...list,
    method: "POST",
    summary:
      "Adds one; a repeat of an external_id answers what was stored first. Idempotency-Key is honoured.",
    body: SubmissionBody,
    faults: unknownPlaces,
    answer: { status: 201, shape: Submission },
    refusals: { 422: "The Idempotency-Key was used with another body." },
    run: (ctx, { body, request }) => createSubmission(ctx, body, request),
  }),
  route({
    ...review,
    path: `${PATH}bulk-review/`,
    name: "Submission Bulk Review",
    summary: "Decides on up to 1,000 at once.",
    body: BulkReviewBody,
    answer: { status: 200, shape: BulkReviewAnswer },
    run: (ctx, { body }) => reviewMany(ctx, body),
  }),
  route({
    ...one,
    method: "GET",
    summary: "One of them.",
    answer: ok,
    run: async (ctx, { params }) => submissionShape(await findSubmission(ctx, params["id"])),
  }),
  route({
    ...review,
    path: `${one.path}approve/`,
    name: "Submission Approve",
    summary: "Approves one; a rejected one too.",
    answer: ok,
    run: (ctx, { params }) => reviewOne(ctx, params["id"], "approve"),
  }),
  route({
    ...review,
    path: `${one.path}reject/`,
    name: "Submission Reject",
    summary: "Rejects one, and may say why; an approved one too.",
    body: RejectBody,
    answer: ok,
    row,
    run: (ctx, { params, body }) => reviewOne(ctx, params["id"], "reject", body.reason),
  }),
];
