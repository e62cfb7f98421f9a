/** Users as scripts make them: one statement for one or for thousands, here or on the deployed database. */
import type { Role } from "../../src/platform/access.ts";
import { microseconds } from "../../src/platform/clock.ts";
import { foldText } from "../../src/platform/search.ts";

export interface NewUser {
  username: string;
  role: Role;
  /** The hash, a PHC string. */
  password: string;
  first_name?: string;
  last_name?: string;
  email?: string;
  is_demo?: boolean;
  /** The user name where nothing else is said. */
  agent_code?: string;
}

const COLUMNS =
  "username, role, password, first_name, last_name, email, is_demo, agent_code, date_joined, fold".split(
    ", ",
  );

/** Takes the rows as one JSON text; a user name that is there already is passed over. */
export const INSERT_USERS = `INSERT INTO users (${COLUMNS.join(", ")})
  SELECT ${COLUMNS.map((name) => `value ->> '${name}'`).join(", ")} FROM json_each(?1) WHERE true
  ON CONFLICT (username) DO NOTHING`;

/** One of those rows. */
export function userRow({ username, role, password, is_demo, ...more }: NewUser, now: number) {
  const { first_name = "", last_name = "", email = "", agent_code = username.slice(0, 100) } = more;
  return {
    username,
    role,
    password,
    first_name,
    last_name,
    email,
    is_demo: is_demo ? 1 : 0,
    agent_code,
    date_joined: microseconds(now),
    fold: foldText(username, first_name, last_name, email),
  };
}
