// The documents of a volume: to tick one ticks those inside it, and to untick it takes them out.

export function comfortTicks(): void {
  const tree = document.querySelector<HTMLElement>("[data-ticks]");
  if (!tree) return;
  tree.querySelector<HTMLElement>(".hint")?.removeAttribute("hidden");
  tree.addEventListener("change", (event) => {
    const ticked = event.target;
    if (!(ticked instanceof HTMLInputElement) || ticked.type !== "checkbox") return;
    for (const box of ticked.closest("li")?.querySelectorAll<HTMLInputElement>("ul input[type=checkbox]") ?? []) {
      box.checked = ticked.checked;
    }
  });
}
