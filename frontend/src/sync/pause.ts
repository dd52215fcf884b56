// A wait that can be cut short, for what is tried again after a while.

export class Pause {
  private end: (() => void) | null = null;

  /** Resolves after some milliseconds, or at `cut`. */
  for(milliseconds: number): Promise<void> {
    this.cut();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.cut(), milliseconds);
      this.end = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  cut(): void {
    const { end } = this;
    this.end = null;
    end?.();
  }
}

/** Waits that grow with each attempt, from `first` to `longest`; each browser waits a little differently. */
export function growing(attempt: number, first: number, longest: number): number {
  return Math.min(first * 2 ** attempt, longest) * (0.5 + Math.random() / 2);
}
