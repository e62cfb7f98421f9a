/** What an outside system's stand-in is to the front page and to the Worker that holds it. */
import type { SwitchTable } from "./switches.ts";

export interface StandIn {
  readonly name: string;
  /** Everything below this path is its own. */
  readonly path: string;
  readonly about: string;
  readonly addresses: readonly { readonly path: string; readonly what: string; readonly method?: "POST" }[];
  /** By heading. */
  readonly switches: Readonly<Record<string, SwitchTable>>;
  /** Where the example of a switch is seen at work. */
  readonly examples: (example: string) => readonly { readonly path: string; readonly label: string }[];
  readonly fetch: (request: Request) => Promise<Response>;
}
