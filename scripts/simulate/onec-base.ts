/** The 1C that a schedule syncs: one of some bases, whose prices are others at each call. */
import type { SyncType } from "../../src/tasks/index.ts";
import { Dice } from "../../workers/emulators/dice.ts";
import emulators from "../../workers/emulators/index.ts";

const HOST = "http://localhost";
const RUN = "run=0";

/** Some bases only, so that what a calm run makes of each has to be found out once. */
const BASES = 12;

export interface Base {
  kind: SyncType;
  switches: string;
}

function baseOf(dice: Dice): Base {
  const every = (name: string) => `${name}=${dice.between(0, 1) && dice.between(2, 7)}`;
  const faults = ["duplicates", "bad", "missing_codes", "missing_names", "deleted", "disabled"].map(every);
  const n = `n=${dice.between(0, 11)}`;
  return {
    kind: dice.pick(["nomenklatura", "clients"]),
    switches: [n, `seed=${dice.between(1, 99)}`, "fields=usual", "change=60", ...faults, RUN].join(";"),
  };
}

export const someBase = (dice: Dice): Base => baseOf(new Dice(dice.between(1, BASES), 0));

export const addressOf = ({ switches }: Base) => `${HOST}/onec/${switches}/ws/catalog.1cws?wsdl`;

/** As it comes over a network: a body of bytes. */
async function received(request: Request): Promise<Response> {
  const answer = await emulators.fetch(request);
  return new Response(await answer.arrayBuffer(), answer);
}

/** Answers for 1C; each call is the next run, and the first of them may fail. */
export class Onec {
  #calls: number;
  readonly #failures: number;
  failed = 0;

  constructor(first: number, failures: number) {
    this.#calls = first;
    this.#failures = failures;
  }

  get calls(): number {
    return this.#calls;
  }

  async fetch(request: Request): Promise<Response> {
    if (request.method !== "POST") return received(request);
    if (this.#failures > this.failed) {
      this.failed += 1;
      return new Response("", { status: 503 });
    }
    const address = request.url.replace(RUN, `run=${this.#calls++}`);
    return received(new Request(address, request));
  }
}
