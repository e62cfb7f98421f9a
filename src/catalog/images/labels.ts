/** What pictures are labelled with, as clients read it: statuses and sources. */
import { formatStamp } from "../../platform/clock.ts";

export type StatusRow = {
  id: number;
  code: string;
  name: string;
  description: string | null;
  icon: string;
  order: number;
  is_active: number;
};

export const statusObject = ({ id, code, name, description, icon, order, is_active }: StatusRow) => ({
  id,
  code,
  name,
  description,
  icon,
  order,
  is_active: is_active === 1,
});

export const UPLOADERS = {
  agent: "Agent",
  client: "Client",
  admin: "Administrator",
  system: "System",
  other: "Other",
} as const;
export type Uploader = keyof typeof UPLOADERS;

export type SourceRow = {
  id: number;
  uploader_name: string;
  uploader_type: Uploader;
  uploader_contact: string | null;
  upload_location: string | null;
  upload_device: string | null;
  notes: string | null;
  is_active: number;
  created_at: number;
};

export function sourceObject(row: SourceRow, hidden: readonly string[]) {
  const shown = (name: "uploader_contact" | "upload_location" | "upload_device" | "notes") =>
    hidden.includes(name) ? null : row[name];
  return {
    id: row.id,
    uploader_name: row.uploader_name,
    uploader_type: row.uploader_type,
    uploader_type_display: UPLOADERS[row.uploader_type],
    uploader_contact: shown("uploader_contact"),
    upload_location: shown("upload_location"),
    upload_device: shown("upload_device"),
    notes: shown("notes"),
    is_active: row.is_active === 1,
    created_at: formatStamp(row.created_at),
  };
}
