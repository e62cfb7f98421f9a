/** How the sandbox's page looks: one column for a phone's screen, light or dark as the phone is. */
export const STYLE = `
:root { color-scheme: light dark; --back: #f3f6f5; --card: #fff; --ink: #14211d; --soft: #5a6b65; --line: #d5dedb;
  --main: #0b7a5c; --main-ink: #fff; --warn: #7a4b00; --warn-back: #fff4df; --bad: #b3261e; --bad-back: #fdecea; }
@media (prefers-color-scheme: dark) { :root { --back: #0f1513; --card: #18211e; --ink: #e8f0ed; --soft: #9fb1aa;
  --line: #33413c; --main: #35b88f; --main-ink: #06231a; --warn: #f5cf8e; --warn-back: #33270f; --bad: #ffb4ab; --bad-back: #3b1512; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; min-height: 100dvh; background: var(--back); color: var(--ink);
  font: 17px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; display: flex; flex-direction: column; }
header, main, footer { width: 100%; max-width: 27rem; margin: 0 auto; padding: 0 1.25rem; }
header { display: flex; justify-content: space-between; align-items: center; padding-top: 1rem; padding-bottom: 1rem; }
.brand { font-weight: 700; letter-spacing: .01em; display: flex; gap: .55rem; align-items: center; }
.brand svg { width: 1.6rem; height: 1.6rem; }
nav ul { display: flex; gap: .25rem; list-style: none; margin: 0; padding: 0; }
nav a { display: block; min-width: 2.75rem; padding: .75rem .5rem; text-align: center; border-radius: .6rem; color: var(--soft);
  text-decoration: none; font-size: .9rem; line-height: 1.3; }
nav a[aria-current] { background: var(--card); color: var(--ink); font-weight: 600; box-shadow: inset 0 0 0 1px var(--line); }
main { flex: 1; }
.card { background: var(--card); border-radius: 1.25rem; padding: 1.5rem 1.25rem; box-shadow: 0 1px 2px #0001, 0 12px 32px #0000000d; }
.steps { display: flex; gap: .5rem; list-style: none; margin: 0 0 1.5rem; padding: 0; font-size: .82rem; color: var(--soft); }
.steps li { flex: 1; padding-top: .5rem; border-top: 4px solid var(--line); }
.steps li.done, .steps li[aria-current] { border-color: var(--main); }
.steps li[aria-current] { color: var(--ink); font-weight: 600; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; }
p { margin: 0 0 1.1rem; } .soft { color: var(--soft); }
label, legend { display: block; font-weight: 600; font-size: .95rem; margin-bottom: .35rem; padding: 0; }
input, select { width: 100%; min-height: 3.25rem; padding: .6rem .9rem; font: inherit; color: inherit; background: var(--card);
  border: 1.5px solid var(--line); border-radius: .85rem; margin-bottom: 1.1rem; }
input[aria-invalid] { border-color: var(--bad); margin-bottom: .35rem; }
.fault { color: var(--bad); font-size: .92rem; margin-bottom: 1.1rem; }
button, .button { display: block; width: 100%; min-height: 3.25rem; padding: .8rem 1rem; font: inherit; font-weight: 650; text-align: center;
  border: 0; border-radius: .85rem; background: var(--main); color: var(--main-ink); cursor: pointer; text-decoration: none; }
button.second { background: transparent; color: var(--main); box-shadow: inset 0 0 0 1.5px var(--main); }
:focus-visible { outline: 3px solid var(--main); outline-offset: 2px; }
hr { border: 0; border-top: 1px solid var(--line); margin: 1.5rem 0; }
.face { display: block; width: 11rem; height: 13.5rem; margin: .25rem auto 1.25rem; color: var(--main); }
.sign { display: grid; place-items: center; width: 4.5rem; height: 4.5rem; border-radius: 50%; margin: .25rem auto 1.1rem; }
.sign svg { width: 2.4rem; height: 2.4rem; } .sign.good { background: var(--main); color: var(--main-ink); }
.sign.bad { background: var(--bad-back); color: var(--bad); } .middle { text-align: center; }
.code { display: block; font: 600 1.02rem/1.5 ui-monospace, SFMono-Regular, Menlo, monospace; overflow-wrap: anywhere; user-select: all;
  background: var(--back); border-radius: .85rem; padding: .9rem 1rem; margin-bottom: 1.1rem; text-align: center; }
.card > p:last-child { margin-bottom: 0; }
footer { padding-top: 1rem; padding-bottom: 1.25rem; }
.note { background: var(--warn-back); color: var(--warn); border-radius: .85rem; padding: .75rem 1rem; margin: 0; font-size: .88rem; }
`;
