/** Submissions as they are sent through the door at a time of the test's choosing. */
import { env } from "cloudflare:workers";
import { vi } from "vitest";
import { cheapPerson } from "../identity/people.ts";
import { type Person, tokenOf } from "../support/app.ts";
import { type Asked, ask } from "../workers/door.ts";

export const SUBMISSIONS = "/api/v1/submission/";

/** Five districts in three regions, two of which begin alike. */
export const PLACES = [
  ["Samarqand viloyati", "Urgut tumani"],
  ["Samarqand viloyati", "Ishtixon tumani"],
  ["Toshkent viloyati", "Zangiota tumani"],
  ["Toshkent shahri", "Chilonzor tumani"],
  ["Toshkent shahri", "Yunusobod tumani"],
] as const;

export const bodyAt = (place: readonly [string, string] = PLACES[0], more: object = {}) => ({
  title: "Olma bog‘i",
  region: place[0],
  district: place[1],
  ...more,
});

/** Tokens live an hour: each call is signed at its own time. */
export const callAs = async (who: Person, path: string, asked: Asked = {}) =>
  ask(path, { ...asked, token: await tokenOf(who) });

export const add = async (who: Person, place?: readonly [string, string], more?: object) =>
  (await callAs(who, SUBMISSIONS, { body: bodyAt(place, more) })).json;

export const decide = (who: Person, id: number, decision: "approve" | "reject", body: object = {}) =>
  callAs(who, `${SUBMISSIONS}${id}/${decision}/`, { body });

export async function named(role: "agent" | "operator", first: string, last = ""): Promise<Person> {
  const who = await cheapPerson(role);
  await rename(who, first, last);
  return who;
}

export const rename = (who: Person, first: string, last: string) =>
  env.DB.prepare("UPDATE users SET first_name = ?, last_name = ? WHERE id = ?")
    .bind(first, last, who.id)
    .run();

/** What `work` does happens at this time, in Tashkent where no offset is given. */
export async function at<T>(time: string, work: () => Promise<T>): Promise<T> {
  const zoned = /[Z+]/.test(time) ? time : `${time}+05:00`;
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse(zoned) });
  try {
    return await work();
  } finally {
    vi.useRealTimers();
  }
}
