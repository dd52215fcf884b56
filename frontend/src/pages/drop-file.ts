// A file dropped on a form is the file chosen in it; without this the button that chooses one does.

export function comfortDroppingFiles(): void {
  for (const zone of document.querySelectorAll<HTMLElement>("[data-drop-file]")) {
    const input = zone.querySelector<HTMLInputElement>("input[type=file]");
    if (!input) continue;
    zone.querySelector<HTMLElement>(".drop-hint")?.removeAttribute("hidden");
    zone.addEventListener("dragover", (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      zone.classList.add("over");
    });
    zone.addEventListener("dragleave", (event) => {
      if (!zone.contains(event.relatedTarget as Node | null)) zone.classList.remove("over");
    });
    zone.addEventListener("drop", (event) => {
      zone.classList.remove("over");
      const files = event.dataTransfer?.files;
      if (!files?.length) return;
      event.preventDefault();
      input.files = files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      input.focus();
    });
  }
}
