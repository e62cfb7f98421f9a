/** The doors of a customer's app: its token, the nonce for it, and whose it is. */
import { customer, signIn } from "../platform/access.ts";
import { FORM_TYPE } from "../platform/body.ts";
import type { Config } from "../platform/env.ts";
import { ApiError, notFound } from "../platform/errors.ts";
import { message } from "../platform/i18n.ts";
import { type HeaderDocument, type Route, route } from "../platform/route.ts";
import { authenticateCustomer } from "./check-token.ts";
import { Customer, CustomerCredentials, CustomerNonce, CustomerToken } from "./customer.schema.ts";
import { CUSTOMER_HEADERS } from "./customer-headers.ts";
import { issueCustomerToken } from "./customer-token.ts";
import { issueNonce, NONCE_SECONDS } from "./issued-nonces.ts";
import type { UserRow } from "./users.store.ts";

const tag = "Customers";

function expectKeys(config: Config): void {
  if (config.CUSTOMER_INTEGRITY === "upstream" || config.INTEGRITY_DECRYPTION_KEY !== undefined) return;
  const name = "INTEGRITY_DECRYPTION_KEY, INTEGRITY_VERIFICATION_KEY, INTEGRITY_PACKAGE_NAMES";
  throw new ApiError(503, { detail: message("Customer tokens are not configured: {name}", { name }) });
}

/** The token of an outside server is that server's to read. */
function expectLocal(config: Config): void {
  if (config.CUSTOMER_IDENTITY !== "local") throw notFound();
}

const headers: HeaderDocument[] = [
  { name: "integrity-token", example: "eyJhbGciOiJBMjU2S1ciLCJlbmMiOiJBMjU2R0NNIn0....", required: true },
  ...CUSTOMER_HEADERS.map(({ name, example, isOptional }) => ({ name, example, required: !isOptional })),
];

function customerShape({ id, username, first_name, last_name, role }: UserRow) {
  return { id, username, first_name, last_name, role };
}

export const customerRoutes: Route[] = [
  route({
    method: "POST",
    path: "/customer/token",
    name: "Customer Token",
    summary: "Signs a customer in from a genuine app on a genuine device.",
    tag,
    access: signIn,
    expects: expectKeys,
    headers,
    body: CustomerCredentials,
    bodyIs: "raw",
    accepts: [FORM_TYPE],
    answer: { status: 200, shape: CustomerToken },
    refusals: {
      401: "Wrong name or password.",
      403: "The integrity token is missing or not good.",
      426: "The app is too old.",
      502: "The outside identity server failed.",
      503: "Customer tokens are not configured.",
      504: "The outside identity server did not answer in time.",
    },
    run: (ctx, { request }) => issueCustomerToken(ctx, request),
  }),
  route({
    method: "GET",
    path: "/customer/nonce",
    name: "Customer Nonce",
    summary: "A nonce for the app's next integrity token; it is good once.",
    tag,
    access: signIn,
    answer: { status: 200, shape: CustomerNonce, headers: { "Cache-Control": "private, no-store" } },
    run: ({ config, now }) => ({ nonce: issueNonce(config, now), expires_in: NONCE_SECONDS }),
  }),
  route({
    method: "GET",
    path: "/customer/me/",
    name: "Customer Me",
    summary: "Whose customer token it is.",
    tag,
    access: customer,
    authenticate: authenticateCustomer,
    expects: expectLocal,
    answer: { status: 200, shape: Customer },
    run: async (ctx) => {
      await ctx.db.admit();
      return customerShape(ctx.user.row as UserRow);
    },
  }),
];
