// A message stays until it is read: it takes the focus as the page opens, or no screen reader would say what was there
// before it began to listen; and a button puts it away.

export function comfortNotices(): void {
  const notices = [...document.querySelectorAll<HTMLElement>(".notice:has([data-dismiss])")];
  for (const notice of notices) {
    const button = notice.querySelector<HTMLButtonElement>("[data-dismiss]");
    if (!button) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      notice.remove();
      document.getElementById("content")?.focus({ preventScroll: true });
    });
  }
  if (notices[0] && document.activeElement === document.body) {
    notices[0].tabIndex = -1;
    notices[0].focus();
  }
}
