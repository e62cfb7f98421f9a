/** Command line options, and refusals: one line that says what to do, and exit code 1. */
import { type ParseArgsOptionsConfig, parseArgs } from "node:util";

/** What the person at the keyboard has to change; shown without a stack. */
export class Refusal extends Error {}

/** Runs a script's main function; its number is the exit code. */
export async function run(main: () => Promise<number | undefined>): Promise<void> {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (fault) {
    console.error(fault instanceof Refusal ? fault.message : fault);
    // What was started beside the part that failed would keep the process alive.
    process.exit(1);
  }
}

/** `--help` prints the usage and ends the process. */
export function readOptions<const T extends ParseArgsOptionsConfig>(usage: string, options: T) {
  try {
    const config = { ...options, help: { type: "boolean", short: "h" } } as const;
    const { values, positionals } = parseArgs({ options: config, allowPositionals: true });
    if ("help" in values && values.help) {
      console.log(usage.trim());
      process.exit(0);
    }
    return { values, positionals };
  } catch (fault) {
    throw new Refusal(`${fault instanceof Error ? fault.message : fault} (--help shows the options)`);
  }
}

/** For scripts whose every argument is an option. */
export function refusePositionals(positionals: readonly string[]): void {
  if (positionals.length)
    throw new Refusal(`Not understood: ${positionals.join(" ")} (--help shows the options)`);
}

export function wholeNumber(name: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < low || value > high)
    throw new Refusal(`${name} must be a whole number from ${low} to ${high}, not "${text}"`);
  return value;
}

export const portNumber = (name: string, text: string) => wholeNumber(name, text, 1, 65_535);
