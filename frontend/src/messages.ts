// The words that scripts show, in the language of the page; dates and numbers as that language writes them.
import { en } from "./words/en";
import { fr } from "./words/fr";

export type MessageKey = keyof typeof fr;

type PluralKey = { [Key in MessageKey]: Key extends `${infer Stem}_other` ? Stem : never }[MessageKey];

// The contract script runs in Node, where there is no page.
const language = globalThis.document?.documentElement.lang.startsWith("en") ? "en" : "fr";
const words: Record<MessageKey, string> = language === "en" ? en : fr;
const plurals = new Intl.PluralRules(language);
const numbers = new Intl.NumberFormat(language);

export function t(key: MessageKey, values: Record<string, string> = {}): string {
  return words[key]
    .replaceAll("~", "\u202f")
    .replaceAll("_", "\u00a0")
    .replace(/\{(\w+)\}/g, (hole, name: string) => values[name] ?? hole);
}

export function formatNumber(value: number): string {
  return numbers.format(value);
}

/** "1 mot", "1 284 mots". */
export function plural(stem: PluralKey, count: number): string {
  const form = plurals.select(count) === "one" ? "one" : "other";
  return t(`${stem}_${form}`, { count: formatNumber(count) });
}

function clock(at: Date): string {
  if (language === "en") return new Intl.DateTimeFormat("en-GB", { hour: "numeric", minute: "2-digit" }).format(at);
  return `${at.getHours()}\u00a0h\u00a0${String(at.getMinutes()).padStart(2, "0")}`;
}

/** "Enregistré à 14 h 32", with the day when it was not today. */
export function savedAt(at: Date | null): string {
  if (!at) return t("saveNow");
  if (at.toDateString() === new Date().toDateString()) return t("saveToday", { time: clock(at) });
  const day = new Intl.DateTimeFormat(language === "en" ? "en-GB" : "fr", { day: "numeric", month: "long" }).format(at);
  return t("saveOtherDay", { day, time: clock(at) });
}
