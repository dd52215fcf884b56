// The place of proposals in the editor, there from the beginning: what is drawn in it comes once the text is shown.
import { Extension } from "@tiptap/core";
import type { Node as ProseMirrorNode } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { DecorationSet, type EditorView } from "@tiptap/pm/view";

import { cameFromYjs } from "../extensions/local-only";

/** Whoever changes what is drawn calls `redraw`. */
export interface Drawing {
  draw: (doc: ProseMirrorNode) => DecorationSet;
  onClick: (target: HTMLElement) => void;
}

const KEY = new PluginKey<DecorationSet>("suggestions");
const SETTLES = 400; // a person who types is not slowed by what is drawn beside

export function redraw(view: EditorView): void {
  if (!view.isDestroyed) view.dispatch(view.state.tr.setMeta(KEY, true).setMeta("addToHistory", false));
}

declare module "@tiptap/core" {
  interface Storage {
    suggestionPlaces: { drawing: Drawing | null };
  }
}

export const SuggestionPlaces = Extension.create<unknown, { drawing: Drawing | null }>({
  name: "suggestionPlaces",
  addStorage: () => ({ drawing: null }),
  addProseMirrorPlugins() {
    return [placesPlugin(() => this.storage.drawing)];
  },
});

function placesPlugin(drawing: () => Drawing | null): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key: KEY,
    state: {
      init: () => DecorationSet.empty,
      apply(transaction, before, _old, state) {
        // Yjs writes the whole document anew: nothing can be followed through that.
        const isNew = transaction.getMeta(KEY) || (transaction.docChanged && cameFromYjs(transaction));
        if (isNew) return drawing()?.draw(state.doc) ?? before;
        return transaction.docChanged ? before.map(transaction.mapping, transaction.doc) : before;
      },
    },
    props: {
      decorations: (state) => KEY.getState(state),
      handleClick(_view, _pos, event) {
        drawing()?.onClick(event.target as HTMLElement);
        return false;
      },
    },
    view: () => ({ update: later() }),
  });
}

/** Draws anew once the writer pauses, where decorations only followed meanwhile. */
function later(): (view: EditorView, before: { doc: ProseMirrorNode }) => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  return (view, before) => {
    if (before.doc === view.state.doc) return;
    if (timer) clearTimeout(timer);
    const attempt = () => {
      if (view.composing) timer = setTimeout(attempt, SETTLES);
      else redraw(view);
    };
    timer = setTimeout(attempt, SETTLES);
  };
}
