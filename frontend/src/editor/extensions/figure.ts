// A picture with its caption. It names a stored attachment, never an address: the server decides who may see it.
import { mergeAttributes, Node } from "@tiptap/core";

import { FigureView } from "../views/figure-view";
import { goOnAfter } from "./go-on";

export interface FigureAttributes {
  image: string | null;
  alt: string;
  decorative: boolean;
  width: number | null;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function readImage(element: HTMLElement): string | null {
  const image = element.getAttribute("data-image") ?? "";
  return UUID.test(image) ? image : null;
}

function readWidth(element: HTMLElement): number | null {
  const width = Number(element.getAttribute("data-width"));
  return width >= 10 && width <= 100 ? width : null;
}

export const Figure = Node.create({
  name: "figure",
  group: "block",
  content: "inline*",
  draggable: true,
  isolating: true,
  addAttributes: () => ({
    image: { default: null, parseHTML: readImage, renderHTML: ({ image }) => ({ "data-image": image }) },
    alt: { default: "", parseHTML: (e) => e.getAttribute("data-alt") ?? "", renderHTML: ({ alt }) => ({ "data-alt": alt }) },
    decorative: {
      default: false,
      parseHTML: (e) => e.hasAttribute("data-decorative"),
      renderHTML: ({ decorative }) => (decorative ? { "data-decorative": "" } : {}),
    },
    width: { default: null, parseHTML: readWidth, renderHTML: ({ width }) => (width ? { "data-width": width } : {}) },
  }),
  parseHTML: () => [{ tag: "figure[data-image]", contentElement: "figcaption" }],
  renderHTML: ({ HTMLAttributes }) => ["figure", mergeAttributes(HTMLAttributes), ["figcaption", 0]],
  addNodeView: () => (props) => new FigureView(props),
  addKeyboardShortcuts() {
    return {
      // A caption is one line: Enter must not make two pictures of one.
      Enter: () => {
        const { $from } = this.editor.state.selection;
        return $from.parent.type === this.type && this.editor.commands.command(goOnAfter($from.depth));
      },
    };
  },
});
