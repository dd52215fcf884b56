// The button that copies an address; it appears only where the browser can copy.

export function comfortCopying(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copies]")) {
    const field = document.getElementById(button.dataset.copies ?? "");
    if (!(field instanceof HTMLInputElement) || !navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(field.value);
      const words = button.querySelector("span");
      if (words) words.textContent = button.dataset.done ?? "";
    });
  }
}
