// Sends over HTTP what waits in the ledger: one request at a time, oldest first, until it is stored.
import type { Ledger } from "./ledger";
import { growing, Pause } from "./pause";
import { postUpdate, type SyncAddress } from "./post";

const RETRY = 1000;
const LONGEST_RETRY = 15_000;

interface Events {
  onSaved: () => void;
  /** It was not stored, and is tried again; a sentence if the server gave one, null if the server was not reached. */
  onDelay: (detail: string | null) => void;
  onRefused: (code: string, detail: string) => void;
  /** The server lacks something that this change builds on: everything must be said again. */
  onGap: () => void;
  /** Nothing is on its way any more. */
  onIdle: () => void;
}

export class Outbox {
  private sending: Promise<void> | null = null;
  private resting = false;
  private closed = false;
  private readonly pause = new Pause();

  constructor(
    private readonly ledger: Ledger,
    private readonly address: SyncAddress,
    private readonly events: Events,
  ) {}

  /** While this lasts no frame may leave by the socket: the server would find a gap before it. */
  get busy(): boolean {
    return this.sending !== null;
  }

  /** Sends all that waits, what is added meanwhile included. */
  send(): void {
    if (this.sending || this.resting || this.closed) return;
    this.sending = this.run().finally(() => {
      this.sending = null;
      this.events.onIdle();
    });
  }

  /** Tries again now what waits for its next attempt. */
  hurry(): void {
    this.pause.cut();
  }

  /** Begins no other request, and resolves once the one that is out is answered. */
  async rest(): Promise<void> {
    this.resting = true;
    this.pause.cut();
    await this.sending;
    this.resting = false;
  }

  /** For ever: whatever is answered from now on changes nothing. */
  close(): void {
    this.closed = true;
    this.pause.cut();
  }

  private get silent(): boolean {
    return this.resting || this.closed;
  }

  private async run(): Promise<void> {
    for (let failures = 0; !this.silent; ) {
      const batch = this.ledger.takeWaiting();
      if (!batch) return;
      const answer = await postUpdate(this.address, batch.update);
      if (this.closed) return;
      if (answer.ok) {
        batch.forget();
        failures = 0;
        this.events.onSaved();
      } else if (answer.code === "gap") {
        this.events.onGap();
        return;
      } else if (answer.final) {
        this.events.onRefused(answer.code, answer.detail);
        return;
      } else {
        this.events.onDelay(answer.code === "network" ? null : answer.detail);
        if (!this.silent) await this.pause.for(growing(failures, RETRY, LONGEST_RETRY));
        failures += 1;
      }
    }
  }
}
