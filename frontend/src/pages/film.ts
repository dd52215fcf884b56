// The player of a text being written: a slider and a button that goes from step to step, over the links of the page.

const PACE = 900; // milliseconds that a step stays

function make<K extends keyof HTMLElementTagNameMap>(tag: K, className: string, words = ""): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = words;
  return made;
}

class Film {
  private readonly slider = make("input", "film-slider");
  private readonly button = make("button", "btn primary film-play");
  private readonly total: number;
  private number: number;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private asked = 0;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly stage: HTMLElement,
  ) {
    this.total = Number(form.dataset.film);
    this.number = this.shown();
    this.slider.type = "range";
    this.slider.min = "1";
    this.slider.max = String(this.total);
    this.slider.setAttribute("aria-label", form.dataset.slider ?? "");
    this.slider.addEventListener("input", () => {
      this.pause();
      void this.show(Number(this.slider.value));
    });
    this.button.type = "button";
    this.button.addEventListener("click", () => (this.timer ? this.pause() : this.play()));
    const select = form.querySelector("select");
    select?.addEventListener("change", () => {
      this.pause();
      void this.show(Number(select.value));
    });
    form.querySelector("button[type=submit]")?.remove();
    form.querySelector(".film-bar")?.prepend(this.button, this.slider);
    stage.addEventListener("click", (event) => this.follow(event));
    this.pause();
    this.mark();
  }

  private shown(): number {
    return Number(this.stage.querySelector<HTMLElement>("[data-number]")?.dataset.number ?? 1);
  }

  private follow(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[rel]") : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !["prev", "next"].includes(link.rel)) return;
    event.preventDefault();
    this.pause();
    void this.show(this.number + (link.rel === "next" ? 1 : -1), link.rel);
  }

  private play(): void {
    this.button.textContent = this.form.dataset.pause ?? "";
    const next = async (): Promise<void> => {
      if (this.number < this.total) await this.show(this.number + 1);
      if (!this.timer) return;
      if (this.number >= this.total) this.pause();
      else this.timer = setTimeout(() => void next(), PACE);
    };
    this.timer = setTimeout(() => void next(), this.number >= this.total ? 0 : PACE);
    if (this.number >= this.total) void this.show(1);
  }

  private pause(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.button.textContent = this.form.dataset.play ?? "";
  }

  private async show(number: number, focus = ""): Promise<void> {
    this.number = Math.min(Math.max(number, 1), this.total);
    this.mark();
    const turn = ++this.asked;
    const answer = await fetch(`?pas=${this.number}`, { headers: { "X-Part": "frame" } }).catch(() => null);
    if (!answer?.ok || turn !== this.asked) return;
    this.stage.innerHTML = await answer.text();
    history.replaceState(null, "", `?pas=${this.number}`);
    if (focus) this.stage.querySelector<HTMLElement>(`a[rel=${focus}]`)?.focus();
  }

  private mark(): void {
    this.slider.value = String(this.number);
    const select = this.form.querySelector("select");
    if (select) select.value = String(this.number);
    this.slider.setAttribute("aria-valuetext", select?.selectedOptions[0]?.textContent ?? "");
  }
}

export function comfortFilm(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-film]");
  const stage = document.querySelector<HTMLElement>("[data-film-frame]");
  if (form && stage) new Film(form, stage);
}
