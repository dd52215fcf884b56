// What the page says about saving: one value, and those who want to hear of its changes.

export type SaveState =
  | { kind: "opening" }
  | { kind: "saved"; at: Date | null }
  | { kind: "saving" }
  | { kind: "offline" }
  | { kind: "unsaved"; detail: string | null }
  | { kind: "refused"; unsent: boolean };

/** How the text travels: "http" where websockets are blocked; then it takes seconds, and nobody's caret is seen. */
export type Via = "socket" | "http";

export class Observable<Value> {
  private readonly listeners = new Set<(value: Value) => void>();

  constructor(private current: Value) {}

  get value(): Value {
    return this.current;
  }

  set(value: Value): void {
    this.current = value;
    for (const listener of this.listeners) listener(value);
  }

  /** Calls at once with the present value, then at each change; returns how to stop. */
  subscribe(listener: (value: Value) => void): () => void {
    this.listeners.add(listener);
    listener(this.current);
    return () => this.listeners.delete(listener);
  }
}
