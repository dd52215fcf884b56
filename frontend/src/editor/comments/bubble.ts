// The small button that comes up beside a selection ("Comment") or in a commented passage ("See the comment").
import type { Editor } from "@tiptap/core";
import { type IconNode, MessageSquare, MessageSquarePlus } from "lucide";

import { el, icon } from "../../dom";
import { placeBeside } from "../floating";
import { type Range, threadsAt } from "./passages";
import { t } from "./words";

interface Asked {
  mayComment: () => boolean;
  /** Whether the threads stand beside the text already, so that no button is needed to see one. */
  showsThreads: () => boolean;
  onComment: (range: Range) => void;
  onSee: (thread: string) => void;
}

/** What is selected on the screen, in the text; people who only read have no focus there, but a selection. */
export function selectedRange(editor: Editor): Range | null {
  const selection = window.getSelection();
  const { from, to, empty } = editor.state.selection;
  if (empty || !selection?.anchorNode || !editor.view.dom.contains(selection.anchorNode)) return null;
  if (selection.isCollapsed && editor.state.selection.toJSON().type === "text") return null;
  return { from, to };
}

export class Bubble {
  private readonly dom = el("div", { className: "passage-bubble", hidden: true });
  private readonly button = el("button", { type: "button", className: "btn primary" });
  private waiting = 0;
  private act: () => void = () => undefined;

  constructor(
    private readonly editor: Editor,
    host: HTMLElement,
    private readonly asked: Asked,
  ) {
    this.dom.append(this.button);
    host.append(this.dom);
    this.button.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
    this.button.addEventListener("click", () => {
      this.act();
      this.hide();
    });
    document.addEventListener("selectionchange", this.later);
    document.addEventListener("scroll", this.later, { capture: true, passive: true });
    editor.on("transaction", this.later);
  }

  destroy(): void {
    document.removeEventListener("selectionchange", this.later);
    document.removeEventListener("scroll", this.later, { capture: true });
    this.editor.off("transaction", this.later);
    this.dom.remove();
  }

  hide(): void {
    this.dom.hidden = true;
  }

  private readonly later = (): void => {
    cancelAnimationFrame(this.waiting);
    this.waiting = requestAnimationFrame(() => this.show());
  };

  private show(): void {
    const { editor, asked } = this;
    if (editor.isDestroyed) return;
    const range = selectedRange(editor);
    if (range && asked.mayComment()) {
      this.put(range.to, MessageSquarePlus, t("commentAdd"), () => asked.onComment(range));
      return;
    }
    const { from, empty } = editor.state.selection;
    const thread = empty && this.isInText() && !asked.showsThreads() ? threadsAt(editor.state, from)[0] : undefined;
    if (thread) this.put(from, MessageSquare, t("commentSee"), () => asked.onSee(thread));
    else this.hide();
  }

  private isInText(): boolean {
    const node = window.getSelection()?.anchorNode;
    return Boolean(node && this.editor.view.dom.contains(node));
  }

  private put(pos: number, drawing: IconNode, label: string, act: () => void): void {
    this.act = act;
    if (this.button.textContent !== label || this.dom.hidden) this.button.replaceChildren(icon(drawing), label);
    this.dom.hidden = false;
    const { left, top, bottom } = this.editor.view.coordsAtPos(pos);
    const page = this.editor.view.dom.closest(".doc-page")?.getBoundingClientRect();
    const seen = !page || (bottom > Math.max(0, page.top) && top < Math.min(window.innerHeight, page.bottom));
    if (seen) placeBeside(this.dom, new DOMRect(left, top, 1, bottom - top));
    else this.hide();
  }
}
