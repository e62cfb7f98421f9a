/** The accounts as an administrator sees them, and accounts for a list to find. */
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { User } from "../../src/identity/users.schema.ts";
import { envelopeOf } from "../../src/platform/list.ts";
import { foldText } from "../../src/platform/search.ts";
import { type Person, tokenOf } from "../support/app.ts";
import { type Asked, ask } from "../workers/door.ts";
import { cheapPerson } from "./people.ts";

export const LIST = "/api/v1/users/";
export const pathOf = ({ id }: Pick<Person, "id">) => `${LIST}${id}/`;

/** What is enough to make an account that nobody has made yet. */
export const newAccount = () => ({
  username: `u-${crypto.randomUUID().slice(0, 13)}`,
  password: "a good password",
});

const Envelope = envelopeOf(User);

export interface Page {
  count: number;
  next: string | null;
  previous: string | null;
  results: User[];
}

let token: Promise<string> | undefined;
let asked = 0;

/** As an administrator; now and then another one, since one may ask 600 times a minute. */
export async function asAdmin(path: string, sent: Asked = {}) {
  if (asked++ % 200 === 0) token = cheapPerson("admin").then((who) => tokenOf(who));
  return ask(path, { ...sent, token: await token });
}

export async function listUsers(query: string): Promise<Page> {
  const answer = await asAdmin(LIST + query);
  expect([query, answer.status]).toEqual([query, 200]);
  expect(Object.keys(answer.json)).toEqual(["count", "next", "previous", "results"]);
  return Envelope.parse(answer.json) as Page;
}

export async function refusalOf(query: string): Promise<[number, unknown]> {
  const { status, json } = await asAdmin(LIST + query);
  return [status, json];
}

/** Accounts that share a mark, so that a search for it sees them alone. */
export async function peopleMarked(
  mark: string,
  rows: Partial<Record<"first_name" | "last_name" | "email" | "role", string>>[],
) {
  for (const [index, { first_name = "", last_name = "", email = "", role = "agent" }] of rows.entries()) {
    const username = `${mark}-${index}`;
    await env.DB.prepare(
      "INSERT INTO users (username, first_name, last_name, email, role, agent_code, password, date_joined, fold) VALUES (?1, ?2, ?3, ?4, ?5, ?1, '', ?6, ?7)",
    )
      .bind(
        username,
        first_name,
        last_name,
        email,
        role,
        (1000 - (index % 7)) * 1_000_000,
        foldText(username, first_name, last_name, email),
      )
      .run();
  }
}
