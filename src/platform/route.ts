/** A route as a promise: who may, what shape, one call. Everything else of HTTP is the endpoint's business. */
import type * as z from "zod";
import type { Access } from "./access.ts";
import { BODY_TYPES, JSON_TYPE, MEBIBYTE } from "./body.ts";
import type { Ctx } from "./context.ts";
import type { Authenticate } from "./endpoint.ts";
import type { Config } from "./env.ts";
import type { Message, Text } from "./i18n.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface Input<Query, Body> {
  params: Record<string, string>;
  query: Query;
  body: Body;
  request: Request;
  url: URL;
}

export interface Answer {
  status: number;
  /** The strict shape of the body; none for an answer without one. */
  shape?: z.ZodType;
  /** Of the other statuses of a good answer, whose meaning is told among the refusals. */
  others?: Readonly<Record<number, z.ZodType>>;
  /** Another type than JSON: the verb's text is sent as it is. */
  type?: string;
  /** Other names that a caller may ask for the same bytes by. */
  aliases?: readonly string[];
  headers?: Record<string, string>;
}

export interface HeaderDocument {
  name: string;
  /** What a page that tries calls out fills in: none where that would be sent as a credential. */
  example?: string;
  required: boolean;
}

interface Spec<Query, Body> {
  method: Method;
  path: string;
  /** The name that OPTIONS tells, as the replaced service had it: "User List", "User Instance". */
  name: string;
  /** One sentence for the documentation. */
  summary: string;
  tag: string;
  /** Another name of a path: served and documented, but not among the entities' addresses. */
  isAlias?: boolean;
  access: Access;
  /** Who a caller is, where that is not told by our users' tokens; the same on all methods of a path. */
  authenticate?: Authenticate;
  /** Throws where nothing of the path can be served as the service is configured. */
  expects?: (config: Config) => void;
  /** Headers that the route reads, for the documentation. */
  headers?: readonly HeaderDocument[];
  /** Its calls are none of the caller's requests a minute: a page shows a hundred pictures. */
  isUncounted?: boolean;
  query?: z.ZodType<Query>;
  body?: z.ZodType<Body>;
  /** "raw" is left to the verb, which reads it as it comes in; of "either" an array is, its elements unread. */
  bodyIs?: "object" | "array" | "either" | "raw";
  /** What the documentation says of a body whose parts the verb reads one by one. */
  bodyDocument?: z.ZodType;
  accepts?: readonly string[];
  limitBytes?: number;
  /** Said of a body over the limit, where it is known what the sender can do. */
  overLimit?: Text;
  answer: Answer;
  /** Refusals beyond those that every route has, with what they mean. */
  refusals?: Record<number, string>;
  /** Finds the row that the path names, or throws 404: asked before a faulty body is complained of. */
  row?: (ctx: Ctx, input: Input<unknown, unknown>) => Promise<unknown>;
  /** What only the database finds wrong with a body that is faulty anyhow: the caller is told everything at once. */
  faults?: (ctx: Ctx, body: Record<string, unknown>) => Promise<Record<string, Message[]>>;
  run: (ctx: Ctx, input: Input<Query, Body>) => Promise<unknown> | unknown;
}

/** A route as it is served: what its own schemas read is known to its `run` alone. */
export type Route = Spec<unknown, unknown> &
  Required<Pick<Spec<unknown, unknown>, "accepts" | "limitBytes" | "refusals">>;

export function route<Query = unknown, Body = unknown>(spec: Spec<Query, Body>): Route {
  const { run, ...rest } = spec;
  return {
    accepts: BODY_TYPES,
    limitBytes: MEBIBYTE,
    refusals: {},
    ...rest,
    // The endpoint hands over what the route's own schemas have read.
    run: (ctx, input) => run(ctx, input as Input<Query, Body>),
  };
}

export const typeOf = (one: Route) => one.answer.type ?? JSON_TYPE;

/** The media types that an Accept header names, in its order, without their weights. */
export const wishesOf = (accept: string) =>
  accept.split(",").map((wish) => wish.split(";", 1).join("").trim().toLowerCase());
