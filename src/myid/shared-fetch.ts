/** One fetch at a time in an isolate, whoever asks for it; whoever waits too long for another's fetches for himself. */

/** Whose own fetch has not come by then may have been cut off with its caller. */
export const PATIENCE_MS = 3_000;
/** How many others' fetches are waited for before one's own. */
const ROUNDS = 2;

export class SharedFetch<T> {
  readonly #patienceMs: number;
  #running: Promise<T> | undefined;

  constructor(patienceMs: number = PATIENCE_MS) {
    this.#patienceMs = patienceMs;
  }

  /** `keepAlive` takes the fetch over from its caller, who may go away. */
  async run(work: () => Promise<T>, keepAlive: (work: Promise<unknown>) => void): Promise<T> {
    for (let round = 0; round < ROUNDS; round++) {
      const running = this.#running;
      if (!running) break;
      const came = await this.#within(running);
      if (came) return came.value;
      // Others who have waited as long find this one's fetch, not a dozen of their own.
      if (this.#running === running) this.#running = undefined;
    }
    return this.#start(work, keepAlive);
  }

  #start(work: () => Promise<T>, keepAlive: (work: Promise<unknown>) => void): Promise<T> {
    const own = work().finally(() => {
      if (this.#running === own) this.#running = undefined;
    });
    this.#running = own;
    keepAlive(own.catch(() => {}));
    return own;
  }

  async #within(running: Promise<T>): Promise<{ value: T } | undefined> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), this.#patienceMs);
    });
    try {
      return await Promise.race([running.then((value) => ({ value })), patience]);
    } finally {
      clearTimeout(timer);
    }
  }
}
