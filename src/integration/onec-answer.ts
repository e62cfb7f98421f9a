/** The items of 1C's answer, one at a time: a SOAP envelope is walked without ever being whole in memory. */
import { message } from "../platform/i18n.ts";
import { XmlScanner, type XmlToken } from "../platform/xml-scanner.ts";
import { OnecError, OnecFault } from "./onec-error.ts";

/** Texts by the local names of their elements, as 1C wrote them. */
export type OnecItem = Record<string, string>;

/** Longer than any value that fits a column; of the rest it is enough to know that it was there. */
export const VALUE_CHARS = 131_072;
const REASON_CHARS = 500;
/** A long text is given in parts of this size, so that one element may be of any length. */
const PART_CHARS = 16_384;

const BODY_DEPTH = 2;
const RESPONSE_DEPTH = 3;

const onOneLine = (text: string) => text.replace(/\s+/g, " ").trim().slice(0, REASON_CHARS);

export interface AnswerShape {
  /** ProductItem or ClientItem. */
  item: string;
  /** Whether an element of an item can set anything. */
  isWanted: (name: string) => boolean;
}

export class AnswerReader {
  readonly #scanner = new XmlScanner({ partChars: PART_CHARS, depth: 32 });
  readonly #shape: AnswerShape;
  /** Local names of the open elements outside items. */
  readonly #path: string[] = [];
  #item: OnecItem | undefined;
  #depthInItem = 0;
  #name: string | undefined;
  #text = "";
  #items = 0;
  #answered = false;
  #reason: string | undefined;
  /** Where there is text, but no item. */
  #stray: string | undefined;

  constructor(shape: AnswerShape) {
    this.#shape = shape;
  }

  /** The items that are whole with this piece of text. */
  *items(text: string): Generator<OnecItem> {
    this.#scanner.push(text);
    for (let token = this.#scanner.next(); token !== "more"; token = this.#scanner.next()) {
      const item = this.#item ? this.#inItem(this.#item, token) : this.#outside(token);
      if (item) yield item;
    }
  }

  /** After the last piece: that the document is whole, and an answer. */
  finish() {
    this.#scanner.finish();
    if (this.#reason !== undefined) throw new OnecFault(onOneLine(this.#reason));
    if (!this.#answered) throw new OnecError(message("1C's answer is not a SOAP answer."));
    if (!this.#items && this.#stray !== undefined)
      throw new OnecError(
        message("1C answered, but without any {item}: check the name of the method.", {
          item: this.#shape.item,
        }),
        this.#stray,
      );
  }

  #inItem(item: OnecItem, token: XmlToken): OnecItem | undefined {
    if (token === "open") {
      this.#depthInItem += 1;
      if (this.#depthInItem === 1) this.#begin(this.#scanner.name);
    } else if (token === "text") {
      // What stands in elements of an element is no value of a column.
      if (this.#name === undefined || this.#depthInItem !== 1) return undefined;
      if (this.#text.length <= VALUE_CHARS) this.#text += this.#scanner.text;
    } else if (this.#depthInItem === 0) {
      this.#item = undefined;
      this.#items += 1;
      return item;
    } else {
      if (this.#depthInItem === 1 && this.#name !== undefined) item[this.#name] = this.#text;
      this.#depthInItem -= 1;
    }
    return undefined;
  }

  #begin(name: string) {
    this.#name = this.#shape.isWanted(name) ? name : undefined;
    this.#text = "";
  }

  #outside(token: XmlToken): undefined {
    if (token === "open") this.#open(this.#scanner.name);
    else if (token === "close") this.#path.pop();
    else this.#says(this.#scanner.text);
  }

  #open(name: string) {
    const path = this.#path;
    if (path.length === 0 && name !== "Envelope")
      throw new OnecError(message("1C's answer is not a SOAP answer."), `<${name}>`);
    const inBody = path[1] === "Body";
    if (inBody && path.length > BODY_DEPTH && name === this.#shape.item) {
      this.#item = {};
      return;
    }
    if (inBody && path.length === BODY_DEPTH) {
      if (name === "Fault") this.#reason = "";
      else this.#answered = true;
    }
    path.push(name);
  }

  /** The reason of a fault (SOAP 1.1: faultstring, 1.2: Reason/Text), or something instead of items. */
  #says(text: string) {
    const path = this.#path;
    const last = path.at(-1);
    if (path[1] !== "Body" || path.length < RESPONSE_DEPTH || text.trim() === "") return;
    if (this.#reason === undefined) {
      if (last !== "TotalCount") this.#stray ??= `${path.slice(BODY_DEPTH).join("/")}: ${onOneLine(text)}`;
    } else if (last === "faultstring" || last === "Text") {
      this.#reason = (this.#reason + text).slice(0, REASON_CHARS);
    }
  }
}
