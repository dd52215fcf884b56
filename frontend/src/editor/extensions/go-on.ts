// Going on under a block that one cannot type after: a table or a picture that ends the text.
import type { Command } from "@tiptap/core";
import { TextSelection } from "@tiptap/pm/state";

/** Puts the caret in the paragraph after the block at `depth` around the caret, adding that paragraph where there is none. */
export function goOnAfter(depth: number): Command {
  return ({ tr, dispatch }) => {
    const after = tr.selection.$from.after(depth);
    if (dispatch) {
      if (tr.doc.nodeAt(after)?.type.name !== "paragraph") tr.insert(after, tr.doc.type.schema.nodes.paragraph!.create());
      tr.setSelection(TextSelection.create(tr.doc, after + 1)).scrollIntoView();
    }
    return true;
  };
}
