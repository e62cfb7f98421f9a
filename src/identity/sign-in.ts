/** Name and password against our users; unknown, inactive and wrong take the same time and get the same words. */
import sql from "sql-template-tag";
import { microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import { unauthorized } from "../platform/errors.ts";
import { type Message, message } from "../platform/i18n.ts";
import { checkPassword, hashPassword } from "./passwords.ts";
import { type CountedWindow, countTry, giveBack } from "./sign-in-limits.ts";
import { signToken } from "./tokens.ts";
import { isWelcome, type UserRow, userByName } from "./users.store.ts";

interface Credentials {
  username: string;
  password: string;
}

interface Try extends Pick<Credentials, "password"> {
  /** Undefined for a name that nobody has. */
  user: UserRow | undefined;
  windows: readonly CountedWindow[];
}

/** The user whose password it is, the try given back; whoever else it is waits as long and reads the same words. */
export async function expectPassword(
  ctx: Ctx,
  { user, password, windows }: Try,
  may: (user: UserRow) => boolean,
  wrong: Message,
): Promise<UserRow> {
  const { ok, outdated } = await checkPassword(password, user?.password);
  const isGood = user && ok && user.is_active === 1 && isWelcome(user, ctx.config) && may(user);
  if (!isGood) throw unauthorized({ detail: wrong });
  const hash = outdated ? await hashPassword(password) : user.password;
  await ctx.db.write(
    giveBack(windows),
    sql`UPDATE users SET last_login = ${microseconds(ctx.now)},
      password = iif(password = ${user.password}, ${hash}, password) WHERE id = ${user.id}`,
  );
  return user;
}

export async function signInUser(
  ctx: Ctx,
  { username, password }: Credentials,
  address: string,
  wrong: Message,
) {
  const { windows, rows } = await countTry<UserRow>(ctx, username, address, userByName(username));
  const given = { user: rows[0], password, windows };
  const user = await expectPassword(ctx, given, ({ role }) => role !== "customer", wrong);
  const owner = { userId: user.id, generation: user.token_gen };
  const refresh = await signToken(ctx.config, "refresh", owner, ctx.now);
  const access = await signToken(ctx.config, "access", owner, ctx.now);
  return { refresh, access };
}

export const signInForToken = (ctx: Ctx, credentials: Credentials, address: string) =>
  signInUser(ctx, credentials, address, message("No active account found with the given credentials"));

/** The bot's door: empty values are a failed sign-in there, and the tokens come in the other order. */
export async function logIn(ctx: Ctx, credentials: Credentials, address: string) {
  if (!credentials.username || !credentials.password)
    throw unauthorized({ detail: message("Both username and password are required") });
  const { refresh, access } = await signInUser(ctx, credentials, address, message("Invalid credentials"));
  return { access, refresh };
}
