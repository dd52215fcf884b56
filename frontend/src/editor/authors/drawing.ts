// What is drawn over the text for its authors and for what is new: decorations, which are no change of the text.
import type { Editor } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { type Decoration, DecorationSet } from "@tiptap/pm/view";

/** A layer of decorations that follows the text while others write, until it is drawn anew. */
export class Layer {
  private readonly key: PluginKey<DecorationSet>;

  constructor(
    private readonly editor: Editor,
    name: string,
  ) {
    const key = new PluginKey<DecorationSet>(name);
    this.key = key;
    editor.registerPlugin(
      new Plugin<DecorationSet>({
        key,
        state: {
          init: () => DecorationSet.empty,
          apply: (transaction, before) => {
            const drawn = transaction.getMeta(key) as Decoration[] | undefined;
            if (drawn) return drawn.length ? DecorationSet.create(transaction.doc, drawn) : DecorationSet.empty;
            return transaction.docChanged ? before.map(transaction.mapping, transaction.doc) : before;
          },
        },
        props: { decorations: (state) => key.getState(state) },
      }),
    );
  }

  draw(decorations: Decoration[]): void {
    if (this.editor.isDestroyed) return;
    const { state, view } = this.editor;
    view.dispatch(state.tr.setMeta(this.key, decorations).setMeta("addToHistory", false));
  }

  /** What is drawn, where it stands by now, in the order of the text. */
  get drawn(): Decoration[] {
    const found = this.key.getState(this.editor.state)?.find() ?? [];
    return found.sort((a, b) => a.from - b.from);
  }

  remove(): void {
    if (!this.editor.isDestroyed) this.editor.unregisterPlugin(this.key);
  }
}
