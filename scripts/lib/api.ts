/** A running server's API as a signed-in user: signs in again when the token ends, waits when it is told to. */
import { setTimeout as pause } from "node:timers/promises";
import { Refusal } from "./options.ts";

export interface Credentials {
  token?: string | undefined;
  user?: string | undefined;
  password?: string | undefined;
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (fault) {
    const { cause } = fault as { cause?: { code?: string } };
    throw new Refusal(
      `${new URL(url).origin} does not answer (${cause?.code ?? fault}): is the server running?`,
    );
  }
}

const postOf = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: "POST",
  headers: { "Content-Type": "application/json", ...headers },
  body: JSON.stringify(body),
});

export async function signIn(origin: string, { token, user, password }: Credentials): Promise<string> {
  if (token !== undefined) return token;
  if (user === undefined || password === undefined)
    throw new Refusal("--url needs --token, or --user and --password");
  const answer = await reach(`${origin}/api/token/`, postOf({ username: user, password }));
  const body = await answer.text();
  if (!answer.ok) throw new Refusal(`${user} cannot sign in at ${origin}: ${answer.status} ${body}`);
  return (JSON.parse(body) as { access: string }).access;
}

export class Api {
  readonly #origin: string;
  readonly #credentials: Credentials;
  #token: Promise<string>;

  constructor(origin: string, credentials: Credentials) {
    this.#origin = origin.replace(/\/$/, "");
    this.#credentials = credentials;
    this.#token = signIn(this.#origin, credentials);
  }

  /** Anything else that another try would not change is a refusal. */
  async post(path: string, body: unknown): Promise<"made" | "was there"> {
    for (let tries = 1; ; tries += 1) {
      const token = await this.#token;
      const answer = await reach(this.#origin + path, postOf(body, { Authorization: `Bearer ${token}` }));
      const text = await answer.text();
      if (answer.ok) return "made";
      if (answer.status === 400 && text.includes("already exists")) return "was there";
      if (answer.status === 429 && tries < 10)
        await pause(1000 * Number(answer.headers.get("Retry-After") ?? 5));
      else if (answer.status === 401 && this.#credentials.token === undefined && tries < 3)
        this.#token = signIn(this.#origin, this.#credentials);
      else throw new Refusal(`${path} refused a row: ${answer.status} ${text.slice(0, 300)}`);
    }
  }
}
