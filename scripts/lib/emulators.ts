/** The stand-ins for outside systems: a Worker of their own, in a process of its own, beside the service. */
import { existsSync } from "node:fs";
import { STAND_IN_KEY } from "../../src/platform/openai-variables.ts";
import { bundle } from "./bundle.ts";
import { EMULATORS } from "./project.ts";
import { startRuntime } from "./runtime.ts";
import { plainWorker } from "./settings.ts";
import type { Variables } from "./variables.ts";

export interface Emulators {
  address: string;
  close(): Promise<void>;
}

export const emulatorsAddress = (port: number) => `http://localhost:${port}`;

/** Whoever names no bot of Telegram's own posts to the one that is played here. */
const telegramStandIn = (address: string, given: Variables): Variables =>
  given["TELEGRAM_BOT_TOKEN"]
    ? given
    : {
        TELEGRAM_CHAT_IDS: "-1001",
        ...given,
        TELEGRAM_BOT_TOKEN: "1:the-token-of-the-stand-in",
        TELEGRAM_API_URL: given["TELEGRAM_API_URL"] ?? `${address}/telegram`,
      };

/** Its key goes to its address and to no other: by the key the service knows whose answers it gets. */
const openaiStandIn = (address: string, given: Variables): Variables => {
  const own = `${address}/openai`;
  const base = given["OPENAI_BASE_URL"] ?? (given["OPENAI_API_KEY"] ? "" : own);
  return base === own || base.startsWith(`${own}/`)
    ? { ...given, OPENAI_API_KEY: STAND_IN_KEY, OPENAI_BASE_URL: base }
    : given;
};

/** Everything that is played here for whoever has named nothing real. */
export const withStandIns = (address: string, given: Variables): Variables =>
  openaiStandIn(address, telegramStandIn(address, given));

/** They listen on loopback, wherever the service itself listens. */
export async function startEmulators(port: number): Promise<Emulators | undefined> {
  if (!existsSync(EMULATORS)) return undefined;
  const code = await bundle(EMULATORS);
  const worker = plainWorker("emulators", code);
  const { close } = await startRuntime({ host: "127.0.0.1", port, workers: [worker] }, undefined);
  return { address: emulatorsAddress(port), close };
}
