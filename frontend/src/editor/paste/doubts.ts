// What a person should look at after a paste: words that look like markers of remarks, paragraphs that are there twice, cut lines.
import type { Node as ProseMirrorNode } from "@tiptap/pm/model";

export interface Spot {
  pos: number;
  words: string;
}

/** Letters and a number between brackets, as Word shows a remark: [GA1], [f2]. Not [1], [2015], [art. 12], [RGPD]. */
const LOOKS_LIKE = /\[\p{L}{1,4}\d{1,3}\]/gu;

/** Shorter paragraphs repeat each other everywhere: "Oui.", "Article 3". */
export const WORDS_OF_A_PARAGRAPH = 8;

export function markersIn(doc: ProseMirrorNode, from: number, to: number): Spot[] {
  const found: Spot[] = [];
  doc.nodesBetween(from, to, (node, pos, parent) => {
    if (!node.isText || parent?.type.spec.code || node.marks.some((mark) => mark.type.name === "code")) return;
    for (const match of node.text!.matchAll(LOOKS_LIKE)) {
      const at = pos + match.index;
      if (at >= from && at + match[0].length <= to) found.push({ pos: at, words: match[0] });
    }
  });
  return found;
}

function said(words: string): string {
  return words.normalize("NFC").replace(/[\s\u00a0\u202f]+/g, " ").trim();
}

const isLong = (words: string) => words.split(" ").length >= WORDS_OF_A_PARAGRAPH;

/** The pasted paragraphs whose words stand elsewhere in the text too, or further up in the paste. */
export function repeatedIn(doc: ProseMirrorNode, from: number, to: number): Spot[] {
  const pasted: Spot[] = [];
  const elsewhere = new Set<string>();
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return true;
    if (node.type.spec.code) return false;
    const begin = Math.max(0, from - pos - 1);
    const end = Math.min(node.content.size, to - pos - 1);
    if (begin >= end) {
      elsewhere.add(said(node.textContent));
      return false;
    }
    // A paste can begin and end within a paragraph: what stood there is not part of it.
    const words = said(node.textBetween(begin, end));
    if (isLong(words)) pasted.push({ pos: pos + 1 + begin, words });
    for (const rest of [node.textBetween(0, begin), node.textBetween(end, node.content.size)]) elsewhere.add(said(rest));
    return false;
  });
  return pasted.filter(({ words }) => {
    const known = elsewhere.has(words);
    elsewhere.add(words);
    return known;
  });
}

const CUT = { shortest: 35, longest: 120, least: 3 };

function goesOn(line: string, next: string): boolean {
  return line.length >= CUT.shortest && line.length <= CUT.longest && !/[.!?:;»”"]$/.test(line) && /^[\p{Ll}\d(«]/u.test(next);
}

/** Whether most lines of a plain text stop where a page was full, as a PDF gives them. */
export function linesAreCut(text: string): boolean {
  const lines = text.split(/(?:\r\n?|\n)+/).map((line) => line.trim()).filter(Boolean);
  const cut = lines.filter((line, at) => at + 1 < lines.length && goesOn(line, lines[at + 1]!)).length;
  return cut >= CUT.least && cut * 2 >= lines.length - 1;
}

/** The ends of paragraphs between `from` and `to` in which a sentence was cut; each is a position between two paragraphs. */
export function cutsIn(doc: ProseMirrorNode, from: number, to: number): number[] {
  const found: number[] = [];
  doc.nodesBetween(from, to, (node, pos, parent, index) => {
    if (node.type.name !== "paragraph") return true;
    const next = parent?.maybeChild(index + 1);
    const end = pos + node.nodeSize;
    if (end < to && next?.type === node.type && goesOn(node.textContent.trim(), next.textContent.trim())) found.push(end);
    return false;
  });
  return found;
}
