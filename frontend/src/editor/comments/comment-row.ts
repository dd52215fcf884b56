// One thing said: who, when, the words, the signs under it, and what its author may still do with it.
import { el } from "../../dom";
import { dayAndTime, timeOf } from "../../messages";
import type { Comment, Thread } from "./api";
import { CommentField } from "./comment-field";
import { askForReason } from "./moderation";
import { nameOf, personFace, qualityOf } from "./person";
import { reactions } from "./reactions";
import type { Threads } from "./threads";
import { t } from "./words";

export function timeTag(at: string): HTMLElement {
  const date = new Date(at);
  return el("time", { dateTime: at, textContent: timeOf(date), title: dayAndTime(date) });
}

export class CommentRow {
  readonly dom = el("li", { className: "comment" });
  private shown = "";
  private editing: CommentField | null = null;
  private comment: Comment;
  private thread: Thread;

  constructor(
    private readonly threads: Threads,
    thread: Thread,
    comment: Comment,
  ) {
    this.thread = thread;
    this.comment = comment;
    this.update(thread, comment);
  }

  /** What is being rewritten here stays, whatever others do. */
  update(thread: Thread, comment: Comment): void {
    this.thread = thread;
    this.comment = comment;
    const key = JSON.stringify(comment);
    if (key === this.shown || this.editing) return;
    this.shown = key;
    const held = this.dom.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset.key : undefined;
    this.dom.replaceChildren(...this.parts());
    if (held !== undefined) {
      const buttons = [...this.dom.querySelectorAll<HTMLElement>("[data-key]")];
      (buttons.find((button) => button.dataset.key === held) ?? buttons.at(-1))?.focus();
    }
  }

  private parts(): HTMLElement[] {
    const { comment } = this;
    if (comment.state === "deleted") return [this.gone(t("commentDeleted"))];
    if (comment.state === "hidden" && !comment.body) return [this.gone(this.hiddenSentence())];
    return [this.head(), ...this.notes(), this.words(), this.foot()].filter((part): part is HTMLElement => part !== null);
  }

  private gone(sentence: string): HTMLElement {
    return el("p", { className: "soft small comment-gone", textContent: sentence });
  }

  private hiddenSentence(): string {
    const reason = this.comment.public_reason;
    return reason ? t("commentHiddenFor", { reason }) : t("commentHidden");
  }

  private head(): HTMLElement {
    const { author, signature, at, edited_at } = this.comment;
    return el("div", { className: "comment-head" }, [
      personFace(author),
      el("div", { className: "comment-by" }, [
        el("div", { className: "comment-who" }, [
          el("b", { textContent: signature || nameOf(author) }),
          el("span", { className: "soft small" }, [timeTag(at), edited_at && el("span", { textContent: t("commentEdited") })]),
        ]),
        el("div", { className: "soft small", textContent: qualityOf(author) }),
      ]),
    ]);
  }

  private notes(): HTMLElement[] {
    const { state } = this.comment;
    if (state === "waiting") return [el("p", { className: "comment-note", textContent: t("commentWaiting") })];
    return state === "hidden" ? [el("p", { className: "comment-note", textContent: this.hiddenSentence() })] : [];
  }

  private words(): HTMLElement {
    const words = el("div", { className: "comment-body" });
    words.innerHTML = this.comment.html; // made safe by the server, from plain text
    for (const link of words.querySelectorAll("a")) link.target = "_blank";
    return words;
  }

  private foot(): HTMLElement | null {
    const { comment, thread, threads } = this;
    const react = (sign: string, on: boolean) => void threads.act(threads.api.react(thread.id, comment.id, sign, on));
    const signs = comment.state === "shown" ? reactions(comment, comment.may.react ? react : null) : null;
    const acts = [
      comment.may.edit && this.button("edit", t("commentEdit"), () => this.edit()),
      comment.may.delete && this.button("delete", t("commentDelete"), () => this.askToDelete()),
      ...this.judging(),
    ];
    if (!signs && !acts.some(Boolean)) return null;
    return el("div", { className: "comment-acts" }, [signs, el("span", { className: "own-acts" }, acts)]);
  }

  /** What those who manage may do, and for the others to call them. */
  private judging(): (HTMLElement | false)[] {
    const { comment, thread, threads } = this;
    const { may } = comment;
    const { api } = threads;
    const show = () => void threads.act(api.show(thread.id, comment.id));
    const hide = (reason: string) => threads.after(api.hide(thread.id, comment.id, reason));
    const report = (reason: string) => threads.after(api.report(thread.id, comment.id, reason));
    return [
      may.show && this.button("show", t(comment.state === "waiting" ? "commentPublish" : "commentShow"), show),
      may.hide && !may.delete && this.button("hide", t("commentHide"), (button) =>
        askForReason(button, { title: t("commentHideWhy"), help: t("commentHideHelp"), submit: t("commentHide"), send: hide })),
      may.report && !may.hide && this.button("report", t("commentReport"), (button) =>
        askForReason(button, { title: t("commentReportWhy"), help: t("commentReportHelp"), submit: t("commentReport"), send: report, done: t("commentReported") })),
    ];
  }

  private button(key: string, label: string, run: (button: HTMLElement) => void): HTMLButtonElement {
    const button = el("button", { type: "button", className: "small-act", textContent: label });
    button.dataset.key = key;
    button.setAttribute("aria-label", `${label}${t("ofWhose", { name: this.comment.signature || nameOf(this.comment.author), when: timeOf(new Date(this.comment.at)) })}`);
    button.addEventListener("click", () => run(button));
    return button;
  }

  private edit(): void {
    const { comment, thread, threads } = this;
    const end = () => {
      this.editing = null;
      this.shown = "";
      this.update(this.thread, this.comment);
      this.dom.querySelector<HTMLElement>("[data-key=edit]")?.focus();
    };
    this.editing = new CommentField({
      api: threads.api,
      label: t("commentEditLabel"),
      placeholder: "",
      submit: t("commentSave"),
      body: comment.body,
      mentioned: comment.mentioned,
      cancel: end,
      send: async (said) => {
        const answer = await threads.api.edit(thread.id, comment.id, said);
        if (!answer.ok) return answer;
        end();
        await threads.refresh();
        return answer;
      },
    });
    this.dom.replaceChildren(this.head(), this.editing.form);
    this.editing.area.focus();
    this.editing.area.setSelectionRange(comment.body.length, comment.body.length);
  }

  private askToDelete(): void {
    const { comment, thread, threads } = this;
    const foot = this.dom.querySelector(".comment-acts");
    const keep = el("button", { type: "button", className: "small-act", textContent: t("commentKeep") });
    const remove = el("button", { type: "button", className: "small-act is-danger", textContent: t("commentDeleteSure") });
    const again = () => {
      this.shown = "";
      this.update(this.thread, this.comment);
      this.dom.querySelector<HTMLElement>("[data-key=delete]")?.focus();
    };
    keep.addEventListener("click", again);
    remove.addEventListener("click", async () => {
      const card = this.dom.closest<HTMLElement>("article");
      await threads.act(threads.api.remove(thread.id, comment.id));
      card?.focus();
    });
    const question = el("div", { className: "comment-acts" }, [el("span", { className: "small", textContent: t("commentDeleteAsk") }), remove, keep]);
    question.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      again();
    });
    foot?.replaceWith(question);
    remove.focus();
  }
}
