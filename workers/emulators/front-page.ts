/** The page at `/`: every stand-in, its addresses, and every switch with an example to click. */
import { escapeXml } from "./escape-xml.ts";
import { pageOf } from "./page.ts";
import type { StandIn } from "./stand-in.ts";
import { defaultOf, type SwitchTable } from "./switches.ts";

const STYLE = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 76rem; margin: 2rem auto; padding: 0 1.25rem; }
h1 { font-size: 1.6rem; } h2 { margin-top: 2.5rem; } h3 { margin: 2rem 0 .5rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .45rem .75rem .45rem 0; border-top: 1px solid var(--line); }
th { font-weight: 600; } thead th { border-top: 0; font-size: .85rem; opacity: .7; }
code { font: .9em/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
th code { white-space: nowrap; } td.values { min-width: 9rem; max-width: 16rem; } .meaning { min-width: 18rem; }
td.example { white-space: nowrap; } td.example code { white-space: normal; }
.table { overflow-x: auto; } tbody tr:hover { background: var(--soft); }`;

const html = escapeXml;
const link = (path: string, label: string) => `<a href="${html(path)}">${label}</a>`;

const addressRow = (origin: string, { path, what, method }: StandIn["addresses"][number]) => {
  const address = `<code>${html(origin + path)}</code>`;
  return `<tr><td>${method ?? "GET"}</td><td>${method ? address : link(path, address)}</td><td>${html(what)}</td></tr>`;
};

function switchRows(standIn: StandIn, table: SwitchTable): string {
  return Object.entries(table)
    .map(([name, entry]) => {
      const [first, ...others] = standIn.examples(entry.example);
      const code = first ? link(first.path, `<code>${html(first.label)}</code>`) : "";
      const further = others.map(({ path, label }) => link(path, html(label))).join(" · ");
      return `<tr><th scope="row"><code>${html(name)}</code></th><td class="values"><code>${html(entry.values)}</code></td><td><code>${html(defaultOf(entry))}</code></td><td class="meaning">${html(entry.meaning)}</td><td class="example">${code}<br>${further}</td></tr>`;
    })
    .join("\n");
}

const switchTable = (standIn: StandIn, heading: string, table: SwitchTable) => `<h3>${html(heading)}</h3>
<div class="table"><table>
<thead><tr><th>Switch</th><th>Values</th><th>Default</th><th>Meaning</th><th>Example</th></tr></thead>
<tbody>
${switchRows(standIn, table)}
</tbody>
</table></div>`;

const section = (origin: string, standIn: StandIn) => `<section>
<h2>${html(standIn.name)}</h2>
<p>${html(standIn.about)}</p>
<div class="table"><table>
<tbody>
${standIn.addresses.map((address) => addressRow(origin, address)).join("\n")}
</tbody>
</table></div>
${Object.entries(standIn.switches)
  .map(([heading, table]) => switchTable(standIn, heading, table))
  .join("\n")}
</section>`;

export const frontPage = (standIns: readonly StandIn[], origin: string): Response =>
  pageOf({
    title: "Karvon: stand-ins",
    style: STYLE,
    body: `<h1>Stand-ins for the outside systems</h1>
<p>For development and tests alone: everything here is made up.</p>
${standIns.map((standIn) => section(origin, standIn)).join("\n")}`,
  });
