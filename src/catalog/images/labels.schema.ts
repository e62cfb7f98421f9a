/** Statuses and sources of pictures on the wire. */
import * as z from "zod";
import { flag, listQuery, plain } from "../../platform/filters.ts";
import { bool, choice, integer, text } from "../../platform/kinds.ts";
import { nullable, optional, required } from "../../platform/validate.ts";

const id = z.number().int();
const optionalText = (limit?: number) => nullable(text(limit, { blank: true }));

export const Status = z
  .strictObject({
    id,
    code: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    icon: z.string(),
    order: z.number().int(),
    is_active: z.boolean(),
  })
  .meta({ id: "ImageStatus" });

export const Source = z
  .strictObject({
    id,
    uploader_name: z.string(),
    uploader_type: z.string(),
    uploader_type_display: z.string(),
    uploader_contact: z.string().nullable(),
    upload_location: z.string().nullable(),
    upload_device: z.string().nullable(),
    notes: z.string().nullable(),
    is_active: z.boolean(),
    created_at: z.iso.datetime({ offset: true }),
  })
  .meta({ id: "ImageSource" });

const statusRest = {
  description: optionalText(),
  icon: optional(text(50, { blank: true })),
  order: optional(integer()),
  is_active: optional(bool),
};
export const StatusBody = z.object({ code: required(text(50)), name: required(text(100)), ...statusRest });
export const StatusChange = z.object({ code: optional(text(50)), name: optional(text(100)), ...statusRest });

const sourceRest = {
  uploader_type: optional(choice("agent", "client", "admin", "system", "other")),
  uploader_contact: optionalText(255),
  upload_location: optionalText(255),
  upload_device: optionalText(100),
  notes: optionalText(),
  is_active: optional(bool),
};
export const SourceBody = z.object({ uploader_name: required(text(100)), ...sourceRest });
export const SourceChange = z.object({ uploader_name: optional(text(100)), ...sourceRest });

export const SourceQuery = listQuery({
  uploader_type: plain("Equal to this."),
  is_active: flag,
});
export type SourceQuery = z.output<typeof SourceQuery>;
