// The changes of this browser that the server has not yet said to be stored: kept in order, counted by frames.
import { mergeUpdates } from "yjs";

interface Entry {
  update: Uint8Array;
  /** The place, among the update-carrying frames of this connection, of the frame that carries it. */
  frame: number | null;
}

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

  /** A local change; it waits until some frame carries it. */
  add(update: Uint8Array): void {
    this.entries.push({ update, frame: null });
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

  /** Puts the waiting changes aside for a request over HTTP; the function returned forgets them once it is answered. */
  takeWaiting(): () => void {
    const taken = new Set(this.entries.filter((entry) => entry.frame === null));
    return () => {
      this.entries = this.entries.filter((entry) => !taken.has(entry));
    };
  }

  newConnection(): void {
    this.frames = 0;
    for (const entry of this.entries) entry.frame = null;
  }
}
