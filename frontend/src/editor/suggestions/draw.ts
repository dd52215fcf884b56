// Draws what a proposal changes, as ordinary text with <del> and <ins>: what goes, what comes, each said to those who listen.
import { DOMSerializer, Fragment, type Node as ProseMirrorNode } from "@tiptap/pm/model";

import { el } from "../../dom";
import { imageUrl } from "../config";
import { type BlockChange, compareBlocks, keyOf, sameAttributes } from "./blocks";
import { compareWords, type Token, tokensOf } from "./tokens";
import { t } from "./words";

type Way = "same" | "del" | "ins";

/** `aria-label` says nothing on these elements: the word stands in them, for the ear alone. */
export function changed(way: "del" | "ins", children: (Node | string)[]): HTMLElement {
  const said = el("span", { className: "visually-hidden", textContent: t(way === "del" ? "changeGone" : "changeCome") });
  return el(way, { className: "proposed" }, [said, ...children]);
}

export function drawWords(tokens: Token[]): DocumentFragment {
  const [first] = tokens;
  const fragment = document.createDocumentFragment();
  if (!first) return fragment;
  const serializer = DOMSerializer.fromSchema(first.node.type.schema);
  fragment.append(serializer.serializeFragment(Fragment.fromArray(tokens.map((token) => token.node))));
  return fragment;
}

function wrap(way: Way, tokens: Token[]): Node {
  const words = drawWords(tokens);
  return way === "same" ? words : changed(way, [words]);
}

/** The element of a block without its content, and where that goes. */
function shell(node: ProseMirrorNode): { dom: HTMLElement; inside: HTMLElement } {
  const { toDOM } = node.type.spec;
  const { dom, contentDOM } = toDOM ? DOMSerializer.renderSpec(document, toDOM(node)) : { dom: el("div"), contentDOM: undefined };
  const element = dom as HTMLElement;
  for (const box of element.querySelectorAll("input")) box.replaceWith(node.attrs.checked ? "☑ " : "☐ ");
  if (node.type.name === "figure" && node.attrs.image) {
    element.prepend(el("img", { src: imageUrl(node.attrs.image as string), alt: (node.attrs.alt as string) || "" }));
  }
  return { dom: element, inside: contentDOM ?? element };
}

const NAMES: Record<string, "horizontalRule" | "pageBreak" | "image"> = {
  horizontalRule: "horizontalRule",
  pageBreak: "pageBreak",
  figure: "image",
};

function drawBlock(node: ProseMirrorNode, way: Way): HTMLElement {
  const name = NAMES[node.type.name];
  if (name && way !== "same" && !node.content.size) return el("p", {}, [changed(way, [(node.attrs.alt as string) || t(name)])]);
  const { dom, inside } = shell(node);
  if (node.isTextblock) inside.append(wrap(way, tokensOf(node)));
  else node.forEach((child) => inside.append(drawBlock(child, way)));
  return dom;
}

function drawPair(before: ProseMirrorNode, after: ProseMirrorNode): Node[] {
  if (!sameAttributes(before, after) && before.isLeaf) return [drawBlock(before, "del"), drawBlock(after, "ins")];
  const { dom, inside } = shell(after);
  if (after.isTextblock) {
    for (const run of compareWords(tokensOf(before), tokensOf(after))) inside.append(wrap(run.kind, run.things));
  } else {
    inside.append(...drawChanges(compareBlocks(childrenOf(before), childrenOf(after))));
  }
  return [dom];
}

function childrenOf(node: ProseMirrorNode): ProseMirrorNode[] {
  return Array.from({ length: node.childCount }, (_, at) => node.child(at));
}

function drawChanges(changes: BlockChange[]): Node[] {
  return changes.flatMap((change) => (change.kind === "changed" ? drawPair(change.before, change.after) : [drawBlock(change.node, change.kind)]));
}

/** An item of a list is drawn in a list, or it would be none. */
function inList(before: ProseMirrorNode[], after: ProseMirrorNode[], drawn: Node[]): Node[] {
  const kind = (before[0] ?? after[0])?.type.name;
  if (kind !== "listItem" && kind !== "taskItem") return drawn;
  return [el("ul", {}, drawn as HTMLElement[])];
}

/** What stands now, and what would stand there. */
export function drawDiff(before: ProseMirrorNode[], after: ProseMirrorNode[]): HTMLElement {
  const same = before.length === after.length && before.every((node, at) => keyOf(node) === keyOf(after[at]!));
  const drawn = same ? before.map((node) => drawBlock(node, "same")) : drawChanges(compareBlocks(before, after));
  return el("div", { className: "diff" }, inList(before, after, drawn));
}
