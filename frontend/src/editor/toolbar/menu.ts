// A button that opens a list of commands: real buttons, arrow keys, Escape closes and gives the focus back.
import type { Editor } from "@tiptap/core";
import { Check, ChevronDown } from "lucide";

import { el, icon, uniqueId } from "../../dom";
import { t } from "../../messages";
import { closeWhenLeft, placeBeside } from "../floating";
import type { Action } from "./actions";
import { keyNames } from "./keys";

interface Opened {
  list: HTMLElement;
  stop: () => void;
}

export class Menu {
  private opened: Opened | null = null;

  constructor(
    readonly button: HTMLButtonElement,
    private readonly label: string,
    private readonly editor: Editor,
    private readonly actions: () => Action[],
  ) {
    button.setAttribute("aria-haspopup", "menu");
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => (this.opened ? this.close(true) : this.open()));
    button.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" || this.opened) return;
      event.preventDefault();
      this.open();
    });
  }

  open(): void {
    const list = el("div", { className: "command-menu floating", id: uniqueId("menu") });
    list.setAttribute("role", "menu");
    list.setAttribute("aria-label", this.label);
    list.append(...this.actions().map((action) => this.item(action)));
    list.addEventListener("keydown", (event) => this.move(event, list));
    list.addEventListener("mousedown", (event) => event.preventDefault());
    (this.button.closest("section") ?? document.body).append(list);
    placeBeside(list, this.button.getBoundingClientRect());
    this.button.setAttribute("aria-expanded", "true");
    this.button.setAttribute("aria-controls", list.id);
    const stop = closeWhenLeft(list, this.button, (byEscape) => this.close(byEscape));
    this.opened = { list, stop };
    const items = list.querySelectorAll<HTMLButtonElement>("button:not(:disabled)");
    (list.querySelector<HTMLButtonElement>("[aria-checked=true]") ?? items[0])?.focus({ preventScroll: true });
  }

  close(backToButton = false): void {
    if (!this.opened) return;
    const { list, stop } = this.opened;
    this.opened = null;
    stop();
    list.remove();
    this.button.setAttribute("aria-expanded", "false");
    this.button.removeAttribute("aria-controls");
    if (backToButton) this.button.focus();
  }

  private item(action: Action): HTMLButtonElement {
    const checkable = Boolean(action.active);
    const on = action.active?.(this.editor) ?? false;
    const button = el("button", { type: "button", className: action.danger ? "menu-item is-danger" : "menu-item", tabIndex: -1 }, [
      action.icon ? icon(action.icon) : null,
      el("span", { className: "menu-label", textContent: t(action.label) }),
      action.keys ? el("span", { className: "menu-keys", textContent: keyNames(action.keys) }) : null,
      on ? icon(Check) : null,
    ]);
    button.dataset.action = action.id;
    button.setAttribute("role", checkable ? "menuitemcheckbox" : "menuitem");
    if (checkable) button.setAttribute("aria-checked", String(on));
    button.disabled = action.enabled ? !action.enabled(this.editor) : false;
    button.addEventListener("click", () => {
      this.close();
      this.editor.view.focus(); // at once: Tiptap's own way waits a frame, and loses the first key typed
      action.run(this.editor);
    });
    return button;
  }

  private move(event: KeyboardEvent, list: HTMLElement): void {
    if (event.key === "Tab") {
      event.preventDefault();
      this.close(true);
      return;
    }
    const items = [...list.querySelectorAll<HTMLButtonElement>("button:not(:disabled)")];
    const at = items.indexOf(document.activeElement as HTMLButtonElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    items[(next + items.length) % items.length]?.focus();
  }
}

/** The small arrow that says "this opens a list". */
export function chevron(): SVGElement {
  const drawing = icon(ChevronDown);
  drawing.classList.add("chevron");
  return drawing;
}
