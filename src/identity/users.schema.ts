/** What a user is on the wire, and what may be sent to make or change one. */
import * as z from "zod";
import { ROLES } from "../platform/access.ts";
import { flag, listQuery } from "../platform/filters.ts";
import { bool, choice, email, password, text } from "../platform/kinds.ts";
import { optional, required } from "../platform/validate.ts";

export const User = z
  .strictObject({
    id: z.number().int(),
    username: z.string(),
    first_name: z.string(),
    last_name: z.string(),
    email: z.string(),
    role: z.enum(ROLES),
    agent_code: z.string(),
    is_active: z.boolean(),
    last_login: z.string().nullable(),
    date_joined: z.string(),
  })
  .meta({ id: "User" });
export type User = z.infer<typeof User>;

const name = text(150, { blank: true });
const PASSWORD = password(8);
/** A password that was set already: whatever it is, it may be tried. */
export const anyPassword = password(1);

const changeable = {
  first_name: optional(name),
  last_name: optional(name),
  email: optional(email(254, { blank: true })),
};
const administered = {
  ...changeable,
  role: optional(choice(...ROLES)),
  agent_code: optional(text(100)),
  is_active: optional(bool),
};

export const UserCreate = z.object({
  username: required(text(150)),
  password: required(PASSWORD),
  ...administered,
});
export const UserReplace = z.object({
  username: required(text(150)),
  password: optional(PASSWORD),
  ...administered,
});
export const UserChange = z.object({
  username: optional(text(150)),
  password: optional(PASSWORD),
  ...administered,
});
export type UserChange = z.output<typeof UserChange>;

export const MeChange = z.object({
  ...changeable,
  password: optional(PASSWORD),
  old_password: optional(anyPassword),
});
export type MeChange = z.output<typeof MeChange>;

export const UserQuery = listQuery({ role: optional(text(20)), is_active: flag });
export type UserQuery = z.output<typeof UserQuery>;
