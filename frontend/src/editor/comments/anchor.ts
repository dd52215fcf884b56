// Places in the text as the server counts them: a block's id and UTF-16 units of its line (documents/blocks.py).
import type { Node as ProseMirrorNode } from "@tiptap/pm/model";

export interface Anchor {
  block: string;
  end_block: string;
  start: number;
  end: number;
  quote: string;
}

/** One sign for each inline thing that is no text: a line break, a mention, a citation, a footnote. */
export const ATOM = "\ufffc";

interface Part {
  node: ProseMirrorNode;
  /** Where its content begins. */
  inside: number;
  from: number;
  to: number;
}

export function lineOf(block: ProseMirrorNode): string {
  let line = "";
  block.forEach((child) => { line += child.isText ? child.text : ATOM; });
  return line;
}

/** From a place in a block's content to its line: a footnote is one sign, whatever it holds. */
function toUnits(block: ProseMirrorNode, place: number): number {
  let units = 0;
  block.forEach((child, offset) => {
    if (offset >= place) return;
    units += child.isText ? Math.min(child.nodeSize, place - offset) : 1;
  });
  return units;
}

/** And back; a place beyond the line is its end. */
export function fromUnits(block: ProseMirrorNode, units: number): number {
  let left = units;
  let place = 0;
  block.forEach((child) => {
    if (left <= 0) return;
    const size = child.isText ? child.nodeSize : 1;
    place += child.isText ? Math.min(size, left) : child.nodeSize;
    left -= size;
  });
  return place;
}

/** The blocks of text from the first that a stretch takes something of to the last; an empty one between counts. */
function partsOf(doc: ProseMirrorNode, from: number, to: number): Part[] {
  const parts: Part[] = [];
  doc.nodesBetween(from, to, (node, pos) => {
    if (!node.isTextblock) return true;
    const inside = pos + 1;
    parts.push({ node, inside, from: Math.max(from, inside), to: Math.min(to, inside + node.content.size) });
    return false;
  });
  const taken = parts.filter((part) => part.from < part.to);
  const last = taken.at(-1);
  return taken[0] && last ? parts.slice(parts.indexOf(taken[0]), parts.indexOf(last) + 1) : [];
}

/** Only the first block that carries an id owns it. */
function owns(doc: ProseMirrorNode, part: Part): boolean {
  const id = idOf(part.node);
  return Boolean(id) && findBlock(doc, id)?.pos === part.inside - 1;
}

function idOf(node: ProseMirrorNode): string {
  return (node.attrs.id as string | null | undefined) ?? "";
}

export function findBlock(doc: ProseMirrorNode, id: string): { node: ProseMirrorNode; pos: number } | null {
  let found: { node: ProseMirrorNode; pos: number } | null = null;
  doc.descendants((node, pos) => {
    if (!found && id && node.attrs.id === id) found = { node, pos };
    return !found && !node.isTextblock;
  });
  return found;
}

/** What the server is asked to keep of a stretch of the text; null where nothing can be commented. */
export function anchorOf(doc: ProseMirrorNode, from: number, to: number): Anchor | null {
  const picture = doc.nodeAt(from);
  if (picture?.type.name === "figure" && to === from + picture.nodeSize) {
    const id = idOf(picture);
    return id ? { block: id, end_block: id, start: 0, end: 0, quote: "" } : null;
  }
  const parts = partsOf(doc, from, to);
  const first = parts[0];
  const last = parts.at(-1);
  if (!first || !last || !owns(doc, first) || !owns(doc, last)) return null;
  const quote = parts.map(({ node, inside, from: begin, to: end }) =>
    lineOf(node).slice(toUnits(node, begin - inside), toUnits(node, end - inside)),
  );
  return trimmed({
    block: idOf(first.node),
    end_block: idOf(last.node),
    start: toUnits(first.node, first.from - first.inside),
    end: toUnits(last.node, last.to - last.inside),
    quote: quote.join("\n"),
  });
}

/** Nobody means the blanks at the ends of what they select. */
function trimmed(anchor: Anchor): Anchor | null {
  const lines = anchor.quote.split("\n");
  const before = (lines[0] ?? "").length - (lines[0] ?? "").trimStart().length;
  const last = lines.at(-1) ?? "";
  const after = last.length - last.trimEnd().length;
  const start = anchor.start + before;
  const end = anchor.end - after;
  if (!anchor.quote.trim() || (lines.length === 1 && start >= end)) return null;
  return { ...anchor, start, end, quote: anchor.quote.slice(before, anchor.quote.length - after) };
}

/** Where the words stand in the text, block by block; what a person types need not match capitals or accents. */
export function findWords(doc: ProseMirrorNode, words: string): { from: number; to: number }[] {
  const wanted = folded(words.trim());
  const found: { from: number; to: number }[] = [];
  if (!wanted) return found;
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return true;
    const line = folded(lineOf(node));
    for (let at = line.indexOf(wanted); at >= 0; at = line.indexOf(wanted, at + wanted.length)) {
      const end = at + wanted.length;
      found.push({ from: pos + 1 + fromUnits(node, at), to: pos + 1 + fromUnits(node, end) });
    }
    return false;
  });
  return found;
}

/** One sign for one sign, so that places stay the same. */
function folded(text: string): string {
  return Array.from({ length: text.length }, (_, at) => {
    const sign = text[at] ?? "";
    const plain = sign.normalize("NFD")[0] ?? sign;
    const lower = plain.toLowerCase();
    if (/\s/.test(sign)) return " ";
    if (sign === "’") return "'";
    return lower.length === 1 ? lower : sign;
  }).join("");
}
