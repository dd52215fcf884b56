// Notices that something between here and the server blocks websockets while plain HTTP passes.

/** Attempts that fail without a word of the server before HTTP is asked whether it works. */
const ATTEMPTS = 3;
/** An attempt that hears nothing for so long is suspected to be swallowed on the way, in milliseconds. */
const SILENT = 12_000;

interface Options {
  /** Whether plain HTTP reaches the server right now. */
  probe: () => Promise<boolean>;
  /** Websockets are blocked, and HTTP is not. */
  onBlocked: () => void;
}

export class Detour {
  private failures = 0;
  private httpWorked = false;
  private probing = false;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly options: Options) {}

  /** An attempt begins. */
  begins(): void {
    this.settle();
    this.timer = setTimeout(() => void this.suspect(), SILENT);
  }

  /** The text came through: nothing is in the way. */
  works(): void {
    this.settle();
    this.failures = 0;
    this.httpWorked = false;
  }

  /** An attempt ended without the text. Right after a restart the socket works at the next one, so HTTP must win twice. */
  failed(): void {
    this.settle();
    this.failures += 1;
    if (this.failures < ATTEMPTS) return;
    if (this.httpWorked) this.options.onBlocked();
    else void this.ask().then((works) => { this.httpWorked = works; });
  }

  forget(): void {
    this.works();
  }

  private settle(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  /** Silence alone may be a server with much to do: then HTTP is slow as well, and the attempt goes on. */
  private async suspect(): Promise<void> {
    const attempt = this.timer;
    if (!(await this.ask())) {
      if (this.timer === attempt) this.begins();
    } else if (this.timer === attempt) {
      this.options.onBlocked();
    }
  }

  private async ask(): Promise<boolean> {
    if (this.probing) return false;
    this.probing = true;
    const works = await this.options.probe();
    this.probing = false;
    return works;
  }
}
