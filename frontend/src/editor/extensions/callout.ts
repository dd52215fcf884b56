// A passage set apart: information, warning, decision or example.
import { mergeAttributes, Node } from "@tiptap/core";
import { TextSelection } from "@tiptap/pm/state";

import { t } from "../../messages";

export const CALLOUT_KINDS = ["info", "warning", "decision", "example"] as const;
export type CalloutKind = (typeof CALLOUT_KINDS)[number];

const LABELS = { info: "calloutInfo", warning: "calloutWarning", decision: "calloutDecision", example: "calloutExample" } as const;

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    callout: {
      /** Sets the passage apart, changes the kind of the callout around it, or takes away one of the same kind. */
      toggleCallout: (kind: CalloutKind) => ReturnType;
    };
  }
}

export function calloutLabel(kind: CalloutKind): string {
  return t(LABELS[kind] ?? "calloutInfo");
}

function readKind(element: HTMLElement): CalloutKind {
  const kind = element.getAttribute("data-callout") as CalloutKind;
  return CALLOUT_KINDS.includes(kind) ? kind : "info";
}

export const Callout = Node.create({
  name: "callout",
  group: "block",
  content: "block+",
  defining: true,
  addAttributes: () => ({
    kind: { default: "info", parseHTML: readKind, renderHTML: ({ kind }) => ({ "data-callout": kind }) },
  }),
  parseHTML: () => [{ tag: "div[data-callout]" }],
  renderHTML({ node, HTMLAttributes }) {
    const label = calloutLabel(node.attrs.kind as CalloutKind);
    return ["div", mergeAttributes(HTMLAttributes, { class: `callout callout-${node.attrs.kind as string}`, "data-kind": node.attrs.kind as string, role: "note", "aria-label": label, "data-label": label }), 0];
  },
  addCommands() {
    return {
      toggleCallout:
        (kind) =>
        ({ editor, commands, tr, dispatch }) => {
          if (editor.isActive(this.name, { kind })) return commands.lift(this.name);
          if (editor.isActive(this.name)) return commands.updateAttributes(this.name, { kind });
          const { $from, empty } = tr.selection;
          // At the end of what one has written, it is a new callout that is meant.
          if (empty && $from.depth === 1 && $from.parent.content.size > 0 && $from.parentOffset === $from.parent.content.size) {
            const { paragraph } = editor.schema.nodes;
            if (dispatch) {
              const after = $from.after();
              tr.insert(after, this.type.create({ kind }, paragraph!.create()));
              tr.setSelection(TextSelection.create(tr.doc, after + 2)).scrollIntoView();
            }
            return true;
          }
          return commands.wrapIn(this.name, { kind });
        },
    };
  },
});
