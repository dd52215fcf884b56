// How long the text is: words, and minutes to read them.
import type { Node as ProseMirrorNode } from "@tiptap/pm/model";

import { formatNumber, plural, t } from "../messages";

const WORD = /[\p{L}\p{N}]+(?:[’'\-.@][\p{L}\p{N}]+)*/gu;
const WORDS_A_MINUTE = 230; // as documents/models/document.py

export interface Length {
  words: number;
  minutes: number;
}

export function measure(doc: ProseMirrorNode): Length {
  const words = doc.textBetween(0, doc.content.size, " ", " ").match(WORD)?.length ?? 0;
  return { words, minutes: Math.max(1, Math.round(words / WORDS_A_MINUTE)) };
}

export function describeLength({ words, minutes }: Length): string {
  if (!words) return t("noWords");
  return t("length", { words: plural("words", words), minutes: formatNumber(minutes) });
}
