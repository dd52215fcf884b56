// <tablee-editor>: opens one document on the page, and takes everything down when it leaves.
import type { Editor } from "@tiptap/core";
import { Doc } from "yjs";

import { t } from "../messages";
import type { OfflineCopy } from "../sync/offline";
import { DocumentProvider, type Stop } from "../sync/provider";
import { Beside } from "./beside";
import { config, type Role, socketUrl } from "./config";
import { createEditor, writeBelow } from "./create-editor";
import { editableTitle } from "./header";
import { pickImages } from "./images/images";
import { Notices } from "./notices";
import { passages } from "./save/changes";
import { olderCopy, openDeviceCopy } from "./save/device-copy";
import { SaveIndicator } from "./save/indicator";
import type { Kept } from "./save/downloads";
import { offerUnsent } from "./save/rescue";
import { SCHEMA_VERSION } from "./schema";
import { noticeOf, pasteNotice, readsAlong } from "./server-notices";
import { watchStage } from "./stage";
import { LinkForm } from "./toolbar/link-form";
import { Toolbar } from "./toolbar/toolbar";

const WRITERS: Role[] = ["change", "manage"];

/** Whoever has just pressed "Begin to write" begins to write. */
function justMade(): boolean {
  return document.referrer.endsWith("/documents/nouveau/") && document.activeElement === document.body;
}

export class TableeEditor extends HTMLElement {
  private readonly doc = new Doc();
  private mayWrite = false;
  /** Why one reads here for a while, who could write elsewhere. */
  private readsAlong: string | null = null;
  private copy: OfflineCopy | null = null;
  private provider: DocumentProvider | null = null;
  private editor: Editor | null = null;
  private toolbar: Toolbar | null = null;
  private beside: Beside | null = null;
  private sendTitle = (): void => undefined;
  private indicator: SaveIndicator | null = null;
  private notices: Notices | null = null;
  private readonly endings: (() => void)[] = [];

  connectedCallback(): void {
    this.mayWrite = config().mayWrite;
    this.notices = new Notices(this.place("notices"), () => this.place("page").focus({ preventScroll: true }));
    this.indicator = new SaveIndicator(this.place("save"), {
      kept: () => this.kept(),
      unsentChanges: () => this.provider?.unsentChanges() ?? [],
      tryAgain: () => this.provider?.tryAgain(),
      refresh: () => this.showState(),
    });
    const heading = this.place("title");
    this.sendTitle = editableTitle(heading, (title) => this.onRenamed(title));
    void this.open();
  }

  disconnectedCallback(): void {
    for (const end of this.endings) end();
    this.toolbar?.destroy();
    this.editor?.destroy();
    this.provider?.destroy();
    this.doc.destroy();
  }

  /** A place of the template, marked with `data-part`. */
  private place(name: string): HTMLElement {
    const found = this.querySelector<HTMLElement>(`[data-part="${name}"]`);
    if (!found) throw new Error(`the page has no part "${name}"`);
    return found;
  }

  private async open(): Promise<void> {
    const { id, epoch, urls, savedAt, me, title } = config();
    const older = await olderCopy();
    if (older) {
      const kept = { title, passages: [], update: older.update, text: older.text };
      offerUnsent({ code: "4409", detail: "", kept, forget: older.forget });
      return;
    }
    this.copy = await openDeviceCopy(this.doc, () => this.onCopyGone());
    this.copy?.name(title);
    const provider = new DocumentProvider({
      doc: this.doc,
      socketUrl: socketUrl(urls.socket),
      postUrl: urls.sync,
      documentId: id,
      schema: SCHEMA_VERSION,
      epoch,
      mayWrite: this.mayWrite,
      savedAt: savedAt ? new Date(savedAt) : null,
      carriesUnsent: this.copy?.hadUnsent ?? false,
      onStop: (stop) => this.onStop(stop),
      onRole: (role) => this.onRole(role as Role),
    });
    this.provider = provider;
    if (me) provider.awareness.setLocalStateField("user", me);
    provider.state.subscribe(() => this.showState());
    provider.via.subscribe((via) => {
      document.documentElement.dataset.via = via;
      this.showState();
    });
    provider.notice.subscribe((notice) => notice && this.onNotice(notice.code, notice.detail));
    provider.synced.subscribe((synced) => this.onSynced(synced));
    provider.settled.subscribe((settled) => this.onSettled(settled));
    const writes = () => WRITERS.includes(config().role);
    this.endings.push(watchStage({ provider, notices: this.notices, writes, becomeReader: () => this.becomeReader() }));
    window.addEventListener("beforeunload", this.onLeave);
    this.endings.push(() => window.removeEventListener("beforeunload", this.onLeave));
    if (this.doc.getXmlFragment("default").length > 0) this.show();
    provider.connect();
  }

  private onSynced(synced: boolean): void {
    document.documentElement.dataset.sync = String(synced);
    if (!synced) return;
    this.show();
    this.sendTitle();
  }

  private onSettled(settled: boolean): void {
    document.documentElement.dataset.saved = String(settled);
    if (this.mayWrite && (settled || this.provider?.unsent())) this.copy?.markPending(!settled);
    if (settled && config().sharedDevice) void this.dropCopy();
  }

  /** On a shared device, a copy that was still there has just been sent: nothing stays. */
  private async dropCopy(): Promise<void> {
    const { copy } = this;
    this.onCopyGone();
    await copy?.delete();
  }

  private onCopyGone(): void {
    this.copy = null;
    this.showState();
  }

  private showState(): void {
    const { provider, mayWrite } = this;
    if (!provider) return;
    this.indicator?.show(provider.state.value, {
      mayWrite,
      hasCopy: this.copy !== null,
      shared: config().sharedDevice,
      loaded: this.editor !== null,
      via: provider.via.value,
    });
  }

  /** Shows the text once it is there, from the local copy or from the server: an editor on nothing would invent a paragraph. */
  private show(): void {
    const { provider } = this;
    if (this.editor || !provider) return;
    const stage = this.place("text");
    stage.replaceChildren();
    let linkForm: LinkForm | null = null;
    const editor = createEditor({
      element: stage,
      doc: this.doc,
      awareness: provider.awareness,
      editable: this.mayWrite,
      onLink: () => linkForm?.open(),
      onToolbar: () => this.toolbar?.focus(),
      onTooLarge: (room) => this.notices?.show(pasteNotice(room)),
      notices: () => this.notices,
    });
    this.editor = editor;
    linkForm = new LinkForm(editor, this);
    const { panel, actions, modes } = this.putBeside(editor, provider);
    if (this.mayWrite) {
      const tools = { editor, linkForm, pickImage: () => pickImages(editor), beside: actions, modes, togglePanel: () => panel.toggle() };
      this.toolbar = new Toolbar(this.place("toolbar"), tools);
      this.toolbar.panelButton?.setAttribute("aria-expanded", String(panel.isOpen));
      this.place("page").addEventListener("click", (event) => {
        if (event.target === event.currentTarget && editor.isEditable) writeBelow(editor);
      });
    }
    document.documentElement.dataset.ready = "true";
    if (this.mayWrite && justMade()) editor.commands.focus("start");
    this.showState();
  }

  private putBeside(editor: Editor, provider: DocumentProvider): Beside {
    const beside = new Beside({
      editor,
      provider,
      notices: this.notices!,
      host: this,
      place: (name) => this.place(name),
      opener: () => this.toolbar?.panelButton ?? null,
    });
    this.beside = beside;
    this.endings.push(() => beside.destroy());
    return beside;
  }

  private onRenamed(title: string): void {
    document.title = document.title.replace(config().title, title);
    config().title = title;
    this.copy?.name(title);
    for (const place of this.querySelectorAll("[data-part=short-title]")) place.textContent = title;
  }

  private onRole(role: Role): void {
    const mayWrite = WRITERS.includes(role) && !config().frozen;
    config().role = role;
    this.beside?.onRole(role);
    if (mayWrite === this.mayWrite) return;
    if (mayWrite) {
      const action = { label: t("reload"), run: () => window.location.reload() };
      this.notices?.show({ code: "role", sentence: t("noticeMayWrite"), action });
      return;
    }
    if (this.provider?.unsent()) {
      this.provider.stop("role", t("stopRole"));
      return;
    }
    this.becomeReader();
    if (!this.readsAlong) this.notices?.show({ code: "role", sentence: t("noticeReader") });
  }

  private becomeReader(): void {
    this.mayWrite = config().mayWrite = false;
    this.provider?.becomeReader();
    this.freeze();
    this.showState();
  }

  private freeze(): void {
    this.editor?.setEditable(false);
    this.toolbar?.destroy();
    this.toolbar = null;
  }

  /** What the server says without stopping the page. */
  private onNotice(code: string, sentence: string): void {
    this.notices?.show(noticeOf(code, sentence, this.doc));
    if (!readsAlong(code)) return;
    this.readsAlong = code;
    // With something unsent, the server's answer to it decides: it is taken, or offered as a file.
    if (this.provider?.unsent()) this.freeze();
    else this.becomeReader();
  }

  /** What can be taken away from this page: the changes that wait, and the text as it is seen. */
  private kept(): Kept {
    const text = this.editor?.getText({ blockSeparator: "\n\n" }) ?? "";
    const { provider } = this;
    return { title: config().title, passages: passages(this.provider?.unsentChanges() ?? []), update: provider?.unsent() ?? null, text };
  }

  private onStop({ code, detail }: Stop): void {
    const kept = this.kept();
    this.editor?.setEditable(false);
    this.showState();
    const { copy, doc } = this;
    offerUnsent({
      code: code === "role" ? this.readsAlong ?? code : code,
      detail,
      kept,
      forget: async () => {
        this.provider?.destroy();
        this.editor?.destroy();
        await copy?.delete();
        doc.destroy();
      },
    });
  }

  /** Only when nothing else keeps what was written: with a local copy it is sent at the next opening. */
  private readonly onLeave = (event: BeforeUnloadEvent): void => {
    if (!this.copy && this.provider?.unsent()) event.preventDefault();
  };
}

customElements.define("tablee-editor", TableeEditor);
