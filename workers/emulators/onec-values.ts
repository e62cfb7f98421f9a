/** A value of an item as the text that 1C would send, with every way of writing that bases in the field show. */
import type { Kind } from "./onec-elements.ts";
import type { OnecSettings } from "./onec-switches.ts";

/** Undefined is an element that is not written. */
export type Format = (value: unknown, index: number) => string | undefined;

const GAPS = { point: "", comma: "", space: " ", nbsp: "\u00a0", narrow: "\u202f" };

function decimalFormat(digits: number, style: OnecSettings["decimals"]): Format {
  if (style === "point") return (value) => Number(value).toFixed(digits);
  const gap = GAPS[style];
  return (value) => {
    const [whole = "", part] = Number(value).toFixed(digits).split(".");
    return `${gap ? whole.replace(/\B(?=(\d{3})+$)/g, gap) : whole},${part}`;
  };
}

type DateWriter = (year: string, month: string, day: string) => string;

const DATES: Readonly<Record<Exclude<OnecSettings["dates"], "mixed">, DateWriter>> = {
  ymd: (year, month, day) => `${year}-${month}-${day}`,
  "dmy-dots": (year, month, day) => `${day}.${month}.${year}`,
  "dmy-slashes": (year, month, day) => `${day}/${month}/${year}`,
  "ymd-dots": (year, month, day) => `${year}.${month}.${day}`,
  "ymd-slashes": (year, month, day) => `${year}/${month}/${day}`,
  "dmy-dashes": (year, month, day) => `${day}-${month}-${year}`,
  datetime: (year, month, day) => `${year}-${month}-${day}T00:00:00`,
  "datetime-zone": (year, month, day) => `${year}-${month}-${day}T00:00:00+05:00`,
  empty: () => "0001-01-01",
  "empty-datetime": () => "0001-01-01T00:00:00",
};
const DATE_WRITERS: readonly DateWriter[] = Object.values(DATES);

function dateFormat(style: OnecSettings["dates"]): Format {
  return (value, index) => {
    const writer = style === "mixed" ? DATE_WRITERS[index % DATE_WRITERS.length] : DATES[style];
    const [year = "", month = "", day = ""] = String(value).split("-");
    return writer?.(year, month, day);
  };
}

export function formatOf(kind: Kind, settings: OnecSettings): Format {
  switch (kind) {
    case "text":
      return String;
    case "decimal":
      return decimalFormat(2, settings.decimals);
    case "thousandth":
      return decimalFormat(3, settings.decimals);
    case "integer":
      return settings.integers === "decimal" ? (value) => `${value}.0` : String;
    case "date":
      return dateFormat(settings.dates);
    case "json":
      return (value) => JSON.stringify(value);
  }
}

export function codeFormat({ codes, pad }: OnecSettings): Format {
  return (code, index) => {
    let text = String(code);
    if (codes === "plain") text = String(index + 1);
    else if (codes === "cyrillic") text = `НФ-${String(index + 1).padStart(8, "0")}`;
    return text.padEnd(pad);
  };
}

const BLANKS = ["", "NULL", "None", "null", undefined] as const;

/** What the place-th element of an item holds when values are blanked. */
export function blankFormat(style: Exclude<OnecSettings["blank"], "off">, place: number): Format {
  switch (style) {
    case "empty":
      return () => "";
    case "absent":
      return () => undefined;
    case "mixed":
      return (_value, index) => BLANKS[(place + index) % BLANKS.length];
    default:
      return () => style;
  }
}
