// Which way the text goes: by websocket, or by plain HTTP while something between blocks those; one sender at a time.
import { Detour } from "./detour";
import { HttpLink, type HttpOptions } from "./http-link";
import { httpWorks } from "./post";
import { SocketLink, type SocketOptions } from "./socket-link";
import { Observable, type Via } from "./state";

/** While the text goes by HTTP, the socket is tried after so many milliseconds, the last of them for ever. */
const TRIALS = [12_000, 60_000];
const TRIAL_PATIENCE = 10_000;

type Handled = "onConnecting" | "onOpen" | "onClosed" | "onSynced" | "onAnswer" | "onLost";
interface Events {
  /** The server is heard, or is not any more. */
  onFound: () => void;
  onLost: () => void;
}

export type WaysOptions = Omit<SocketOptions & HttpOptions, Handled> & Events;

export class Ways {
  /** What the page may say: HTTP once something came by it. */
  readonly via = new Observable<Via>("socket");
  readonly synced = new Observable(false);
  private readonly socket: SocketLink;
  private readonly http: HttpLink;
  private readonly detour: Detour;
  private way: Via = "socket";
  private trials = 0;
  private trial: ReturnType<typeof setTimeout> | undefined;
  private closed = false;

  constructor(private readonly options: WaysOptions) {
    this.http = new HttpLink({ ...options, onAnswer: () => this.onAnswer(), onLost: () => this.onHttpLost() });
    this.detour = new Detour({ probe: () => httpWorks(options.address), onBlocked: () => this.onBlocked() });
    this.socket = new SocketLink({
      ...options,
      onConnecting: () => this.way === "socket" && this.detour.begins(),
      onOpen: () => this.way === "socket" && options.onFound(),
      onClosed: (spoke) => this.onClosed(spoke),
      onSynced: (synced) => this.onSynced(synced),
    });
  }

  /** Whether the server has been told all that this page had when it opened. */
  get told(): boolean {
    return this.way === "http" ? this.http.reconciled : this.socket.connected && this.socket.answered;
  }

  /** The socket is open, and the server has not asked what this page has. */
  get unasked(): boolean {
    return this.way === "socket" && this.socket.connected && !this.socket.answered;
  }

  /** Whether a change of the document came from the server. */
  brought(origin: unknown): boolean {
    return origin === this.http || this.socket.isOrigin(origin);
  }

  connect(): void {
    this.socket.connect();
  }

  /** Something was added to the ledger, or the outbox has nothing to do any more. */
  send(): void {
    if (this.way === "socket") this.socket.flush();
    else this.http.touch();
  }

  /** Now, instead of after the wait that has begun. */
  hurry(): void {
    if (this.closed) return;
    this.options.outbox.hurry();
    this.http.hurry();
    if (this.way === "http") this.plan(0);
    else if (!this.socket.connected) this.socket.connect();
  }

  /** The network is gone, says the browser. */
  unplugged(): void {
    this.socket.disconnect();
    this.options.onLost();
  }

  plugged(): void {
    this.detour.forget();
    this.hurry();
  }

  /** The server lacks what a change builds on. The socket's side asks by itself; over HTTP all is said again, once. */
  sayAll(): boolean {
    return this.way === "http" && this.http.sayAll();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.trial);
    this.detour.forget();
    this.options.outbox.close();
    void this.http.stop();
    this.socket.disconnect();
  }

  destroy(): void {
    this.close();
    this.socket.destroy();
  }

  private onClosed(spoke: boolean): void {
    if (this.closed) return;
    if (this.way === "http") {
      this.socket.giveUp();
      this.plan();
      return;
    }
    this.options.onLost();
    if (spoke || !navigator.onLine) this.detour.forget();
    else this.detour.failed();
  }

  private onSynced(synced: boolean): void {
    if (this.way === "http") {
      if (synced) void this.goBack();
      return;
    }
    if (synced) this.detour.works();
    this.synced.set(synced);
  }

  private onBlocked(): void {
    if (this.closed || this.way === "http") return;
    this.way = "http";
    this.trials = 0;
    this.socket.muted = true;
    this.socket.disconnect();
    this.http.reconciled ||= this.socket.toldOnce;
    this.http.start();
    this.plan();
  }

  private onAnswer(): void {
    this.options.onBeside("");
    if (this.via.value !== "http") this.via.set("http");
    if (!this.synced.value) this.synced.set(true);
    this.options.onFound();
  }

  private onHttpLost(): void {
    this.synced.set(false);
    this.options.onLost();
  }

  /** The next attempt at the socket. */
  private plan(delay = this.trialDelay()): void {
    clearTimeout(this.trial);
    this.trial = setTimeout(() => {
      if (this.closed || this.way !== "http") return;
      this.trials += 1;
      this.trial = setTimeout(() => this.socket.disconnect(), TRIAL_PATIENCE); // it closes, so the next is planned
      this.socket.connect();
    }, delay);
  }

  private trialDelay(): number {
    return (TRIALS[Math.min(this.trials, TRIALS.length - 1)] ?? 0) * (0.75 + Math.random() / 2);
  }

  /** The socket works: once the last request is answered, what is still unsent goes by it. */
  private async goBack(): Promise<void> {
    clearTimeout(this.trial);
    await this.http.stop();
    if (this.closed || this.way !== "http") return;
    if (!this.socket.synced) {
      this.http.start();
      return;
    }
    this.way = "socket";
    this.detour.works();
    this.via.set("socket");
    this.synced.set(true);
    this.options.onFound();
    this.socket.takeOver(this.http.reconciled);
  }
}
