/** Whether an address can be listened on, found out before anything is started there. */
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { Refusal } from "./options.ts";

/** A server that was killed lets go of its port within this time. */
const PATIENCE_MS = 3000;

const LOOPBACK = ["localhost", "127.0.0.1", "::1"];
export const isLoopback = (host: string) => LOOPBACK.includes(host);

function listen(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : port));
    });
  });
}

export const freePort = () => listen("127.0.0.1", 0);

export async function expectFreePort(host: string, port: number, option: string): Promise<void> {
  const patientUntil = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      await listen(host, port);
      return;
    } catch (fault) {
      const { code } = fault as NodeJS.ErrnoException;
      if (code === "EACCES")
        throw new Refusal(`Port ${port} needs more rights: choose one above 1023 with ${option}`);
      if (code !== "EADDRINUSE") throw new Refusal(`${host} cannot be listened on (${code}): correct --host`);
      if (Date.now() > patientUntil)
        throw new Refusal(`Port ${port} is in use: stop the program there, or choose another with ${option}`);
    }
    await pause(200);
  }
}
