/** Signing in and out, and what a token is worth. */
import { signIn } from "../platform/access.ts";
import { addressOf } from "../platform/endpoint.ts";
import { type Route, route } from "../platform/route.ts";
import { refreshToken, signOut, verifyToken } from "./check-token.ts";
import { logIn, signInForToken } from "./sign-in.ts";
import * as shapes from "./tokens.schema.ts";

const common = { method: "POST", tag: "Sign-in", access: signIn } as const;
const wrong = { 401: "Wrong name or password, or a token that is not good." };

export const tokenRoutes: Route[] = [
  route({
    ...common,
    path: "/api/token/",
    name: "Token Obtain Pair",
    summary: "Signs in; the access token lives one hour, the refresh token seven days.",
    body: shapes.Credentials,
    answer: { status: 200, shape: shapes.TokenPair },
    refusals: wrong,
    run: (ctx, { body, request }) => signInForToken(ctx, body, addressOf(request)),
  }),
  route({
    ...common,
    path: "/api/login/",
    name: "Login",
    summary: "Signs in, as the Telegram bot does.",
    body: shapes.BotCredentials,
    answer: { status: 200, shape: shapes.LoginPair },
    refusals: wrong,
    run: (ctx, { body, request }) => logIn(ctx, body, addressOf(request)),
  }),
  route({
    ...common,
    path: "/api/token/refresh/",
    name: "Token Refresh",
    summary: "A new access token; the refresh token stays good.",
    body: shapes.RefreshBody,
    answer: { status: 200, shape: shapes.AccessToken },
    refusals: wrong,
    run: (ctx, { body }) => refreshToken(ctx, body.refresh),
  }),
  route({
    ...common,
    path: "/api/token/verify/",
    name: "Token Verify",
    summary: "Whether a token of either kind is good.",
    body: shapes.VerifyBody,
    answer: { status: 200, shape: shapes.Nothing },
    refusals: wrong,
    run: (ctx, { body }) => verifyToken(ctx, body.token),
  }),
  route({
    ...common,
    path: "/api/token/blacklist/",
    name: "Token Blacklist",
    summary: "Signs out: the refresh token is refused from now on.",
    body: shapes.RefreshBody,
    answer: { status: 200, shape: shapes.Nothing },
    refusals: wrong,
    run: (ctx, { body }) => signOut(ctx, body.refresh),
  }),
];
