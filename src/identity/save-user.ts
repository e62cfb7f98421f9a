/** Makes and changes users; what must end a user's tokens ends them in the same write. */
import type { Ctx } from "../platform/context.ts";
import { invalid, notFound } from "../platform/errors.ts";
import { message } from "../platform/i18n.ts";
import { checkPassword, hashPassword } from "./passwords.ts";
import { countTry, giveBack } from "./sign-in-limits.ts";
import type { MeChange, UserChange } from "./users.schema.ts";
import { findUser, insertUser, type UserRow, type UserValues, updateUser, userShape } from "./users.store.ts";

function refuseSimilar(password: string | undefined, username: string): void {
  if (password !== undefined && password.toLowerCase() === username.toLowerCase())
    throw invalid({ password: [message("The password is too similar to the username.")] });
}

export async function createUser(ctx: Ctx, input: UserChange & { username: string; password: string }) {
  const { username, password, is_active, ...rest } = input;
  refuseSimilar(password, username);
  await ctx.db.admit();
  const row = await insertUser(ctx, {
    username,
    password: await hashPassword(password),
    is_active: Number(is_active ?? true),
    first_name: rest.first_name ?? "",
    last_name: rest.last_name ?? "",
    email: rest.email ?? "",
    role: rest.role ?? "agent",
    agent_code: rest.agent_code ?? username.slice(0, 100),
  });
  return userShape(row);
}

async function save(ctx: Ctx, row: UserRow, input: UserChange) {
  const { password, is_active, ...rest } = input;
  refuseSimilar(password, rest.username ?? row.username);
  const given = Object.entries(rest).filter(([, value]) => value !== undefined);
  const change: Partial<UserValues> = Object.fromEntries(given);
  if (is_active !== undefined) change.is_active = Number(is_active);
  if (password !== undefined) change.password = await hashPassword(password);
  return userShape(await updateUser(ctx, row, change));
}

export const changeUser = async (ctx: Ctx, id: string | undefined, input: UserChange) =>
  save(ctx, await findUser(ctx, id), input);

/** Deactivates: what the user did keeps its author. */
export async function deactivateUser(ctx: Ctx, id: string | undefined): Promise<void> {
  const row = await findUser(ctx, id);
  if (!row.is_active) throw notFound();
  await save(ctx, row, { is_active: false });
}

/** One's own account: a new password needs the old one, whose guesses are counted like sign-ins. */
export async function changeMe(ctx: Ctx, input: MeChange, address: string) {
  await ctx.db.admit();
  const { old_password, ...change } = input;
  const row = ctx.user.row as UserRow;
  if (change.password === undefined) return save(ctx, row, change);
  if (old_password === undefined) throw invalid({ old_password: [message("This field is required.")] });
  const { windows } = await countTry(ctx, row.username, address);
  const { ok } = await checkPassword(old_password, row.password);
  if (!ok) throw invalid({ old_password: [message("The old password is wrong.")] });
  await ctx.db.write(giveBack(windows));
  return save(ctx, row, change);
}
