/** Who may import whom, how long a file may be and what it may be called: docs/architecture.md, enforced. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, posix, relative, resolve, sep } from "node:path";

const root = resolve(process.argv[2] ?? join(import.meta.dirname, ".."));

/** Which room may use which other one, through its index.ts. */
const SIDEWAYS = {
  integration: ["catalog", "tasks"],
  descriptions: ["catalog", "tasks"],
  catalog: ["tasks"],
  reports: ["identity"],
  field: ["identity", "catalog"],
  myid: ["identity"],
};
/** The parts of the platform that a shape is made of. */
const SHAPE_PARTS = ["access", "filters", "i18n", "kinds", "pagination", "validate"];
const SHAPE_PACKAGES = ["zod"];
/** Names that say nothing: the first as any word of a name, the others as the whole of it. */
const DRAWER_WORDS = ["util", "utils", "helper", "helpers", "misc", "manager"];
const DRAWER_NAMES = ["common", "data", "types", "shared", "stuff"];
const MOST_LINES = 250;
const REASON_WITHIN_LINES = 5;
const FOLDERS = ["src", "workers", "scripts", "test"];

function filesIn(folder) {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(ts|mjs|js)$/.test(entry.name) && !entry.name.endsWith(".d.ts"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"));
}

/** Every module named in the file, with its line; relative ones as paths from the root. */
function importsOf(path, lines) {
  const found = [];
  for (const [index, line] of lines.entries()) {
    const named =
      /^\s*(?:import|export|\}).*?\bfrom\s*["']([^"']+)["']/.exec(line) ??
      /^\s*import\s*["']([^"']+)["']/.exec(line);
    const specifiers = [
      named?.[1],
      ...[...line.matchAll(/\bimport\(\s*["']([^"']+)["']/g)].map((match) => match[1]),
    ];
    for (const specifier of specifiers.filter((one) => one !== undefined)) {
      const target = specifier.startsWith(".") ? posix.join(dirname(path), specifier) : specifier;
      found.push({ line: index + 1, target, local: specifier.startsWith(".") });
    }
  }
  return found;
}

const roomOf = (path) => /^src\/([^/]+)\//.exec(path)?.[1];
const isIndex = (path) => /^src\/[^/]+\/index\.ts$/.test(path);

function faultOfEmulator(target) {
  return target.startsWith("workers/emulators/")
    ? undefined
    : "a stand-in uses nothing outside workers/emulators/";
}

function faultOfDoor(target) {
  if (target.startsWith("workers/emulators/")) return "a door knows no stand-in";
  if (target.startsWith("workers/") || target.startsWith("src/platform/") || isIndex(target))
    return undefined;
  return roomOf(target)
    ? "a door uses a room through its index.ts alone"
    : "a door uses rooms and the platform alone";
}

function faultOfRoom(path, target) {
  const [room, other] = [roomOf(path), roomOf(target)];
  if (other === undefined) return "src/ uses nothing outside src/";
  if (other === "platform") return undefined;
  if (other !== room) {
    if (!SIDEWAYS[room]?.includes(other)) return `the room ${room} may not use the room ${other}`;
    return isIndex(target) ? undefined : `another room is used through its index.ts alone`;
  }
  if (target.endsWith(".routes.ts") && !isIndex(path))
    return "routes are imported by their room's index.ts alone";
  if (isIndex(target)) return "a room's own files do not import its index.ts";
  return undefined;
}

/** A shape describes: it neither stores, nor asks, nor decides. */
function faultOfSchema(path, { target, local }) {
  if (!local)
    return SHAPE_PACKAGES.includes(target) ? undefined : `a schema uses no package but ${SHAPE_PACKAGES}`;
  const part = /^src\/platform\/(.+)\.ts$/.exec(target)?.[1];
  if (part !== undefined)
    return SHAPE_PARTS.includes(part)
      ? undefined
      : `a schema uses of the platform only ${SHAPE_PARTS.join(", ")}`;
  const own = `src/${roomOf(path)}/`;
  const isShape =
    target.startsWith(`${own}fields/`) || target === `${own}entity.ts` || target.endsWith(".schema.ts");
  return isShape ? undefined : "a schema uses of its room only its schemas and field tables";
}

function faultOfImport(path, found) {
  if (path.startsWith("src/") && path.endsWith(".schema.ts")) {
    const fault = faultOfSchema(path, found);
    if (fault) return fault;
  }
  if (!found.local) return undefined;
  if (path.startsWith("workers/emulators/")) return faultOfEmulator(found.target);
  if (path.startsWith("workers/")) return faultOfDoor(found.target);
  if (path.startsWith("src/platform/"))
    return found.target.startsWith("src/platform/") ? undefined : "the platform knows no room";
  return path.startsWith("src/") ? faultOfRoom(path, found.target) : undefined;
}

function faultOfName(path) {
  for (const name of path.split("/")) {
    const whole = basename(name).replace(/\.(ts|mjs|js)$/, "");
    const drawer =
      DRAWER_NAMES.includes(whole) || whole.split(/[-._]/).some((word) => DRAWER_WORDS.includes(word));
    if (drawer) return `"${name}" is a drawer: name what is in it`;
  }
  return undefined;
}

function faultOfLength(lines) {
  const count = lines.at(-1) === "" ? lines.length - 1 : lines.length;
  if (count <= MOST_LINES) return undefined;
  const excused = lines.slice(0, REASON_WITHIN_LINES).some((line) => /\/\/ long: \S+/.test(line));
  return excused
    ? undefined
    : `${count} lines, more than ${MOST_LINES}: split it, or say why near the top (// long: reason)`;
}

function faultsOf(path) {
  const lines = readFileSync(join(root, path), "utf8").split("\n");
  const faults = [
    { line: 1, fault: faultOfName(path) },
    { line: 1, fault: faultOfLength(lines) },
    ...importsOf(path, lines).map((found) => ({ line: found.line, fault: faultOfImport(path, found) })),
  ];
  return faults.filter(({ fault }) => fault).map(({ line, fault }) => `${path}:${line} ${fault}`);
}

const files = FOLDERS.flatMap(filesIn).sort();
const faults = files.flatMap(faultsOf);
for (const fault of faults) console.log(fault);
console.log(
  faults.length ? `${faults.length} fault(s) in ${files.length} files` : `${files.length} files, no fault`,
);
process.exitCode = faults.length ? 1 : 0;
