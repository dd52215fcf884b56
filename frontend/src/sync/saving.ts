// Where saving stands, as the page says it: worked out from what the ways tell.
import type { Ledger } from "./ledger";
import { Observable, type SaveState } from "./state";

const OFFLINE_AFTER = 1500;
const OPENING_AFTER = 5000;

/** What is known besides: whether the server has seen the whole of this page, and this page the whole of the server. */
export interface Facts {
  synced: boolean;
  told: boolean;
  mayWrite: boolean;
  stopped: boolean;
}

export class Saving {
  readonly state = new Observable<SaveState>({ kind: "opening" });
  /** True when every local change is known to be stored. */
  readonly settled = new Observable(false);
  private trouble: string | null = null;
  private lostAt: number | null = Date.now();
  private patience = OPENING_AFTER;

  constructor(
    private readonly ledger: Ledger,
    private lastSaved: Date | null,
    private readonly facts: () => Facts,
    private readonly later: (delay: number, action: () => void) => void,
  ) {}

  opening(): void {
    this.later(OPENING_AFTER, () => this.refresh());
  }

  /** The server is heard. */
  found(): void {
    this.lostAt = null;
    this.patience = OFFLINE_AFTER;
    this.refresh();
  }

  /** It is not heard any more; said only when that lasts. */
  lost(): void {
    this.lostAt ??= Date.now();
    this.later(OFFLINE_AFTER, () => this.refresh());
    this.refresh();
  }

  saved(): void {
    this.lastSaved = new Date();
    this.trouble = null;
    this.refresh();
  }

  /** The server cannot store for now; its sentence, or "". */
  delayed(detail: string): void {
    this.trouble = detail;
    this.refresh();
  }

  refresh(): void {
    this.state.set(this.judge());
    const { synced, told, mayWrite, stopped } = this.facts();
    this.settled.set(synced && this.ledger.empty && (told || !mayWrite) && !stopped);
  }

  private judge(): SaveState {
    const { stopped, synced } = this.facts();
    if (stopped) return { kind: "refused", unsent: !this.ledger.empty };
    if (this.lostAt !== null) {
      if (Date.now() - this.lostAt >= this.patience - 50) return { kind: "offline" };
      return this.state.value.kind === "opening" || this.ledger.empty ? this.state.value : { kind: "saving" };
    }
    if (this.trouble !== null) return { kind: "unsaved", detail: this.trouble || null };
    if (!this.ledger.empty) return { kind: "saving" };
    return synced ? { kind: "saved", at: this.lastSaved } : this.state.value;
  }
}
