// The number of notices follows what happens without reloading: asked each minute while the page is before somebody's
// eyes, and as soon as it is again. The server says it in words; without script it is that of when the page was opened.

const EVERY = 60_000; // milliseconds

export function comfortUnread(): void {
  const places = [...document.querySelectorAll<HTMLElement>("[data-unread]")];
  const address = places[0]?.dataset.unread;
  if (!address) return;
  const pace = setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
  window.addEventListener("pageshow", (event) => event.persisted && ask());

  async function ask(): Promise<void> {
    if (document.visibilityState === "hidden") return;
    const answer = await fetch(address as string, { redirect: "manual" }).catch(() => null);
    if (answer?.ok) show(await answer.text().catch(() => null));
    else if (answer && answer.status < 500) stop();
  }

  /** Signed out meanwhile, or in another's place: there is nothing to ask any more. */
  function stop(): void {
    clearInterval(pace);
    document.removeEventListener("visibilitychange", ask);
  }

  function show(number: string | null): void {
    const told = document.createElement("template");
    told.innerHTML = number ?? "";
    for (const place of number === null ? [] : places)
      if (place.textContent?.trim() !== told.content.textContent?.trim()) place.replaceChildren(told.content.cloneNode(true));
  }
}
