// A file that is being made: its state is asked for again until it is there or has failed.

const EVERY = 1000; // milliseconds
const SLOW = 5000; // when nobody answers

export function comfortExport(): void {
  const state = document.querySelector<HTMLElement>("[data-underway]");
  if (!state) return;
  const look = async (): Promise<void> => {
    let pause = EVERY;
    try {
      const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
      if (answer.redirected || answer.status === 404) return location.reload(); // signed out, or it is gone: let the page say so
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector<HTMLElement>(".export");
      if (!fresh) pause = SLOW;
      else if (fresh.hasAttribute("data-underway")) step(state, fresh);
      else return end(state, fresh);
    } catch {
      pause = SLOW;
    }
    setTimeout(() => void look(), pause);
  };
  setTimeout(() => void look(), EVERY);
}

/** What is focused stays: only the bar and the sentence change, and the sentence only when it says something new. */
function step(state: HTMLElement, fresh: HTMLElement): void {
  const bar = state.querySelector("progress");
  const said = state.querySelector("#export-said");
  const now = fresh.querySelector("#export-said")?.textContent ?? "";
  if (bar) bar.value = fresh.querySelector("progress")?.value ?? bar.value;
  if (said && said.textContent !== now) said.textContent = now;
}

/** The sentence is put into a region that was there before, or a screen reader would not say it. */
function end(state: HTMLElement, fresh: HTMLElement): void {
  const focused = state.contains(document.activeElement);
  const said = fresh.querySelector("[role=status]");
  said?.removeAttribute("role");
  const live = document.createElement("div");
  live.setAttribute("role", "status");
  state.replaceChildren(live, ...fresh.childNodes);
  if (said) setTimeout(() => live.append(said), 100);
  delete state.dataset.underway;
  if (focused) state.querySelector<HTMLElement>("a.primary")?.focus();
}
