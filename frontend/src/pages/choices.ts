// Beside a role, the button that changes it appears once another role is chosen.

export function comfortChoices(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-after-change]")) {
    const select = button.form?.querySelector("select");
    if (!select) continue;
    const before = select.value;
    button.hidden = true;
    select.addEventListener("change", () => {
      button.hidden = select.value === before;
    });
  }
}
