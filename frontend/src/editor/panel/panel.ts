// The panel beside the text (a sheet from below on a phone): tabs, each a view on the same document.
import { type IconNode, X } from "lucide";

import { el, icon, uniqueId } from "../../dom";
import { formatNumber, t } from "../../messages";

export interface Tab {
  id: string;
  label: string;
  icon: IconNode;
  content: HTMLElement;
}

interface Added {
  id: string;
  label: string;
  button: HTMLButtonElement;
  count: HTMLElement;
  page: HTMLElement;
}

const CLOSED = "tablee:panel-closed";
const WIDE = "(min-width: 1000px)";

export class Panel {
  private readonly tabs: Added[] = [];
  private readonly list = el("div", { className: "tabs" });

  constructor(
    private readonly host: HTMLElement,
    private readonly opener: () => HTMLElement | null,
  ) {
    this.list.setAttribute("role", "tablist");
    this.list.setAttribute("aria-label", t("panel"));
    const close = el("button", { type: "button", className: "icon panel-close", title: t("close") }, [icon(X)]);
    close.setAttribute("aria-label", t("panelClose"));
    close.addEventListener("click", () => this.toggle(false));
    this.list.addEventListener("keydown", (event) => this.move(event));
    window.visualViewport?.addEventListener("resize", this.followKeyboard);
    host.replaceChildren(el("div", { className: "panel-head" }, [this.list, close]));
    host.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented && !this.isWide) this.toggle(false);
    });
  }

  add(tab: Tab): void {
    const page = el("div", { id: uniqueId("tab-page"), className: "tab-page" }, [tab.content]);
    const count = el("span", { className: "tab-count", hidden: true });
    const button = el("button", { type: "button", id: uniqueId("tab") }, [icon(tab.icon), el("span", { textContent: tab.label }), count]);
    button.setAttribute("role", "tab");
    button.setAttribute("aria-controls", page.id);
    page.setAttribute("role", "tabpanel");
    page.setAttribute("aria-labelledby", button.id);
    const added = { id: tab.id, label: tab.label, button, count, page };
    button.addEventListener("click", () => this.select(added.id));
    this.tabs.push(added);
    this.list.append(button);
    this.host.append(page);
  }

  destroy(): void {
    window.visualViewport?.removeEventListener("resize", this.followKeyboard);
  }

  /** Once its tabs are there: the first one, open where there is room and nobody closed it. */
  start(): void {
    this.select(this.tabs[0]?.id ?? "");
    this.toggle(this.isWide && localStorage.getItem(CLOSED) !== "1", false);
  }

  get isOpen(): boolean {
    return !this.host.hidden;
  }

  /** Whether it stands beside the text; else it covers some of it. */
  get isWide(): boolean {
    return window.matchMedia(WIDE).matches;
  }

  toggle(open = !this.isOpen, byPerson = true): void {
    this.host.hidden = !open;
    this.opener()?.setAttribute("aria-expanded", String(open));
    if (!byPerson) return;
    if (this.isWide) localStorage.setItem(CLOSED, open ? "0" : "1");
    if (open) this.tabs.find(({ button }) => button.tabIndex === 0)?.button.focus();
    else this.opener()?.focus();
  }

  /** On a phone the sheet leaves once it has served. */
  leaveOnPhone(): void {
    if (!this.isWide) this.toggle(false, false);
  }

  /** Opens on a tab, which takes the focus. */
  show(id: string): void {
    this.select(id);
    this.toggle(true);
  }

  /** Opens on a tab and leaves the focus where it is. */
  reveal(id: string): void {
    this.select(id);
    this.toggle(true, false);
  }

  isShowing(id: string): boolean {
    return this.isOpen && this.tabs.some((tab) => tab.id === id && !tab.page.hidden);
  }

  /** How many things wait in a tab, `told` in words for those who hear it. */
  count(id: string, count: number, told: string): void {
    const tab = this.tabs.find((one) => one.id === id);
    if (!tab) return;
    tab.count.hidden = count === 0;
    tab.count.textContent = formatNumber(count);
    tab.count.setAttribute("aria-hidden", "true");
    if (count) tab.button.setAttribute("aria-label", `${tab.label}, ${told}`);
    else tab.button.removeAttribute("aria-label");
  }

  /** On a phone, the sheet stands on the keyboard, and leaves the header in sight. */
  private readonly followKeyboard = (): void => {
    const viewport = window.visualViewport;
    if (!viewport) return;
    const hidden = Math.max(0, window.innerHeight - viewport.height - viewport.offsetTop);
    this.host.style.setProperty("--keyboard", `${hidden}px`);
    this.host.style.setProperty("--seen", `${viewport.height}px`);
  };

  private select(id: string): void {
    for (const tab of this.tabs) {
      const on = tab.id === id;
      tab.button.setAttribute("aria-selected", String(on));
      tab.button.tabIndex = on ? 0 : -1;
      tab.page.hidden = !on;
    }
  }

  private move(event: KeyboardEvent): void {
    const at = this.tabs.findIndex(({ button }) => button === document.activeElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: this.tabs.length - 1 }[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    const tab = this.tabs[(next + this.tabs.length) % this.tabs.length];
    if (!tab) return;
    this.select(tab.id);
    tab.button.focus();
  }
}
