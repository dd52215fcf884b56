// What the buttons and menus of the editor do, as data: a name, a drawing, a command, and whether it is on.
import type { Editor } from "@tiptap/core";
import { NodeSelection } from "@tiptap/pm/state";
import {
  Bold,
  Code,
  Eraser,
  Heading,
  Highlighter,
  type IconNode,
  Info,
  Italic,
  Lightbulb,
  List,
  ListChecks,
  ListCollapse,
  ListOrdered,
  Minus,
  Quote,
  Redo2,
  Scale,
  Scissors,
  SquareCode,
  StickyNote,
  Strikethrough,
  Subscript,
  Superscript,
  TriangleAlert,
  Type,
  Underline,
  Undo2,
} from "lucide";

import type { MessageKey } from "../../messages";
import { CALLOUT_KINDS, type CalloutKind } from "../extensions/callout";

export interface Action {
  id: string;
  label: MessageKey;
  icon?: IconNode;
  /** As ProseMirror writes it ("Mod-b"); shown in words beside the name. */
  keys?: string;
  danger?: boolean;
  run: (editor: Editor) => void;
  active?: (editor: Editor) => boolean;
  enabled?: (editor: Editor) => boolean;
}

function mark(id: string, label: MessageKey, icon: IconNode, keys?: string): Action {
  return {
    id,
    label,
    icon,
    keys,
    run: (editor) => editor.chain().focus().toggleMark(id).run(),
    active: (editor) => editor.isActive(id),
    enabled: (editor) => editor.can().toggleMark(id),
  };
}

export const blockTypes: Action[] = [
  {
    id: "paragraph",
    label: "paragraph",
    icon: Type,
    keys: "Mod-Alt-0",
    run: (editor) => editor.chain().focus().setParagraph().run(),
    active: (editor) => editor.isActive("paragraph"),
  },
  ...([1, 2, 3, 4, 5, 6] as const).map(
    (level): Action => ({
      id: `heading-${level}`,
      label: `heading${level}`,
      icon: Heading,
      keys: `Mod-Alt-${level}`,
      run: (editor) => editor.chain().focus().setHeading({ level }).run(),
      active: (editor) => editor.isActive("heading", { level }),
    }),
  ),
];

const NAMES: Record<string, MessageKey> = {
  codeBlock: "codeBlock",
  detailsSummary: "details",
  figure: "image",
  footnote: "footnote",
  horizontalRule: "horizontalRule",
  pageBreak: "pageBreak",
};

/** What the block around the caret is called. */
export function currentBlock(editor: Editor): MessageKey {
  const { selection } = editor.state;
  const type = blockTypes.find((action) => action.active?.(editor));
  const node = selection instanceof NodeSelection ? selection.node : selection.$from.parent;
  return type?.label ?? NAMES[node.type.name] ?? "otherBlock";
}

export const marks: Action[] = [
  mark("bold", "bold", Bold, "Mod-b"),
  mark("italic", "italic", Italic, "Mod-i"),
  mark("underline", "underline", Underline, "Mod-u"),
  mark("highlight", "highlight", Highlighter, "Mod-Shift-h"),
];

export const moreMarks: Action[] = [
  mark("strike", "strike", Strikethrough, "Mod-Shift-s"),
  mark("superscript", "superscript", Superscript, "Mod-."),
  mark("subscript", "subscript", Subscript, "Mod-,"),
  mark("code", "code", Code, "Mod-e"),
  { id: "clear", label: "clearFormat", icon: Eraser, run: (editor) => editor.chain().focus().unsetAllMarks().run() },
];

export const lists: Action[] = [
  {
    id: "bulletList",
    label: "bulletList",
    icon: List,
    keys: "Mod-Shift-8",
    run: (editor) => editor.chain().focus().toggleBulletList().run(),
    active: (editor) => editor.isActive("bulletList"),
  },
  {
    id: "orderedList",
    label: "orderedList",
    icon: ListOrdered,
    keys: "Mod-Shift-7",
    run: (editor) => editor.chain().focus().toggleOrderedList().run(),
    active: (editor) => editor.isActive("orderedList"),
  },
  {
    id: "taskList",
    label: "taskList",
    icon: ListChecks,
    keys: "Mod-Shift-9",
    run: (editor) => editor.chain().focus().toggleTaskList().run(),
    active: (editor) => editor.isActive("taskList"),
  },
  {
    id: "blockquote",
    label: "blockquote",
    icon: Quote,
    keys: "Mod-Shift-b",
    run: (editor) => editor.chain().focus().toggleBlockquote().run(),
    active: (editor) => editor.isActive("blockquote"),
  },
];

const CALLOUTS: Record<CalloutKind, { label: MessageKey; icon: IconNode }> = {
  info: { label: "insertCalloutInfo", icon: Info },
  warning: { label: "insertCalloutWarning", icon: TriangleAlert },
  decision: { label: "insertCalloutDecision", icon: Scale },
  example: { label: "insertCalloutExample", icon: Lightbulb },
};

export const insertions: Action[] = [
  {
    id: "footnote",
    label: "footnote",
    icon: StickyNote,
    keys: "Mod-Alt-f",
    run: (editor) => editor.chain().focus().insertFootnote().run(),
  },
  ...CALLOUT_KINDS.map(
    (kind): Action => ({
      id: `callout-${kind}`,
      ...CALLOUTS[kind],
      run: (editor) => editor.chain().focus().toggleCallout(kind).run(),
      active: (editor) => editor.isActive("callout", { kind }),
    }),
  ),
  {
    id: "details",
    label: "details",
    icon: ListCollapse,
    run: (editor) =>
      editor.isActive("details") ? editor.chain().focus().unsetDetails().run() : editor.chain().focus().setDetails().run(),
    active: (editor) => editor.isActive("details"),
  },
  {
    id: "codeBlock",
    label: "codeBlock",
    icon: SquareCode,
    keys: "Mod-Alt-c",
    run: (editor) => editor.chain().focus().toggleCodeBlock().run(),
    active: (editor) => editor.isActive("codeBlock"),
  },
  {
    id: "horizontalRule",
    label: "horizontalRule",
    icon: Minus,
    run: (editor) => editor.chain().focus().setHorizontalRule().run(),
  },
  {
    id: "pageBreak",
    label: "pageBreak",
    icon: Scissors,
    keys: "Mod-Enter",
    run: (editor) => editor.chain().focus().insertPageBreak().run(),
  },
];

export const history: Action[] = [
  {
    id: "undo",
    label: "undo",
    icon: Undo2,
    keys: "Mod-z",
    run: (editor) => editor.chain().focus().undo().run(),
    enabled: (editor) => editor.can().undo(),
  },
  {
    id: "redo",
    label: "redo",
    icon: Redo2,
    keys: "Mod-Shift-z",
    run: (editor) => editor.chain().focus().redo().run(),
    enabled: (editor) => editor.can().redo(),
  },
];
