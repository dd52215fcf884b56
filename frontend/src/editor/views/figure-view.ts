// How a picture is shown in the editor: the image, its caption, and a form for its description and width.
import type { NodeViewRendererProps } from "@tiptap/core";
import type { Node as ProseMirrorNode } from "@tiptap/pm/model";
import { NodeSelection } from "@tiptap/pm/state";
import type { NodeView, ViewMutationRecord } from "@tiptap/pm/view";

import { el, uniqueId } from "../../dom";
import { t } from "../../messages";
import { imageUrl } from "../config";
import type { FigureAttributes } from "../extensions/figure";

const WIDTHS = [null, 25, 50, 75, 100] as const;

export class FigureView implements NodeView {
  readonly dom: HTMLElement;
  readonly contentDOM: HTMLElement;
  private readonly image = el("img", { draggable: false });
  private readonly handle: HTMLElement;
  private form: HTMLFormElement | null = null;
  private node: ProseMirrorNode;

  constructor(private readonly props: NodeViewRendererProps) {
    this.node = props.node;
    this.handle = el("div", { className: "figure-image", contentEditable: "false" }, [this.image]);
    this.contentDOM = el("figcaption");
    this.contentDOM.dataset.placeholder = t("figureCaption");
    this.dom = el("figure", { className: "figure" }, [this.handle, this.contentDOM]);
    if (props.editor.isEditable) this.makePickable();
    this.show();
  }

  update(node: ProseMirrorNode): boolean {
    if (node.type !== this.node.type) return false;
    this.node = node;
    this.show();
    return true;
  }

  selectNode(): void {
    this.dom.classList.add("is-selected");
    if (!this.form && this.props.editor.isEditable) {
      this.form = this.buildForm();
      this.handle.after(this.form);
    }
  }

  deselectNode(): void {
    this.dom.classList.remove("is-selected");
    this.form?.remove();
    this.form = null;
  }

  stopEvent(event: Event): boolean {
    return Boolean(this.form?.contains(event.target as Node));
  }

  ignoreMutation(mutation: ViewMutationRecord): boolean {
    return mutation.type !== "selection" && !this.contentDOM.contains(mutation.target);
  }

  private get attributes(): FigureAttributes {
    return this.node.attrs as FigureAttributes;
  }

  private makePickable(): void {
    this.handle.tabIndex = 0;
    this.handle.setAttribute("role", "button");
    const pick = () => {
      const at = this.props.getPos();
      if (at === undefined) return;
      const { view } = this.props.editor;
      view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, at)));
    };
    this.handle.addEventListener("click", pick);
    this.handle.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      pick();
      this.form?.querySelector("textarea")?.focus();
    });
  }

  private show(): void {
    const { image, alt, decorative, width } = this.attributes;
    const source = image ? imageUrl(image) : "";
    if (source && this.image.getAttribute("src") !== source) this.image.src = source;
    this.image.hidden = !source;
    this.image.alt = decorative ? "" : alt;
    this.handle.style.setProperty("width", width ? `${width}%` : "");
    this.image.classList.toggle("fills", width !== null);
    this.contentDOM.classList.toggle("is-empty", this.node.content.size === 0);
    this.handle.classList.toggle("lacks-description", !decorative && !alt);
    this.handle.dataset.warning = t("figureLacksAlt");
    if (this.props.editor.isEditable) {
      const name = decorative ? t("figureDecorative") : alt || t("figureLacksAlt");
      this.handle.setAttribute("aria-label", t("figureEdit", { name }));
    }
  }

  private change(attributes: Partial<FigureAttributes>): void {
    const at = this.props.getPos();
    if (at === undefined) return;
    const { view } = this.props.editor;
    const transaction = view.state.tr;
    for (const [name, value] of Object.entries(attributes)) transaction.setNodeAttribute(at, name, value);
    view.dispatch(transaction);
  }

  private buildForm(): HTMLFormElement {
    const { alt, decorative, width } = this.attributes;
    const area = el("textarea", { id: uniqueId("alt"), rows: 2, value: alt, disabled: decorative });
    const box = el("input", { type: "checkbox", checked: decorative });
    const select = el("select", { id: uniqueId("width") });
    for (const value of WIDTHS) {
      select.append(el("option", { value: String(value ?? ""), textContent: value ? `${value}\u202f%` : t("figureWidthNatural") }));
    }
    select.value = String(width ?? "");
    const remove = el("button", { type: "button", className: "btn quiet", textContent: t("figureDelete") });
    area.addEventListener("change", () => this.change({ alt: area.value.trim() }));
    box.addEventListener("change", () => {
      area.disabled = box.checked;
      this.change({ decorative: box.checked });
    });
    select.addEventListener("change", () => this.change({ width: select.value ? Number(select.value) : null }));
    remove.addEventListener("click", () => this.remove());
    const form = el("form", { className: "figure-form", contentEditable: "false" }, [
      el("label", { htmlFor: area.id, textContent: t("figureAlt") }),
      area,
      el("label", { className: "choice" }, [box, t("figureIsDecorative")]),
      el("div", { className: "figure-row" }, [
        el("label", { htmlFor: select.id, textContent: t("figureWidth") }),
        select,
        remove,
      ]),
    ]);
    form.addEventListener("submit", (event) => event.preventDefault());
    return form;
  }

  private remove(): void {
    const at = this.props.getPos();
    if (at === undefined) return;
    const { view } = this.props.editor;
    view.dispatch(view.state.tr.delete(at, at + this.node.nodeSize));
    view.focus();
  }
}
