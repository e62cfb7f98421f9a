/** Asks the model about the rows of a piece that are open: some at a time, each by one call, within the budget. */
import { changeRows } from "../catalog/index.ts";
import type { Ctx } from "../platform/context.ts";
import { type Language, type Message, message } from "../platform/i18n.ts";
import { TaskFailure } from "../tasks/index.ts";
import { askChat } from "./chat-client.ts";
import { reservationOf } from "./count-tokens.ts";
import { promptOf } from "./prompts.ts";
import { describe, FILLED, whyNot } from "./provenance.ts";
import { type Verdict, verdictOf } from "./read-answer.ts";
import {
  anewSql,
  type Call,
  claim,
  type End,
  isOpen,
  type Part,
  type PartRow,
  postponedSql,
  settledSql,
  tokenDay,
} from "./rows.store.ts";

/** A Worker has six connections at once. */
const AT_ONCE = 6;
const MOST_TRIES = 5;
const FIRST_WAIT_SECONDS = 5;
/** So many busy answers without another between them: the server is, and not a row. */
const BUSY_IN_A_ROW = 3;

const LOST = message("Skipped: the service stopped each time that the model was asked about the row.");

export interface Languages {
  /** Of the descriptions. */
  language: Language;
  /** Of the reasons that people are told. */
  words: Language;
}

interface Asked extends PartRow {
  call: Call;
}

type EndInWords = Omit<End, "code" | "reason"> & { reason?: Message };

export class ModelAsker {
  /** Rows that nobody was asked about, by place. */
  readonly skipped = new Map<number, Message>();
  /** Calls of others hold so much of the budget that there is no room beside them. */
  isCrowded = false;
  readonly #ctx: Ctx;
  readonly #part: Part;
  readonly #languages: Languages;
  #failure: TaskFailure | undefined;
  /** Since the last answer. */
  #busyInARow = 0;
  #isBusy = false;
  /** The server has answered about a row of this piece. */
  #isHeard = false;
  /** A call of so many tokens had no room. */
  #tooMany = Number.POSITIVE_INFINITY;

  constructor(ctx: Ctx, part: Part, languages: Languages) {
    this.#ctx = ctx;
    this.#part = part;
    this.#languages = languages;
  }

  async ask(rows: readonly PartRow[]): Promise<void> {
    this.#isHeard = rows.some(({ standing: { state } }) => state === "described" || state === "failed");
    const now = Date.now();
    const ready = rows.filter(({ standing }) => isOpen(standing) && standing.free_at <= now);
    const unfit = await this.#inLanes(ready, AT_ONCE);
    // What calls beside them had reserved is given back by now.
    this.#tooMany = Number.POSITIVE_INFINITY;
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
    const goesOn = () => !this.#failure && !this.#isBusy && !this.isCrowded;
    const lane = async () => {
      for (let next = waiting.shift(); next && goesOn(); next = waiting.shift())
        if (!(await this.#askAbout(next, lanes === 1))) unfit.push(next);
    };
    const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
    // Every answer that was under way is kept by now.
    for (const one of ended) if (one.status === "rejected") throw one.reason;
    return unfit;
  }

  /** False where the budget has no room for it. */
  async #askAbout(one: PartRow, isAlone: boolean): Promise<boolean> {
    const { place, state, tries } = one.standing;
    const isLost = state === "asked" && tries + 1 >= MOST_TRIES;
    const reason = isLost ? LOST : whyNot(one.row);
    if (reason) {
      this.skipped.set(place, reason);
      return true;
    }
    const { taskId, entity } = this.#part;
    const prompt = promptOf(entity, one.row, this.#languages.language);
    const reserved = reservationOf(prompt);
    if (reserved >= this.#tooMany) return false;
    const now = Date.now();
    const call: Call = { id: crypto.randomUUID(), taskId, entity, place, reserved, day: tokenDay(now) };
    const claimed = await claim(this.#ctx, call, now);
    switch (claimed) {
      case "claimed":
        await this.#end({ ...one, call }, verdictOf(await askChat(this.#ctx.config, prompt), Date.now()));
        return true;
      case "elsewhere":
        this.skipped.set(place, message("Skipped: another run is asking about the row."));
        return true;
      case "crowded":
      case "over budget":
        this.#tooMany = reserved;
        this.isCrowded = isAlone && claimed === "crowded";
        return this.isCrowded;
      // What it has become is seen when the piece ends.
      case "changed":
      case "not now":
        return true;
    }
  }

  async #end(asked: Asked, verdict: Verdict): Promise<void> {
    const { tokens = asked.call.reserved } = verdict;
    if (verdict.kind === "answered" || verdict.kind === "failed") {
      this.#isHeard = true;
      this.#busyInARow = 0;
    }
    switch (verdict.kind) {
      case "answered":
        return this.#describe(asked, verdict, tokens);
      case "failed":
        return this.#settle(asked, tokens, { state: "failed", reason: verdict.reason });
      case "hopeless":
        return this.#giveUp(asked, tokens, verdict.reason);
      case "later":
        return this.#later(asked, tokens, verdict);
    }
  }

  #endOf({ row }: PartRow, { reason, ...end }: EndInWords): End {
    const code = String(row[this.#part.entity.key]);
    return { ...end, code, reason: reason?.in(this.#languages.words) };
  }

  async #settle(asked: Asked, tokens: number, end: EndInWords): Promise<void> {
    await this.#ctx.db.write(...settledSql(asked.call, this.#part.piece, tokens, this.#endOf(asked, end)));
  }

  /** The row as it is at that moment: whoever has filled it meanwhile keeps what they wrote. */
  async #describe(
    asked: Asked,
    { text, model = this.#ctx.config.OPENAI_MODEL }: Verdict & { kind: "answered" },
    tokens: number,
  ) {
    let reason: Message = FILLED;
    await changeRows(
      this.#ctx,
      this.#part.entity,
      [asked.row.id],
      (row) => {
        reason = whyNot(row) ?? FILLED;
        return describe(row, text, model, Date.now());
      },
      ({ size }) => {
        const end = this.#endOf(asked, size ? { state: "described", text } : { state: "skipped", reason });
        return settledSql(asked.call, this.#part.piece, tokens, end);
      },
    );
  }

  /** Ends the run; a retry begins anew with the rows of the piece. */
  async #giveUp({ call }: Asked, tokens: number, reason: Message): Promise<void> {
    this.#failure = new TaskFailure(reason.in(this.#languages.words));
    await this.#ctx.db.write(...postponedSql(call, tokens, { tries: 0, freeAt: 0 }), anewSql(this.#part));
  }

  async #later(asked: Asked, tokens: number, { reason, seconds, isBusy }: Verdict & { kind: "later" }) {
    this.#ctx.log.warn(`openai: ${reason.in("en")}`);
    const tries = asked.standing.tries + Number(asked.standing.state === "asked") + 1;
    const words = { reason: reason.in(this.#languages.words), tries };
    this.#busyInARow += 1;
    if (tries >= MOST_TRIES) {
      if (!this.#isHeard)
        return this.#giveUp(
          asked,
          tokens,
          message("{reason} It was asked {tries} times: start a retry later.", words),
        );
      const failed = message("{reason} It was asked {tries} times.", words);
      return this.#settle(asked, tokens, { state: "failed", reason: failed });
    }
    const freeAt = Date.now() + 1000 * Math.max(seconds, FIRST_WAIT_SECONDS * 2 ** (tries - 1));
    this.#isBusy ||= isBusy || this.#busyInARow >= BUSY_IN_A_ROW;
    const all = this.#isBusy ? this.#part : undefined;
    await this.#ctx.db.write(...postponedSql(asked.call, tokens, { tries, freeAt }, all));
  }
}
