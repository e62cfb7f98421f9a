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

  /** A body makes it a POST. What another try would not change is answered as it is. */
  async ask(path: string, body?: unknown): Promise<{ status: number; text: string }> {
    for (let tries = 1; ; tries += 1) {
      const headers = { Authorization: `Bearer ${await this.#token}` };
      const answer = await reach(
        this.#origin + path,
        body === undefined ? { headers } : postOf(body, headers),
      );
      const text = await answer.text();
      if (answer.status === 429 && tries < 10)
        await pause(1000 * Number(answer.headers.get("Retry-After") ?? 5));
      else if (answer.status === 401 && this.#credentials.token === undefined && tries < 3)
        this.#token = signIn(this.#origin, this.#credentials);
      else return { status: answer.status, text };
    }
  }

  /** A call as it stands, with a body of any kind. */
  async send({
    path,
    ...init
  }: { path: string } & Omit<RequestInit, "headers"> & { headers?: Record<string, string> }) {
    const headers = { ...init.headers, Authorization: `Bearer ${await this.#token}` };
    const answer = await reach(this.#origin + path, { ...init, headers });
    const text = await answer.text();
    if (!answer.ok) throw new Refusal(`${path} was refused: ${answer.status} ${text.slice(0, 300)}`);
  }

  async call<T>(path: string, body?: unknown): Promise<T> {
    const { status, text } = await this.ask(path, body);
    if (status < 300) return JSON.parse(text) as T;
    throw new Refusal(`${path} was refused: ${status} ${text.slice(0, 300)}`);
  }

  async post(path: string, body: unknown): Promise<"made" | "was there"> {
    const { status, text } = await this.ask(path, body);
    if (status < 300) return "made";
    if (status === 400 && text.includes("already exists")) return "was there";
    throw new Refusal(`${path} refused a row: ${status} ${text.slice(0, 300)}`);
  }
}
