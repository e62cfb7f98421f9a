/** The sandbox's page, which stands for the SDK: a step to a page, plain forms, no script. */
import { type Language, type Message, message, type Text } from "../platform/i18n.ts";
import { RESULT_CODES, type ResultCode, SUCCESS } from "./result-codes.ts";
import { STYLE } from "./sandbox-style.ts";

export type View =
  | { step: "passport"; given: { pass_data: string; birth_date: string }; faults: Record<string, Message[]> }
  | { step: "face" }
  | { step: "failed"; result: ResultCode }
  | { step: "passed"; code: string }
  /** Closed, and the code is of no use any more. */
  | { step: "over" }
  | { step: "expired" };

const LANGUAGES: readonly (readonly [Language, string])[] = [
  ["uz", "O‘zbekcha"],
  ["ru", "Русский"],
  ["en", "English"],
];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

type Say = (text: Text, values?: Record<string, string | number>) => string;

const icon = (path: string) =>
  `<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${path}</svg>`;
const BRAND = icon(
  '<path d="M12 3 4 6v6c0 4.5 3.4 7.7 8 9 4.6-1.3 8-4.5 8-9V6z"/><path d="m8.5 12 2.5 2.5 4.5-5"/>',
);
const GOOD = icon('<path d="m5 12.5 4.5 4.5L19 7.5"/>');
const BAD = icon('<path d="M12 7v6"/><path d="M12 17h.01"/>');
const FACE = `<svg class="face" viewBox="0 0 176 216" fill="none" stroke="currentColor" stroke-linecap="round" aria-hidden="true">
<ellipse cx="88" cy="108" rx="64" ry="84" stroke-width="4" stroke-dasharray="2 11"/>
<path d="M52 112c0-30 14-50 36-50s36 20 36 50c0 27-15 52-36 52s-36-25-36-52z" stroke-width="5"/>
<path d="M72 108h.1M104 108h.1" stroke-width="9"/><path d="M74 136c4 5 9 7 14 7s10-2 14-7" stroke-width="5"/></svg>`;

const STEPS = ["Passport", "Face", "Result"] as const;
const PLACE: Readonly<Record<View["step"], number>> = {
  passport: 0,
  face: 1,
  failed: 2,
  passed: 2,
  over: 2,
  expired: 2,
};

const progress = (at: number, say: Say) =>
  `<ol class="steps">${STEPS.map((name, index) => {
    const state = index === at ? ' aria-current="step"' : index < at ? ' class="done"' : "";
    return `<li${state}>${say(name)}</li>`;
  }).join("")}</ol>`;

interface Field {
  name: "pass_data" | "birth_date";
  label: string;
  attributes: string;
}

function field(
  { name, label, attributes }: Field,
  { given, faults }: View & { step: "passport" },
  language: Language,
) {
  const [fault] = faults[name] ?? [];
  const isFirst = name === "pass_data" || !faults["pass_data"];
  const state = fault
    ? ` aria-invalid="true" aria-describedby="${name}-fault"${isFirst ? " autofocus" : ""}`
    : "";
  const said = fault ? `<p class="fault" id="${name}-fault">${escapeHtml(fault.in(language))}</p>` : "";
  return `<label for="${name}">${label}</label>
<input id="${name}" name="${name}" value="${escapeHtml(given[name])}" required ${attributes}${state}>${said}`;
}

const passportStep = (view: View & { step: "passport" }, say: Say, language: Language) => `
<h1>${say("Your passport")}</h1>
<p class="soft">${say("Any number of the right form will do.")}</p>
<form method="post" novalidate>
<input type="hidden" name="step" value="passport">
${field({ name: "pass_data", label: say("Passport series and number"), attributes: 'autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="9" placeholder="AA1234567"' }, view, language)}
${field({ name: "birth_date", label: say("Date of birth"), attributes: 'type="date" autocomplete="off"' }, view, language)}
<button>${say("Continue")}</button>
</form>`;

const faceStep = (say: Say) => `
<h1 class="middle">${say("Show your face")}</h1>
${FACE}
<p class="soft middle">${say("No camera is used here: choose how the check ends.")}</p>
<form method="post">
<input type="hidden" name="step" value="face">
<button name="result" value="${SUCCESS}">${say("The face is recognised")}</button>
</form>
<hr>
<form method="post">
<input type="hidden" name="step" value="face">
<label for="result">${say("Another outcome")}</label>
<select id="result" name="result">
${Object.entries(RESULT_CODES)
  .map(([code, text]) => `<option value="${code}">${code}. ${say(text)}</option>`)
  .join("\n")}
</select>
<button class="second">${say("End with this outcome")}</button>
</form>`;

const ending = (sign: "good" | "bad", heading: string, rest: string) =>
  `<div class="sign ${sign}">${sign === "good" ? GOOD : BAD}</div><h1 class="middle">${heading}</h1>${rest}`;

function contentOf(view: View, say: Say, language: Language): string {
  switch (view.step) {
    case "passport":
      return passportStep(view, say, language);
    case "face":
      return faceStep(say);
    case "failed":
      return ending(
        "bad",
        say("Identification failed"),
        `<p class="middle" role="status">${say(RESULT_CODES[view.result])} <span class="soft">(${view.result})</span></p>
<a class="button" href="?lang=${language}">${say("Try again")}</a>`,
      );
    case "passed":
      return ending(
        "good",
        say("Identification passed"),
        `<p class="soft middle" id="code-name">${say("One-time code")}</p><output class="code" aria-labelledby="code-name">${escapeHtml(view.code)}</output>
<p class="soft middle">${say("The SDK hands this code to the app; it works once, within five minutes.")}</p>`,
      );
    case "over":
      return ending(
        "good",
        say("This session is over"),
        `<p class="soft middle">${say("Its code was used or has expired.")}</p>`,
      );
    case "expired":
      return ending(
        "bad",
        say("This session has expired"),
        `<p class="soft middle">${say("Open a new session in the app.")}</p>`,
      );
  }
}

const TITLES: Readonly<Record<View["step"], Text>> = {
  passport: "Your passport",
  face: "Show your face",
  failed: "Identification failed",
  passed: "Identification passed",
  over: "This session is over",
  expired: "This session has expired",
};

const languages = (chosen: Language, say: Say) =>
  `<nav aria-label="${say("Language")}"><ul>${LANGUAGES.map(
    ([language, name]) =>
      `<li><a href="?lang=${language}" lang="${language}" hreflang="${language}" title="${name}" aria-label="${name}"${language === chosen ? ' aria-current="true"' : ""}>${language.toUpperCase()}</a></li>`,
  ).join("")}</ul></nav>`;

export function pageOf(view: View, language: Language): string {
  const say: Say = (text, values) => escapeHtml(message(text, values).in(language));
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${say(TITLES[view.step])} · ${say("MyID sandbox")}</title>
<style>${STYLE}</style>
</head>
<body>
<header><span class="brand">${BRAND}${say("MyID sandbox")}</span>${languages(language, say)}</header>
<main><div class="card">
${progress(PLACE[view.step], say)}
${contentOf(view, say, language)}
</div></main>
<footer><p class="note">${say("This is a rehearsal: nobody is checked, and people are made up. Do not enter real data.")}</p></footer>
</body>
</html>
`;
}
