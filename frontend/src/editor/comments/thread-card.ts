// One thread beside the text: its passage, what was said, and what one may do. The one being read shows it all.
import { Check, Link2, RotateCcw, UserRoundPlus } from "lucide";

import { el, icon } from "../../dom";
import type { Thread } from "./api";
import { askForAssignee } from "./assign";
import { ATOM } from "./anchor";
import { CommentField } from "./comment-field";
import { CommentRow, timeTag } from "./comment-row";
import { nameOf } from "./person";
import { bring } from "./scroll";
import type { Threads } from "./threads";
import { plural, t, type Word } from "./words";

/** What the list around it does for a card; a card alone (the discussion of a proposal) needs none of it. */
export interface Around {
  onPick?: (thread: Thread) => void;
  /** Shows the passage in the text. */
  onGo?: (thread: Thread) => void;
  onResolved?: (thread: Thread, resolved: boolean) => void;
}

const LONGEST_QUOTE = 160;

export function shortQuote(thread: Thread): string {
  const quote = thread.quote.replaceAll(ATOM, "").replace(/\s+/g, " ").trim();
  return quote.length > LONGEST_QUOTE ? `${quote.slice(0, LONGEST_QUOTE).trimEnd()}…` : quote;
}

function openerOf(thread: Thread): string {
  return nameOf(thread.opened_by, thread.comments[0]?.signature);
}

/** "Sur « les données », par Carol Petit". */
export function describeThread(thread: Thread): string {
  const quote = shortQuote(thread);
  const name = openerOf(thread);
  if (thread.suggestion) return t("threadOnProposal", { name });
  if (!thread.block) return t("threadOnWhole", { name });
  return quote ? t("threadOn", { quote, name }) : t("threadOnPicture", { name });
}

export class ThreadCard {
  readonly dom: HTMLElement;
  private readonly article = el("article", { className: "thread", tabIndex: -1 });
  private readonly top = el("div", { className: "thread-top" });
  private readonly list = el("ol", { className: "thread-comments" });
  private readonly more = el("button", { type: "button", className: "thread-more" });
  private readonly answering = el("div");
  private readonly acts = el("div", { className: "thread-acts" });
  private readonly foot = el("div", { className: "thread-foot" }, [this.answering, this.acts]);
  private readonly rows = new Map<string, CommentRow>();
  private answerField: CommentField | null = null;
  private shown = "";

  constructor(
    private readonly threads: Threads,
    private thread: Thread,
    private readonly around: Around,
    private current = false,
  ) {
    this.article.id = `thread-${thread.id}`;
    this.article.append(this.top, this.list, this.more, this.foot);
    this.dom = el("li", {}, [this.article]);
    this.more.addEventListener("click", () => this.around.onPick?.(this.thread));
    this.article.addEventListener("click", (event) => {
      if (!(event.target as Element).closest("button, a, textarea, form")) this.around.onPick?.(this.thread);
    });
    this.draw();
  }

  update(thread: Thread, current = this.current): void {
    this.thread = thread;
    this.current = current;
    this.draw();
  }

  /** The reader is led here: to the card itself, whose name says what it is about. */
  focus(): void {
    this.article.focus({ preventScroll: true });
    this.scrollIntoView();
  }

  scrollIntoView(): void {
    bring(this.article, "nearest");
  }

  private draw(): void {
    const { thread, current } = this;
    this.article.classList.toggle("is-current", current);
    this.article.setAttribute("aria-label", describeThread(thread));
    if (this.around.onPick && current) this.article.setAttribute("aria-current", "true");
    else this.article.removeAttribute("aria-current");
    this.drawComments();
    const { comments, ...rest } = thread;
    const key = JSON.stringify([rest, current, comments.length]);
    if (key === this.shown) return;
    this.shown = key;
    this.keepFocus(() => {
      this.top.replaceChildren(...this.topParts());
      this.drawMore();
      this.drawFoot();
    });
  }

  private keepFocus(redraw: () => void): void {
    const active = document.activeElement as HTMLElement | null;
    const held = active && this.article.contains(active) ? active.dataset.key : undefined;
    redraw();
    if (held && !this.article.contains(document.activeElement)) {
      (this.article.querySelector<HTMLElement>(`[data-key="${held}"]`) ?? this.article).focus();
    }
  }

  private topParts(): HTMLElement[] {
    const { thread } = this;
    const parts = [this.quote()];
    if (thread.block && !thread.anchored) parts.push(el("p", { className: "thread-gone", textContent: t("threadOrphan") }));
    if (thread.assigned_to) {
      parts.push(el("p", { className: "small thread-assigned", textContent: t("threadAssignedTo", { name: nameOf(thread.assigned_to) }) }));
    }
    if (thread.state === "resolved") {
      const told = t("threadResolvedBy", { name: nameOf(thread.resolved_by) });
      parts.push(el("p", { className: "small thread-resolved" }, [icon(Check), el("span", { textContent: told })]));
    }
    return parts;
  }

  private quote(): HTMLElement {
    const { thread } = this;
    const words = shortQuote(thread) || t("threadPicture");
    if (!thread.block) return el("p", { className: "small soft thread-whole", textContent: thread.title || t("threadWhole") });
    if (!thread.anchored || !this.around.onGo) return el("blockquote", { className: "thread-quote is-gone", textContent: words });
    const button = el("button", { type: "button", className: "thread-quote", title: t("threadGo") }, [
      el("span", { className: "visually-hidden", textContent: t("threadGoBefore") }),
      el("span", { className: "quote-words", textContent: words }),
    ]);
    button.dataset.key = "quote";
    button.addEventListener("click", () => this.around.onGo?.(thread));
    return button;
  }

  /** Folded, the first thing said; the rest once one reads it. */
  private drawComments(): void {
    const { comments } = this.thread;
    const seen = this.current ? comments : comments.slice(0, 1);
    const keys = new Set(seen.map((comment) => comment.id));
    for (const [id, row] of this.rows) {
      if (keys.has(id)) continue;
      row.dom.remove();
      this.rows.delete(id);
    }
    seen.forEach((comment, index) => {
      const row = this.rows.get(comment.id);
      if (row) row.update(this.thread, comment);
      else {
        const made = new CommentRow(this.threads, this.thread, comment);
        this.rows.set(comment.id, made);
        this.list.insertBefore(made.dom, this.list.children[index] ?? null);
      }
    });
  }

  private drawMore(): void {
    const { thread, current } = this;
    const answers = thread.comments.length - 1;
    this.more.hidden = current || !this.around.onPick;
    if (this.more.hidden) return;
    const last = thread.comments.at(-1);
    const label = answers > 0 ? plural("answers", answers) : t(thread.may.answer ? "threadAnswer" : "threadOpen");
    this.more.replaceChildren(
      el("span", { textContent: label }),
      el("span", { className: "visually-hidden", textContent: ` ${describeThread(thread)}` }),
      ...(answers > 0 && last ? [el("span", { className: "soft small" }, [timeTag(last.at)])] : []),
    );
  }

  private drawFoot(): void {
    const { thread, current } = this;
    this.foot.hidden = !current;
    if (!current) return;
    const [drawing, label] = thread.state === "open" ? ([Check, "threadResolve"] as const) : ([RotateCcw, "threadReopen"] as const);
    const acts = [
      thread.may.resolve && this.act("resolve", drawing, label, () => void this.resolve()),
      thread.may.assign && thread.state === "open" && this.act("assign", UserRoundPlus, "threadAssign", (button) => this.assign(button)),
      this.link(),
    ];
    this.acts.replaceChildren(...acts.filter((act) => act !== false));
    if (!thread.may.answer) this.answering.replaceChildren();
    else if (!this.answerField) {
      this.answerField = this.makeField();
      this.answering.append(this.answerField.form);
    }
    this.answering.hidden = !thread.may.answer;
  }

  private act(key: string, drawing: Parameters<typeof icon>[0], label: Word, run: (button: HTMLElement) => void): HTMLElement {
    const button = el("button", { type: "button", className: "small-act" }, [icon(drawing), el("span", { textContent: t(label) })]);
    button.dataset.key = key;
    button.addEventListener("click", () => run(button));
    return button;
  }

  private makeField(): CommentField {
    return new CommentField({
      api: this.threads.api,
      label: t("threadAnswerTo", { name: openerOf(this.thread) }),
      placeholder: t("threadAnswerHere"),
      submit: t("threadAnswer"),
      send: (said) => this.threads.after(this.threads.api.answer(this.thread.id, said)),
    });
  }

  private assign(button: HTMLElement): void {
    askForAssignee(button, this.thread, this.threads);
  }

  private async resolve(): Promise<void> {
    const { thread, threads } = this;
    const resolved = thread.state === "open";
    if (await threads.resolve(thread, resolved)) this.around.onResolved?.(thread, resolved);
  }

  /** A drawing alone, for want of room; its name says it, and changes once it is done. */
  private link(): HTMLElement {
    const button = el("button", { type: "button", className: "small-act", title: t("threadLink") }, [icon(Link2)]);
    button.dataset.key = "link";
    button.setAttribute("aria-label", t("threadLink"));
    button.addEventListener("click", async () => {
      const link = new URL(`#fil-${this.thread.id}`, window.location.href);
      await navigator.clipboard.writeText(link.href).catch(() => undefined);
      button.replaceChildren(icon(Check), t("threadLinkCopied"));
      button.setAttribute("aria-label", t("threadLinkCopied"));
      button.focus();
    });
    return button;
  }
}
