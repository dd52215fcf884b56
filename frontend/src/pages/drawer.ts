// The side bar on a phone opens by its address; with a script it also takes the focus, gives it back, and hears Escape.

const MENU = "#menu";

export function comfortDrawer(): void {
  const drawer = document.querySelector<HTMLElement>(MENU);
  if (!drawer) return;
  let opener: HTMLElement | null = null;

  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-opens=menu]");
    if (link) opener = link;
  });
  window.addEventListener("hashchange", () => {
    if (location.hash === MENU) drawer.querySelector<HTMLElement>(".drawer-close")?.focus();
    else if (opener) {
      opener.focus();
      opener = null;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && location.hash === MENU) location.hash = "content";
  });
}
