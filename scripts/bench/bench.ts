/** What a bench is: the calls that it makes, and what each is held against. */
import type { Api } from "../lib/api.ts";

export interface Call {
  path: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** In all of these that are texts `{name}` stands for the next of its values, and `{n}` for a number used once in a run. */
  values?: Readonly<Record<string, readonly string[]>>;
  /** What was found out to make it, shown beside its figures. */
  note?: string;
}

/** What bars speak of, each as a scenario's own figure: "CPU ms" against a limit, a bare Worker, a peer or a scenario. */
export type Bar =
  | { kind: "ms" | "ms over bare" | "times bare" | "times peer"; limit: number }
  | { kind: "times"; of: string; limit: number }
  | { kind: "trips" | "rows read" | "rows written"; limit: number }
  /** Whatever the size of the table. */
  | { kind: "same rows read" };

export interface Scenario {
  name: string;
  as: "administrator" | "anonymous";
  call(api: Api): Call | Promise<Call>;
  /** Where requests are long: on one connection, so many in a round. */
  requests?: number;
  bars?: readonly Bar[];
  /** A Worker of scripts/bench/bare/ that does the least that this call needs, and what fills its data folder. */
  bare?: { worker: string; prepare?(folder: string): Promise<void> };
  /** The same asked of a peer, whose rows are other ones. */
  peer?(api: Api): Call | Promise<Call>;
}

export interface Bench {
  about: string;
  emulators: "with emulators" | "without emulators";
  /** Of our server, which is at this port, its stand-ins at the next. */
  variables?(port: number): Readonly<Record<string, string>>;
  /** The numbers of rows that it is run at; none where its figures do not depend on it. */
  sizes?: { usual: readonly number[]; againstPeer: number };
  /** Fills the data folder of our server before it starts. The scenarios of a group take turns in the same rounds. */
  prepare(folder: string, rows: number): Promise<Scenario[][]>;
}
