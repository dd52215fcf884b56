// The comments of the editor page put together: the list, the passages in the text, the link that leads to one, the news.
import { el } from "../../dom";
import type { Desk } from "../beside";
import { config, type Role } from "../config";
import { type Thread, ThreadsApi } from "./api";
import { findBlock } from "./anchor";
import { Bubble, selectedRange } from "./bubble";
import { Composer, scrollTo } from "./composer";
import { describeNews } from "./news";
import { placeOf, type Range, showPassages, threadsAt } from "./passages";
import { CommentsTab } from "./tab";
import { Threads } from "./threads";
import { plural, t } from "./words";

const TAB = "comments";
const LINK = /^#fil-([0-9a-f-]{36})$/;

function reaches(role: Role): boolean {
  return role !== "view" || config().readersComment;
}

export class Conversation {
  private readonly threads: Threads;
  private readonly composer: Composer;
  private readonly tab: CommentsTab;
  private readonly bubble: Bubble;
  private readonly told = el("div", { className: "visually-hidden" });
  private readonly endings: (() => void)[] = [];
  private mayComment = false;

  constructor(
    private readonly desk: Desk,
    page: HTMLElement,
    role: Role,
  ) {
    const { editor, provider, host } = desk;
    const me = config().me;
    this.threads = new Threads(new ThreadsApi(config().id), me ? Number(me.id) : null);
    this.composer = new Composer(editor, this.threads, (thread) => this.onComposed(thread));
    this.tab = new CommentsTab(editor, this.threads, this.composer.dom, {
      onAdd: () => this.compose(null),
      onPick: (thread) => void this.pick(thread),
      onGo: (thread) => this.go(thread),
      onResolved: (thread, resolved) => this.onResolved(thread, resolved),
    });
    page.replaceChildren(this.tab.dom);
    this.bubble = new Bubble(editor, host, {
      mayComment: () => this.mayComment && !this.composer.isOpen,
      showsThreads: () => this.desk.panel.isWide && this.desk.panel.isShowing(TAB),
      onComment: (range) => this.compose(range),
      onSee: (thread) => void this.lead(thread),
    });
    this.told.setAttribute("role", "status");
    host.append(this.told);
    this.threads.list.subscribe((list) => this.onList(list));
    let begun = false; // both call at once, and the first question is asked below
    this.endings.push(
      provider.beside.subscribe((topic) => { if (begun && (topic === "threads" || topic === "")) this.threads.soon(); }),
      provider.synced.subscribe((synced) => { if (begun && synced) this.threads.soon(); }), // news may have been missed
      this.threads.news.subscribe((news) => { if (news) this.told.textContent = describeNews(news); }),
    );
    begun = true;
    this.listen();
    this.allow(role);
    void this.threads.refresh().then(() => this.followLink());
  }

  onRole(role: Role): void {
    this.allow(role);
    void this.threads.refresh();
  }

  private allow(role: Role): void {
    this.mayComment = config().me !== null && reaches(role);
    this.tab.allow(this.mayComment);
    if (!this.mayComment) this.composer.close(null);
  }

  private listen(): void {
    const { editor } = this.desk;
    const onHash = () => this.followLink();
    const onClick = (event: MouseEvent) => this.onClick(event);
    window.addEventListener("hashchange", onHash);
    editor.view.dom.addEventListener("click", onClick);
    editor.on("update", this.onUpdate);
    this.endings.push(
      () => window.removeEventListener("hashchange", onHash),
      () => editor.off("update", this.onUpdate),
    );
  }

  destroy(): void {
    for (const end of this.endings) end();
    this.threads.stop();
    this.bubble.destroy();
    this.told.remove();
  }

  private onList(list: Thread[]): void {
    if (this.desk.editor.isDestroyed) return;
    const open = list.filter((thread) => thread.state === "open" && !thread.suggestion);
    showPassages(this.desk.editor.view, { threads: open.filter((thread) => thread.block && thread.anchored) });
    this.tab.draw();
    this.desk.panel.count(TAB, open.length, plural("threadsOpen", open.length));
  }

  /** The order of the list is that of the text; who writes does not wait for it. */
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly onUpdate = (): void => {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      if (!this.desk.editor.isDestroyed) this.tab.draw();
    }, 500);
  };

  /** On a selection, a new thread; in a commented passage, its thread; elsewhere the words are asked for. */
  onShortcut(): void {
    const { editor } = this.desk;
    const range = selectedRange(editor) ?? this.pickedNode();
    const here = range ? undefined : threadsAt(editor.state, editor.state.selection.from)[0];
    if (here && document.activeElement === editor.view.dom) void this.lead(here);
    else if (this.mayComment) this.compose(range);
    else this.desk.panel.show(TAB);
  }

  private pickedNode(): Range | null {
    const { selection } = this.desk.editor.state;
    return !selection.empty && this.desk.editor.isFocused ? { from: selection.from, to: selection.to } : null;
  }

  private compose(range: Range | null): void {
    this.tab.forget();
    this.desk.panel.reveal(TAB);
    this.bubble.hide();
    this.composer.open(range);
  }

  private onComposed(thread: Thread | null): void {
    if (thread) void this.lead(thread.id, false);
    else if (this.desk.editor.isEditable) this.desk.editor.view.focus();
    else this.tab.focus();
  }

  private onClick(event: MouseEvent): void {
    const passage = (event.target as Element).closest<HTMLElement>("[data-threads]");
    const { panel } = this.desk;
    if (!passage || !selectedRangeIsEmpty()) return;
    const id = this.next((passage.dataset.threads ?? "").split(" "));
    const thread = id ? this.threads.get(id) : null;
    if (!thread || !panel.isOpen || !panel.isWide) return; // elsewhere the bubble offers it
    panel.reveal(TAB);
    // Once the editor has heard where the caret went: drawing the passage anew before that would take it back.
    requestAnimationFrame(() => setTimeout(() => void this.pick(thread).then((card) => card?.scrollIntoView())));
  }

  /** Pressed again, a passage with several threads shows the next. */
  private current: string | null = null;
  private next(ids: string[]): string | undefined {
    const at = ids.indexOf(this.current ?? "");
    return ids[(at + 1) % ids.length];
  }

  private async pick(thread: Thread): ReturnType<CommentsTab["pick"]> {
    this.tab.forget();
    this.current = thread.id;
    const card = await this.tab.pick(thread);
    showPassages(this.desk.editor.view, { current: thread.id });
    return card;
  }

  /** Opens the panel on a thread and takes the reader to it; from a link, to its passage too. */
  private async lead(id: string, showPassage = false): Promise<boolean> {
    const thread = await this.threads.find(id);
    if (!thread || thread.suggestion) return false;
    this.desk.panel.reveal(TAB);
    const card = await this.pick(thread);
    if (showPassage) this.go(thread, false);
    card?.focus();
    return card !== null;
  }

  /** From a card to its passage. */
  private go(thread: Thread, byPerson = true): void {
    const { editor, panel } = this.desk;
    void this.pick(thread);
    const place = placeOf(editor.state, thread.id);
    const pos = place?.from ?? findBlock(editor.state.doc, thread.block)?.pos;
    if (pos === undefined) return;
    if (byPerson) panel.leaveOnPhone();
    scrollTo(editor, pos);
    if (!byPerson || !editor.isEditable) return;
    editor.view.focus();
    editor.commands.setTextSelection(place?.to ?? pos);
  }

  private onResolved(thread: Thread, resolved: boolean): void {
    this.current = null;
    showPassages(this.desk.editor.view, { current: null });
    void this.tab.pick(null);
    const back = () => void this.threads.resolve(thread, !resolved).then(() => this.lead(thread.id));
    this.tab.tell(t(resolved ? "threadResolvedNow" : "threadReopenedNow"), back);
  }

  private followLink(): void {
    const id = LINK.exec(window.location.hash)?.[1];
    if (!id) return;
    void this.lead(id, true).then((found) => {
      if (!found) this.desk.notices.show({ code: "thread", sentence: t("threadUnknown") });
    });
  }
}

function selectedRangeIsEmpty(): boolean {
  return window.getSelection()?.isCollapsed ?? true;
}
