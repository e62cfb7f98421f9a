/** What a bench is: the calls that it makes, and what each is held against. */

export interface Session {
  origin: string;
  /** An administrator's access token. */
  token: string;
}

export interface Call {
  path: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** CPU of one request, ours against the bare Worker's. */
export type Bar = { kind: "ms over"; limit: number } | { kind: "times"; limit: number };

export interface Scenario {
  name: string;
  call(session: Session): Call;
  /** A Worker of scripts/bench/bare/ that does the least that this call needs. */
  bare?: { worker: string; bar: Bar };
}

export interface Bench {
  about: string;
  emulators: "with emulators" | "without emulators";
  /** Fills the data folder of our server before it starts. */
  prepare?(folder: string): Promise<void>;
  scenarios: readonly Scenario[];
}

export const withToken = ({ token }: Session) => ({ Authorization: `Bearer ${token}` });
