/** Accounts: administrators keep them, everyone sees and changes their own. */
import { admin, signedInAndBots } from "../platform/access.ts";
import { addressOf } from "../platform/endpoint.ts";
import { envelopeOf } from "../platform/list.ts";
import { type Route, route } from "../platform/route.ts";
import { changeMe, changeUser, createUser, deactivateUser } from "./save-user.ts";
import { MeChange, User, UserChange, UserCreate, UserQuery, UserReplace } from "./users.schema.ts";
import { findUser, listUsers, type UserRow, userShape } from "./users.store.ts";

const list = { path: "/api/v1/users/", name: "User List", tag: "Users", access: admin } as const;
const one = { path: "/api/v1/users/:id/", name: "User Instance", tag: "Users", access: admin } as const;
const me = { path: "/api/v1/users/me/", name: "User Me", tag: "Users", access: signedInAndBots } as const;
const ok = { status: 200, shape: User };

export const userRoutes: Route[] = [
  route({
    ...list,
    method: "GET",
    summary: "All accounts, the newest first.",
    query: UserQuery,
    answer: { status: 200, shape: envelopeOf(User) },
    run: (ctx, { url, query }) => listUsers(ctx, url, query),
  }),
  route({
    ...list,
    method: "POST",
    summary: "Makes an account.",
    body: UserCreate,
    answer: { status: 201, shape: User },
    run: (ctx, { body }) => createUser(ctx, body),
  }),
  route({
    ...me,
    method: "GET",
    summary: "The caller's own account.",
    answer: ok,
    run: async (ctx) => {
      await ctx.db.admit();
      return userShape(ctx.user.row as UserRow);
    },
  }),
  route({
    ...me,
    method: "PATCH",
    summary: "Changes the caller's names, e-mail or, with the old one, password.",
    body: MeChange,
    answer: ok,
    run: (ctx, { body, request }) => changeMe(ctx, body, addressOf(request)),
  }),
  route({
    ...one,
    method: "GET",
    summary: "One account.",
    answer: ok,
    run: async (ctx, { params }) => userShape(await findUser(ctx, params["id"])),
  }),
  route({
    ...one,
    method: "PUT",
    summary: "Changes an account; optional fields that are left out keep their values.",
    body: UserReplace,
    answer: ok,
    row: (ctx, { params }) => findUser(ctx, params["id"]),
    run: (ctx, { params, body }) => changeUser(ctx, params["id"], body),
  }),
  route({
    ...one,
    method: "PATCH",
    summary:
      "Changes some fields of an account. A new password, another role or deactivation ends its tokens.",
    body: UserChange,
    answer: ok,
    row: (ctx, { params }) => findUser(ctx, params["id"]),
    run: (ctx, { params, body }) => changeUser(ctx, params["id"], body),
  }),
  route({
    ...one,
    method: "DELETE",
    summary: "Deactivates an account and ends its tokens.",
    answer: { status: 204 },
    run: (ctx, { params }) => deactivateUser(ctx, params["id"]),
  }),
];
