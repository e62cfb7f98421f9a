/** One item of the answer as XML text, made from (settings, run, index) and nothing else. */
import { client } from "./onec-clients.ts";
import { CLIENT_ELEMENTS, type Element, PRODUCT_ELEMENTS, spellingsOf } from "./onec-elements.ts";
import { isEvery, type Mistakes, mistakesOf } from "./onec-mistakes.ts";
import { product } from "./onec-products.ts";
import { itemName, type Operation, type Prefixes } from "./onec-soap.ts";
import type { OnecSettings } from "./onec-switches.ts";
import { nameWriter, textWriter } from "./onec-texts.ts";
import { blankFormat, codeFormat, type Format, formatOf } from "./onec-values.ts";

type Item = Readonly<Record<string, unknown>>;
type Tags = readonly [open: string, close: string];

export interface Breaks {
  readonly item: string;
  readonly element: string;
}

interface Slot {
  readonly column: string;
  readonly shown: boolean;
  /** One pair, or one for each spelling when items take turns. */
  readonly tags: readonly Tags[];
  readonly format: Format;
  readonly write: (text: string) => string;
}

/**
 * How often the item's price has changed until this run: in each run `percent` of the items change, each in
 * its turn, so that after 100 / percent runs every item has changed once.
 */
export function changesOf(index: number, run: number, percent: number): number {
  const phase = (index * 37) % 100;
  return Math.floor((run * percent + phase) / 100);
}

function formatFor(element: Element, place: number, settings: OnecSettings): Format {
  if (element.column.endsWith("code_1c")) return codeFormat(settings);
  if (settings.blank !== "off" && element.rank !== "key") return blankFormat(settings.blank, place);
  return formatOf(element.kind, settings);
}

function isShown({ rank }: Element, fields: OnecSettings["fields"]): boolean {
  if (rank === "extra") return fields === "extra";
  return rank !== "rare" || fields !== "usual";
}

function slotsOf(
  elements: readonly Element[],
  settings: OnecSettings,
  tagsOf: (name: string) => Tags,
): readonly Slot[] {
  const text = textWriter(settings);
  const name = nameWriter(settings);
  return elements.map((element, place) => {
    const spellings = spellingsOf(element);
    const names =
      settings.spelling === "mixed"
        ? Object.values(spellings)
        : [spellings[settings.spelling] ?? element.names[0]];
    return {
      column: element.column,
      shown: isShown(element, settings.fields),
      tags: names.map(tagsOf),
      format: formatFor(element, place, settings),
      write: element.column === "name" ? name : text,
    };
  });
}

function slotXml(slot: Slot, item: Item, wrong: Mistakes | undefined, index: number): string {
  const replaced = wrong?.get(slot.column);
  if (!slot.shown && replaced === undefined) return "";
  const value = replaced === undefined ? slot.format(item[slot.column], index) : replaced;
  const tags = slot.tags[index % slot.tags.length];
  return tags && value !== undefined && value !== null ? tags[0] + slot.write(value) + tags[1] : "";
}

/** is_active and is_delete, both or neither, as the base has them. */
function flagsOf({ disabled, deleted }: OnecSettings, tagsOf: (name: string) => Tags) {
  if (disabled + deleted === 0) return () => "";
  const active = tagsOf("is_active");
  const removed = tagsOf("is_delete");
  return (index: number) =>
    active[0] + isEvery(index, disabled) + active[1] + removed[0] + isEvery(index, deleted) + removed[1];
}

/** `again` is the later one of two items with the same code. */
export type ItemWriter = (index: number, again: boolean) => string;

export function itemWriter(
  operation: Operation,
  settings: OnecSettings,
  run: number,
  prefixes: Prefixes,
  breaks: Breaks,
): ItemWriter {
  const tagsOf = (name: string): Tags => [
    `${breaks.element}<${prefixes.item}${name}>`,
    `</${prefixes.item}${name}>`,
  ];
  const products = operation === "GetProductList";
  const slots = slotsOf(products ? PRODUCT_ELEMENTS : CLIENT_ELEMENTS, settings, tagsOf);
  const make: (seed: number, index: number, changes: number) => Item = products ? product : client;
  const mistakes = mistakesOf(operation, settings);
  const flags = flagsOf(settings, tagsOf);
  const [unknownOpen, unknownClose] = tagsOf("GUID");
  const name = `${prefixes.item}${itemName(operation)}`;
  const open = `<${name}${prefixes.itemAttributes}>`;
  const close = `${breaks.element.slice(0, -1)}</${name}>${breaks.item}`;
  return (index, again) => {
    const item = make(settings.seed, index, changesOf(index, run, settings.change) + (again ? 1 : 0));
    const wrong = mistakes(index);
    let xml = settings.comments ? `<!-- ${index + 1} --><?onec item?>${open}` : open;
    for (const slot of slots) xml += slotXml(slot, item, wrong, index);
    if (settings.fields === "extra") xml += `${unknownOpen}5b9d-${index}${unknownClose}`;
    return xml + flags(index) + close;
  };
}
