// A person named in the text. The label is what was known when it was written; the server decides whom it tells.
import { mergeAttributes, Node } from "@tiptap/core";

export const Mention = Node.create({
  name: "mention",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => ({
    user: { default: null, parseHTML: (e) => e.getAttribute("data-user"), renderHTML: ({ user }) => ({ "data-user": user }) },
    label: { default: "", parseHTML: (e) => (e.textContent ?? "").replace(/^@/, ""), renderHTML: () => ({}) },
  }),
  parseHTML: () => [{ tag: "span[data-mention]" }],
  renderHTML: ({ node, HTMLAttributes }) => [
    "span",
    mergeAttributes(HTMLAttributes, { class: "mention", "data-mention": "" }),
    `@${node.attrs.label as string}`,
  ],
  renderText: ({ node }) => `@${node.attrs.label as string}`,
});
