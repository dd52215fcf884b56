// The words that scripts show, in the language of the page; dates and numbers as that language writes them.
import { en } from "./words/en";
import { fr } from "./words/fr";

export type MessageKey = keyof typeof fr;

type Dictionary = Record<string, string>;
type Stem<Words> = { [Key in keyof Words]: Key extends `${infer Root}_other` ? Root : never }[keyof Words];

// The contract script runs in Node, where there is no page.
const language = globalThis.document?.documentElement.lang.startsWith("en") ? "en" : "fr";
const plurals = new Intl.PluralRules(language);
const numbers = new Intl.NumberFormat(language);

/** How one part of the page speaks: a part that is loaded when it is needed brings its own words. */
export function speaker<Words extends Dictionary>(french: Words, english: { [Key in keyof Words]: string }) {
  const words: { [Key in keyof Words]: string } = language === "en" ? english : french;
  const say = (key: keyof Words, values: Dictionary = {}): string =>
    words[key]
      .replaceAll("~", "\u202f")
      .replaceAll("_", "\u00a0")
      .replace(/\{(\w+)\}/g, (hole, name: string) => values[name] ?? hole);
  /** "1 mot", "1 284 mots". */
  const count = (stem: Stem<Words>, many: number): string => {
    const form = plurals.select(many) === "one" ? "one" : "other";
    return say(`${String(stem)}_${form}` as keyof Words, { count: formatNumber(many) });
  };
  return { t: say, plural: count };
}

export const { t, plural } = speaker(fr, en);

export function formatNumber(value: number): string {
  return numbers.format(value);
}

/** "640 octets", "12 ko": what a person reads, not what a disk counts. */
export function formatSize(bytes: number): string {
  if (bytes < 1000) return plural("bytes", bytes);
  const [unit, value] = bytes < 1_000_000 ? (["sizeKb", bytes / 1000] as const) : (["sizeMb", bytes / 1_000_000] as const);
  return t(unit, { count: numbers.format(Number(value.toPrecision(2))) });
}

/** "14 h 32", with the day when it was not today. */
export function timeOf(at: Date): string {
  return at.toDateString() === new Date().toDateString() ? clock(at) : dayAndTime(at);
}

export function dayAndTime(at: Date): string {
  return t("dayAndTime", { day: dayOf(at), time: clock(at) });
}

function dayOf(at: Date): string {
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : "fr", { day: "numeric", month: "long" }).format(at);
}

function clock(at: Date): string {
  if (language === "en") return new Intl.DateTimeFormat("en-GB", { hour: "numeric", minute: "2-digit" }).format(at);
  return `${at.getHours()}\u00a0h\u00a0${String(at.getMinutes()).padStart(2, "0")}`;
}

/** "Enregistré à 14 h 32", with the day when it was not today. */
export function savedAt(at: Date | null): string {
  if (!at) return t("saveNow");
  if (at.toDateString() === new Date().toDateString()) return t("saveToday", { time: clock(at) });
  return t("saveOtherDay", { day: dayOf(at), time: clock(at) });
}
