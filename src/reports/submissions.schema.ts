/** What is added in the field on the wire, and what may be sent to add or review it. */
import * as z from "zod";
import { fromDay, listQuery, plain, toDay } from "../platform/filters.ts";
import { message } from "../platform/i18n.ts";
import { choice, decimal, json, type Kind, text } from "../platform/kinds.ts";
import { nullable, optional, required } from "../platform/validate.ts";

export const STATUSES = ["pending", "approved", "rejected"] as const;
export type Status = (typeof STATUSES)[number];

const Person = z.strictObject({ id: z.number().int(), username: z.string(), full_name: z.string() });
const stamp = z.iso.datetime({ offset: true });

export const Submission = z
  .strictObject({
    id: z.number().int(),
    kind: z.string(),
    title: z.string(),
    region: z.string(),
    district: z.string(),
    latitude: z.string().nullable(),
    longitude: z.string().nullable(),
    area_ha: z.string().nullable(),
    note: z.string().nullable(),
    metadata: z.unknown(),
    external_id: z.string().nullable(),
    status: z.enum(STATUSES),
    created_by: Person,
    created_at: stamp,
    reviewed_by: Person.nullable(),
    reviewed_at: stamp.nullable(),
    reject_reason: z.string().nullable(),
  })
  .meta({ id: "Submission" });
export type Submission = z.infer<typeof Submission>;

const like = (kind: Kind<string>, example: string): Kind<string> => ({
  ...kind,
  json: { ...kind.json, examples: [example] },
});

export const SubmissionBody = z.object({
  kind: optional(text(50)),
  title: required(like(text(255), "Olma bog‘i")),
  region: required(like(text(100), "Samarqand viloyati")),
  district: required(like(text(100), "Urgut tumani")),
  latitude: nullable(decimal(9, 6, -90, 90)),
  longitude: nullable(decimal(9, 6, -180, 180)),
  area_ha: nullable(decimal(10, 2)),
  note: nullable(text(undefined, { blank: true })),
  metadata: optional(json),
  external_id: nullable(text(100)),
});
export type SubmissionBody = z.output<typeof SubmissionBody>;

export const SubmissionQuery = listQuery({
  status: plain("pending, approved or rejected."),
  kind: plain("Equal to this."),
  region: plain("Its id or one of its names."),
  district: plain("Its id or one of its names."),
  created_by: plain("The id of a user."),
  created_from: fromDay,
  created_to: toDay,
});
export type SubmissionQuery = z.output<typeof SubmissionQuery>;

const reason = nullable(text(500, { blank: true }));

export const RejectBody = z.object({ reason });

const MOST_IDS = 1000;

const ids: Kind<number[]> = {
  parse(value) {
    if (!Array.isArray(value))
      return message("Invalid data. Expected a list, but got {input}.", { input: typeof value });
    if (value.length > MOST_IDS)
      return message("Ensure this list has no more than {limit} elements.", { limit: MOST_IDS });
    const read = value.map((one) => (/^\d{1,15}$/.test(String(one)) ? Number(one) : undefined));
    return read.every((one) => one !== undefined) ? read : message("A valid integer is required.");
  },
  json: { type: "array", items: { type: "integer", minimum: 1 }, maxItems: MOST_IDS, examples: [[1, 2]] },
};

export const BulkReviewBody = z.object({
  ids: required(ids),
  decision: required(choice("approve", "reject")),
  reason,
});
export type BulkReviewBody = z.output<typeof BulkReviewBody>;

export const BulkReviewAnswer = z
  .strictObject({
    updated: z.number().int(),
    unchanged: z.number().int(),
    errors: z.array(z.strictObject({ id: z.number().int(), error: z.string() })),
  })
  .meta({ id: "BulkReview" });
