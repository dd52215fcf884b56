// One document over plain HTTP, where websockets are blocked: asks for what is new, and sends what is unsent every second.
import { applyUpdate, type Doc, encodeStateAsUpdate, encodeStateVectorFromUpdate } from "yjs";

import { hasNoStructs } from "./frames";
import type { Ledger } from "./ledger";
import type { Outbox } from "./outbox";
import { growing, Pause } from "./pause";
import { type Pulled, pullUpdates, type SyncAddress } from "./post";

/** Seconds that the server may wait for something to tell; below what proxies allow. */
const WAIT = 25;
/** Between two questions: what is written meanwhile comes in one answer. */
const BREATH = 1000;
/** A page nobody looks at asks now and then: a browser has six connections for all its pages. */
const HIDDEN_BREATH = 15_000;
/** When the server has too many who wait. */
const CROWDED_BREATH = 5000;
const SEND_EVERY = 1000;
const RETRY = 1000;
const LONGEST_RETRY = 5000;

export interface HttpOptions {
  doc: Doc;
  address: SyncAddress;
  ledger: Ledger;
  outbox: Outbox;
  mayWrite: () => boolean;
  /** True once, if the local copy holds something that the server never acknowledged. */
  takeCarried: () => boolean;
  /** An answer came and is in the text; the first of them makes the page up to date. */
  onAnswer: () => void;
  onLost: () => void;
  onRole: (role: string) => void;
  onStop: (code: string, detail: string) => void;
}

export class HttpLink {
  /** Everything that the server lacked of this document is in the ledger, or stored. */
  reconciled = false;
  private after = 0;
  private run: AbortController | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private role = "";
  private gaps = 0;
  private failures = 0;
  private mayWait = true;
  private readonly pause = new Pause();

  constructor(private readonly options: HttpOptions) {}

  get running(): boolean {
    return this.run !== null;
  }

  start(): void {
    if (this.run) return;
    this.run = new AbortController();
    document.addEventListener("visibilitychange", this.onLook);
    void this.poll(this.run.signal);
  }

  /** Asks no more, and resolves once nothing is on its way to the server. */
  async stop(): Promise<void> {
    this.run?.abort();
    this.run = null;
    document.removeEventListener("visibilitychange", this.onLook);
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.pause.cut();
    await this.options.outbox.rest();
  }

  /** Something was added to the ledger: it leaves within a second, with what is written meanwhile. */
  touch(): void {
    if (!this.run || !this.reconciled) return;
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.options.outbox.send();
    }, SEND_EVERY);
  }

  /** Asks again now. */
  hurry(): void {
    this.pause.cut();
  }

  /** The server lacks what a change builds on: read everything, and say everything it lacks. False the second time. */
  sayAll(): boolean {
    this.gaps += 1;
    this.after = 0;
    this.reconciled = false;
    this.hurry();
    return this.gaps === 1;
  }

  private readonly onLook = (): void => {
    if (document.visibilityState === "visible") this.hurry();
  };

  private async poll(signal: AbortSignal): Promise<void> {
    this.failures = 0;
    this.mayWait = false; // the first answer tells how things stand
    while (!signal.aborted) {
      const question = { after: this.after, wait: this.mayWait ? WAIT : 0, role: this.role };
      const answer = await pullUpdates(this.options.address, question, signal);
      if (signal.aborted) return;
      const breath = this.take(answer);
      if (breath === null) return;
      await this.pause.for(breath);
    }
  }

  /** Takes an answer in; the milliseconds until the next question, null when there is none. */
  private take(answer: Pulled): number | null {
    const visible = document.visibilityState === "visible";
    if (answer.ok) {
      this.failures = 0;
      this.mayWait = visible;
      this.accept(answer.update, answer.number);
      this.learnRole(answer.role);
      this.options.onAnswer();
      return visible ? BREATH : HIDDEN_BREATH * (0.5 + Math.random());
    }
    if (answer.code === "too_many" || answer.code === "crowded") {
      this.mayWait = false;
      return CROWDED_BREATH * (0.5 + Math.random());
    }
    if (answer.final) {
      this.options.onStop(answer.code, answer.detail);
      return null;
    }
    this.mayWait = false;
    this.options.onLost();
    this.failures += 1;
    return growing(this.failures - 1, RETRY, LONGEST_RETRY);
  }

  private learnRole(role: string): void {
    if (!role || role === this.role) return;
    this.role = role;
    this.options.onRole(role);
  }

  private accept(update: Uint8Array, number: number): void {
    const { doc, ledger, outbox, mayWrite } = this.options;
    applyUpdate(doc, update, this);
    const first = this.after === 0;
    this.after = number;
    if (first && !this.reconciled && mayWrite()) this.reconcile(update);
    this.reconciled = true;
    if (!ledger.empty && !this.timer) outbox.send();
  }

  /** As sync step 2 does over the socket: what this page has and the server's whole text has not. */
  private reconcile(everything: Uint8Array): void {
    const { doc, ledger, takeCarried } = this.options;
    const lacking = encodeStateAsUpdate(doc, encodeStateVectorFromUpdate(everything));
    if (takeCarried() || !hasNoStructs(lacking)) ledger.add(lacking);
  }
}
