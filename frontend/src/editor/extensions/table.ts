// Tables whose column widths live in the cells and are drawn without a style attribute, as the content policy asks.
import type { DOMOutputSpec } from "@tiptap/pm/model";
import { Table as TiptapTable, TableCell as Cell, TableHeader as Header, TableRow as Row } from "@tiptap/extension-table";

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
  addProseMirrorPlugins() {
    return (this.parent?.() ?? []).map(localOnly);
  },
}).configure({ resizable: true, cellMinWidth: 60 });
