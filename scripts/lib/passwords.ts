/** Passwords: as given, typed without being shown, or made up. */
import { randomBytes } from "node:crypto";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { Refusal } from "./options.ts";

async function askHidden(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  terminal.once("SIGINT", () => process.exit(130));
  process.stderr.write(question);
  const answer = await terminal.question("");
  terminal.close();
  process.stderr.write("\n");
  return answer;
}

/** Of somebody who has one: typed, or the first line of what is piped in. */
export async function readPassword(user: string): Promise<string> {
  if (process.stdin.isTTY) return askHidden(`Password of ${user}: `);
  const piped = createInterface({ input: process.stdin });
  for await (const line of piped) return line;
  throw new Refusal(`The password of ${user} is missing: type it on a terminal, or pipe it in`);
}

/** For a new user. */
export interface Chosen {
  password: string;
  madeUp: boolean;
}

export async function choosePassword(given: string | undefined): Promise<Chosen> {
  if (given !== undefined) return { password: given, madeUp: false };
  if (process.stdin.isTTY) {
    const typed = await askHidden("Password (Enter makes one up): ");
    if (typed && typed !== (await askHidden("The same again: ")))
      throw new Refusal("The two passwords differ: start again");
    if (typed) return { password: typed, madeUp: false };
  }
  return { password: randomBytes(15).toString("base64url"), madeUp: true };
}
