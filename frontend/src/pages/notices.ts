// A message stays until it is read; this is the button that puts it away.

export function comfortNotices(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-dismiss]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      button.closest(".notice")?.remove();
      document.getElementById("content")?.focus({ preventScroll: true });
    });
  }
}
