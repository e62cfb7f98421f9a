/** A progress bar on a terminal, a line now and then elsewhere. */

const WIDTH = 30;
const LINE_EVERY_MS = 5000;

export class Progress {
  readonly #what: string;
  readonly #total: number;
  readonly #started = Date.now();
  #shownAt = 0;

  constructor(what: string, total: number) {
    this.#what = what;
    this.#total = total;
  }

  at(done: number): void {
    const terminal = process.stderr.isTTY;
    const now = Date.now();
    if (done < this.#total && now - this.#shownAt < (terminal ? 100 : LINE_EVERY_MS)) return;
    this.#shownAt = now;
    const share = this.#total ? done / this.#total : 1;
    const filled = Math.round(share * WIDTH);
    const bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
    const rate = Math.round(done / Math.max(0.001, (now - this.#started) / 1000));
    const text = `${this.#what} ${bar} ${Math.floor(share * 100)}% ${done}/${this.#total} (${rate}/s)`;
    process.stderr.write(terminal ? `\r${text}\u001b[K${done >= this.#total ? "\n" : ""}` : `${text}\n`);
  }
}
