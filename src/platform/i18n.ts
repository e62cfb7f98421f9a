/** Every text a caller may be shown, in the language that was asked for; the English one is the contract. */
import { translations } from "./translations.ts";

export type Language = "en" | "uz" | "ru";

export type Text = keyof typeof translations;
export const TEXTS = Object.keys(translations) as Text[];

/** A text with its values, not yet in anybody's language. */
export class Message {
  readonly text: Text;
  readonly values: Record<string, string | number>;

  constructor(text: Text, values: Record<string, string | number> = {}) {
    this.text = text;
    this.values = values;
  }

  in(language: Language): string {
    const [uz, ru] = translations[this.text];
    const template = { en: this.text, uz, ru }[language];
    return template.replace(/\{(\w+)\}/g, (hole, name: string) => String(this.values[name] ?? hole));
  }
}

export const message = (text: Text, values?: Record<string, string | number>) => new Message(text, values);

/** A body with messages somewhere in it, in the caller's language. */
export function translate(body: unknown, language: Language): unknown {
  if (body instanceof Message) return body.in(language);
  if (Array.isArray(body)) return body.map((part) => translate(part, language));
  if (body === null || typeof body !== "object") return body;
  return Object.fromEntries(Object.entries(body).map(([key, part]) => [key, translate(part, language)]));
}

/** The best of uz, ru and en that the header asks for; English without it. */
export function languageOf(header: string | null): Language {
  if (!header) return "en";
  const wishes = header.split(",").map((part) => {
    const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
    const weight = parameters.map((text) => /^\s*q=([\d.]+)\s*$/.exec(text)?.[1]).find(Boolean);
    return { language: tag.trim().split("-")[0], weight: weight === undefined ? 1 : Number(weight) };
  });
  const known = wishes.filter(
    ({ language, weight }) => ["uz", "ru", "en"].includes(language ?? "") && weight > 0,
  );
  known.sort((a, b) => b.weight - a.weight);
  return (known[0]?.language as Language | undefined) ?? "en";
}
