/** What is wrong with an item: by its index, the columns whose text is replaced (null: not written). */
import type { Operation } from "./onec-soap.ts";
import type { OnecSettings } from "./onec-switches.ts";

export type Mistakes = ReadonlyMap<string, string | null>;

/** Stands for the text that is too long to be made at once; the answer puts it in its place piece by piece. */
export const HUGE_MARK = "@@HUGE@@";

const OVERFLOW = "99999999999999999.00";
const NO_NUMBER = "kelishiladi";
const NO_DATE = "31.02.2020";
const NO_JSON = '{"telegram": ';

type BadKind = Exclude<OnecSettings["bad_kind"], "mixed">;
const BAD_KINDS: readonly BadKind[] = ["long", "number", "overflow", "date", "json", "email"];

const BAD: Readonly<Record<Operation, Readonly<Record<BadKind, readonly [string, string]>>>> = {
  GetProductList: {
    long: ["brand", "Juda uzun ".repeat(30)],
    number: ["base_price", NO_NUMBER],
    overflow: ["base_price", OVERFLOW],
    date: ["expiry_date", NO_DATE],
    json: ["tags", NO_JSON],
    email: ["brand", "Juda uzun ".repeat(30)],
  },
  GetClientList: {
    long: ["company_name", "Juda uzun ".repeat(40)],
    number: ["credit_limit", NO_NUMBER],
    overflow: ["credit_limit", OVERFLOW],
    date: ["established_date", NO_DATE],
    json: ["social_media", NO_JSON],
    email: ["email", "pochta yo‘q"],
  },
};

const ABSENCES = [null, "", "   "] as const;
const absence = (turn: number) => ABSENCES[turn % ABSENCES.length] ?? null;

/** The turn of an index at which something happens, from 0, or undefined when it does not. */
const turnOf = (index: number, every: number) =>
  every > 0 && (index + 1) % every === 0 ? (index + 1) / every - 1 : undefined;

export const isEvery = (index: number, every: number) => turnOf(index, every) !== undefined;

export function mistakesOf(
  operation: Operation,
  settings: OnecSettings,
): (index: number) => Mistakes | undefined {
  const { missing_codes, missing_names, bad, bad_kind, huge } = settings;
  if (missing_codes + missing_names + bad + huge === 0) return () => undefined;
  const codeColumn = operation === "GetProductList" ? "code_1c" : "client_code_1c";
  return (index) => {
    const found = new Map<string, string | null>();
    if (huge > 0 && index === 0) found.set("description", HUGE_MARK);
    const badTurn = turnOf(index, bad);
    if (badTurn !== undefined) {
      const kind = bad_kind === "mixed" ? BAD_KINDS[badTurn % BAD_KINDS.length] : bad_kind;
      const [column, text] = BAD[operation][kind ?? "long"];
      found.set(column, text);
    }
    const codeTurn = turnOf(index, missing_codes);
    if (codeTurn !== undefined) found.set(codeColumn, absence(codeTurn));
    const nameTurn = turnOf(index, missing_names);
    if (nameTurn !== undefined) found.set("name", absence(nameTurn));
    return found.size > 0 ? found : undefined;
  };
}
