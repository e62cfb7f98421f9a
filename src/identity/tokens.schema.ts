/** The token end points' bodies and answers. */
import * as z from "zod";
import { password, text } from "../platform/kinds.ts";
import { required } from "../platform/validate.ts";
import { anyPassword } from "./users.schema.ts";

const jwt = z.string().meta({ description: "A JSON Web Token." });

export const Credentials = z.object({ username: required(text(150)), password: required(anyPassword) });
export const BotCredentials = z.object({
  username: required(text(150, { blank: true })),
  password: required(password(0)),
});
export const TokenPair = z.strictObject({ refresh: jwt, access: jwt }).meta({ id: "TokenPair" });
export const LoginPair = z.strictObject({ access: jwt, refresh: jwt }).meta({ id: "LoginPair" });
export const RefreshBody = z.object({ refresh: required(text(4096)) });
export const VerifyBody = z.object({ token: required(text(4096)) });
export const AccessToken = z.strictObject({ access: jwt }).meta({ id: "AccessToken" });
export const Nothing = z.strictObject({}).meta({ id: "Nothing" });
