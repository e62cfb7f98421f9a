/** Asks the model about the rows of a piece that have no answer yet: some at a time, each by one call, within the budget. */
import type { Ctx } from "../platform/context.ts";
import { type Language, type Message, message } from "../platform/i18n.ts";
import { TaskFailure } from "../tasks/index.ts";
import { askChat } from "./chat-client.ts";
import { reservationOf } from "./count-tokens.ts";
import { promptOf } from "./prompts.ts";
import { whyNot } from "./provenance.ts";
import { type Verdict, verdictOf } from "./read-answer.ts";
import {
  type Call,
  claim,
  isOpen,
  type Part,
  type PartRow,
  type Settled,
  settle,
  tokenDay,
} from "./rows.store.ts";

/** A Worker has six connections at once. */
const AT_ONCE = 6;
const MOST_TRIES = 5;
const FIRST_WAIT_SECONDS = 5;

export interface Languages {
  /** Of the descriptions. */
  language: Language;
  /** Of the reasons that people are told. */
  words: Language;
}

export class ModelAsker {
  /** Reasons by place. */
  readonly skipped = new Map<number, Message>();
  readonly #ctx: Ctx;
  readonly #part: Part;
  readonly #languages: Languages;
  #failure: TaskFailure | undefined;
  /** The server is busy or gone: the others would meet the same. */
  #isBusy = false;

  constructor(ctx: Ctx, part: Part, languages: Languages) {
    this.#ctx = ctx;
    this.#part = part;
    this.#languages = languages;
  }

  /** Nobody is asked while one of the rows waits for its time, or is in the hands of another delivery. */
  async ask(rows: readonly PartRow[]): Promise<void> {
    const open = rows.filter(({ standing }) => isOpen(standing));
    if (open.some(({ standing }) => standing.free_at > Date.now())) return;
    const unfit = await this.#inLanes(open, AT_ONCE);
    // What calls beside them had reserved is given back by now.
    for (const { standing } of await this.#inLanes(unfit, 1))
      this.skipped.set(
        standing.place,
        message("Skipped: the day's budget of {limit} tokens is used up.", {
          limit: this.#ctx.config.AI_DAILY_TOKEN_BUDGET,
        }),
      );
    if (this.#failure) throw this.#failure;
  }

  /** Answers those for which the budget has no room. */
  async #inLanes(rows: readonly PartRow[], lanes: number): Promise<PartRow[]> {
    const waiting = [...rows];
    const unfit: PartRow[] = [];
    const lane = async () => {
      for (let next = waiting.shift(); next && !this.#failure && !this.#isBusy; next = waiting.shift())
        if (!(await this.#askAbout(next))) unfit.push(next);
    };
    const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
    // Every answer that was under way is kept by now.
    for (const one of ended) if (one.status === "rejected") throw one.reason;
    return unfit;
  }

  /** False where the budget has no room for it. */
  async #askAbout({ row, standing: { place, tries } }: PartRow): Promise<boolean> {
    const reason = whyNot(row);
    if (reason) {
      this.skipped.set(place, reason);
      return true;
    }
    const { taskId, entity } = this.#part;
    const prompt = promptOf(entity, row, this.#languages.language);
    const now = Date.now();
    const call: Call = {
      ...{ id: crypto.randomUUID(), taskId, entity: entity.name, place },
      ...{ reserved: reservationOf(prompt), day: tokenDay(now) },
    };
    const claimed = await claim(this.#ctx, call, now);
    if (claimed === "elsewhere")
      this.skipped.set(place, message("Skipped: another run is asking about the row."));
    if (claimed === "claimed") {
      const verdict = verdictOf(await askChat(this.#ctx.config, prompt), Date.now());
      const { tokens = call.reserved } = verdict;
      await settle(this.#ctx, call, { tokens, ...this.#outcomeOf(verdict, tries) });
    }
    return claimed !== "over budget";
  }

  #outcomeOf(verdict: Verdict, tries: number): Omit<Settled, "tokens"> {
    const { words } = this.#languages;
    switch (verdict.kind) {
      case "answered":
        return {
          state: "answered",
          tries,
          text: verdict.text,
          model: verdict.model ?? this.#ctx.config.OPENAI_MODEL,
        };
      case "failed":
        return { state: "failed", tries, reason: verdict.reason.in(words) };
      case "hopeless":
        this.#failure = new TaskFailure(verdict.reason.in(words));
        return { state: "new", tries };
      case "later":
        return this.#later(verdict, tries + 1);
    }
  }

  #later({ reason, seconds }: Verdict & { kind: "later" }, tries: number): Omit<Settled, "tokens"> {
    this.#ctx.log.warn(`openai: ${reason.in("en")}`);
    if (tries >= MOST_TRIES) {
      const asked = message("{reason} It was asked {tries} times.", {
        reason: reason.in(this.#languages.words),
        tries,
      });
      return { state: "failed", tries, reason: asked.in(this.#languages.words) };
    }
    this.#isBusy = true;
    const backoff = FIRST_WAIT_SECONDS * 2 ** (tries - 1);
    return { state: "asked", tries, freeAt: Date.now() + 1000 * Math.max(seconds, backoff) };
  }
}
