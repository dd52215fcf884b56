// What the editor says of its authors and of what is new, in English.
import type { Word } from "./words";

export const en: Record<Word, string> = {
  title: "Who wrote what",
  show: "Show the authors in the text",
  shown_one: "{count} person wrote this text.",
  shown_other: "{count} people wrote this text.",
  failed: "The authors could not be read. Try again in a moment.",
  nobody: "Nobody known",
  page: "Everybody’s share, and how it was written",
  changed_one: "{count} passage changed since your last visit, {when}.",
  changed_other: "{count} passages changed since your last visit, {when}.",
  first: "Show the first",
  next: "Show the next",
  at: "Passage {number} of {total}",
};
