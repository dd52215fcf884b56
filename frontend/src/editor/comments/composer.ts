// Beginning a thread: on the words selected, on words looked for in the text, or on the whole document.
import type { Editor } from "@tiptap/core";

import { el, uniqueId } from "../../dom";
import { type Anchor, anchorOf, ATOM, findWords } from "./anchor";
import type { Answer, Said, Thread } from "./api";
import { CommentField } from "./comment-field";
import { draftOf, type Range, showPassages } from "./passages";
import { bring } from "./scroll";
import type { Threads } from "./threads";
import { plural, t } from "./words";

const LONGEST_QUOTE = 220;

export class Composer {
  readonly dom = el("section", { className: "thread-new", hidden: true });
  private field: CommentField | null = null;
  private readonly quote = el("blockquote", { className: "thread-quote" });
  private found: Range[] = [];
  private at = 0;

  constructor(
    private readonly editor: Editor,
    private readonly threads: Threads,
    private readonly onDone: (thread: Thread | null) => void,
  ) {
    this.dom.setAttribute("aria-label", t("threadNew"));
  }

  get isOpen(): boolean {
    return !this.dom.hidden;
  }

  /** `range` is what is selected; without it one may give the words, or say nothing of a passage. */
  open(range: Range | null): void {
    const kept = this.field && !this.field.isEmpty ? this.field.area.value : "";
    this.field = new CommentField({
      api: this.threads.api,
      label: t("threadNewLabel"),
      placeholder: t("threadNewHere"),
      submit: t("threadSend"),
      body: kept,
      before: [range ? null : this.search(), this.quote],
      cancel: () => this.close(null),
      send: (said) => this.send(said),
    });
    this.dom.replaceChildren(this.field.form);
    this.dom.hidden = false;
    this.point(range);
    this.field.area.focus({ preventScroll: true });
    bring(this.dom, "start");
  }

  close(thread: Thread | null): void {
    if (!this.isOpen) return;
    this.dom.hidden = true;
    this.dom.replaceChildren();
    this.field = null;
    this.point(null);
    this.onDone(thread);
  }

  private point(range: Range | null): void {
    showPassages(this.editor.view, { draft: range });
    const anchor = range && anchorOf(this.editor.state.doc, range.from, range.to);
    const words = (anchor?.quote ?? "").replaceAll(ATOM, " ").trim();
    this.quote.textContent = words.length > LONGEST_QUOTE ? `${words.slice(0, LONGEST_QUOTE)}…` : words || t("threadPicture");
    this.quote.hidden = !anchor;
    if (range && !anchor) this.field?.refuse(t("passageCannot"));
  }

  /** For the keyboard and the ear, and where nothing can be selected. */
  private search(): HTMLElement {
    const field = el("input", { type: "search", id: uniqueId("words"), autocomplete: "off" });
    const told = el("p", { className: "soft small", textContent: t("passageHelp") });
    const next = el("button", { type: "button", className: "small-act", textContent: t("passageNext"), hidden: true });
    told.setAttribute("role", "status");
    const show = () => {
      const range = this.found[this.at] ?? null;
      this.point(range);
      next.hidden = this.found.length < 2;
      const count = plural("passagesFound", this.found.length);
      const which = this.found.length > 1 ? t("passageWhich", { number: String(this.at + 1) }) : "";
      told.textContent = field.value.trim() ? (this.found.length ? `${count}${which}` : t("passageNone")) : t("passageHelp");
      if (range) scrollTo(this.editor, range.from);
    };
    field.addEventListener("input", () => {
      this.found = findWords(this.editor.state.doc, field.value);
      this.at = 0;
      show();
    });
    next.addEventListener("click", () => {
      this.at = (this.at + 1) % this.found.length;
      show();
    });
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.field?.area.focus();
    });
    this.found = [];
    return el("div", { className: "passage-search" }, [el("label", { htmlFor: field.id, textContent: t("passageWords") }), field, told, next]);
  }

  /** Where the passage is now: others may have written while this comment was. */
  private async send(said: Said): Promise<Answer<Thread>> {
    const draft = draftOf(this.editor.state);
    const anchor: Anchor | null = draft && anchorOf(this.editor.state.doc, draft.from, draft.to);
    const lost = !anchor && (!this.quote.hidden || draft !== null);
    if (lost) return { ok: false, status: 409, code: "passage_changed", sentence: t("passageGone") };
    const answer = await this.threads.after(this.threads.api.open(said, anchor));
    if (answer.ok) this.close(answer.value);
    return answer;
  }
}

/** Brings a place of the text before the eyes, wherever the page scrolls. */
export function scrollTo(editor: Editor, pos: number): void {
  const { node } = editor.view.domAtPos(pos);
  const element = node instanceof HTMLElement ? node : node.parentElement;
  if (element) bring(element, "center");
}
