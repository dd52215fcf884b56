// The content model as Tiptap extensions: every node and mark a document may hold. Twin of documents/schema.py.
import { type Extensions, Mark } from "@tiptap/core";
import { Blockquote } from "@tiptap/extension-blockquote";
import { Bold } from "@tiptap/extension-bold";
import { Code } from "@tiptap/extension-code";
import { CodeBlock } from "@tiptap/extension-code-block";
import { Document } from "@tiptap/extension-document";
import { HardBreak } from "@tiptap/extension-hard-break";
import { Heading } from "@tiptap/extension-heading";
import { Highlight } from "@tiptap/extension-highlight";
import { HorizontalRule } from "@tiptap/extension-horizontal-rule";
import { Italic } from "@tiptap/extension-italic";
import { BulletList, ListItem, ListKeymap, TaskList } from "@tiptap/extension-list";
import { Paragraph } from "@tiptap/extension-paragraph";
import { Strike } from "@tiptap/extension-strike";
import { Subscript } from "@tiptap/extension-subscript";
import { Superscript } from "@tiptap/extension-superscript";
import { Text } from "@tiptap/extension-text";
import { Underline } from "@tiptap/extension-underline";

import { BlockIds } from "./extensions/block-ids";
import { Callout } from "./extensions/callout";
import { Citation } from "./extensions/citation";
import { Details, DetailsContent, DetailsSummary } from "./extensions/details";
import { Figure } from "./extensions/figure";
import { Footnote } from "./extensions/footnote";
import { Link } from "./extensions/link";
import { Mention } from "./extensions/mention";
import { OrderedList } from "./extensions/ordered-list";
import { PageBreak } from "./extensions/page-break";
import { Table, TableCell, TableHeader, TableRow } from "./extensions/table";
import { TaskItem } from "./extensions/task-item";

/** Sent in the handshake: the server refuses a browser that knows another model before it can touch the text. */
export const SCHEMA_VERSION = 2; // 2: comments on code, which a page that knows only 1 would delete

export const HEADING_LEVELS = [1, 2, 3, 4, 5, 6] as const;

/** A commented passage. The server alone places it; several may lie on one passage, hence `excludes: ''`. */
const Comment = Mark.create({
  name: "comment",
  excludes: "",
  inclusive: false,
  addAttributes: () => ({
    thread: { default: null, parseHTML: () => null, renderHTML: ({ thread }) => ({ "data-thread": thread }) },
  }),
  renderHTML: ({ HTMLAttributes }) => ["span", HTMLAttributes, 0],
});

/** Code is bare, but people comment on it: a text whose marks the model forbids is deleted by y-tiptap. */
const CommentableCode = Code.extend({
  excludes: "code bold italic underline strike link superscript subscript highlight",
});
const CommentableCodeBlock = CodeBlock.extend({ marks: "comment" });

/** A passage in another language than the document's. Word writes `lang` on everything, so only our own mark is read back. */
const TextLanguage = Mark.create({
  name: "textLanguage",
  addAttributes: () => ({ lang: { default: null } }),
  parseHTML: () => [{ tag: "span[data-language][lang]" }],
  renderHTML: ({ HTMLAttributes }) => ["span", { ...HTMLAttributes, "data-language": "" }, 0],
});

export const contentModel: Extensions = [
  Document,
  Paragraph,
  Text,
  Heading.configure({ levels: [...HEADING_LEVELS] }),
  Bold,
  Italic,
  Underline,
  Strike,
  CommentableCode,
  Link,
  Superscript,
  Subscript,
  Highlight,
  Comment,
  TextLanguage,
  BulletList,
  OrderedList,
  ListItem,
  ListKeymap,
  TaskList,
  TaskItem,
  Blockquote,
  Callout,
  CommentableCodeBlock,
  HardBreak,
  HorizontalRule,
  PageBreak,
  Details,
  DetailsSummary,
  DetailsContent,
  Table,
  TableRow,
  TableHeader,
  TableCell,
  Figure,
  Footnote,
  Mention,
  Citation,
  BlockIds,
];
