/** Everything that runs at once, one outside call at a time, in an order that is somebody else's to choose. */

/** What becomes of a call: "gone" is a Worker that is never heard of again. */
export type Fate = "calm" | "throws before" | "throws after" | "gone before" | "gone after";

export type Call = <T>(where: string, work: () => Promise<T>) => Promise<T>;

interface Waiting {
  where: string;
  meet(fate: Fate): Promise<void>;
}

/** One delivery, cron run or request: between its calls it runs on its own, at a call it waits for its turn. */
export class Trigger {
  readonly name: string;
  readonly waiting: Waiting[] = [];
  isOver = false;
  #changed = Promise.withResolvers<void>();

  constructor(name: string) {
    this.name = name;
  }

  #change(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }

  end(): void {
    this.isOver = true;
    this.waiting.length = 0;
    this.#change();
  }

  /** Until it waits for a turn, or is over. */
  async quiet(): Promise<void> {
    while (!this.isOver && !this.waiting.length) await this.#changed.promise;
  }

  readonly call: Call = (where, work) =>
    new Promise((resolve, reject) => {
      const meet = async (fate: Fate) => {
        if (fate === "throws before") return reject(new Error("The call failed"));
        if (fate === "gone before") return this.end();
        try {
          const value = await work();
          if (fate === "calm") resolve(value);
          else if (fate === "throws after") reject(new Error("The answer was lost"));
          else this.end();
        } catch (fault) {
          reject(fault);
        }
      };
      if (this.isOver) return;
      this.waiting.push({ where, meet });
      this.#change();
    });
}

export class Turns {
  readonly live: Trigger[] = [];
  readonly #heard = new Map<Trigger, () => void>();

  /** `ended` hears whether the work came to its end, or the trigger was gone before. */
  async start(
    name: string,
    work: (call: Call) => Promise<void>,
    ended: (how: "done" | "gone") => void,
  ): Promise<void> {
    const trigger = new Trigger(name);
    this.live.push(trigger);
    let how: "done" | "gone" = "gone";
    const done = () => {
      how = "done";
      trigger.end();
    };
    work(trigger.call).then(done, done);
    this.#heard.set(trigger, () => ended(how));
    await this.#settle(trigger);
  }

  async #settle(trigger: Trigger): Promise<void> {
    await trigger.quiet();
    if (!trigger.isOver) return;
    this.live.splice(this.live.indexOf(trigger), 1);
    this.#heard.get(trigger)?.();
    this.#heard.delete(trigger);
  }

  /** One of a trigger's calls is made, and the trigger runs on to its next one. Answers what that call was. */
  async turn(trigger: Trigger, fate: Fate): Promise<string> {
    const next = trigger.waiting.shift();
    await next?.meet(fate);
    await this.#settle(trigger);
    return `${trigger.name} ${next?.where}`;
  }
}
