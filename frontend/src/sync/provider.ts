// The connection of one open document: y-websocket's provider plus our messages (saved, refused, unsaved, role).
import * as decoding from "lib0/decoding";
import { Awareness } from "y-protocols/awareness";
import { WebsocketProvider } from "y-websocket";
import { type Doc, mergeUpdates } from "yjs";

import { hasNoStructs, LARGEST_FRAME, MESSAGE, type Outgoing, updateFrame } from "./frames";
import { Ledger } from "./ledger";
import { postUpdate } from "./post";
import { Observable, type SaveState } from "./state";
import { sendDirectly, trackedSocket } from "./tracked-socket";

const OFFLINE_AFTER = 1500;
const OPENING_AFTER = 5000;
const RETRY_POST = 5000;
const LONGEST_WAIT = 5000;
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
  readonly state = new Observable<SaveState>({ kind: "opening" });
  readonly synced = new Observable(false);
  /** True when every local change is known to be stored. */
  readonly settled = new Observable(false);

  private readonly socket: WebsocketProvider;
  private readonly ledger = new Ledger();
  private lastSaved: Date | null;
  private trouble: string | null = null;
  private answered = false; // our sync step 2 has left on this connection: updates may follow it
  private posting = false;
  private stopped = false;
  private lostAt: number | null = Date.now();
  private patience = OPENING_AFTER;
  private carriesUnsent: boolean;
  private mayWrite: boolean;
  private readonly timers = new Set<ReturnType<typeof setTimeout>>();

  constructor(private readonly options: ProviderOptions) {
    const { doc, documentId, schema, epoch } = options;
    this.lastSaved = options.savedAt;
    this.mayWrite = options.mayWrite;
    this.carriesUnsent = options.mayWrite && options.carriesUnsent;
    this.awareness = new Awareness(doc);
    doc.on("update", this.onLocalUpdate);
    this.socket = new WebsocketProvider(options.socketUrl, documentId, doc, {
      connect: false,
      awareness: this.awareness,
      params: { v: "1", schema: String(schema), epoch },
      resyncInterval: 30_000,
      disableBc: true,
      WebSocketPolyfill: trackedSocket((frame) => this.mayLeave(frame)),
    });
    this.listen();
  }

  connect(): void {
    this.socket.connect();
    this.later(OPENING_AFTER, () => this.refresh());
  }

  /** Everything the server has not acknowledged, as one update. */
  unsent(): Uint8Array | null {
    return this.ledger.unsent();
  }

  /** Stops sending, for ever; the document stays readable on the page. */
  stop(code: string, detail: string): void {
    if (this.stopped) return;
    this.stopped = true;
    this.socket.disconnect();
    this.refresh();
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
    this.socket.destroy();
    this.awareness.destroy();
  }

  private listen(): void {
    const { socket } = this;
    socket.messageHandlers[2] = () => undefined; // the stock refusal; ours (101) says the same with a sentence
    socket.messageHandlers[MESSAGE.saved] = (_encoder, decoder) => {
      this.ledger.acknowledge(decoding.readVarUint(decoder));
      this.lastSaved = new Date();
      this.trouble = null;
      this.refresh();
    };
    socket.messageHandlers[MESSAGE.refused] = (_encoder, decoder) => {
      const { code, detail } = JSON.parse(decoding.readVarString(decoder)) as { code: string; detail: string };
      this.stop(code, detail);
    };
    socket.messageHandlers[MESSAGE.unsaved] = () => {
      this.trouble = "";
      this.refresh();
    };
    socket.messageHandlers[MESSAGE.role] = (_encoder, decoder) => this.options.onRole(decoding.readVarString(decoder));
    socket.on("status", ({ status }) => {
      if (status === "connected") this.onConnected();
    });
    socket.on("connection-close", () => this.onClosed());
    socket.on("closed", ({ code, reason }) => this.stop(String(code), reason));
    socket.on("sync", (synced) => {
      this.synced.set(synced);
      this.refresh();
      if (synced && this.mayWrite) this.later(ANSWER_BEFORE, () => this.checkAnswered());
    });
    window.addEventListener("offline", this.onOffline);
    window.addEventListener("online", this.onOnline);
  }

  private onConnected(): void {
    this.lostAt = null;
    this.patience = OFFLINE_AFTER;
    this.answered = false;
    this.ledger.newConnection();
    // A new clock, or the others ignore our presence: they saw it end when the last connection did.
    this.awareness.setLocalState(this.awareness.getLocalState());
    this.refresh();
  }

  private onClosed(): void {
    this.answered = false;
    this.ledger.newConnection();
    this.lostAt ??= Date.now();
    this.later(OFFLINE_AFTER, () => this.refresh());
    // Each browser waits a little differently, so that a restarted server is not met by all at once.
    const attempt = 2 ** (this.socket.wsUnsuccessfulReconnects + 1) * 100;
    this.socket.maxBackoffTime = Math.min(attempt, LONGEST_WAIT) * (0.5 + Math.random() / 2);
  }

  private readonly onOffline = (): void => this.socket.disconnect();

  private readonly onOnline = (): void => {
    if (!this.stopped) this.socket.connect();
  };

  private readonly onLocalUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this.socket || !this.mayWrite || this.stopped) return;
    this.ledger.add(update);
    this.flush();
    this.refresh();
  };

  /** Judges each frame of y-websocket's provider: its updates are dropped, for `flush` sends them in order. */
  private mayLeave(frame: Outgoing): boolean {
    if (frame.kind === "other") return true;
    if (frame.kind === "update" || !this.mayWrite || this.stopped) return false;
    const { update } = frame;
    const unknown = this.carriesUnsent || (this.ledger.empty && !hasNoStructs(update));
    if (unknown) this.ledger.add(update);
    this.carriesUnsent = false;
    const first = !this.answered;
    this.answered = true;
    if (update.byteLength > LARGEST_FRAME) {
      if (first) void this.post(update);
      return false;
    }
    this.ledger.sentAll();
    queueMicrotask(() => this.refresh());
    return true;
  }

  /** Sends what waits, oldest first, each change in its frame; a large one goes by POST and holds the others back. */
  private flush(): void {
    const { ws } = this.socket;
    if (!ws || ws.readyState !== WebSocket.OPEN || !this.answered || this.posting || this.stopped) return;
    for (const update of this.ledger.waiting()) {
      if (update.byteLength > LARGEST_FRAME) {
        void this.post(mergeUpdates(this.ledger.waiting()));
        return;
      }
      sendDirectly(ws, updateFrame(update));
      this.ledger.sentOne();
    }
  }

  /** Sends over HTTP what waits; while this lasts no frame leaves, for the server would find a gap before it. */
  private async post(update: Uint8Array): Promise<void> {
    if (this.posting) return;
    this.posting = true;
    const forget = this.ledger.takeWaiting();
    const attempt = async (): Promise<void> => {
      const answer = await postUpdate(this.options.postUrl, update);
      if (this.stopped) return;
      if (answer.ok) {
        forget();
        this.posting = false;
        this.lastSaved = new Date();
        this.trouble = null;
        this.flush();
      } else if (answer.final) {
        this.stop(answer.code, answer.detail);
      } else {
        this.trouble = answer.detail;
        this.later(RETRY_POST, () => void attempt());
      }
      this.refresh();
    };
    await attempt();
  }

  /** A server that never asks what we have takes nothing from us: better said than waited for. */
  private checkAnswered(): void {
    if (!this.socket.wsconnected || this.answered || this.ledger.empty) return;
    this.trouble = "";
    this.refresh();
  }

  private later(delay: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      if (!this.stopped) action();
    }, delay);
    this.timers.add(timer);
  }

  private refresh(): void {
    this.state.set(this.judge());
    const connected = this.socket.wsconnected && this.synced.value;
    this.settled.set(connected && this.ledger.empty && (this.answered || !this.mayWrite) && !this.stopped);
  }

  private judge(): SaveState {
    if (this.stopped) return { kind: "refused", unsent: !this.ledger.empty };
    if (this.lostAt !== null) {
      if (Date.now() - this.lostAt >= this.patience - 50) return { kind: "offline" };
      return this.state.value.kind === "opening" || this.ledger.empty ? this.state.value : { kind: "saving" };
    }
    if (this.trouble !== null) return { kind: "unsaved", detail: this.trouble || null };
    if (!this.ledger.empty) return { kind: "saving" };
    return this.synced.value ? { kind: "saved", at: this.lastSaved } : this.state.value;
  }
}
