/** What a newcomer needs once the service is up: where it is, who may sign in, how it ends. */
import { relative } from "node:path";
import { DEMO_USERS } from "./demo.ts";
import { isLoopback } from "./ports.ts";

export interface Started {
  host: string;
  port: number;
  folder: string;
  demo: boolean;
  applied: readonly string[];
  newSecrets: readonly string[];
  emulators: string | undefined;
}

const shown = (path: string) => {
  const short = relative(process.cwd(), path);
  return short.startsWith("..") ? path : short;
};

/** stderr, so that stdout has the Worker's log lines alone. */
export function printBanner(started: Started): void {
  const { host, port, folder, demo, applied, newSecrets, emulators } = started;
  const name = isLoopback(host) ? "localhost" : host.includes(":") ? `[${host}]` : host;
  const address = `http://${name}:${port}`;
  const users = DEMO_USERS.map(({ username, password, role }) => `${username} / ${password} (${role})`);
  const lines: [string, string][] = [
    ["Service", `${address}/`],
    ["Documentation", `${address}/api/docs/   ${address}/api/redoc/   ${address}/api/schema/`],
    ["Health", `${address}/api/v1/core/health/status/`],
  ];
  if (emulators) lines.push(["Stand-ins", `${emulators}/`]);
  if (demo) lines.push(["Demo users", users.join(", ")]);
  else lines.push(["Users", "no demo users; make one with npm run create-admin while stopped"]);
  lines.push(["Data", `${shown(folder)}${applied.length ? ` (migrations applied: ${applied.length})` : ""}`]);
  if (newSecrets.length) lines.push(["Secrets", `${newSecrets.join(", ")} made and kept in .dev.vars`]);
  const text = lines.map(([name, value]) => `  ${name.padEnd(15)}${value}`).join("\n");
  console.error(`\nKarvon is ready. Ctrl+C stops it.\n\n${text}\n`);
}
