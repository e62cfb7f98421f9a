/** What a verb is given: the stores, the configuration, the caller and the time of one trigger. */
import type { Sql } from "sql-template-tag";
import type { Access, CallerRole } from "./access.ts";
import type { Config, Env } from "./env.ts";
import { forbidden, notAuthenticated } from "./errors.ts";
import type { Language } from "./i18n.ts";
import type { Log } from "./log.ts";
import { Db, type Row } from "./sql.ts";

export interface Actor {
  /** A user's; a MyID client has a row, but is no user. */
  id: number;
  role: CallerRole;
  /** The row that the caller was admitted by, as the room that keeps it reads it. */
  row: Row;
}

/** A credential whose form and signature were right; `admit` decides on the user's row, or throws. */
export interface Credential {
  /** Absent where no user of ours stands behind it. */
  userId?: number;
  /** Whose requests count together. */
  throttleKey: string;
  statement: Sql;
  admit(row: Row | undefined): Actor;
  /** True in SQL where `admit` lets the caller in as one of these roles; without it only `admit` can tell. */
  condition?(roles: readonly CallerRole[]): Sql;
  /** What is kept of an admitted call, once it was answered. */
  afterwards?(ctx: Ctx): Promise<unknown>;
}

export class Ctx {
  readonly db: Db;
  readonly kv: KVNamespace;
  readonly files: R2Bucket;
  readonly tasks: Queue<unknown>;
  /** An account without the Images binding has none. */
  readonly images: ImagesBinding | undefined;
  /** Milliseconds UTC, the same for the whole trigger. */
  readonly now: number;
  readonly config: Config;
  readonly log: Log;
  readonly requestId: string;
  /** Where links lead that an answer has; empty where nobody called. */
  readonly origin: string;
  /** The language of the texts in an answer. */
  readonly language: Language;
  readonly waitUntil: (work: Promise<unknown>) => void;
  /** Whose credentials came with the request, before it is known whether they are still good. */
  readonly callerId: number | undefined;
  #actor: Actor | undefined;

  constructor(env: Env, trigger: Trigger) {
    const { access, credential } = trigger;
    this.db = new Db(
      env.DB,
      access && {
        statement: credential?.statement,
        admit: this.#gate(trigger),
        condition: credential?.condition?.(access.roles),
      },
    );
    this.kv = env.KV;
    this.files = env.FILES;
    this.tasks = env.TASKS;
    this.images = env.IMAGES;
    this.now = trigger.now;
    this.config = trigger.config;
    this.log = trigger.log;
    this.requestId = trigger.requestId;
    this.origin = trigger.url?.origin ?? "";
    this.language = trigger.language ?? "en";
    this.waitUntil = trigger.waitUntil;
    this.callerId = trigger.credential?.userId;
  }

  /** Who calls; undefined for an anonymous caller. Known once the first read has come back. */
  get actor(): Actor | undefined {
    return this.#actor;
  }

  /** The caller of a path that lets nobody in without credentials. */
  get user(): Actor {
    if (!this.#actor) throw new Error("The caller was asked for before the first read came back");
    return this.#actor;
  }

  #gate({ credential, access }: Trigger): (rows: Row[]) => void {
    return (rows) => {
      if (credential) this.#actor = credential.admit(rows[0]);
      if (access && this.#actor && !access.roles.includes(this.#actor.role)) throw forbidden();
      if (access && !this.#actor && !access.anonymous) throw notAuthenticated();
    };
  }
}

export interface Trigger {
  now: number;
  config: Config;
  log: Log;
  requestId: string;
  url?: URL;
  language?: Language;
  waitUntil: (work: Promise<unknown>) => void;
  /** Absent for queue messages and crons: nobody has to be admitted. */
  access?: Access | undefined;
  credential?: Credential | undefined;
}
