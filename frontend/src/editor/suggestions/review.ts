// The proposals of a text put together: in the text, in their tab, and the mode in which one makes them.
import { FileDiff } from "lucide";

import { el, icon, uniqueId } from "../../dom";
import type { Desk } from "../beside";
import { config, type Role } from "../config";
import { Refusal, type Suggestion } from "./api";
import type { CardTools } from "./card";
import { Choosing } from "./choosing";
import { Discussions } from "./discussion";
import { Group } from "./group";
import { redraw } from "./places";
import { drawAll, findBlocks, pick, type Shown } from "./shown";
import { Store } from "./store";
import { SuggestionsTab } from "./tab";
import { Writing } from "./writing";
import { type Word, plural, t } from "./words";

export const TAB = "suggestions";
const LINK = /^#proposition-([0-9a-f-]{36})$/;

export class Review {
  private readonly store: Store;
  private readonly groups = new Map<string, Group>();
  private readonly shown: Shown;
  private readonly writing: Writing;
  private readonly choosing: Choosing;
  private readonly discussions: Discussions;
  private readonly tab: SuggestionsTab;
  private readonly told = el("div", { className: "visually-hidden" });
  private readonly help = el("section", { className: "propose-help", hidden: true });
  private readonly helpId = uniqueId("propose");
  private proposing = false;
  /** Those that were there at the last answer of the server; null before the first. */
  private known: Set<string> | null = null;

  constructor(
    private readonly desk: Desk,
    content: HTMLElement,
    role: Role,
  ) {
    const { editor, provider, host } = desk;
    this.store = new Store(provider.beside, provider.synced);
    this.shown = {
      byBlock: new Map(),
      under: (block) => this.group(block).dom,
      written: null,
      chosen: null,
      onPick: (block) => this.groups.get(block)?.open(),
    };
    this.writing = new Writing({
      editor,
      shown: this.shown,
      notices: desk.notices,
      onSent: (suggestion, made) => this.onSent(suggestion, made),
      onOpened: () => this.setWritable(),
      onClosed: () => {
        this.setWritable();
        editor.view.dom.focus({ preventScroll: true });
      },
    });
    this.choosing = new Choosing(editor, {
      mark: (block) => this.mark(block),
      choose: (block) => this.writing.propose(block),
      say: (sentence) => this.say(sentence),
      rests: () => this.writing.isOpen,
    });
    this.discussions = new Discussions(provider, () => this.store.refreshSoon());
    this.tab = new SuggestionsTab(this.store, this.tools(), (sentence) => this.say(sentence));
    this.told.setAttribute("role", "status");
    const keys = el("span", { className: "propose-keys", textContent: ` ${t("proposeKeys")}` });
    this.help.setAttribute("aria-label", t("proposeLabel"));
    this.help.append(icon(FileDiff), el("p", { id: this.helpId }, [t("proposeHelp"), keys]));
    host.querySelector("[data-part=notices]")?.after(this.help);
    host.append(this.told);
    editor.storage.suggestionPlaces.drawing = {
      draw: (doc) => drawAll(doc, this.shown),
      onClick: (target) => pick(target, this.shown),
    };
    this.store.open.subscribe((open) => this.onOpen(open));
    window.addEventListener("hashchange", this.followLink);
    content.append(this.tab.dom);
    this.onRole(role);
  }

  get isProposing(): boolean {
    return this.proposing;
  }

  private tools(): CardTools {
    return {
      schema: this.desk.editor.schema,
      act: (act, said) => this.act(act, said),
      acceptWithChanges: (suggestion) => {
        this.desk.panel.leaveOnPhone();
        this.writing.change(suggestion);
      },
      goTo: (suggestion) => this.goTo(suggestion),
      discussion: (suggestion, onClose) => this.discussions.open(suggestion, onClose),
    };
  }

  private async act(act: () => Promise<Suggestion>, said: Word | null): Promise<string | null> {
    const inPanel = this.tab.dom.contains(document.activeElement);
    try {
      const suggestion = await act();
      this.store.take(suggestion);
      if (said) this.say(t(said));
      if (said && inPanel) this.tab.focus();
      else if (said && document.activeElement === document.body) this.settleFocus(suggestion.block);
      return null;
    } catch (refusal) {
      if (refusal instanceof Refusal) {
        this.store.refreshSoon();
        return refusal.message;
      }
      throw refusal;
    }
  }

  /** An answered proposal leaves with the button that was pressed: one goes on from the same place. */
  private settleFocus(block: string): void {
    if (this.shown.byBlock.has(block)) this.groups.get(block)?.open();
    else if (this.desk.editor.isEditable) this.desk.editor.commands.focus(null, { scrollIntoView: false });
    else this.desk.host.querySelector<HTMLElement>("[data-part=page]")?.focus({ preventScroll: true });
  }

  private group(block: string): Group {
    const known = this.groups.get(block) ?? new Group(this.tools());
    this.groups.set(block, known);
    return known;
  }

  private onOpen(open: Suggestion[]): void {
    const byBlock = new Map<string, Suggestion[]>();
    for (const one of open) byBlock.set(one.block, [...(byBlock.get(one.block) ?? []), one]);
    this.shown.byBlock = byBlock;
    for (const [block, suggestions] of byBlock) this.group(block).update(suggestions);
    for (const block of this.groups.keys()) if (!byBlock.has(block)) this.groups.delete(block);
    redraw(this.desk.editor.view);
    this.desk.panel.count(TAB, open.length, plural("suggestionsWait", open.length));
    if (!this.store.isLoaded) return;
    const me = config().me?.id;
    if (this.known && open.some((one) => !this.known?.has(one.id) && String(one.author?.id) !== me)) this.say(t("suggestionArrived"));
    if (!this.known) this.followLink();
    this.known = new Set(open.map((one) => one.id));
  }

  private readonly followLink = (): void => {
    const id = LINK.exec(window.location.hash)?.[1];
    const known = this.store.open.value.find((one) => one.id === id);
    if (known) this.goTo(known);
    else if (id) this.inPanel(id);
  };

  private inPanel(id: string): void {
    this.desk.panel.reveal(TAB);
    void this.tab.reveal(id);
  }

  private goTo(suggestion: Suggestion): void {
    const found = findBlocks(this.desk.editor.state.doc, [suggestion.block]).get(suggestion.block);
    if (!found) return this.inPanel(suggestion.id);
    this.desk.panel.leaveOnPhone();
    const dom = this.desk.editor.view.nodeDOM(found.pos);
    if (dom instanceof HTMLElement) dom.scrollIntoView({ block: "center" });
    this.groups.get(suggestion.block)?.open(suggestion.id);
  }

  private onSent(suggestion: Suggestion, made: boolean): void {
    this.store.take(suggestion);
    this.say(t(made ? "suggestionWasSent" : "suggestionWasAccepted"));
    this.settleFocus(suggestion.block);
  }

  onRole(role: Role): void {
    const alone = role === "suggest" && config().maySuggest;
    const may = config().maySuggest && role !== "view" && role !== "comment";
    if (alone || !may) this.propose(alone);
  }

  propose(on: boolean): void {
    const { editor } = this.desk;
    if (on === this.proposing) return;
    if (!on && this.writing.isOpen) this.writing.close();
    this.proposing = on;
    this.help.hidden = !on;
    this.desk.host.classList.toggle("is-proposing", on);
    this.setWritable();
    if (on) this.choosing.start(this.helpId);
    else this.choosing.stop();
    redraw(editor.view);
    if (config().mayWrite) this.say(t(on ? "proposeOn" : "proposeOff"));
  }

  private setWritable(): void {
    const { editor } = this.desk;
    const writable = config().mayWrite && !this.proposing && !this.writing.isOpen;
    if (editor.isEditable === writable) return;
    editor.setEditable(writable, false);
    redraw(editor.view); // the format bar follows
  }

  private mark(block: string | null): void {
    this.shown.chosen = block;
    redraw(this.desk.editor.view);
  }

  private say(sentence: string): void {
    this.told.textContent = sentence;
  }

  destroy(): void {
    window.removeEventListener("hashchange", this.followLink);
    this.choosing.stop();
    this.writing.destroy();
    this.discussions.destroy();
    this.tab.destroy();
    this.store.destroy();
    this.help.remove();
    this.told.remove();
  }
}
