// The changes of this browser that the server has not yet said to be stored: kept in order, counted by frames.
import { mergeUpdates } from "yjs";

export interface Change {
  update: Uint8Array;
  /** When it was made on this page. */
  at: Date;
}

interface Entry extends Change {
  /** The place, among the update-carrying frames of this connection, of the frame that carries it. */
  frame: number | null;
}

/** What one request over HTTP carries; `forget` is called once it is stored. */
export interface Batch {
  update: Uint8Array;
  forget: () => void;
}

/** One request takes about so many bytes and changes: half of what the server takes, and few enough items to read at once. */
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_CHANGES = 5000;

/**
 * The server acknowledges frames, not clocks, because a deletion moves no clock. A new connection counts from zero, and
 * what was sent over the old one without an answer counts as unsent again.
 */
export class Ledger {
  private entries: Entry[] = [];
  private frames = 0;

  get empty(): boolean {
    return this.entries.length === 0;
  }

  /** Everything not yet stored, as one update; null when there is nothing. */
  unsent(): Uint8Array | null {
    return this.empty ? null : mergeUpdates(this.entries.map((entry) => entry.update));
  }

  /** The same one by one, oldest first. */
  changes(): Change[] {
    return this.entries.map(({ update, at }) => ({ update, at }));
  }

  /** A local change; it waits until some frame carries it. */
  add(update: Uint8Array): void {
    this.entries.push({ update, at: new Date(), frame: null });
  }

  /** Changes that wait for a frame, oldest first. */
  waiting(): Uint8Array[] {
    return this.entries.filter((entry) => entry.frame === null).map((entry) => entry.update);
  }

  /** The oldest waiting change has just gone out in a frame of its own. */
  sentOne(): void {
    this.frames += 1;
    const next = this.entries.find((entry) => entry.frame === null);
    if (next) next.frame = this.frames;
  }

  /** A frame that holds all there is has just gone out (sync step 2). */
  sentAll(): void {
    this.frames += 1;
    for (const entry of this.entries) entry.frame ??= this.frames;
  }

  /** The server stored the first `frames` update-carrying frames of this connection. */
  acknowledge(frames: number): void {
    this.entries = this.entries.filter((entry) => entry.frame === null || entry.frame > frames);
  }

  /** The oldest waiting changes, as many as one request over HTTP may carry, merged; they stay here until forgotten. */
  takeWaiting(): Batch | null {
    const taken = new Set<Entry>();
    let bytes = 0;
    for (const entry of this.entries) {
      if (entry.frame !== null) continue;
      if (taken.size > 0 && (bytes + entry.update.byteLength > MOST_BYTES || taken.size >= MOST_CHANGES)) break;
      taken.add(entry);
      bytes += entry.update.byteLength;
    }
    if (taken.size === 0) return null;
    const update = mergeUpdates([...taken].map((entry) => entry.update));
    const forget = () => {
      this.entries = this.entries.filter((entry) => !taken.has(entry));
    };
    return { update, forget };
  }

  newConnection(): void {
    this.frames = 0;
    for (const entry of this.entries) entry.frame = null;
  }
}
