// <tablee-editor>: opens one document on the page, and takes everything down when it leaves.
import type { Editor } from "@tiptap/core";
import { Doc } from "yjs";

import { el } from "../dom";
import { t } from "../messages";
import { OfflineCopy } from "../sync/offline";
import { watchPeople } from "../sync/presence";
import { DocumentProvider, type Stop } from "../sync/provider";
import { offerUnsent } from "../sync/rescue";
import { config, type Role, socketUrl } from "./config";
import { createEditor, writeBelow } from "./create-editor";
import { showFaces } from "./faces";
import { editableTitle } from "./header";
import { pickImages } from "./images/images";
import { Facts } from "./panel/facts";
import { Outline } from "./panel/outline";
import { Panel } from "./panel/panel";
import { SaveIndicator } from "./save-indicator";
import { SCHEMA_VERSION } from "./schema";
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
  private copy: OfflineCopy | null = null;
  private provider: DocumentProvider | null = null;
  private editor: Editor | null = null;
  private toolbar: Toolbar | null = null;
  private facts: Facts | null = null;
  private sendTitle = (): void => undefined;
  private indicator: SaveIndicator | null = null;
  private readonly endings: (() => void)[] = [];

  connectedCallback(): void {
    this.mayWrite = config().mayWrite;
    this.indicator = new SaveIndicator(this.place("save"));
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
    const { id, account, epoch, urls, savedAt, me } = config();
    this.copy = await OfflineCopy.open(this.doc, account, id, epoch, () => this.onCopyGone());
    this.copy?.name(config().title);
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
    provider.synced.subscribe((synced) => this.onSynced(synced));
    provider.settled.subscribe((settled) => this.onSettled(settled));
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
  }

  private onCopyGone(): void {
    this.copy = null;
    this.showState();
  }

  private showState(): void {
    const state = this.provider?.state.value;
    if (!state) return;
    this.indicator?.show(state, { mayWrite: this.mayWrite, hasCopy: this.copy !== null, loaded: this.editor !== null });
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
    });
    this.editor = editor;
    linkForm = new LinkForm(editor, this);
    const panel = this.buildPanel(editor, provider);
    if (this.mayWrite) {
      const tools = { editor, linkForm, pickImage: () => pickImages(editor), togglePanel: () => panel.toggle() };
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

  private buildPanel(editor: Editor, provider: DocumentProvider): Panel {
    const toggle = this.querySelector<HTMLButtonElement>("[data-part=panel-toggle]");
    const outline = new Outline(editor, () => panel.leaveOnPhone());
    const facts = new Facts(editor, (sentence) => { this.place("length").textContent = sentence; });
    this.facts = facts;
    const panel = new Panel(
      this.place("panel"),
      [
        { label: t("outline"), content: outline.dom },
        { label: t("facts"), content: facts.dom },
      ],
      () => this.toolbar?.panelButton ?? toggle,
    );
    toggle?.addEventListener("click", () => panel.toggle());
    const faces = this.place("faces");
    this.endings.push(
      watchPeople(provider.awareness, config().me?.id ?? null, (people) => {
        showFaces(faces, people, () => panel.show(1));
        facts.showPeople(people);
      }),
      () => outline.destroy(),
      () => facts.destroy(),
    );
    return panel;
  }

  private onRenamed(title: string): void {
    document.title = document.title.replace(config().title, title);
    config().title = title;
    this.copy?.name(title);
    for (const place of this.querySelectorAll("[data-part=short-title]")) place.textContent = title;
  }

  private onRole(role: Role): void {
    const mayWrite = WRITERS.includes(role);
    config().role = role;
    this.facts?.showRole(role);
    if (mayWrite === this.mayWrite) return;
    if (mayWrite) {
      this.notify(t("noticeMayWrite"), t("reload"));
      return;
    }
    if (this.provider?.unsent()) {
      this.provider.stop("role", t("stopRole"));
      return;
    }
    this.becomeReader();
    this.notify(t("noticeReader"));
  }

  private becomeReader(): void {
    this.mayWrite = false;
    this.provider?.becomeReader();
    this.editor?.setEditable(false);
    this.toolbar?.destroy();
    this.toolbar = null;
    this.showState();
  }

  private onStop({ code, detail, unsent }: Stop): void {
    const text = this.editor?.getText({ blockSeparator: "\n\n" }) ?? "";
    this.editor?.setEditable(false);
    this.showState();
    const { copy, doc } = this;
    offerUnsent({
      title: config().title,
      code,
      detail,
      unsent,
      text: `${config().title}\n\n${text}\n`,
      forget: async () => {
        this.provider?.destroy();
        this.editor?.destroy();
        await copy?.delete();
        doc.destroy();
      },
    });
  }

  private notify(sentence: string, reload?: string): void {
    const button = reload ? el("button", { type: "button", className: "btn quiet", textContent: reload }) : null;
    button?.addEventListener("click", () => window.location.reload());
    const host = this.place("notice");
    host.setAttribute("role", "status");
    host.replaceChildren(el("p", { textContent: sentence }), ...(button ? [button] : []));
    host.hidden = false;
  }

  /** Only when nothing else keeps what was written: with a local copy it is sent at the next opening. */
  private readonly onLeave = (event: BeforeUnloadEvent): void => {
    if (!this.copy && this.provider?.unsent()) event.preventDefault();
  };
}

customElements.define("tablee-editor", TableeEditor);
