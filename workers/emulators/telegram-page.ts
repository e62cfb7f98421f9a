/** The page that shows what a bot has posted at an address of the Telegram stand-in. */
import { escapeXml } from "./escape-xml.ts";
import { pageOf } from "./page.ts";

export interface Posted {
  readonly id: number;
  readonly chat: string;
  readonly text: string;
  /** HTML that was checked. */
  readonly shown: string;
  readonly at: string;
}

const STYLE = `
:root { color-scheme: light dark; --line: #8884; --bubble: #2aabee22; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1.25rem; }
h1 { font-size: 1.6rem; }
article { background: var(--bubble); border-radius: .9rem; padding: .75rem 1rem; margin: 1rem 0; }
article div { white-space: pre-wrap; overflow-wrap: anywhere; }
article p { margin: .5rem 0 0; font-size: .85rem; opacity: .7; }`;

const article = ({ id, chat, shown, at }: Posted) =>
  `<article><div>${shown}</div><p>Chat <code>${escapeXml(chat)}</code>, message ${id}, ${escapeXml(at)}</p></article>`;

export function postedPage(posted: readonly Posted[], calls: number): Response {
  const messages = [...posted].reverse().map(article).join("\n");
  return pageOf({
    title: "Telegram stand-in: what was posted",
    style: STYLE,
    body: `<h1>What was posted</h1>
<p>${posted.length} messages of ${calls} calls of <code>sendMessage</code>, the newest first. <a href="/">All stand-ins</a></p>
${messages || "<p>Nothing yet.</p>"}`,
  });
}
