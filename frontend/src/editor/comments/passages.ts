// The commented passages as they are seen in the text: drawn where the server's marks stand, for threads that it knows.
import { Extension } from "@tiptap/core";
import type { Node as ProseMirrorNode } from "@tiptap/pm/model";
import { type EditorState, Plugin, PluginKey, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import { absolutePositionToRelativePosition, relativePositionToAbsolutePosition, ySyncPluginKey } from "@tiptap/y-tiptap";
import type { RelativePosition, XmlFragment } from "yjs";

import { cameFromYjs } from "../extensions/local-only";
import type { Thread } from "./api";

export interface Range {
  from: number;
  to: number;
}

/** What somebody is about to comment: it follows the text while others write (a change of theirs replaces the whole tree). */
interface Draft extends Range {
  start: RelativePosition | null;
  end: RelativePosition | null;
}

interface Shown {
  /** Open threads whose passage is there, by id; a mark of any other shows nothing. */
  threads: Map<string, Thread>;
  current: string | null;
  draft: Draft | null;
  places: Map<string, Range>;
  drawn: DecorationSet;
}

interface Change {
  threads?: Thread[];
  current?: string | null;
  draft?: Range | null;
}

const key = new PluginKey<Shown>("passages");

interface Binding {
  doc: NonNullable<XmlFragment["doc"]>;
  type: XmlFragment;
  binding: { mapping: Map<never, never> } | null;
}

function yjs(state: EditorState): Binding | null {
  const found = ySyncPluginKey.getState(state) as Binding | undefined;
  return found?.binding ? found : null;
}

function begin({ from, to }: Range, state: EditorState): Draft {
  const sync = yjs(state);
  const keep = (pos: number) =>
    sync?.binding ? (absolutePositionToRelativePosition(pos, sync.type, sync.binding.mapping) as RelativePosition) : null;
  return { from, to, start: keep(from), end: keep(to) };
}

function follow(draft: Draft, transaction: Transaction, state: EditorState): Draft | null {
  let from = transaction.mapping.map(draft.from, 1);
  let to = transaction.mapping.map(draft.to, -1);
  const sync = cameFromYjs(transaction) ? yjs(state) : null;
  if (sync?.binding && draft.start && draft.end) {
    const find = (place: RelativePosition) =>
      relativePositionToAbsolutePosition(sync.doc, sync.type, place, sync.binding!.mapping) as number | null;
    from = find(draft.start) ?? from;
    to = find(draft.end) ?? to;
  }
  return from < to && to <= state.doc.content.size ? { ...draft, from, to } : null;
}

/** The passages of one block, as places in its content. Blocks that nobody touched stay the same objects. */
const known = new WeakMap<ProseMirrorNode, { from: number; to: number; threads: string[] }[]>();

function marksOf(block: ProseMirrorNode): { from: number; to: number; threads: string[] }[] {
  let found = known.get(block);
  if (found) return found;
  found = [];
  block.forEach((child, offset) => {
    const threads = child.marks.filter((mark) => mark.type.name === "comment").map((mark) => String(mark.attrs.thread));
    if (threads.length) found!.push({ from: offset, to: offset + child.nodeSize, threads });
  });
  known.set(block, found);
  return found;
}

function draw(doc: ProseMirrorNode, shown: Omit<Shown, "places" | "drawn">): Pick<Shown, "places" | "drawn"> {
  const places = new Map<string, Range>();
  const decorations: Decoration[] = [];
  const blocks = new Map<string, Thread>();
  for (const thread of shown.threads.values()) if (!thread.marked) blocks.set(thread.block, thread);
  doc.descendants((node, pos) => {
    const whole = blocks.get(String(node.attrs.id ?? ""));
    if (whole && !places.has(whole.id)) {
      places.set(whole.id, { from: pos, to: pos + node.nodeSize });
      decorations.push(Decoration.node(pos, pos + node.nodeSize, look([whole.id], shown, "passage-block"), { threads: [whole.id] }));
    }
    if (!node.isTextblock) return true;
    for (const { from, to, threads } of marksOf(node)) {
      const open = threads.filter((id) => shown.threads.has(id));
      if (!open.length) continue;
      const range = { from: pos + 1 + from, to: pos + 1 + to };
      const seen = { ...look(open, shown, "passage"), role: "mark" };
      decorations.push(Decoration.inline(range.from, range.to, seen, { threads: open }));
      for (const id of open) places.set(id, { from: places.get(id)?.from ?? range.from, to: range.to });
    }
    return false;
  });
  if (shown.draft) decorations.push(Decoration.inline(shown.draft.from, shown.draft.to, { class: "passage-draft" }));
  return { places, drawn: decorations.length ? DecorationSet.create(doc, decorations) : DecorationSet.empty };
}

function look(threads: string[], shown: Pick<Shown, "current">, name: string): Record<string, string> {
  const current = shown.current !== null && threads.includes(shown.current);
  const classes = [name, threads.length > 1 && "passage-many", current && "is-current"].filter(Boolean).join(" ");
  return { class: classes, "data-threads": threads.join(" "), "aria-details": `thread-${(current ? shown.current : threads[0]) ?? ""}` };
}

function apply(transaction: Transaction, before: Shown, state: EditorState): Shown {
  const change = transaction.getMeta(key) as Change | undefined;
  if (!change && !transaction.docChanged) return before;
  const { threads, current, draft } = before;
  const next = {
    threads: change?.threads ? new Map(change.threads.map((thread) => [thread.id, thread])) : threads,
    current: change?.current !== undefined ? change.current : current,
    draft: draft && transaction.docChanged ? follow(draft, transaction, state) : draft,
  };
  if (change?.draft !== undefined) next.draft = change.draft && begin(change.draft, state);
  return { ...next, ...draw(state.doc, next) };
}

export const Passages = Extension.create({
  name: "passages",
  addProseMirrorPlugins: () => [
    new Plugin<Shown>({
      key,
      state: {
        init: () => ({ threads: new Map(), current: null, draft: null, places: new Map(), drawn: DecorationSet.empty }),
        apply: (transaction, before, _old, state) => apply(transaction, before, state),
      },
      props: { decorations: (state) => key.getState(state)?.drawn },
    }),
  ],
});

/** Tells the text what to draw; it is no change of the text, and nothing to undo. */
export function showPassages(view: EditorView, change: Change): void {
  if (!view.isDestroyed) view.dispatch(view.state.tr.setMeta(key, change).setMeta("addToHistory", false));
}

export function placeOf(state: EditorState, thread: string): Range | null {
  return key.getState(state)?.places.get(thread) ?? null;
}

export function draftOf(state: EditorState): Range | null {
  return key.getState(state)?.draft ?? null;
}

/** The threads of the passages around a place. */
export function threadsAt(state: EditorState, pos: number): string[] {
  const found = key.getState(state)?.drawn.find(pos, pos) ?? [];
  return [...new Set(found.flatMap((one) => (one.spec as { threads?: string[] }).threads ?? []))];
}
