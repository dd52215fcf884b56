// A note carried by the text: a number in the line, its words in a small window.
import { mergeAttributes, Node } from "@tiptap/core";

import { FootnoteView } from "../views/footnote-view";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    footnote: {
      /** Adds an empty note after the selection and opens it. */
      insertFootnote: () => ReturnType;
    };
  }
}

export const Footnote = Node.create({
  name: "footnote",
  group: "inline",
  content: "text*",
  inline: true,
  atom: true,
  parseHTML: () => [{ tag: "span[data-footnote]" }],
  renderHTML: ({ HTMLAttributes }) => ["span", mergeAttributes(HTMLAttributes, { "data-footnote": "" }), 0],
  addNodeView: () => (props) => new FootnoteView(props),
  addCommands() {
    return {
      insertFootnote:
        () =>
        ({ tr, dispatch, editor }) => {
          const at = tr.selection.to;
          if (!tr.doc.resolve(at).parent.inlineContent) return false;
          if (dispatch) {
            tr.insert(at, this.type.create());
            FootnoteView.openSoon(editor, at);
          }
          return true;
        },
    };
  },
  addKeyboardShortcuts() {
    return {
      Enter: () => FootnoteView.openSelected(this.editor),
      "Mod-Alt-f": () => this.editor.commands.insertFootnote(),
    };
  },
});
