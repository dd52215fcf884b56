// Draws proposals in the text: their words as <del> and <ins> in the block they change, and under it what is said of them.
import type { Node as ProseMirrorNode } from "@tiptap/pm/model";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

import type { Suggestion } from "./api";
import { changed, drawWords } from "./draw";
import { type Place, placesIn } from "./in-place";
import { t } from "./words";

/** What is to be drawn. */
export interface Shown {
  /** The open proposals of each block. */
  byBlock: Map<string, Suggestion[]>;
  /** The element under a block that has some. */
  under: (block: string) => HTMLElement;
  /** The block that is being rewritten, and the form that stands in its place. */
  written: { block: string; form: HTMLElement; covers: boolean; at: number } | null;
  /** The block that the keyboard or the pointer is on, in the mode where one chooses. */
  chosen: string | null;
  onPick: (block: string) => void;
}

export interface Found {
  node: ProseMirrorNode;
  pos: number;
}

/** The owners of some ids: the first in the text that carry them. */
export function findBlocks(doc: ProseMirrorNode, wanted: Iterable<string>): Map<string, Found> {
  const left = new Set(wanted);
  const found = new Map<string, Found>();
  if (!left.size) return found;
  doc.descendants((node, pos) => {
    const id = node.attrs.id as string | null | undefined;
    if (id && left.delete(id)) found.set(id, { node, pos });
    return left.size > 0 && !node.isTextblock;
  });
  return found;
}

/** Under a block; in the item of a list, and outside of a table, whose cells are narrow. */
function placeUnder(doc: ProseMirrorNode, { node, pos }: Found): number {
  const $pos = doc.resolve(pos);
  for (let depth = 1; depth <= $pos.depth; depth += 1) if ($pos.node(depth).type.name === "table") return $pos.after(depth);
  const isItem = node.type.name === "listItem" || node.type.name === "taskItem";
  return isItem ? pos + node.nodeSize - 1 : pos + node.nodeSize;
}

/** The element's own id is its key: another element in its place is drawn anew. */
function under(at: number, dom: HTMLElement): Decoration {
  return Decoration.widget(at, () => dom, { key: dom.id, side: 1, stopEvent: () => true, ignoreSelection: true });
}

const drawn = new WeakMap<Suggestion, { node: ProseMirrorNode; places: Place[] | null }>();

/** Yjs makes other nodes of the same words: those are not compared anew. */
function placesOf(suggestion: Suggestion, node: ProseMirrorNode): Place[] | null {
  const known = drawn.get(suggestion);
  if (known && (known.node === node || known.node.eq(node))) return known.places;
  const places = placesIn(suggestion, node);
  drawn.set(suggestion, { node, places });
  return places;
}

function inBlock(suggestion: Suggestion, { node, pos }: Found): Decoration[] {
  return (placesOf(suggestion, node) ?? []).flatMap((place) => {
    if (place.kind === "del") {
      const look = { nodeName: "del", class: "proposed", "data-say": t("changeGone") };
      return place.from < place.to ? [Decoration.inline(pos + 1 + place.from, pos + 1 + place.to, look)] : [];
    }
    const key = `ins-${suggestion.id}-${place.tokens.map((token) => token.key).join("")}`;
    const draw = () => changed("ins", [drawWords(place.tokens)]);
    return [Decoration.widget(pos + 1 + place.at, draw, { key, side: 1, marks: [], ignoreSelection: true })];
  });
}

function aroundBlock(found: Found, look: string): Decoration {
  return Decoration.node(found.pos, found.pos + found.node.nodeSize, { class: look });
}

export function drawAll(doc: ProseMirrorNode, shown: Shown): DecorationSet {
  const { byBlock, written, chosen } = shown;
  const wanted = [...byBlock.keys(), ...(written ? [written.block] : []), ...(chosen ? [chosen] : [])];
  const blocks = findBlocks(doc, wanted);
  const decorations: Decoration[] = [];
  for (const [block, suggestions] of byBlock) {
    const found = blocks.get(block);
    if (!found) continue;
    const [only] = suggestions;
    if (written?.block !== block && only && suggestions.length === 1) {
      decorations.push(...inBlock(only, found));
      if (only.merged?.length === 0) decorations.push(aroundBlock(found, "is-proposed-away"));
    }
    decorations.push(aroundBlock(found, "has-proposals"), under(placeUnder(doc, found), shown.under(block)));
  }
  if (written) decorations.push(...beingWritten(doc, written, blocks.get(written.block)));
  const choice = chosen && !written ? blocks.get(chosen) : undefined;
  if (choice) decorations.push(aroundBlock(choice, "is-chosen"));
  return DecorationSet.create(doc, decorations);
}

/** Where the block has just been deleted by somebody, the form stays about there: what is written in it is not lost. */
function beingWritten(doc: ProseMirrorNode, written: NonNullable<Shown["written"]>, found: Found | undefined): Decoration[] {
  if (!found) {
    const $at = doc.resolve(Math.min(written.at, doc.content.size));
    return [under($at.depth ? $at.after(1) : $at.pos, written.form)];
  }
  written.at = found.pos;
  const at = placeUnder(doc, found);
  const beside = at > found.pos + found.node.nodeSize; // a cell keeps its words: the form is under the table
  return [aroundBlock(found, written.covers && !beside ? "is-covered" : "is-chosen"), under(at, written.form)];
}

/** A press on words that come or go opens the proposal that they belong to. */
export function pick(target: HTMLElement, shown: Shown): void {
  let at = target.closest?.("del.proposed, ins.proposed")?.closest("[data-id]");
  while (at && !shown.byBlock.has(at.getAttribute("data-id") ?? "")) at = at.parentElement?.closest("[data-id]");
  const block = at?.getAttribute("data-id");
  if (block) shown.onPick(block);
}
