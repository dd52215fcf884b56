// A reference to a contribution, an argument, a source or a card, shown by its label.
import { mergeAttributes, Node } from "@tiptap/core";

export const CITATION_KINDS = ["contribution", "argument", "source", "card"] as const;

function readKind(element: HTMLElement): string {
  const kind = element.getAttribute("data-cite") ?? "";
  return (CITATION_KINDS as readonly string[]).includes(kind) ? kind : "contribution";
}

export const Citation = Node.create({
  name: "citation",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => ({
    kind: { default: "contribution", parseHTML: readKind, renderHTML: ({ kind }) => ({ "data-cite": kind }) },
    reference: {
      default: null,
      parseHTML: (e) => e.getAttribute("data-reference"),
      renderHTML: ({ reference }) => ({ "data-reference": reference }),
    },
    label: { default: "", parseHTML: (e) => e.textContent ?? "", renderHTML: () => ({}) },
  }),
  parseHTML: () => [{ tag: "span[data-cite]" }],
  renderHTML: ({ node, HTMLAttributes }) => [
    "span",
    mergeAttributes(HTMLAttributes, { class: "citation" }),
    node.attrs.label as string,
  ],
  renderText: ({ node }) => node.attrs.label as string,
});
