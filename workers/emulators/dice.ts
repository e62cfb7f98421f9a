/** Numbers that look random and are a pure function of a seed and an index. */

/** The finaliser of MurmurHash3: every bit of the input moves every bit of the output. */
function mix(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** Splitmix with 32 bits: good enough for stand-in data, and fast. */
export class Dice {
  #state: number;

  constructor(seed: number, index: number) {
    this.#state = mix(mix(seed + 1) ^ (index + 0x9e3779b9));
  }

  next(): number {
    this.#state = (this.#state + 0x9e3779b9) >>> 0;
    return mix(this.#state);
  }

  /** A whole number, both ends included. */
  between(from: number, to: number): number {
    return Math.floor(from) + (this.next() % (Math.floor(to) - Math.floor(from) + 1));
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[this.next() % from.length];
    if (picked === undefined) throw new Error("There is nothing to pick from");
    return picked;
  }

  /** YYYY-MM-DD within these years, both included. */
  date(fromYear: number, toYear: number): string {
    const two = (number: number) => String(number).padStart(2, "0");
    return `${this.between(fromYear, toYear)}-${two(this.between(1, 12))}-${two(this.between(1, 28))}`;
  }
}
