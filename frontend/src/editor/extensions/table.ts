// Tables whose column widths live in the cells and are drawn without a style attribute, as the content policy asks.
import type { Editor } from "@tiptap/core";
import type { DOMOutputSpec } from "@tiptap/pm/model";
import { Table as TiptapTable, TableCell as Cell, TableHeader as Header, TableRow as Row } from "@tiptap/extension-table";

import { goOnAfter } from "./go-on";
import { localOnly } from "./local-only";

function readWidths(element: HTMLElement): number[] | null {
  const widths = (element.getAttribute("colwidth") ?? "").split(",").map(Number);
  const span = Number(element.getAttribute("colspan") ?? 1) || 1;
  return widths.length === span && widths.every((width) => width > 0) ? widths : null;
}

function readSpan(name: string) {
  return (element: HTMLElement) => Math.max(1, Number.parseInt(element.getAttribute(name) ?? "1", 10) || 1);
}

const cellAttributes = () => ({
  colspan: { default: 1, parseHTML: readSpan("colspan") },
  rowspan: { default: 1, parseHTML: readSpan("rowspan") },
  colwidth: { default: null, parseHTML: readWidths },
});

/** From the last row of a table that ends its surroundings, the arrow goes on to a new paragraph under it. */
function leaveBelow(editor: Editor): boolean {
  const { $from, empty } = editor.state.selection;
  if (!empty || !editor.view.endOfTextblock("down")) return false;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const isTable = $from.node(depth).type.name === "table";
    const isLast = $from.index(depth - 1) === $from.node(depth - 1).childCount - 1;
    const beside = $from.node(depth).type.name === "tableCell" || $from.node(depth).type.name === "tableHeader";
    if (isTable) return isLast && editor.commands.command(goOnAfter(depth));
    if (!isLast && !beside) return false;
  }
  return false;
}

export const TableCell = Cell.extend({ addAttributes: cellAttributes });
export const TableHeader = Header.extend({ addAttributes: cellAttributes });
export const TableRow = Row;

export const Table = TiptapTable.extend({
  renderHTML({ node, HTMLAttributes }) {
    const columns: DOMOutputSpec[] = [];
    node.firstChild?.forEach((cell) => {
      const widths = (cell.attrs.colwidth ?? []) as number[];
      for (let column = 0; column < (cell.attrs.colspan as number); column += 1) {
        columns.push(["col", widths[column] ? { width: String(widths[column]) } : {}]);
      }
    });
    return ["table", HTMLAttributes, ["colgroup", ...columns], ["tbody", 0]];
  },
  addKeyboardShortcuts() {
    return { ...this.parent?.(), ArrowDown: () => leaveBelow(this.editor) };
  },
  addProseMirrorPlugins() {
    return (this.parent?.() ?? []).map(localOnly);
  },
}).configure({ resizable: true, cellMinWidth: 60 });
