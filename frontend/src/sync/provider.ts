// The connection of one open document, as the page knows it: what is unsent, how saving stands, why it stopped.
import { Awareness } from "y-protocols/awareness";
import type { Doc } from "yjs";

import { type Change, Ledger } from "./ledger";
import { Outbox } from "./outbox";
import { SyncAddress } from "./post";
import { Saving } from "./saving";
import type { Told } from "./socket-link";
import { Observable, type SaveState, type Via } from "./state";
import { Ways } from "./ways";

const ANSWER_BEFORE = 8000;

/** Why this document stopped for good; `unsent` is what the server never stored. */
export interface Stop {
  code: string;
  detail: string;
  unsent: Uint8Array | null;
}

export interface ProviderOptions {
  doc: Doc;
  /** Address of the socket without the document's id, and of the same sync over HTTP. */
  socketUrl: string;
  postUrl: string;
  documentId: string;
  schema: number;
  epoch: string;
  mayWrite: boolean;
  savedAt: Date | null;
  /** The local copy holds changes that the server had not acknowledged when the page was last left. */
  carriesUnsent: boolean;
  onStop: (stop: Stop) => void;
  onRole: (role: string) => void;
}

export class DocumentProvider {
  readonly awareness: Awareness;
  /** A sentence of the server that stops nothing. */
  readonly notice = new Observable<Told | null>(null);
  /** The topic of what changed beside the text; "" when it may be anything, as over plain HTTP. */
  readonly beside = new Observable("");

  private readonly ledger = new Ledger();
  private readonly outbox: Outbox;
  private readonly ways: Ways;
  private readonly saving: Saving;
  private stopped = false;
  private carriesUnsent: boolean;
  private mayWrite: boolean;
  private readonly timers = new Set<ReturnType<typeof setTimeout>>();

  constructor(private readonly options: ProviderOptions) {
    this.mayWrite = options.mayWrite;
    this.carriesUnsent = options.mayWrite && options.carriesUnsent;
    this.awareness = new Awareness(options.doc);
    options.doc.on("update", this.onLocalUpdate);
    this.saving = this.makeSaving();
    const address = new SyncAddress(options.postUrl, { epoch: options.epoch, schema: String(options.schema) });
    this.outbox = this.makeOutbox(address);
    this.ways = this.makeWays(address);
    this.synced.subscribe((synced) => this.onSynced(synced));
    window.addEventListener("offline", this.onOffline);
    window.addEventListener("online", this.onOnline);
  }

  get state(): Observable<SaveState> {
    return this.saving.state;
  }

  /** True when every local change is known to be stored. */
  get settled(): Observable<boolean> {
    return this.saving.settled;
  }

  get synced(): Observable<boolean> {
    return this.ways.synced;
  }

  get via(): Observable<Via> {
    return this.ways.via;
  }

  get doc(): Doc {
    return this.options.doc;
  }

  connect(): void {
    this.ways.connect();
    this.saving.opening();
  }

  /** Now, instead of after the wait that has begun. */
  tryAgain(): void {
    this.ways.hurry();
  }

  /** Everything the server has not acknowledged, as one update. */
  unsent(): Uint8Array | null {
    return this.ledger.unsent();
  }

  /** The same, change by change, oldest first. */
  unsentChanges(): Change[] {
    return this.ledger.changes();
  }

  /** Stops sending, for ever; the document stays readable on the page. */
  stop(code: string, detail: string): void {
    if (this.stopped) return;
    this.stopped = true;
    this.ways.close();
    this.saving.refresh();
    this.options.onStop({ code, detail, unsent: this.ledger.unsent() });
  }

  /** From now on this person only reads: nothing leaves this page any more. */
  becomeReader(): void {
    this.mayWrite = false;
  }

  destroy(): void {
    this.stopped = true;
    for (const timer of this.timers) clearTimeout(timer);
    window.removeEventListener("offline", this.onOffline);
    window.removeEventListener("online", this.onOnline);
    this.options.doc.off("update", this.onLocalUpdate);
    this.ways.destroy();
    this.awareness.destroy();
  }

  private makeSaving(): Saving {
    const facts = () => ({
      synced: this.ways.synced.value,
      told: this.ways.told,
      mayWrite: this.mayWrite,
      stopped: this.stopped,
    });
    return new Saving(this.ledger, this.options.savedAt, facts, (delay, action) => this.later(delay, action));
  }

  private makeOutbox(address: SyncAddress): Outbox {
    return new Outbox(this.ledger, address, {
      onSaved: () => this.saving.saved(),
      onDelay: (detail) => (detail === null ? this.saving.refresh() : this.saving.delayed(detail)),
      onRefused: (code, detail) => this.stop(code, detail),
      onGap: () => this.ways.sayAll() || this.stop("gate", ""),
      onIdle: () => {
        if (!this.stopped) this.ways.send();
        this.saving.refresh();
      },
    });
  }

  private makeWays(address: SyncAddress): Ways {
    const { doc, documentId, schema, epoch, socketUrl, onRole } = this.options;
    return new Ways({
      doc,
      documentId,
      schema,
      epoch,
      address,
      url: socketUrl,
      awareness: this.awareness,
      ledger: this.ledger,
      outbox: this.outbox,
      mayWrite: () => this.mayWrite && !this.stopped,
      takeCarried: () => this.takeCarried(),
      onFound: () => this.saving.found(),
      onLost: () => this.saving.lost(),
      onSaved: () => this.saving.saved(),
      onUnsaved: () => this.saving.delayed(""),
      onSending: () => this.saving.refresh(),
      onRole,
      onNotice: (told) => this.notice.set(told),
      onBeside: (topic) => this.beside.set(topic),
      onStop: (code, detail) => this.stop(code, detail),
    });
  }

  private takeCarried(): boolean {
    const carried = this.carriesUnsent;
    this.carriesUnsent = false;
    return carried;
  }

  private readonly onLocalUpdate = (update: Uint8Array, origin: unknown): void => {
    if (!this.mayWrite || this.stopped || this.ways.brought(origin)) return;
    this.ledger.add(update);
    this.ways.send();
    this.saving.refresh();
  };

  private onSynced(synced: boolean): void {
    this.saving.refresh();
    if (synced && this.mayWrite) this.later(ANSWER_BEFORE, () => this.checkAnswered());
  }

  /** A server that never asks what we have takes nothing from us: better said than waited for. */
  private checkAnswered(): void {
    if (this.ways.unasked && !this.ledger.empty) this.saving.delayed("");
  }

  private readonly onOffline = (): void => this.ways.unplugged();

  private readonly onOnline = (): void => {
    if (!this.stopped) this.ways.plugged();
  };

  private later(delay: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      if (!this.stopped) action();
    }, delay);
    this.timers.add(timer);
  }
}
