// The small editor in which one writes what should stand in place of a block: the same content model, and nobody else in it.
import { Editor, Extension } from "@tiptap/core";
import { UndoRedo } from "@tiptap/extensions";
import type { Schema } from "@tiptap/pm/model";

import { el, icon, uniqueId } from "../../dom";
import type { Notices } from "../notices";
import { Paste } from "../paste/paste";
import { contentModel } from "../schema";
import { type Action, history, lists, marks } from "../toolbar/actions";
import { keyNames } from "../toolbar/keys";
import type { Content } from "./api";
import { bare } from "./blocks";
import { type Word, t } from "./words";

interface Wanted {
  /** The list around an item, without its items: an item cannot stand alone. */
  wrap: Content | null;
  content: Content[];
  /** What it is called, and what sends it. */
  label: string;
  send: Word;
  asksReason: boolean;
  /** To take the block around instead; none when it stands alone. */
  onWiden: (() => void) | null;
  /** Resolves with the sentence of a refusal. */
  onSend: (content: Content[], reason: string) => Promise<string | null>;
  onCancel: () => void;
  /** Where what a paste left out is said. */
  notices: Notices | null;
}

const BUTTONS: Action[] = [...marks, ...lists, ...history];

export class SmallEditor {
  readonly dom: HTMLFormElement;
  private readonly editor: Editor;
  private readonly reason: HTMLTextAreaElement;
  private readonly error = el("p", { className: "field-error" });
  private readonly cancel = el("button", { type: "button", className: "btn", textContent: t("suggestionCancel") });
  private readonly begun: string;
  private sending = false;

  constructor(private readonly wanted: Wanted) {
    const stage = el("div", { className: "small-stage" });
    this.reason = el("textarea", { id: uniqueId("reason"), rows: 1, maxLength: 1000 });
    this.editor = this.makeEditor(stage);
    this.begun = JSON.stringify(this.contents());
    this.dom = this.build(stage);
    this.dom.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send();
    });
    this.dom.addEventListener("keydown", (event) => this.onKey(event));
    this.cancel.addEventListener("click", () => wanted.onCancel());
    window.addEventListener("beforeunload", this.onLeave);
  }

  get isChanged(): boolean {
    return JSON.stringify(this.contents()) !== this.begun || Boolean(this.reason.value.trim());
  }

  focus(): void {
    requestAnimationFrame(() => {
      if (!this.editor.isDestroyed) this.editor.commands.focus("end");
    });
  }

  /** What one has written so far, to go on with a larger block. */
  get why(): string {
    return this.reason.value;
  }

  set why(reason: string) {
    this.reason.value = reason;
  }

  say(sentence: string): void {
    this.error.textContent = sentence;
  }

  destroy(): void {
    window.removeEventListener("beforeunload", this.onLeave);
    this.editor.destroy();
    this.dom.remove();
  }

  private makeEditor(element: HTMLElement): Editor {
    const { wrap, content, label, notices } = this.wanted;
    const inside = wrap ? [{ ...wrap, content }] : content;
    const keys = Extension.create({
      name: "smallEditorKeys",
      priority: 1000, // before the page break of the same keys
      addKeyboardShortcuts: () => ({
        "Mod-Enter": () => {
          void this.send();
          return true;
        },
      }),
    });
    return new Editor({
      element,
      injectCSS: false,
      extensions: [...contentModel, UndoRedo, Paste.configure({ pictures: false, notices: () => notices }), keys],
      content: { type: "doc", content: inside.map(bare) },
      editorProps: { attributes: { class: "text small-text", "aria-label": label, "aria-multiline": "true", spellcheck: "true" } },
    });
  }

  private build(stage: HTMLElement): HTMLFormElement {
    const { send, asksReason, onWiden } = this.wanted;
    this.error.setAttribute("role", "alert");
    const widen = el("button", { type: "button", className: "btn", textContent: t("suggestionWiden") });
    widen.addEventListener("click", () => onWiden?.());
    const submit = el("button", { type: "submit", className: "btn primary", textContent: t(send), title: keyNames("Mod-Enter") });
    const form = el("form", { id: uniqueId("proposing"), className: "proposing", noValidate: true, lang: document.documentElement.lang }, [
      this.bar(),
      stage,
      asksReason && el("div", { className: "proposing-reason" }, [el("label", { htmlFor: this.reason.id, textContent: t("suggestionReason") }), this.reason]),
      this.error,
      el("div", { className: "dialog-actions" }, [submit, this.cancel, el("span", { className: "grow" }), onWiden && widen]),
    ]);
    form.setAttribute("aria-label", t("suggestionForm"));
    stage.lang = document.querySelector("[data-part=text]")?.getAttribute("lang") ?? "";
    return form;
  }

  private bar(): HTMLElement {
    const bar = el("div", { className: "small-bar" });
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", t("toolbar"));
    const buttons = BUTTONS.flatMap((action) => (action.icon ? [this.button(action, action.icon)] : []));
    buttons.forEach((button, at) => { button.tabIndex = at ? -1 : 0; });
    bar.append(...buttons);
    bar.addEventListener("mousedown", (event) => event.preventDefault()); // the caret stays in the text
    bar.addEventListener("keydown", (event) => {
      const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
      const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
      if (next === undefined || at < 0) return;
      event.preventDefault();
      const to = (next + buttons.length) % buttons.length;
      buttons.forEach((button, index) => { button.tabIndex = index === to ? 0 : -1; });
      buttons[to]?.focus();
    });
    return bar;
  }

  private button(action: Action, drawing: Parameters<typeof icon>[0]): HTMLButtonElement {
    const { editor } = this;
    const label = t(action.label);
    const button = el("button", { type: "button", title: action.keys ? `${label} (${keyNames(action.keys)})` : label }, [icon(drawing)]);
    button.setAttribute("aria-label", label);
    button.addEventListener("click", () => button.getAttribute("aria-disabled") !== "true" && action.run(editor));
    const refresh = () => {
      if (editor.isDestroyed) return;
      if (action.active) button.setAttribute("aria-pressed", String(action.active(editor)));
      if (action.enabled) button.setAttribute("aria-disabled", String(!action.enabled(editor)));
    };
    editor.on("transaction", refresh);
    refresh();
    return button;
  }

  /** Nothing at all stands for "this block goes". */
  contents(): Content[] {
    const { wrap } = this.wanted;
    const nodes = ((this.editor.getJSON() as Content).content ?? []).map(bare);
    const [only] = nodes;
    if (nodes.length === 1 && only && !only.content?.length && this.editor.schema.nodes[only.type]?.isTextblock && only.type !== "figure") return [];
    if (!wrap) return nodes;
    return nodes.flatMap((node) => (node.type === wrap.type ? node.content ?? [] : [node]));
  }

  private async send(): Promise<void> {
    if (this.sending) return;
    const content = this.contents();
    const { wrap, onSend, asksReason } = this.wanted;
    if (asksReason && JSON.stringify(content) === this.begun) return this.refuse("suggestionNoChange");
    if (wrap && content.some((node) => node.type !== "listItem" && node.type !== "taskItem")) return this.refuse("suggestionOutOfList");
    this.sending = true;
    this.dom.setAttribute("aria-busy", "true");
    this.say((await onSend(content, this.reason.value.trim())) ?? "");
    this.sending = false;
    this.dom.removeAttribute("aria-busy");
  }

  private refuse(sentence: Word): void {
    this.say(t(sentence));
    this.editor.commands.focus();
  }

  /** Escape never throws away what one has written: it goes to the button that does. */
  private onKey(event: KeyboardEvent): void {
    if (event.key !== "Escape") return; // ProseMirror has prevented it already, for reasons of its own
    event.preventDefault();
    event.stopPropagation();
    if (this.isChanged) this.cancel.focus();
    else this.wanted.onCancel();
  }

  private readonly onLeave = (event: BeforeUnloadEvent): void => {
    if (this.isChanged) event.preventDefault();
  };
}

/** The name of a list that an item cannot do without. */
export function listAround(schema: Schema, parent: { type: { name: string }; attrs: Record<string, unknown> }): Content | null {
  const isList = ["bulletList", "orderedList", "taskList"].includes(parent.type.name);
  return isList && schema.nodes[parent.type.name] ? { type: parent.type.name, attrs: { ...parent.attrs, id: null } } : null;
}
