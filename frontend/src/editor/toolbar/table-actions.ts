// What can be done to the table around the caret.
import type { Editor } from "@tiptap/core";
import {
  BetweenHorizontalEnd,
  BetweenHorizontalStart,
  BetweenVerticalEnd,
  BetweenVerticalStart,
  Columns3,
  PanelTop,
  Rows3,
  TableCellsMerge,
  TableCellsSplit,
  Trash2,
} from "lucide";

import type { Action } from "./actions";

type TableCommand =
  | "addRowBefore"
  | "addRowAfter"
  | "deleteRow"
  | "addColumnBefore"
  | "addColumnAfter"
  | "deleteColumn"
  | "mergeCells"
  | "splitCell"
  | "toggleHeaderRow"
  | "deleteTable";

function action(id: TableCommand, icon: Action["icon"], danger = false): Action {
  return {
    id,
    label: id,
    icon,
    danger,
    run: (editor) => editor.chain().focus()[id]().run(),
    enabled: (editor) => editor.can()[id](),
  };
}

export const tableActions: Action[] = [
  action("addRowBefore", BetweenHorizontalStart),
  action("addRowAfter", BetweenHorizontalEnd),
  action("addColumnBefore", BetweenVerticalStart),
  action("addColumnAfter", BetweenVerticalEnd),
  action("mergeCells", TableCellsMerge),
  action("splitCell", TableCellsSplit),
  { ...action("toggleHeaderRow", PanelTop), active: startsWithHeader },
  action("deleteRow", Rows3, true),
  action("deleteColumn", Columns3, true),
  action("deleteTable", Trash2, true),
];

function startsWithHeader(editor: Editor): boolean {
  const { $from } = editor.state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const node = $from.node(depth);
    if (node.type.name === "table") return node.firstChild?.firstChild?.type.name === "tableHeader";
  }
  return false;
}

export function insertTable(editor: Editor): void {
  editor.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run();
}
