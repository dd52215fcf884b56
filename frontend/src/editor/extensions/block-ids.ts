// Gives blocks an id: a hint by which comments and the table of contents find a passage again (DESIGN §6).
import { combineTransactionSteps, Extension, getChangedRanges } from "@tiptap/core";
import { Fragment, type Node as ProseMirrorNode, Slice } from "@tiptap/pm/model";
import { Plugin, PluginKey, type Transaction } from "@tiptap/pm/state";
import { ReplaceStep } from "@tiptap/pm/transform";

import { cameFromYjs } from "./local-only";

export const BLOCKS_WITH_ID = [
  "paragraph",
  "heading",
  "bulletList",
  "orderedList",
  "listItem",
  "taskList",
  "taskItem",
  "blockquote",
  "callout",
  "codeBlock",
  "table",
  "figure",
  "horizontalRule",
  "pageBreak",
  "details",
];

const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join("");
}

/** What is copied is a new passage: it takes neither the ids nor the comments of the old one. */
function withoutHints(fragment: Fragment): Fragment {
  const nodes: ProseMirrorNode[] = [];
  fragment.forEach((node) => {
    const marks = node.marks.filter((mark) => mark.type.name !== "comment");
    if (node.isText) nodes.push(node.mark(marks));
    else {
      const attrs = "id" in node.attrs ? { ...node.attrs, id: null } : node.attrs;
      nodes.push(node.type.create(attrs, withoutHints(node.content), marks));
    }
  });
  return Fragment.fromArray(nodes);
}

function bringsBlocks(transaction: Transaction): boolean {
  return transaction.steps.some((step) => {
    if (!(step instanceof ReplaceStep)) return true;
    const first = step.slice.content.firstChild;
    return Boolean(first && !first.isInline);
  });
}

/** Ids for the blocks this writer has just touched, and new ones where two blocks would carry the same. */
function repair(transactions: readonly Transaction[], before: ProseMirrorNode, after: Transaction): boolean {
  const doc = after.doc;
  const wanting = new Map<number, ProseMirrorNode>();
  for (const { newRange } of getChangedRanges(combineTransactionSteps(before, [...transactions]))) {
    doc.nodesBetween(Math.max(0, newRange.from - 1), Math.min(doc.content.size, newRange.to + 1), (node, pos) => {
      if ("id" in node.attrs && !node.attrs.id) wanting.set(pos, node);
      return !node.isTextblock;
    });
  }
  if (transactions.some(bringsBlocks)) {
    const seen = new Set<string>();
    doc.descendants((node, pos) => {
      const id = node.attrs.id as string | null | undefined;
      if (id && seen.has(id)) wanting.set(pos, node);
      else if (id) seen.add(id);
      return !node.isTextblock;
    });
  }
  for (const pos of wanting.keys()) after.setNodeAttribute(pos, "id", newId());
  return wanting.size > 0;
}

export const BlockIds = Extension.create({
  name: "blockIds",
  addGlobalAttributes: () => [
    {
      types: BLOCKS_WITH_ID,
      attributes: {
        id: {
          default: null,
          keepOnSplit: false, // the first half keeps it
          parseHTML: () => null,
          renderHTML: ({ id }) => (id ? { "data-id": id as string } : {}),
        },
      },
    },
  ],
  addProseMirrorPlugins: () => [
    new Plugin({
      key: new PluginKey("blockIds"),
      appendTransaction(transactions, before, after) {
        const own = transactions.filter((transaction) => transaction.docChanged);
        if (!own.length || own.some(cameFromYjs)) return null;
        const transaction = after.tr;
        return repair(own, before.doc, transaction) ? transaction : null;
      },
      props: {
        transformPasted(slice, view) {
          const dragging = view.dragging as { move: boolean } | null;
          if (dragging?.move) return slice;
          return new Slice(withoutHints(slice.content), slice.openStart, slice.openEnd);
        },
      },
    }),
  ],
});
