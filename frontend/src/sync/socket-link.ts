// One document over a websocket: y-websocket's provider, our messages, and one order for all that is sent.
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import type { Awareness } from "y-protocols/awareness";
import { writeSyncStep1 } from "y-protocols/sync";
import { messageSync, WebsocketProvider } from "y-websocket";
import type { Doc } from "yjs";

import { hasNoStructs, inspect, LARGEST_FRAME, MESSAGE, repeatsOthers, updateFrame } from "./frames";
import type { Ledger } from "./ledger";
import type { Outbox } from "./outbox";
import { sendDirectly, trackedSocket } from "./tracked-socket";

const LONGEST_WAIT = 5000;
const LONGEST_WAIT_SENT_AWAY = 60_000;
/** A connection that held so long was a good one. */
const LASTING = 30_000;
const RESYNC = 30_000;
const RESYNC_QUIET = 300_000;

export interface Told {
  code: string;
  detail: string;
}

export interface SocketOptions {
  url: string;
  documentId: string;
  schema: number;
  epoch: string;
  doc: Doc;
  awareness: Awareness;
  ledger: Ledger;
  outbox: Outbox;
  mayWrite: () => boolean;
  /** True once, if the local copy holds something that the server never acknowledged. */
  takeCarried: () => boolean;
  onConnecting: () => unknown;
  onOpen: () => unknown;
  /** `spoke`: the server itself closed it, so nothing between is in the way. */
  onClosed: (spoke: boolean) => void;
  /** For good; the code of a refusal or of the closing. */
  onStop: (code: string, detail: string) => void;
  onSynced: (synced: boolean) => void;
  onSaved: () => void;
  onUnsaved: () => void;
  onNotice: (told: Told) => void;
  onRole: (role: string) => void;
  /** Something beside the text changed, of this topic. */
  onBeside: (topic: string) => void;
  /** The ledger may have changed. */
  onSending: () => void;
}

export class SocketLink {
  /** Our sync step 2 has left on this connection: updates may follow it. */
  answered = false;
  /** The text goes another way for now: nothing of it leaves by this connection. */
  muted = false;
  /** It has left once, on any connection: whatever the page had then is known to the server, or in the ledger. */
  toldOnce = false;
  private readonly socket: WebsocketProvider;
  private openedAt = 0;
  private sentAway = 0;
  private moved = true;
  private resyncedAt = 0;
  private readonly resync: ReturnType<typeof setInterval>;

  constructor(private readonly options: SocketOptions) {
    const { doc, awareness, schema, epoch } = options;
    this.socket = new WebsocketProvider(options.url, options.documentId, doc, {
      connect: false,
      awareness,
      params: { v: "1", schema: String(schema), epoch },
      disableBc: true,
      WebSocketPolyfill: trackedSocket((frame) => this.mayLeave(frame)),
    });
    doc.on("update", this.onMoved);
    this.resync = setInterval(() => this.askAgain(), RESYNC);
    this.listen();
  }

  get synced(): boolean {
    return this.socket.wsconnected && this.socket.synced;
  }

  get connected(): boolean {
    return this.socket.wsconnected;
  }

  isOrigin(origin: unknown): boolean {
    return origin === this.socket;
  }

  connect(): void {
    this.socket.connect();
  }

  /** From here on the text goes by this connection; `told` when the server needs no step 2 of ours any more. */
  takeOver(told: boolean): void {
    this.muted = false;
    this.answered ||= told;
    this.flush();
  }

  /** Hangs up; tries no more until `connect`. */
  disconnect(): void {
    this.socket.disconnect();
  }

  /** Called while a connection closes: it is not tried again until `connect`. */
  giveUp(): void {
    this.socket.shouldConnect = false;
  }

  destroy(): void {
    clearInterval(this.resync);
    this.options.doc.off("update", this.onMoved);
    this.socket.destroy();
  }

  /** Sends what waits, oldest first, each change in its frame; a large one goes by POST and holds the others back. */
  flush(): void {
    const { ledger, outbox } = this.options;
    const { ws } = this.socket;
    if (!ws || ws.readyState !== WebSocket.OPEN || !this.answered || this.muted || outbox.busy) return;
    for (const update of ledger.waiting()) {
      if (update.byteLength > LARGEST_FRAME) {
        outbox.send();
        return;
      }
      sendDirectly(ws, updateFrame(update));
      ledger.sentOne();
    }
  }

  private listen(): void {
    const { socket, options } = this;
    const told = (decoder: decoding.Decoder): Told => JSON.parse(decoding.readVarString(decoder)) as Told;
    socket.messageHandlers[2] = () => undefined; // the stock refusal; ours (101) says the same with a sentence
    socket.messageHandlers[MESSAGE.saved] = (_encoder, decoder) => {
      options.ledger.acknowledge(decoding.readVarUint(decoder));
      options.onSaved();
    };
    socket.messageHandlers[MESSAGE.refused] = (_encoder, decoder) => {
      const { code, detail } = told(decoder);
      options.onStop(code, detail);
    };
    socket.messageHandlers[MESSAGE.unsaved] = () => options.onUnsaved();
    socket.messageHandlers[MESSAGE.role] = (_encoder, decoder) => options.onRole(decoding.readVarString(decoder));
    socket.messageHandlers[MESSAGE.beside] = (_encoder, decoder) => options.onBeside(decoding.readVarString(decoder));
    socket.messageHandlers[MESSAGE.notice] = (_encoder, decoder) => options.onNotice(told(decoder));
    socket.on("status", ({ status }) => {
      if (status === "connecting") options.onConnecting();
      if (status === "connected") this.onOpen();
    });
    socket.on("connection-close", (event) => this.onClosed(event));
    socket.on("closed", ({ code, reason }) => options.onStop(String(code), reason));
    socket.on("sync", (synced) => options.onSynced(synced));
  }

  private onOpen(): void {
    const { awareness, ledger } = this.options;
    this.openedAt = this.resyncedAt = Date.now();
    this.answered = false;
    ledger.newConnection();
    // A new clock, or the others ignore our presence: they saw it end when the last connection did.
    awareness.setLocalState(awareness.getLocalState());
    this.options.onOpen();
  }

  private onClosed(event: CloseEvent | null): void {
    const code = event?.code ?? 0;
    const spoke = code >= 4000;
    this.answered = false;
    this.options.ledger.newConnection();
    // A server that sends away (overloaded, too fast) is left alone longer each time, even where it let us in before.
    if (Date.now() - this.openedAt > LASTING && this.openedAt) this.sentAway = 0;
    if (spoke) this.sentAway += 1;
    const { socket } = this;
    socket.wsUnsuccessfulReconnects = Math.max(socket.wsUnsuccessfulReconnects, this.sentAway);
    // Each browser waits a little differently, so that a restarted server is not met by all at once.
    const attempt = 2 ** (socket.wsUnsuccessfulReconnects + 1) * 100;
    socket.maxBackoffTime = Math.min(attempt, spoke ? LONGEST_WAIT_SENT_AWAY : LONGEST_WAIT) * (0.5 + Math.random() / 2);
    this.openedAt = 0;
    this.options.onClosed(spoke);
  }

  /** Judges each frame of y-websocket's provider: its updates are dropped, for `flush` sends them in order. */
  private mayLeave(data: Uint8Array): boolean {
    const { ledger, outbox, doc } = this.options;
    const frame = inspect(data);
    if (frame.kind === "other") return !repeatsOthers(data, doc.clientID);
    if (frame.kind === "update" || !this.options.mayWrite() || this.muted) return false;
    const { update } = frame;
    const large = update.byteLength > LARGEST_FRAME;
    const first = !this.answered;
    const untold = !hasNoStructs(update) && (ledger.empty || (large && first));
    if (this.options.takeCarried() || untold) ledger.add(update);
    this.answered = this.toldOnce = true;
    if (large || outbox.busy) {
      if (first) outbox.send();
      return false; // what it says is in the ledger, and `flush` goes on once the outbox is idle
    }
    ledger.sentAll();
    queueMicrotask(() => this.options.onSending());
    return true;
  }

  private readonly onMoved = (): void => {
    this.moved = true;
  };

  /** Heals what a fault of ours may have lost; in a quiet document nothing is, and asking would cost the server its text. */
  private askAgain(): void {
    const { ws } = this.socket;
    const wait = this.moved ? RESYNC - 1000 : RESYNC_QUIET;
    if (!ws || ws.readyState !== WebSocket.OPEN || !this.synced || this.muted || Date.now() - this.resyncedAt < wait) return;
    this.moved = false;
    this.resyncedAt = Date.now();
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, messageSync);
    writeSyncStep1(encoder, this.options.doc);
    sendDirectly(ws, encoding.toUint8Array(encoder));
  }
}
