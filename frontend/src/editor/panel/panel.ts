// The panel beside the text (a sheet from below on a phone): two tabs, each a view on the same document.
import { X } from "lucide";

import { el, icon, uniqueId } from "../../dom";
import { t } from "../../messages";

interface Tab {
  label: string;
  content: HTMLElement;
}

const CLOSED = "tablee:panel-closed";
const WIDE = "(min-width: 1000px)";

export class Panel {
  private readonly tabs: HTMLButtonElement[] = [];
  private readonly pages: HTMLElement[] = [];

  constructor(
    private readonly host: HTMLElement,
    tabs: Tab[],
    private readonly opener: () => HTMLElement | null,
  ) {
    const list = el("div", { className: "tabs" });
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", t("panel"));
    tabs.forEach((tab, index) => this.add(tab, index, list));
    const close = el("button", { type: "button", className: "icon panel-close", title: t("close") }, [icon(X)]);
    close.setAttribute("aria-label", t("panelClose"));
    close.addEventListener("click", () => this.toggle(false));
    list.addEventListener("keydown", (event) => this.move(event));
    host.replaceChildren(el("div", { className: "panel-head" }, [list, close]), ...this.pages);
    host.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !this.isWide) this.toggle(false);
    });
    this.select(0);
    this.toggle(this.isWide && localStorage.getItem(CLOSED) !== "1", false);
  }

  get isOpen(): boolean {
    return !this.host.hidden;
  }

  private get isWide(): boolean {
    return window.matchMedia(WIDE).matches;
  }

  toggle(open = !this.isOpen, byPerson = true): void {
    this.host.hidden = !open;
    this.opener()?.setAttribute("aria-expanded", String(open));
    if (!byPerson) return;
    if (this.isWide) localStorage.setItem(CLOSED, open ? "0" : "1");
    if (open) this.tabs.find((tab) => tab.tabIndex === 0)?.focus();
    else this.opener()?.focus();
  }

  /** On a phone the sheet leaves once it has served. */
  leaveOnPhone(): void {
    if (!this.isWide) this.toggle(false, false);
  }

  show(index: number): void {
    this.select(index);
    this.toggle(true);
  }

  private add(tab: Tab, index: number, list: HTMLElement): void {
    const page = el("div", { id: uniqueId("tab-page"), className: "tab-page" }, [tab.content]);
    const button = el("button", { type: "button", id: uniqueId("tab"), textContent: tab.label });
    button.setAttribute("role", "tab");
    button.setAttribute("aria-controls", page.id);
    page.setAttribute("role", "tabpanel");
    page.setAttribute("aria-labelledby", button.id);
    button.addEventListener("click", () => this.select(index));
    this.tabs.push(button);
    this.pages.push(page);
    list.append(button);
  }

  private select(index: number): void {
    this.tabs.forEach((tab, at) => {
      tab.setAttribute("aria-selected", String(at === index));
      tab.tabIndex = at === index ? 0 : -1;
    });
    this.pages.forEach((page, at) => {
      page.hidden = at !== index;
    });
  }

  private move(event: KeyboardEvent): void {
    const at = this.tabs.indexOf(document.activeElement as HTMLButtonElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: this.tabs.length - 1 }[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    const index = (next + this.tabs.length) % this.tabs.length;
    this.select(index);
    this.tabs[index]?.focus();
  }
}
