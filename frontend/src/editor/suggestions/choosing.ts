// Which block one means: by a press on it, or by the arrow keys through the text while nobody writes in it.
import type { Editor } from "@tiptap/core";
import type { Node as ProseMirrorNode, ResolvedPos } from "@tiptap/pm/model";

import { findBlocks } from "./shown";
import { t } from "./words";

const LONGEST = 160;
/** A press there means something else. */
const BUSY = "a, button, input, label, .proposals, .proposing, .proposed, .footnote";

const idOf = (node: ProseMirrorNode | null | undefined): string => (node?.attrs.id as string | null | undefined) ?? "";

/** A line in an item of a list means the item: beside it another one can be proposed. */
function meantAt($inside: ResolvedPos, node: ProseMirrorNode | null): string {
  const chain = [...Array.from({ length: $inside.depth }, (_, at) => $inside.node(at + 1)), ...(node ? [node] : [])].reverse();
  const [own, parent] = chain;
  if (own && (parent?.type.name === "listItem" || parent?.type.name === "taskItem") && parent.firstChild === own) return idOf(parent) || idOf(own);
  return idOf(chain.find((one) => idOf(one)));
}

/** Every block that one can mean, in the order of the text. */
function choices(doc: ProseMirrorNode): string[] {
  const found = new Set<string>();
  doc.descendants((node, pos) => {
    if (!node.isTextblock && !node.isLeaf) return true;
    const id = meantAt(doc.resolve(pos), node);
    if (id) found.add(id);
    return false;
  });
  return [...found];
}

export class Choosing {
  private readonly endings: (() => void)[] = [];
  private block: string | null = null;
  private mark = "";

  constructor(
    private readonly editor: Editor,
    private readonly on: {
      mark: (block: string | null) => void;
      choose: (block: string) => void;
      say: (sentence: string) => void;
      /** The pen rests while a form is open. */
      rests: () => boolean;
    },
  ) {}

  start(describedBy: string): void {
    const { dom } = this.editor.view;
    dom.tabIndex = 0;
    dom.classList.add("is-choosing");
    dom.setAttribute("aria-describedby", describedBy);
    this.listen("click", (event) => this.onClick(event as MouseEvent));
    this.listen("keydown", (event) => this.onKey(event as KeyboardEvent));
    this.listen("pointermove", (event) => this.onMove(event as PointerEvent));
    this.listen("pointerleave", () => this.point(null));
    this.listen("focus", () => {
      if (dom.matches(":focus-visible")) this.go(0);
    });
    this.listen("blur", () => this.point(null));
  }

  stop(): void {
    const { dom } = this.editor.view;
    for (const end of this.endings.splice(0)) end();
    dom.removeAttribute("tabindex");
    dom.removeAttribute("aria-describedby");
    dom.classList.remove("is-choosing");
    this.point(null);
  }

  private listen(name: string, run: (event: Event) => void): void {
    const { dom } = this.editor.view;
    dom.addEventListener(name, run);
    this.endings.push(() => dom.removeEventListener(name, run));
  }

  private at(event: MouseEvent): string {
    if ((event.target as HTMLElement).closest?.(BUSY)) return "";
    const { view } = this.editor;
    const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
    if (!place) return "";
    const inside = place.inside >= 0 ? place.inside : place.pos;
    const node = view.state.doc.nodeAt(inside);
    return node?.isInline ? meantAt(view.state.doc.resolve(place.pos), null) : meantAt(view.state.doc.resolve(inside), node);
  }

  private onClick(event: MouseEvent): void {
    const selected = window.getSelection();
    if (selected && !selected.isCollapsed) return; // one is reading, or copying
    const block = this.at(event);
    if (block) this.on.choose(block);
  }

  private onMove(event: PointerEvent): void {
    if (event.pointerType === "mouse" && !event.buttons) this.point(this.at(event) || null);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.target !== this.editor.view.dom || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.go(step);
    else if (event.key === "Home" || event.key === "End") this.go(event.key === "Home" ? -Infinity : Infinity);
    else if ((event.key === "Enter" || event.key === " ") && this.block) this.on.choose(this.block);
    else return;
    event.preventDefault();
  }

  private go(step: number): void {
    const { doc } = this.editor.state;
    const all = choices(doc);
    const at = this.block ? all.indexOf(this.block) : -1;
    const next = all[Math.max(0, Math.min(all.length - 1, at < 0 && step > 0 && step < Infinity ? 0 : Math.max(at, 0) + step))];
    const found = next ? findBlocks(doc, [next]).get(next) : undefined;
    if (!next || !found) return;
    this.point(next);
    this.block = next;
    const dom = this.editor.view.nodeDOM(found.pos);
    if (dom instanceof HTMLElement) dom.scrollIntoView({ block: "nearest" });
    const words = found.node.textBetween(0, found.node.content.size, " ", " ").trim();
    this.on.say(words ? `${words.slice(0, LONGEST)}${words.length > LONGEST ? "…" : ""}` : t("suggestionEmptyBlock"));
  }

  private point(block: string | null): void {
    if (this.on.rests()) block = null;
    if (block === null) this.block = null;
    const mark = block ?? "";
    if (mark === this.mark) return;
    this.mark = mark;
    this.on.mark(block);
  }
}
