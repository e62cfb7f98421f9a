/** When a server has to stop: at a signal, or when the npm that started it is gone. */

const PARENT = process.ppid;
const LOOK_MS = 250;

/**
 * Called once the servers are up: Miniflare's own listeners would end the process in the middle of its work.
 * npm that is killed takes its child along, since nobody would know of a server that stays.
 */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    const look = () => process.ppid === PARENT || resolve();
    if (process.env["npm_lifecycle_event"] !== undefined) setInterval(look, LOOK_MS).unref();
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.removeAllListeners(signal);
      process.once(signal, () => resolve());
    }
  });
}
