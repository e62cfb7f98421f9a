/** What the MyID stand-in remembers of one address: tokens, sessions, and how often it was asked. */

export interface Session {
  readonly id: string;
  readonly asked: Record<string, unknown>;
  attempts: { job_id: string; timestamp: string; reason: string; reason_code: number }[];
  code: string | null;
  used: boolean;
}

export const PLACES = ["token", "session", "status", "data"] as const;
export type Place = (typeof PLACES)[number];

/** The oldest are forgotten, so that memory is bounded. */
class Bounded<V> {
  readonly #most: number;
  readonly #entries = new Map<string, V>();

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): V | undefined {
    return this.#entries.get(key);
  }

  set(key: string, value: V): V {
    this.#entries.set(key, value);
    const oldest = this.#entries.size > this.#most ? this.#entries.keys().next().value : undefined;
    if (oldest !== undefined) this.#entries.delete(oldest);
    return value;
  }

  values = () => [...this.#entries.values()];
  clear = () => this.#entries.clear();
}

export class Memory {
  readonly counts: Record<Place, number> = { token: 0, session: 0, status: 0, data: 0 };
  readonly faults: Record<Place, number> = { token: 0, session: 0, status: 0, data: 0 };
  readonly tokens = new Bounded<true>(1_000);
  readonly sessions = new Bounded<Session>(20_000);
  /** By code. */
  readonly codes = new Bounded<Session>(20_000);
  last: Record<string, unknown> = {};
}

const memories = new Bounded<Memory>(500);

export const memoryOf = (key: string): Memory => memories.get(key) ?? memories.set(key, new Memory());
