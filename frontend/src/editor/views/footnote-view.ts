// How a footnote is shown and written: a number in the line that opens a small window with its words.
import type { Editor, NodeViewRendererProps } from "@tiptap/core";
import { type Node as ProseMirrorNode } from "@tiptap/pm/model";
import { NodeSelection, TextSelection } from "@tiptap/pm/state";
import type { NodeView } from "@tiptap/pm/view";

import { el, uniqueId } from "../../dom";
import { t } from "../../messages";
import { closeWhenLeft, placeBeside } from "../floating";

const views = new WeakMap<Node, FootnoteView>();

/** The shortest replacement that turns one text into another: what has not changed keeps its marks and its comments. */
export function difference(before: string, after: string): { from: number; to: number; insert: string } {
  let from = 0;
  while (from < before.length && from < after.length && before[from] === after[from]) from += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - from;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
}

export class FootnoteView implements NodeView {
  readonly dom: HTMLElement;
  private readonly mark: HTMLButtonElement;
  private node: ProseMirrorNode;
  private window: { dom: HTMLElement; area: HTMLTextAreaElement; stop: () => void } | null = null;

  constructor(private readonly props: NodeViewRendererProps) {
    this.node = props.node;
    this.mark = el("button", { type: "button", className: "footnote-mark" });
    this.dom = el("span", { className: "footnote", contentEditable: "false" }, [this.mark]);
    this.mark.addEventListener("mousedown", (event) => event.preventDefault());
    this.mark.addEventListener("click", () => this.open());
    this.mark.setAttribute("aria-haspopup", "dialog");
    views.set(this.dom, this);
    this.label();
  }

  /** Opens the note at a place of the document once the page shows it. */
  static openSoon(editor: Editor, at: number): void {
    requestAnimationFrame(() => {
      const dom = editor.view.nodeDOM(at);
      if (dom) views.get(dom)?.open();
    });
  }

  static openSelected(editor: Editor): boolean {
    const { selection } = editor.state;
    if (!(selection instanceof NodeSelection) || selection.node.type.name !== "footnote") return false;
    FootnoteView.openSoon(editor, selection.from);
    return true;
  }

  update(node: ProseMirrorNode): boolean {
    if (node.type !== this.node.type) return false;
    this.node = node;
    this.label();
    const area = this.window?.area;
    if (area && area.value !== node.textContent) {
      const { selectionStart, selectionEnd } = area;
      area.value = node.textContent;
      area.setSelectionRange(selectionStart, selectionEnd);
    }
    return true;
  }

  stopEvent(event: Event): boolean {
    return this.mark.contains(event.target as Node) && event.type !== "dragstart";
  }

  ignoreMutation(): boolean {
    return true;
  }

  destroy(): void {
    this.close(false);
  }

  private label(): void {
    this.mark.setAttribute("aria-label", t("footnoteLabel", { text: this.node.textContent || t("footnoteEmpty") }));
  }

  private open(): void {
    if (this.window) return;
    const { editor } = this.props;
    const area = el("textarea", { id: uniqueId("footnote"), rows: 3, value: this.node.textContent, readOnly: !editor.isEditable });
    const done = el("button", { type: "button", className: "btn quiet", textContent: t("close") });
    const remove = el("button", { type: "button", className: "btn", textContent: t("footnoteDelete") });
    const dom = el("div", { className: "floating footnote-window" }, [
      el("label", { htmlFor: area.id, textContent: t("footnote") }),
      area,
      el("div", { className: "dialog-actions" }, [done, editor.isEditable && remove]),
    ]);
    dom.setAttribute("role", "dialog");
    dom.setAttribute("aria-label", t("footnote"));
    area.addEventListener("input", () => this.write(area.value));
    area.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey) return;
      event.preventDefault(); // a note is one paragraph
      this.close(true);
    });
    done.addEventListener("click", () => this.close(true));
    remove.addEventListener("click", () => this.remove());
    (this.mark.closest("tablee-editor") ?? document.body).append(dom);
    placeBeside(dom, this.mark.getBoundingClientRect());
    this.window = { dom, area, stop: closeWhenLeft(dom, this.mark, (byEscape) => this.close(byEscape)) };
    area.focus();
  }

  private close(backToText: boolean): void {
    if (!this.window) return;
    const { dom, stop } = this.window;
    this.window = null;
    stop();
    dom.remove();
    const at = this.props.getPos();
    if (!backToText || at === undefined) return;
    const { view } = this.props.editor;
    view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(at + this.node.nodeSize))));
    view.focus();
  }

  private write(value: string): void {
    const at = this.props.getPos();
    if (at === undefined) return;
    const { view } = this.props.editor;
    const { from, to, insert } = difference(this.node.textContent, value.replace(/\s*\n\s*/g, " "));
    view.dispatch(view.state.tr.insertText(insert, at + 1 + from, at + 1 + to));
  }

  private remove(): void {
    const at = this.props.getPos();
    this.close(true);
    if (at === undefined) return;
    const { view } = this.props.editor;
    view.dispatch(view.state.tr.delete(at, at + this.node.nodeSize));
  }
}
