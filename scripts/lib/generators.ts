/** What can be seeded: for each entity how a row is made up, and how it goes in by the database or by the API. */
import { personOf, plainLetters } from "./names.ts";
import type { Random } from "./random.ts";
import { INSERT_USERS, userRow } from "./users.ts";

export interface Seeded {
  /** As `sql` takes it. */
  stored: Record<string, unknown>;
  /** As `path` takes it. */
  posted: Record<string, unknown>;
}

export interface Generator {
  /** Takes the rows as one JSON text; a row that is there already is passed over. */
  sql: string;
  path: string;
  /** Row number `index` (from 0) of a run: the same for the same random numbers. */
  make(random: Random, index: number, now: number): Seeded;
}

/** Hashes to nothing: nobody signs in as a seeded user that went in by the database. */
const NO_PASSWORD = "!";

const agents: Generator = {
  sql: INSERT_USERS,
  path: "/api/v1/users/",
  make(random, index, now) {
    const { first, last } = personOf(random);
    const username = `${plainLetters(`${first}.${last}`)}.${random.digits(4)}${index}`;
    const names = { username, first_name: first, last_name: last, email: `${username}@example.uz` };
    return {
      stored: userRow({ ...names, role: "agent", password: NO_PASSWORD }, now),
      posted: { ...names, role: "agent", password: `seeded-${username}` },
    };
  },
};

export const GENERATORS: Readonly<Record<string, Generator>> = { users: agents };
export const DEFAULT_ENTITY = "users";
