// The format bar: one row of buttons, one stop for the Tab key, arrows inside, on a phone above the keyboard.
import type { Editor } from "@tiptap/core";
import { ALargeSmall, Image, Link, PanelRight, Plus, Table } from "lucide";

import { el, icon } from "../../dom";
import { t } from "../../messages";
import { type Action, blockTypes, currentBlock, history, insertions, lists, marks, moreMarks } from "./actions";
import { keyNames } from "./keys";
import type { LinkForm } from "./link-form";
import { chevron, Menu } from "./menu";
import { insertTable, tableActions } from "./table-actions";

interface Tools {
  editor: Editor;
  linkForm: LinkForm;
  pickImage: () => void;
  /** What stands beside the text adds these: to comment… */
  beside: Action[];
  /** To write or to propose: their words stand beside their drawings. */
  modes: Action[];
  togglePanel: () => void;
}

type Refresh = () => void;

export class Toolbar {
  private readonly bar: HTMLElement;
  private readonly buttons: HTMLButtonElement[] = [];
  private readonly refreshes: Refresh[] = [];
  private readonly menus: Menu[] = [];
  private scheduled = false;
  panelButton: HTMLButtonElement | null = null;

  constructor(
    host: HTMLElement,
    private readonly tools: Tools,
  ) {
    this.bar = host;
    host.setAttribute("role", "toolbar");
    host.setAttribute("aria-label", t("toolbar"));
    host.setAttribute("aria-keyshortcuts", "Alt+F10");
    this.build();
    host.addEventListener("mousedown", (event) => event.preventDefault()); // the caret stays in the text
    host.addEventListener("keydown", this.onKey);
    tools.editor.on("transaction", this.schedule);
    window.visualViewport?.addEventListener("resize", this.followKeyboard);
    window.visualViewport?.addEventListener("scroll", this.followKeyboard);
    this.rove(tools.modes.length); // one comes here to format; the modes are before
    this.refresh();
    host.hidden = false;
  }

  /** Alt F10: to the button last used. */
  focus(): void {
    (this.buttons.find((button) => button.tabIndex === 0) ?? this.buttons[0])?.focus();
  }

  destroy(): void {
    for (const menu of this.menus) menu.close();
    this.tools.editor.off("transaction", this.schedule);
    window.visualViewport?.removeEventListener("resize", this.followKeyboard);
    window.visualViewport?.removeEventListener("scroll", this.followKeyboard);
    this.bar.removeEventListener("keydown", this.onKey);
    this.bar.replaceChildren();
    this.bar.hidden = true;
  }

  private build(): void {
    const { linkForm, pickImage, beside, modes, togglePanel } = this.tools;
    for (const action of modes) this.mode(action);
    if (modes.length) this.separate();
    this.bar.classList.toggle("has-modes", modes.length > 0);
    this.blockMenu();
    this.separate();
    for (const action of marks) this.command(action);
    this.command({ id: "link", label: "link", icon: Link, keys: "Mod-k", run: () => linkForm.open(), active: (e) => e.isActive("link") });
    this.listOf("moreFormats", ALargeSmall, () => moreMarks, (e) => moreMarks.some((action) => action.active?.(e)));
    this.separate();
    for (const action of lists) this.command(action);
    this.separate();
    this.tableButton();
    this.command({ id: "image", label: "image", icon: Image, run: pickImage });
    this.listOf("insert", Plus, () => insertions);
    this.separate();
    for (const action of beside) this.command(action);
    if (beside.length) this.separate();
    for (const action of history) this.command(action);
    this.bar.append(el("span", { className: "bar-space" }));
    this.panelButton = this.button("panel", t("panel"), PanelRight);
    this.panelButton.addEventListener("click", togglePanel);
  }

  private button(id: string, label: string, drawing: Parameters<typeof icon>[0], keys?: string): HTMLButtonElement {
    const button = el("button", { type: "button", className: "icon", title: keys ? `${label} (${keyNames(keys)})` : label }, [
      icon(drawing),
    ]);
    button.setAttribute("aria-label", label);
    if (keys) button.setAttribute("aria-keyshortcuts", keys.replace("Mod", "Control").replaceAll("-", "+"));
    button.dataset.action = id;
    return this.add(button);
  }

  private add(button: HTMLButtonElement): HTMLButtonElement {
    button.addEventListener("focus", () => this.rove(this.buttons.indexOf(button)));
    this.buttons.push(button);
    this.bar.append(button);
    return button;
  }

  private separate(): void {
    this.bar.append(el("span", { className: "sep" }));
  }

  private command(action: Action): void {
    if (!action.icon) return;
    const button = this.button(action.id, t(action.label), action.icon, action.keys);
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") !== "true") action.run(this.tools.editor);
    });
    this.refreshes.push(() => {
      if (action.active) button.setAttribute("aria-pressed", String(action.active(this.tools.editor)));
      // Not `disabled`: the button must stay where the arrows can find it.
      if (action.enabled) button.setAttribute("aria-disabled", String(!action.enabled(this.tools.editor)));
    });
  }

  private mode(action: Action): void {
    if (!action.icon) return;
    const button = this.button(action.id, t(action.label), action.icon);
    button.classList.add("mode");
    button.append(el("span", { className: "mode-word", textContent: t(action.label) }));
    button.addEventListener("click", () => action.run(this.tools.editor));
    this.refreshes.push(() => button.setAttribute("aria-pressed", String(action.active?.(this.tools.editor) ?? false)));
  }

  private listOf(
    label: "moreFormats" | "insert",
    drawing: Parameters<typeof icon>[0],
    actions: () => Action[],
    active?: (editor: Editor) => boolean,
  ): void {
    const button = this.button(label, t(label), drawing);
    this.menus.push(new Menu(button, t(label), this.tools.editor, actions));
    if (active) this.refreshes.push(() => button.classList.toggle("is-on", active(this.tools.editor)));
  }

  private blockMenu(): void {
    const { editor } = this.tools;
    const name = el("span", { className: "block-name" });
    const button = this.add(el("button", { type: "button", className: "block-type", title: t("blockType") }, [name, chevron()]));
    this.menus.push(new Menu(button, t("blockType"), editor, () => blockTypes));
    this.refreshes.push(() => {
      name.textContent = t(currentBlock(editor));
      button.setAttribute("aria-label", `${t("blockType")}, ${name.textContent}`);
    });
  }

  /** Outside a table the button adds one; inside, it opens what can be done to it. */
  private tableButton(): void {
    const { editor } = this.tools;
    const button = this.button("table", t("table"), Table);
    const menu = new Menu(button, t("table"), editor, () => tableActions);
    this.menus.push(menu);
    button.addEventListener(
      "click",
      (event) => {
        if (editor.isActive("table")) return;
        event.stopImmediatePropagation();
        insertTable(editor);
      },
      true,
    );
    this.refreshes.push(() => {
      const inside = editor.isActive("table");
      button.classList.toggle("is-on", inside);
      button.setAttribute("aria-label", t(inside ? "tableMenu" : "tableInsert"));
      button.title = t(inside ? "tableMenu" : "tableInsert");
      if (inside) button.setAttribute("aria-haspopup", "menu");
      else button.removeAttribute("aria-haspopup");
    });
  }

  /** While nothing may be written, as when one proposes, what writes leaves the bar. */
  private showWhatServes(): void {
    const idle = !this.tools.editor.isEditable;
    const stay = new Set(["panel", ...[...this.tools.modes, ...this.tools.beside].map((action) => action.id)]);
    this.bar.classList.toggle("is-idle", idle);
    for (const button of this.buttons) button.hidden = idle && !stay.has(button.dataset.action ?? "");
    const seen = this.buttons.filter((button) => !button.hidden);
    if (!seen.some((button) => button.tabIndex === 0) && seen[0]) this.rove(this.buttons.indexOf(seen[0]));
  }

  private rove(at: number): void {
    this.buttons.forEach((button, index) => {
      button.tabIndex = index === at ? 0 : -1;
    });
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const seen = this.buttons.filter((button) => !button.hidden);
    const at = seen.indexOf(document.activeElement as HTMLButtonElement);
    if (event.key === "Escape") this.tools.editor.view.focus();
    const last = seen.length - 1;
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: last }[event.key];
    if (next === undefined || at < 0) return;
    event.preventDefault();
    seen[(next + seen.length) % seen.length]?.focus();
  };

  private readonly schedule = (): void => {
    if (this.scheduled) return;
    this.scheduled = true;
    requestAnimationFrame(() => {
      this.scheduled = false;
      this.refresh();
    });
  };

  private refresh(): void {
    if (this.tools.editor.isDestroyed) return;
    for (const refresh of this.refreshes) refresh();
    this.showWhatServes();
  }

  private readonly followKeyboard = (): void => {
    const viewport = window.visualViewport;
    if (!viewport) return;
    const hidden = Math.max(0, window.innerHeight - viewport.height - viewport.offsetTop);
    this.bar.style.setProperty("--keyboard", `${hidden}px`);
  };
}
