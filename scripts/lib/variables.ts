/** The Worker's variables on this machine: `.dev.vars`, over it the environment, over both `--var`. */
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { ConfigError, configOf, type Env } from "../../src/platform/env.ts";
import { LOCAL_KEY } from "../../src/platform/myid-variables.ts";
import { DEVELOPMENT_VARIABLES } from "./development-keys.ts";
import { Refusal, wholeNumber } from "./options.ts";
import { ROOT } from "./project.ts";
import { newSigningKey } from "./signing-key.ts";

export type Variables = Record<string, string>;

export const DEV_VARS = join(ROOT, ".dev.vars");

/** What a first start makes up. */
const SECRETS: Readonly<Record<string, () => string>> = {
  // Hexadecimal, so that no known secret can be a part of it.
  JWT_SECRET: () => randomBytes(32).toString("hex"),
  ENCRYPTION_KEY: () => randomBytes(32).toString("base64"),
  MYID_SIGNING_KEY: () => LOCAL_KEY + newSigningKey(),
  TOKEN_ENCRYPTION_KEY: () => randomBytes(32).toString("base64"),
};
/** Without these no Worker serves, wherever it is. */
export const SECRET_NAMES: readonly string[] = ["JWT_SECRET", "ENCRYPTION_KEY"];

/** The stand-ins for outside systems are on this machine. */
const LOCAL: Variables = {
  ENVIRONMENT: "local",
  ONEC_ALLOWED_HOSTS: "localhost,127.0.0.1",
  ...DEVELOPMENT_VARIABLES,
};

/** The rate limit bindings whose limit is a setting of wrangler.toml when deployed and a variable here. */
const THROTTLES: Readonly<Record<string, string>> = {
  THROTTLE_ANON: "THROTTLE_ANON_PER_MINUTE",
  THROTTLE_USER: "THROTTLE_USER_PER_MINUTE",
};
const UNTHROTTLED = 1_000_000_000;

const readVarsFile = (path: string): Variables =>
  existsSync(path) ? (parseEnv(readFileSync(path, "utf8")) as Variables) : {};

/** Gives `.dev.vars` the secrets that it lacks and says which; what stands there is left alone. */
export function ensureDevVars(): string[] {
  const known = readVarsFile(DEV_VARS);
  const missing = Object.keys(SECRETS).filter((name) => !known[name]);
  if (missing.length === 0) return [];
  const old = existsSync(DEV_VARS)
    ? readFileSync(DEV_VARS, "utf8")
    : "# Local secrets, made up; not committed.\n";
  const lines = missing.map((name) => `${name}=${SECRETS[name]?.()}\n`);
  try {
    writeFileSync(DEV_VARS, `${old}${old.endsWith("\n") || old === "" ? "" : "\n"}${lines.join("")}`, {
      mode: 0o600,
    });
  } catch (fault) {
    throw new Refusal(
      `.dev.vars cannot be written (${(fault as NodeJS.ErrnoException).code}): make ${ROOT} writable`,
    );
  }
  return missing;
}

/** The names that the Worker's configuration asks for, told by asking it. */
export function workerVariables(): string[] {
  const names = new Set<string>();
  const listener = new Proxy({} as Env, {
    get: (_, name) => void names.add(String(name)),
  });
  try {
    configOf(listener);
  } catch (fault) {
    if (!(fault instanceof ConfigError)) throw fault;
  }
  return [...names];
}

function knownNames(devVars: Variables): Set<string> {
  const example = readVarsFile(`${DEV_VARS}.example`);
  return new Set([
    ...workerVariables(),
    ...Object.values(THROTTLES),
    ...Object.keys({ ...example, ...devVars }),
  ]);
}

function readAssignments(assignments: readonly string[], known: ReadonlySet<string>): Variables {
  const variables: Variables = {};
  for (const text of assignments) {
    const [, name = "", value = ""] = /^([A-Z][A-Z0-9_]*)=(.*)$/s.exec(text) ?? [];
    if (!name) throw new Refusal(`--var takes NAME=value, not "${text}"`);
    if (!known.has(name))
      throw new Refusal(`--var ${name}: no such variable; known: ${[...known].sort().join(", ")}`);
    variables[name] = value;
  }
  return variables;
}

/** What differs from `.dev.vars`, for programs that read that file themselves. */
export function overridesOf(variables: Variables): Variables {
  const devVars = readVarsFile(DEV_VARS);
  return Object.fromEntries(Object.entries(variables).filter(([name, value]) => devVars[name] !== value));
}

/** What the Worker is given here; unchecked. */
export function readVariables(assignments: readonly string[] = []): Variables {
  const devVars = readVarsFile(DEV_VARS);
  const known = knownNames(devVars);
  const fromEnvironment: Variables = {};
  for (const name of known) {
    const value = process.env[name];
    if (value !== undefined) fromEnvironment[name] = value;
  }
  return { ...LOCAL, ...devVars, ...fromEnvironment, ...readAssignments(assignments, known) };
}

/** What the Worker's own configuration says against these variables. */
export function faultsOf(variables: Variables): string | undefined {
  try {
    configOf({ ...variables } as unknown as Env);
    return undefined;
  } catch (fault) {
    if (fault instanceof ConfigError) return fault.message;
    throw fault;
  }
}

export function expectGoodVariables(variables: Variables): void {
  const faults = faultsOf(variables);
  if (faults) throw new Refusal(`${faults}. Correct it in .dev.vars, in the environment or with --var.`);
}

/** Requests a minute for each rate limit binding; unlimited in practice where nothing is said. */
export function throttlesOf(variables: Variables): Record<string, number> {
  const limits = Object.entries(THROTTLES).map(([binding, name]) => {
    const text = variables[name];
    return [binding, text === undefined ? UNTHROTTLED : wholeNumber(name, text, 1, UNTHROTTLED)] as const;
  });
  return Object.fromEntries(limits);
}
