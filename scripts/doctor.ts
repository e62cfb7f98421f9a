/** `npm run doctor`: what is configured, what is missing and what does not add up; exit code 1 if something is wrong. */
import { existsSync } from "node:fs";
import { CHECKS, type Finding, type Patient } from "./lib/checks.ts";
import { openDatabase } from "./lib/database.ts";
import { isFolderInUse } from "./lib/folder.ts";
import { Refusal, readOptions, refusePositionals, run } from "./lib/options.ts";
import { DEFAULT_DATA } from "./lib/project.ts";
import { persistencePath } from "./lib/runtime.ts";
import { readSettings } from "./lib/settings.ts";
import { tableOf } from "./lib/table.ts";
import { readVariables } from "./lib/variables.ts";

const USAGE = `
npm run doctor -- [options]  Examines a local server's data and this machine's configuration.

  --data DIR            the data of a running or stopped server (.data)
  --var NAME=value      as for npm start; may be repeated
`;

const MARKS = { ok: "✓", note: "·", wrong: "✗" } as const;

/** One check that cannot be made does not keep the others from being made. */
async function examine(patient: Patient): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { name, examine: look } of CHECKS) {
    try {
      findings.push(...(await look(patient)));
    } catch (fault) {
      const says = `could not be examined: ${fault instanceof Error ? fault.message : fault}`;
      findings.push({ state: "wrong", about: name, says });
    }
  }
  return findings;
}

await run(async () => {
  const { values, positionals } = readOptions(USAGE, {
    data: { type: "string", default: DEFAULT_DATA },
    var: { type: "string", multiple: true, default: [] as string[] },
  });
  refusePositionals(positionals);
  if (!existsSync(persistencePath(values.data)))
    throw new Refusal(
      `${values.data} has no data yet: npm start makes it, or name another folder with --data`,
    );
  const { database, files, close } = await openDatabase(values.data);
  const findings = await examine({
    variables: readVariables(values.var),
    settings: readSettings(),
    database,
    files,
    running: isFolderInUse(values.data),
    now: Date.now(),
  });
  await close();
  console.log(
    tableOf(
      ["", "what", "finding"],
      findings.map(({ state, about, says }) => [MARKS[state], about, says]),
    ),
  );
  const wrong = findings.filter(({ state }) => state === "wrong").length;
  console.log(wrong ? `\n${wrong} wrong.` : "\nNothing wrong.");
  return wrong ? 1 : 0;
});
