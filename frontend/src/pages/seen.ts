// A reading page that shows what is new says by itself that it was seen, once somebody has had it before their eyes a while.

const LEAST = 10_000; // milliseconds

export function comfortSeen(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-seen]");
  if (!form) return;
  const since = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && Date.now() - since > LEAST) navigator.sendBeacon(form.action, new FormData(form));
  });
}
