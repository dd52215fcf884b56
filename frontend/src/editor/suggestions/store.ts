// The open proposals of the document, as the server last told them; asked again whenever it says that they changed.
import { Observable } from "../../sync/state";
import { list, type Suggestion } from "./api";

const PATIENCE = 150; // several pieces of news at once are one question

export class Store {
  /** Oldest first. */
  readonly open = new Observable<Suggestion[]>([]);
  /** Whether the server has answered yet. */
  isLoaded = false;
  private readonly endings: (() => void)[];
  private timer: ReturnType<typeof setTimeout> | null = null;
  private running = false;
  private again = false;

  constructor(beside: Observable<string>, synced: Observable<boolean>) {
    this.endings = [
      beside.subscribe((topic) => {
        if (topic === "" || topic === "suggestions" || topic === "stage") this.refreshSoon();
      }),
      synced.subscribe((isSynced) => {
        if (isSynced) this.refreshSoon();
      }),
    ];
  }

  refreshSoon(): void {
    this.timer ??= setTimeout(() => void this.refresh(), PATIENCE);
  }

  /** A proposal as an act has just left it. */
  take(suggestion: Suggestion): void {
    const others = this.open.value.filter((known) => known.id !== suggestion.id);
    const at = this.open.value.findIndex((known) => known.id === suggestion.id);
    if (suggestion.state === "open") others.splice(at < 0 ? others.length : at, 0, suggestion);
    this.open.set(others);
    this.refreshSoon(); // accepting one moves the others of its block
  }

  destroy(): void {
    if (this.timer) clearTimeout(this.timer);
    for (const end of this.endings) end();
  }

  private async refresh(): Promise<void> {
    this.timer = null;
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = true;
    const items = await list({ state: "open" }).catch(() => null); // without network, what was known stays
    this.running = false;
    if (items) this.keep(items);
    if (this.again) {
      this.again = false;
      this.refreshSoon();
    }
  }

  /** What has not changed stays the same object: what was worked out about it still holds. */
  private keep(items: Suggestion[]): void {
    const before = new Map(this.open.value.map((one) => [one.id, one]));
    const now = items.map((item) => {
      const known = before.get(item.id);
      return known && JSON.stringify(known) === JSON.stringify(item) ? known : item;
    });
    const isNews = !this.isLoaded || now.length !== before.size || now.some((one, at) => one !== this.open.value[at]);
    this.isLoaded = true;
    if (isNews) this.open.set(now);
  }
}
