// A passage one can fold away. Whether it is open belongs to the reader, so nothing about it is stored.
import type { Command } from "@tiptap/core";
import {
  Details as TiptapDetails,
  DetailsContent as TiptapDetailsContent,
  DetailsSummary as TiptapDetailsSummary,
} from "@tiptap/extension-details";
import { TextSelection } from "@tiptap/pm/state";

import { el } from "../../dom";
import { t } from "../../messages";
import { localOnly } from "./local-only";

/** Enter in an empty last line goes on under the passage. Tiptap's own test fails on lines that carry an id. */
const leaveDetails: Command = ({ tr, dispatch }) => {
  const { $from, empty } = tr.selection;
  const depth = $from.depth - 1;
  if (!empty || depth < 2 || $from.node(depth).type.name !== "detailsContent") return false;
  const content = $from.node(depth);
  if ($from.parent.content.size || content.childCount < 2 || $from.index(depth) !== content.childCount - 1) return false;
  if (dispatch) {
    tr.delete($from.before(), $from.after());
    const after = tr.mapping.map($from.after(depth - 1));
    tr.insert(after, $from.parent.type.schema.nodes.paragraph!.create());
    tr.setSelection(TextSelection.create(tr.doc, after + 1)).scrollIntoView();
  }
  return true;
};

/** Enter in the summary goes to the empty line below it, where there is one. */
const enterContent: Command = ({ tr, dispatch }) => {
  const { $from, empty } = tr.selection;
  if (!empty || $from.parent.type.name !== "detailsSummary") return false;
  const first = tr.doc.nodeAt($from.after())?.firstChild;
  if (!first?.isTextblock || first.content.size) return false;
  if (dispatch) tr.setSelection(TextSelection.create(tr.doc, $from.after() + 2)).scrollIntoView();
  return true;
};

export const DetailsSummary = TiptapDetailsSummary.extend({ content: "inline*" });

export const DetailsContent = TiptapDetailsContent.extend({
  addNodeView: () => () => {
    const dom = el("div", { className: "details-content" });
    return { dom, contentDOM: dom };
  },
  addKeyboardShortcuts() {
    return { Enter: () => this.editor.commands.command(leaveDetails) };
  },
});

export const Details = TiptapDetails.extend({
  addNodeView: () => () => {
    const contentDOM = el("div", { className: "details-body" });
    const toggle = el("button", { type: "button", className: "details-toggle", contentEditable: "false" });
    const dom = el("div", { className: "details" }, [toggle, contentDOM]);
    const show = (open: boolean) => {
      dom.classList.toggle("is-open", open);
      toggle.setAttribute("aria-expanded", String(open));
      toggle.setAttribute("aria-label", t(open ? "detailsClose" : "detailsOpen"));
    };
    toggle.addEventListener("mousedown", (event) => event.preventDefault());
    toggle.addEventListener("click", () => show(!dom.classList.contains("is-open")));
    show(true);
    return {
      dom,
      contentDOM,
      ignoreMutation: (mutation) => mutation.type !== "selection" && !contentDOM.contains(mutation.target),
    };
  },
  addKeyboardShortcuts() {
    const known = this.parent?.() ?? {};
    return {
      ...known,
      Enter: (props) => this.editor.commands.command(enterContent) || (known.Enter?.(props) ?? false),
    };
  },
  addProseMirrorPlugins() {
    return (this.parent?.() ?? []).map(localOnly);
  },
});
