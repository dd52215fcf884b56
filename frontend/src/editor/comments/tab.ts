// The tab of comments: what to show, the threads in the order of the text, and those whose passage is gone.
import type { Editor } from "@tiptap/core";
import { MessageSquarePlus } from "lucide";

import { el, icon, uniqueId } from "../../dom";
import { config } from "../config";
import { keyNames } from "../toolbar/keys";
import type { Thread } from "./api";
import { placeOf } from "./passages";
import { type Around, ThreadCard } from "./thread-card";
import type { Threads } from "./threads";
import { t, type Word } from "./words";

const ME = (): number => Number(config().me?.id ?? Number.NaN);

export type Filter = "open" | "mine" | "assigned" | "unanswered" | "orphans" | "resolved";

const FILTERS: Record<Filter, { label: Word; keeps: (thread: Thread) => boolean }> = {
  open: { label: "filterOpen", keeps: (thread) => thread.state === "open" },
  mine: { label: "filterMine", keeps: (thread) => thread.state === "open" && thread.comments.some(({ author }) => author?.id === ME()) },
  assigned: { label: "filterAssigned", keeps: (thread) => thread.state === "open" && thread.assigned_to?.id === ME() },
  unanswered: { label: "filterUnanswered", keeps: (thread) => thread.state === "open" && thread.comments.length < 2 },
  orphans: { label: "filterOrphans", keeps: (thread) => thread.state === "open" && Boolean(thread.block) && !thread.anchored },
  resolved: { label: "filterResolved", keeps: (thread) => thread.state === "resolved" },
};

export class CommentsTab {
  readonly dom = el("div", { className: "comments" });
  private readonly select = el("select", { id: uniqueId("filter") });
  private readonly add = el("button", { type: "button", className: "btn quiet" }, [icon(MessageSquarePlus), t("commentAdd")]);
  private readonly list = el("ol", { className: "threads" });
  private readonly empty = el("p", { className: "soft threads-empty" });
  private readonly trouble = el("p", { className: "field-error" });
  private readonly told = el("p", { className: "threads-told", hidden: true });
  private readonly cards = new Map<string, ThreadCard>();
  private current: string | null = null;
  private mayComment = false;

  constructor(
    private readonly editor: Editor,
    private readonly threads: Threads,
    composer: HTMLElement,
    private readonly around: Around & { onAdd: () => void },
  ) {
    const options = Object.entries(FILTERS).filter(([name]) => config().me || !["mine", "assigned"].includes(name));
    for (const [value, { label }] of options) this.select.append(el("option", { value, textContent: t(label) }));
    this.select.addEventListener("change", () => void this.onFilter());
    this.add.addEventListener("click", () => around.onAdd());
    this.trouble.setAttribute("role", "alert");
    this.told.setAttribute("role", "status");
    const label = el("label", { className: "visually-hidden", htmlFor: this.select.id, textContent: t("filter") });
    this.dom.append(
      el("div", { className: "comments-head" }, [label, this.select, this.add]),
      composer,
      this.trouble,
      this.told,
      this.empty,
      this.list,
    );
    threads.trouble.subscribe((sentence) => { this.trouble.textContent = sentence; });
  }

  get filter(): Filter {
    return this.select.value as Filter;
  }

  /** For a person who may (or may no longer) comment. */
  allow(mayComment: boolean): void {
    this.mayComment = mayComment;
    this.add.hidden = !mayComment;
    this.draw();
  }

  focus(): void {
    this.add.focus();
  }

  /** Makes one thread the one being read; it shows even if the filter would hide it. */
  async pick(thread: Thread | null): Promise<ThreadCard | null> {
    this.current = thread?.id ?? null;
    if (thread && !FILTERS[this.filter].keeps(thread)) {
      this.select.value = thread.state === "open" ? "open" : "resolved";
      if (thread.state === "resolved") await this.threads.withResolved();
    }
    this.draw();
    return thread ? (this.cards.get(thread.id) ?? null) : null;
  }

  draw(): void {
    const shown = this.inOrder(this.threads.list.value.filter((thread) => !thread.suggestion && FILTERS[this.filter].keeps(thread)));
    const keys = new Set(shown.map((thread) => thread.id));
    for (const [id, card] of this.cards) {
      if (keys.has(id)) continue;
      card.dom.remove();
      this.cards.delete(id);
    }
    shown.forEach((thread, index) => this.put(thread, index));
    this.empty.hidden = shown.length > 0;
    this.empty.textContent = this.threads.isLoaded ? this.nothing() : t("commentsLoading");
  }

  /** A sentence with what undoes it, where the eye and the ear are. */
  tell(sentence: string, undo: () => void): void {
    const button = el("button", { type: "button", className: "small-act", textContent: t("undo") });
    button.addEventListener("click", () => {
      this.told.hidden = true;
      undo();
    });
    this.told.hidden = false;
    this.told.replaceChildren(el("span", { textContent: sentence }), button);
    button.focus({ preventScroll: true });
  }

  forget(): void {
    this.told.hidden = true;
  }

  private put(thread: Thread, index: number): void {
    let card = this.cards.get(thread.id);
    const current = this.current === thread.id;
    if (card) card.update(thread, current);
    else {
      card = new ThreadCard(this.threads, thread, this.around, current);
      this.cards.set(thread.id, card);
    }
    const there = this.list.children[index];
    // Moving an element takes its focus away: only what stands elsewhere is moved.
    if (there !== card.dom) this.list.insertBefore(card.dom, there ?? null);
  }

  /** Of the whole document first, then as the text goes, then those whose passage is gone. */
  private inOrder(threads: Thread[]): Thread[] {
    const rank = (thread: Thread): number => {
      if (!thread.block) return -1;
      return placeOf(this.editor.state, thread.id)?.from ?? Number.MAX_SAFE_INTEGER;
    };
    const resolvedFirst = (a: Thread, b: Thread) => (b.resolved_at ?? "").localeCompare(a.resolved_at ?? "");
    if (this.filter === "resolved") return threads.sort(resolvedFirst);
    const ranks = new Map(threads.map((thread) => [thread.id, rank(thread)]));
    return threads.sort((a, b) => ranks.get(a.id)! - ranks.get(b.id)! || a.opened_at.localeCompare(b.opened_at));
  }

  private nothing(): string {
    if (this.filter !== "open") return t("commentsNoneSuch");
    return this.mayComment ? t("commentsNoneYet", { keys: keyNames("Mod-Alt-m") }) : t("commentsNone");
  }

  private async onFilter(): Promise<void> {
    this.current = null;
    if (this.filter === "resolved") await this.threads.withResolved();
    this.draw();
  }
}
