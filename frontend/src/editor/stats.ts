// How long the text is: words, and minutes to read them.
import type { Node as ProseMirrorNode } from "@tiptap/pm/model";

import { formatNumber, plural, t } from "../messages";

const WORD = /[\p{L}\p{N}_][\p{L}\p{N}_’'-]*/gu; // as documents/actions/settle.py, so that every page counts alike
const WORDS_A_MINUTE = 230; // as documents/models/document.py

export interface Length {
  words: number;
  minutes: number;
}

/** What documents/content.py counts: the words of notes and the labels of mentions and citations included. */
function plainText(doc: ProseMirrorNode): string {
  let text = "";
  doc.descendants((node) => {
    if (node.isText) text += node.text ?? "";
    else if (node.type.name === "mention" || node.type.name === "citation") text += String(node.attrs.label ?? "");
    else text += " ";
  });
  return text;
}

export function measure(doc: ProseMirrorNode): Length {
  const words = plainText(doc).match(WORD)?.length ?? 0;
  return { words, minutes: Math.max(1, Math.round(words / WORDS_A_MINUTE)) };
}

export function describeLength({ words, minutes }: Length): string {
  if (!words) return t("noWords");
  return t("length", { words: plural("words", words), minutes: formatNumber(minutes) });
}
