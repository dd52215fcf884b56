// Whose each stretch of the text is, read from the CRDT itself: every run of letters bears the number of who typed it.
import type { Node as ProseMirrorNode } from "@tiptap/pm/model";
import { XmlElement, type XmlFragment, XmlText } from "yjs";

export interface Hand {
  from: number;
  to: number;
  client: number;
}

/** The runs of a text in its order; neighbours of one client are one. The tree and the CRDT hold the same at this moment. */
export function handsOf(fragment: XmlFragment, doc: ProseMirrorNode): Hand[] {
  const hands: Hand[] = [];
  walk(fragment, doc, 0, hands);
  return hands;
}

function walk(type: XmlFragment, node: ProseMirrorNode, inside: number, hands: Hand[]): void {
  let at = 0;
  for (const child of type.toArray()) {
    if (child instanceof XmlText) at += read(child, inside + at, inside + node.content.size, hands);
    else if (child instanceof XmlElement) {
      const twin = node.nodeAt(at);
      if (!twin) return;
      walk(child, twin, inside + at + 1, hands);
      at += twin.nodeSize;
    }
  }
}

/** The length of what was read. */
function read(text: XmlText, from: number, end: number, hands: Hand[]): number {
  let at = from;
  for (let item = text._start; item; item = item.right) {
    if (item.deleted || !item.countable) continue;
    const { client } = item.id;
    const to = Math.min(at + item.length, end);
    const last = hands.at(-1);
    if (last?.client === client && last.to === at) last.to = to;
    else if (to > at) hands.push({ from: at, to, client });
    at = to;
  }
  return at - from;
}
