// The live table of contents: the headings of the text, each a way to go there.
import type { Editor } from "@tiptap/core";

import { el } from "../../dom";
import { t } from "../../messages";

interface Entry {
  level: number;
  text: string;
  pos: number;
  end: number;
}

function read(editor: Editor): Entry[] {
  const entries: Entry[] = [];
  editor.state.doc.descendants((node, pos) => {
    if (node.type.name === "heading") {
      const end = pos + 1 + node.content.size;
      entries.push({ level: node.attrs.level as number, text: node.textContent.trim(), pos, end });
    }
    return !node.isTextblock;
  });
  return entries;
}

export class Outline {
  readonly dom = el("nav", { className: "doc-outline" });
  private readonly list = el("ol");
  private readonly empty = el("p", { className: "soft", textContent: t("outlineEmpty") });
  private entries: Entry[] = [];
  private shown = "";
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly editor: Editor,
    private readonly onMove: () => void,
  ) {
    this.dom.setAttribute("aria-label", t("outline"));
    this.dom.append(this.empty, this.list);
    editor.on("update", this.later);
    editor.on("selectionUpdate", this.markCurrent);
    this.draw();
  }

  destroy(): void {
    if (this.timer) clearTimeout(this.timer);
    this.editor.off("update", this.later);
    this.editor.off("selectionUpdate", this.markCurrent);
  }

  private readonly later = (): void => {
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.draw(), 250);
  };

  private draw(): void {
    if (this.editor.isDestroyed) return;
    this.entries = read(this.editor);
    this.empty.hidden = this.entries.length > 0;
    const top = Math.min(...this.entries.map((entry) => entry.level));
    const key = JSON.stringify(this.entries.map(({ level, text }) => [level, text]));
    if (key !== this.shown) {
      this.shown = key;
      this.list.replaceChildren(...this.entries.map((entry, index) => this.item(entry, index, entry.level - top)));
    }
    this.markCurrent();
  }

  private item(entry: Entry, index: number, depth: number): HTMLLIElement {
    const button = el("button", { type: "button", textContent: entry.text || t("outlineUntitled") });
    button.addEventListener("click", () => this.go(index));
    const item = el("li", { className: "outline-item" }, [button]);
    item.style.setProperty("--depth", String(Math.min(depth, 4)));
    return item;
  }

  private go(index: number): void {
    const entry = this.entries[index];
    if (!entry) return;
    const { editor } = this;
    const dom = editor.view.nodeDOM(entry.pos);
    this.onMove();
    if (editor.isEditable) {
      editor.view.focus();
      editor.commands.setTextSelection(entry.end);
    }
    if (dom instanceof HTMLElement) dom.scrollIntoView({ block: "start", behavior: "auto" });
  }

  private readonly markCurrent = (): void => {
    const at = this.editor.state.selection.head;
    let current = -1;
    this.entries.forEach((entry, index) => {
      if (entry.pos < at) current = index;
    });
    this.list.querySelectorAll("button").forEach((button, index) => {
      if (index === current) button.setAttribute("aria-current", "location");
      else button.removeAttribute("aria-current");
    });
  };
}
